"""A profile on screen: for the person, for a professional with a grant, and for nobody else."""

from typing import Any

import pytest
from freezegun import freeze_time

from tests.people import NOW, Cast
from tests.services.dossier import YES, offered
from tests.services.profiled import COOK, COOKING, TILL, load_own_list, skill
from tests.web.my.visits import Visit
from tests.web.toolbox.conftest import Opens
from voordeur.records.profiles.models import ProfileLineRecord, WorkProfileRecord
from voordeur.records.skills.models import ConceptRecord, VocabularyRecord
from voordeur.services import handover, work_profile

pytestmark = pytest.mark.django_db
MINE = "/mijn/profiel/"


def desk(visit: Visit, rest: str = "") -> str:
    return f"/werk/dossier/{visit.case.ref}/profiel/{rest}"


def shown(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer
    return str(answer.content.decode())


@pytest.fixture
def inside(visit: Visit) -> Visit:
    load_own_list()
    visit.come_in()
    return visit


def test_a_person_pastes_a_cv_ticks_what_is_right_and_sees_it_in_the_profile(
    inside: Visit,
) -> None:
    page = inside.client
    assert "Begin met een tekst" in shown(page.get(MINE))
    text = "Werkervaring: zelfstandig werkend kok, daarna achter de kassa."
    found = shown(page.post(f"{MINE}tekst/", {"tekst-text": text}))
    assert 'value="own:B07"' in found
    assert f'value="{TILL}"' in found
    assert "door ‘achter de kassa’" in found
    assert "niet bewaard" in found
    done = page.post(
        f"{MINE}doe/", {"doe": "kies", "vaardigheid": [TILL, COOKING], "wens": COOK}, follow=True
    )
    told = shown(done)
    assert "Toegevoegd: 3." in told
    assert "Niveau van afrekenen en kassa opmaken" in told
    assert ProfileLineRecord.objects.filter(by_resident=True).count() == 3


def test_levels_are_kept_and_a_line_is_removed(inside: Visit) -> None:
    page = inside.client
    page.post(f"{MINE}doe/", {"doe": "kies", "vaardigheid": [TILL]})
    line = ProfileLineRecord.objects.get()
    typed = {"doe": "niveaus", f"niveau-{line.ref}": "3", f"blijkt-{line.ref}": "work"}
    shown(page.post(f"{MINE}doe/", typed, follow=True))
    line.refresh_from_db()
    assert (line.level, line.evidence) == (3, "work")
    shown(page.post(f"{MINE}doe/", {"weg": line.ref}, follow=True))
    assert not ProfileLineRecord.objects.exists()


def test_experience_education_languages_and_practical_are_typed_in(inside: Visit) -> None:
    page = inside.client
    for typed in (
        {"doe": "werk", "werk-words": "Vrijwilliger buurthuis", "werk-from_year": "2024"},
        {"doe": "opleiding", "opleiding-words": "Zorg", "opleiding-degree": "mbo2"},
        {"doe": "taal", "taal-code": "ara", "taal-speaking": "C2"},
        {"doe": "praktisch", "hours_most": "24", "days": ["mon"], "place": "1971", "mode": "bike"},
    ):
        shown(page.post(f"{MINE}doe/", typed, follow=True))
    told = shown(page.get(MINE))
    for words in ("Vrijwilliger buurthuis", "2024-", "mbo 2", "Arabisch", "hooguit 24"):
        assert words in told, words


def test_what_is_typed_wrong_is_said_and_stays(inside: Visit) -> None:
    page = inside.client
    wrong: tuple[tuple[dict[str, Any], tuple[str, ...]], ...] = (
        (
            {"doe": "werk", "werk-words": "Kok", "werk-from_year": "2025", "werk-to_year": "2020"},
            ("Klopt dit jaar?", 'value="Kok"'),
        ),
        ({"doe": "werk", "werk-words": ""}, ("Vul dit nog in.",)),
        ({"doe": "taal", "taal-code": "xxx"}, ("Deze keuze is er niet meer",)),
        ({"doe": "praktisch", "place": "19a1"}, ("Schrijf de vier cijfers", "19a1")),
        ({"doe": "praktisch", "hours_least": "30", "hours_most": "3"}, ("minder dan ‘minstens’",)),
        ({"doe": "praktisch", "hours_most": "99"}, ("Dit is te veel.",)),
    )
    for typed, words in wrong:
        told = shown(page.post(f"{MINE}doe/", typed), 422)
        for one in words:
            assert one in told, one
    assert not WorkProfileRecord.objects.exists()


def test_hostile_text_and_floods_get_a_clear_sentence(inside: Visit) -> None:
    page = inside.client
    told = shown(page.post(f"{MINE}tekst/", {"tekst-text": "kassa " * 170_000}), 422)
    assert "Deze tekst is te lang: er passen 50.000 tekens" in told
    assert len(told) < 500_000
    assert "Vul dit nog in." in shown(page.post(f"{MINE}tekst/", {"tekst-text": " "}), 422)
    script = "<script>alert(1)</script> kassa"
    assert "<script>alert" not in shown(page.post(f"{MINE}tekst/", {"tekst-text": script}))
    many = [f"own:{n}" for n in range(3000)]
    told = shown(page.post(f"{MINE}doe/", {"doe": "kies", "vaardigheid": many}, follow=True))
    assert "Er passen 150 vaardigheden in een profiel." in told
    assert page.post(f"{MINE}doe/", {"doe": "kies", "vaardigheid": many * 4}).status_code == 413
    told = shown(page.post(f"{MINE}doe/", {"doe": "kies", "vaardigheid": "x"}, follow=True))
    assert "Dit staat niet (meer) in de lijst." in told
    told = shown(page.post(f"{MINE}doe/", {"doe": "kies"}, follow=True))
    assert "Kies eerst iets." in told
    assert page.post(f"{MINE}doe/", {"doe": "iets anders"}).status_code == 404
    assert not ProfileLineRecord.objects.exists()


def test_a_professional_looks_and_fills_it_together(
    inside: Visit, cast: Cast, opens: Opens
) -> None:
    page = opens(cast.bob.context)
    with freeze_time(NOW):
        assert "/profiel/" in shown(page.get(f"/werk/dossier/{inside.case.ref}/"))
        found = shown(page.get(desk(inside, "?zoek=kassa")))
        assert "Voeg toe: afrekenen en kassa opmaken" in found
        chosen = {"doe": "kies", "vaardigheid": TILL}
        alone = shown(page.post(desk(inside, "doe/"), chosen, follow=True))
        assert "Vul het profiel samen in" in alone
        together = shown(page.post(desk(inside, "doe/"), {**chosen, "samen": "ja"}, follow=True))
        assert "Samen ingevuld op 2 maart 2026" in together
        assert "Samen ingevuld" in shown(inside.client.get(MINE))


def test_without_the_grant_it_is_not_there(inside: Visit, cast: Cast, opens: Opens) -> None:
    work_profile.add_lines(inside.context, lines=[skill()])
    with freeze_time(NOW):
        for who in (cast.charlie, cast.alice):
            page = opens(who.context)
            for answer in (
                page.get(desk(inside)),
                page.post(desk(inside, "tekst/"), {"tekst-text": "kassa"}),
                page.post(
                    desk(inside, "doe/"), {"doe": "kies", "vaardigheid": TILL, "samen": "ja"}
                ),
                page.post(desk(inside, "doe/"), {"doe": "praktisch", "hours_most": "12"}),
            ):
                assert answer.status_code == 404
    assert ProfileLineRecord.objects.get().code == COOKING


def test_who_took_the_question_over_asks_and_writes_the_yes_down(
    inside: Visit, cast: Cast, opens: Opens
) -> None:
    with freeze_time(NOW):
        row = offered(cast.bob.context, inside.case)
        handover.accept(cast.alice.context, ref=row.ref, answer=YES)
        page = opens(cast.alice.context)
        assert "De persoon beslist." in shown(page.get(desk(inside)))
        assert "helpt je en ziet je profiel niet" in shown(inside.client.get(MINE))
        without = shown(page.post(desk(inside, "doe/"), {"doe": "laat-zien"}, follow=True))
        assert "nog geen ja op gezegd" in without
        asked = {"doe": "laat-zien", "samen": "ja"}
        assert "Jullie zien het profiel nu." in shown(
            page.post(desk(inside, "doe/"), asked, follow=True)
        )
        assert "helpt je en ziet je profiel niet" not in shown(inside.client.get(MINE))


def test_the_person_lets_who_helps_see_the_profile(inside: Visit, cast: Cast, opens: Opens) -> None:
    with freeze_time(NOW):
        row = offered(cast.bob.context, inside.case)
        handover.accept(cast.alice.context, ref=row.ref, answer=YES)
        typed = {"doe": "laat-zien", "vraag": inside.case.ref}
        assert "Ze zien je profiel nu." in shown(
            inside.client.post(f"{MINE}doe/", typed, follow=True)
        )
        assert "Vaardigheden" in shown(opens(cast.alice.context).get(desk(inside)))
        stranger = {"doe": "laat-zien", "vraag": "ZZZZZZZZZZ"}
        assert inside.client.post(f"{MINE}doe/", stranger).status_code == 404


def test_what_no_longer_exists_is_marked(inside: Visit) -> None:
    work_profile.add_lines(inside.context, lines=[skill()])
    assert "bestaat niet meer" not in shown(inside.client.get(MINE))
    ConceptRecord.objects.filter(code=COOKING).update(removed_in=VocabularyRecord.objects.get())
    assert "bestaat niet meer" in shown(inside.client.get(MINE))


def test_it_reads_in_english(inside: Visit) -> None:
    inside.client.post(f"{MINE}doe/", {"doe": "taal", "taal-code": "ara", "taal-speaking": "C2"})
    told = shown(inside.client.get("/en/mijn/profiel/"))
    for words in ("My profile", "Arabic", "speaking C2", "driving licences", "voluntary work"):
        assert words in told, words


def test_without_a_list_it_says_who_loads_one(visit: Visit) -> None:
    visit.come_in()
    assert "De systeembeheerder doet dat." in shown(visit.client.get(MINE))
