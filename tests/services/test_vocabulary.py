"""Loading a vocabulary: first what changes, then all of it in one act; again changes nothing."""

from datetime import date

import pytest

from tests.people import NOW, Cast
from tests.services.dossier import refused, registered
from tests.services.profiled import skill
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason
from voordeur.domain.kernel.text import Text
from voordeur.domain.skills.vocabulary import (
    Concept,
    ConceptKind,
    Group,
    Importance,
    Mapped,
    Match,
    Part,
    Requirement,
    Vocabulary,
    VocabularyProblem,
    pair,
)
from voordeur.records.audit.models import JournalRecord
from voordeur.records.skills.models import (
    ConceptChangeRecord,
    ConceptRecord,
    RequirementRecord,
    VocabularyRecord,
)
from voordeur.services import profile_pages, vocabulary, work_profile
from voordeur.services.context import Context, system_context
from voordeur.services.ports import ReadVocabulary, ports
from voordeur.services.vocabulary import VocabularyReport

pytestmark = pytest.mark.django_db
SYSTEM = system_context(NOW)
SKILL, JOB = ConceptKind.SKILL, ConceptKind.OCCUPATION


class Folder:
    """Gives what a test laid in it."""

    def __init__(self) -> None:
        self.found = ReadVocabulary(vocabulary=delivery())

    def read(self, directory: str, source: str) -> ReadVocabulary:
        assert (directory, source) == ("folder", "own")
        return self.found


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Folder:
    made = Folder()
    monkeypatch.setattr(ports(), "vocabularies", made)
    return made


def delivery(
    *labels: str, asks: Importance = Importance.ESSENTIAL, parts: frozenset[Part] = frozenset(Part)
) -> Vocabulary:
    told = labels or ("koken", "serveren", "bakken", "afwassen", "snijden")
    skills = [Concept(f"own:{n}", SKILL, label, ("x",)) for n, label in enumerate(told) if label]
    cook = Concept("own:kok", JOB, "kok", (), "5120")
    return Vocabulary(
        source="own",
        version="",
        dated_on=date(2026, 1, 5),
        parts=parts,
        concepts={one.code: one for one in (cook, *skills)},
        groups=frozenset({Group("5120", JOB, "Koks")}),
        requirements=frozenset({Requirement("own:kok", "own:0", asks)}),
        related=frozenset({pair("own:0", "own:1")}),
        mappings=frozenset({Mapped("own:kok", "urn:cook", Match.EXACT)}),
    )


def look(folder: Folder, found: Vocabulary) -> VocabularyReport:
    folder.found = ReadVocabulary(vocabulary=found)
    return vocabulary.look(SYSTEM, directory="folder", source="own")


def events() -> list[str]:
    return list(JournalRecord.objects.order_by("sequence").values_list("name", flat=True))


def test_looking_writes_nothing_and_loading_writes_it_once(folder: Folder) -> None:
    report = look(folder, delivery())
    assert len(report.changes.added) == 6
    assert not ConceptRecord.objects.exists()
    vocabulary.load(SYSTEM, report=report)
    assert events()[-1] == "VocabularyLoaded"
    row = VocabularyRecord.objects.get()
    assert (row.version, row.dated_on, row.counts["added"]) == ("2026-01-05", date(2026, 1, 5), 6)
    asked = RequirementRecord.objects.get()
    assert (asked.occupation.label, asked.skill.label, asked.importance) == (
        "kok",
        "koken",
        "essential",
    )
    before = len(events())
    again = look(folder, delivery())
    assert again.changes.idle
    vocabulary.load(SYSTEM, report=again)
    assert VocabularyRecord.objects.count() == 1
    assert len(events()) == before


