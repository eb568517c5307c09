"""Leaving the usual way: the reason and the lesson are shared, the case is not."""

import pytest
from django.db import IntegrityError, transaction

from tests.people import NOW, Cast
from tests.services.dossier import acts, refused, registered
from voordeur.domain.kernel.refusal import Reason
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.toolbox.models import DeviationRecord
from voordeur.services import deviations, register_loading
from voordeur.services.context import system_context
from voordeur.services.deviations import NewDeviation

pytestmark = pytest.mark.django_db
WHY = NewDeviation(
    sort="secondment", reason="De werkgever durft nog niet.", instrument="detachering"
)


@pytest.fixture
def case(cast: Cast) -> CaseRecord:
    register_loading.load_register(system_context(NOW))
    return registered(cast.alice.context)


def test_everybody_reads_why_and_what_was_learned_and_nobody_of_whom(
    cast: Cast, case: CaseRecord
) -> None:
    ref = deviations.deviate(cast.alice.context, ref=case.ref, new=WHY)
    before = deviations.tried_page(cast.charlie.context)
    assert "De werkgever durft nog niet." in {one.reason for one in before.running}
    deviations.learn(
        cast.alice.context,
        ref=case.ref,
        deviation=ref,
        state="finished",
        lesson="Drie maanden was genoeg.",
    )
    after = deviations.tried_page(cast.charlie.context, sort="secondment")
    assert [one.lesson for one in after.learned] == ["Drie maanden was genoeg."]
    assert case.ref not in str(after)
    assert "Dagmar" not in str(after)
    assert acts(case)[-2:] == ["DeviationTold", "DeviationLearned"]
    written = str(list(JournalRecord.objects.values_list("payload", flat=True)))
    assert "durft" not in written
    assert "genoeg" not in written


def test_a_lesson_is_written_once_and_a_reason_is_needed(cast: Cast, case: CaseRecord) -> None:
    alice = cast.alice.context
    with refused(Reason.REASON_NEEDED):
        deviations.deviate(alice, ref=case.ref, new=NewDeviation(sort="deviation", reason=" "))
    for wrong in (
        NewDeviation(sort="holiday", reason="Zomaar."),
        NewDeviation(sort="deviation", reason="Zomaar.", instrument="nothing"),
        NewDeviation(sort="deviation", reason="Zomaar.", step="NOSTEP"),
    ):
        with refused(Reason.INVALID_INPUT):
            deviations.deviate(alice, ref=case.ref, new=wrong)
    ref = deviations.deviate(alice, ref=case.ref, new=WHY)
    said = {"ref": case.ref, "deviation": ref, "lesson": "Het werkte niet."}
    with refused(Reason.INVALID_INPUT):
        deviations.learn(alice, **said, state="running")
    deviations.learn(alice, **said, state="stopped")
    with refused(Reason.CHANGED_MEANWHILE):
        deviations.learn(alice, **said, state="finished")


def test_charlie_cannot_deviate_in_a_case_he_does_not_see(cast: Cast, case: CaseRecord) -> None:
    with refused(Reason.NOT_FOUND):
        deviations.deviate(cast.charlie.context, ref=case.ref, new=WHY)
    with refused(Reason.NOT_FOUND):
        deviations.case_deviations(cast.charlie.context, ref=case.ref)
    assert not DeviationRecord.objects.exists()


def test_the_experiments_of_the_region_stand_beside_them(cast: Cast, case: CaseRecord) -> None:
    page = deviations.tried_page(cast.bob.context)
    assert {one.entry for one in page.learned} == {"sterk-naar-werk-proeven"}
    assert {one.entry for one in page.running} == {"detachering-verkennen"}


def test_a_deviation_ends_once_whatever_statement_comes(cast: Cast, case: CaseRecord) -> None:
    alice = cast.alice.context
    ref = deviations.deviate(alice, ref=case.ref, new=WHY)
    with pytest.raises(IntegrityError), transaction.atomic():
        DeviationRecord.objects.update(state="finished", ended_at=NOW)
    deviations.learn(alice, ref=case.ref, deviation=ref, state="finished", lesson="Het hielp.")
    with pytest.raises(IntegrityError), transaction.atomic():
        DeviationRecord.objects.update(state="stopped")
    with pytest.raises(IntegrityError), transaction.atomic():
        DeviationRecord.objects.all().delete()
