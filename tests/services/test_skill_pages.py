"""Searching occupations and skills, and one of them with what hangs together."""

import pytest

from tests.people import NOW, Cast
from tests.services.dossier import refused
from tests.services.profiled import COOK, COOKING, load_own_list
from voordeur.domain.kernel.refusal import Reason
from voordeur.records.skills.models import ConceptChangeRecord, ConceptRecord, VocabularyRecord
from voordeur.services import skill_index, skill_pages
from voordeur.services.context import visitor_context

pytestmark = pytest.mark.django_db


def labels(text: str, kind: str = "") -> list[str]:
    return [row.label for row in skill_index.search(text, kind=kind)]


def test_beginnings_of_words_find_the_own_name_first() -> None:
    load_own_list()
    assert labels("kok")[0] == "kok"
    assert labels("KÓK", "occupation")[0] == "kok"
    assert "magazijnmedewerker" in labels("mede mag")
    assert "heftruck of reachtruck rijden" in labels("reach", "skill")
    assert labels("agazijn") == []
    assert labels("%") == []
    assert labels("_") == []
    assert labels("") == []


def test_what_is_gone_is_not_found() -> None:
    load_own_list()
    assert "kok" in labels("kok")
    ConceptRecord.objects.filter(code=COOK).update(removed_in=VocabularyRecord.objects.get())
    VocabularyRecord.objects.update(digest="another")
    assert "kok" not in labels("kok")


def test_a_name_of_an_occupation_is_recognised_only_as_a_whole() -> None:
    load_own_list()
    assert skill_index.occupation_named("Zelfstandig werkend kok") == COOK
    assert skill_index.occupation_named("kok en ober") == ""
    assert skill_index.occupation_named(" - ") == ""


def test_the_page_of_an_occupation_says_what_it_asks_and_what_is_alike(cast: Cast) -> None:
    load_own_list()
    alice = cast.alice.context
    row = ConceptRecord.objects.get(code=COOK)
    page = skill_pages.concept(alice, number=row.pk)
    asked = {one.label: one.degree for one in page.asked}
    assert asked["maaltijden bereiden"] == "essential"
    assert asked["nieuwe collega's inwerken"] == "optional"
    assert [one.degree for one in page.asked] == sorted(
        (one.degree for one in page.asked), key=["essential", "important", "optional"].index
    )
    assert page.mapped[0][1] == "exact"
    ConceptChangeRecord.objects.filter(concept=row).update(change="renamed", label_before="kokkie")
    assert skill_pages.concept(alice, number=row.pk).earlier == ("kokkie",)
    skill = skill_pages.concept(alice, number=ConceptRecord.objects.get(code=COOKING).pk)
    assert "kok" in [one.label for one in skill.asked]
    assert skill.related


def test_a_sector_is_found_by_its_other_names(cast: Cast) -> None:
    page = skill_pages.found(cast.alice.context, text="maakind")
    assert [one.code for one in page.sectors] == ["technology"]
    assert "ICT" in page.sectors[0].aliases
    assert page.sectors[0].name == "Technologie"
    assert len(skill_pages.found(cast.alice.context, text="").sectors) > 3


def test_visitors_and_residents_find_nothing(cast: Cast) -> None:
    with refused(Reason.NOT_FOUND):
        skill_pages.found(visitor_context(NOW), text="kok")
    with refused(Reason.NOT_FOUND):
        skill_pages.concept(cast.alice.context, number=0)