def test_a_next_version_is_told_and_remembered(folder: Folder) -> None:
    vocabulary.load(SYSTEM, report=look(folder, delivery()))
    changed = delivery(
        "koken op gas", "serveren", "", "afwassen", "snijden", "wokken", asks=Importance.OPTIONAL
    )
    report = look(folder, changed)
    assert [one.label for one in report.changes.removed] == ["bakken"]
    assert not report.asks_yes
    vocabulary.load(SYSTEM, report=report)
    told = ConceptChangeRecord.objects.filter(vocabulary__id=VocabularyRecord.objects.last().pk)  # type: ignore[union-attr]
    assert sorted(told.values_list("change", "label_before", "label_after")) == [
        ("added", "", "wokken"),
        ("removed", "bakken", ""),
        ("renamed", "koken", "koken op gas"),
    ]
    gone = ConceptRecord.objects.get(label="bakken")
    assert gone.removed_in == VocabularyRecord.objects.last()
    assert RequirementRecord.objects.get().importance == "optional"
    assert look(folder, changed).changes.idle
    vocabulary.load(
        SYSTEM,
        report=look(
            folder, delivery("koken op gas", "serveren", "bakken", "afwassen", "snijden", "wokken")
        ),
    )
    gone.refresh_from_db()
    assert gone.removed_in is None


def test_a_delivery_that_takes_much_away_needs_a_yes(folder: Folder) -> None:
    vocabulary.load(SYSTEM, report=look(folder, delivery()))
    cut_off = look(folder, delivery("koken", "serveren"))
    assert cut_off.asks_yes
    with refused(Reason.STILL_USED):
        vocabulary.load(SYSTEM, report=cut_off)
    assert ConceptRecord.objects.filter(removed_in__isnull=False).count() == 0
    vocabulary.load(SYSTEM, report=cut_off, sure=True)
    assert ConceptRecord.objects.filter(removed_in__isnull=False).count() == 3


def test_what_profiles_still_use_is_named_before_it_goes(folder: Folder, cast: Cast) -> None:
    vocabulary.load(SYSTEM, report=look(folder, delivery()))
    case = registered(cast.bob.context)
    mine = Context(kind=ActorKind.RESIDENT, now=NOW, resident_id=case.resident_id)
    work_profile.add_lines(mine, lines=[skill("own:2")])
    report = look(folder, delivery("koken", "serveren", "", "afwassen", "snijden"))
    assert [(one.concept.label, one.profiles) for one in report.used] == [("bakken", 1)]
    with refused(Reason.STILL_USED):
        vocabulary.load(SYSTEM, report=report)
    vocabulary.load(SYSTEM, report=report, sure=True)
    page = profile_pages.own_profile(mine)
    assert [(one.words, one.gone) for one in page.skills] == [("bakken", True)]


def test_a_report_is_made_again_when_something_was_loaded_meanwhile(folder: Folder) -> None:
    first = look(folder, delivery())
    vocabulary.load(SYSTEM, report=look(folder, delivery()))
    assert vocabulary.load(SYSTEM, report=first).idle
    assert VocabularyRecord.objects.count() == 1


def test_what_was_not_delivered_stays_as_it_is(folder: Folder) -> None:
    vocabulary.load(SYSTEM, report=look(folder, delivery()))
    only_jobs = delivery("koken", parts=frozenset({Part.OCCUPATIONS}))
    assert look(folder, only_jobs).changes.idle
    assert RequirementRecord.objects.count() == 1


def test_with_a_problem_nothing_goes_in(folder: Folder) -> None:
    problem = VocabularyProblem("skills.csv", 3, Text("fout", "wrong"))
    folder.found = ReadVocabulary(vocabulary=delivery(), problems=(problem,))
    report = vocabulary.look(SYSTEM, directory="folder", source="own")
    with refused(Reason.INVALID_INPUT):
        vocabulary.load(SYSTEM, report=report)
    assert not VocabularyRecord.objects.exists()


def test_only_a_manager_may_load(folder: Folder, cast: Cast) -> None:
    report = look(folder, delivery())
    with refused(Reason.NOT_FOUND):
        vocabulary.look(cast.alice.context, directory="folder", source="own")
    with refused(Reason.NOT_FOUND):
        vocabulary.load(cast.alice.context, report=report)
