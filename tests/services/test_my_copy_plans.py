"""What a resident takes along also holds trajectories, what was said, and answers given."""

import pytest

from tests.people import NOW, Cast
from tests.services.dossier import registered
from tests.services.working import JOB, Work, work_room
from voordeur.domain.kernel.actors import ActorKind
from voordeur.records.toolbox.models import ProfileRecord
from voordeur.records.work.models import ReferralRecord
from voordeur.services import my_copy, placements, trajectories, trajectory_steps
from voordeur.services.context import Context
from voordeur.services.retention_plans import wipe_plans
from voordeur.services.trajectories import NewTrajectory
from voordeur.services.trajectory_steps import NewStep

__all__ = ["work_room"]
pytestmark = pytest.mark.django_db


def test_everything_of_a_trajectory_comes_along(cast: Cast) -> None:
    alice = cast.alice.context
    case = registered(alice)
    ref = trajectories.draft(alice, case_ref=case.ref, new=NewTrajectory(goal="Naar de zorg"))
    step = NewStep(what="Meelopen", goal="Zien of het past", cost_word="none_needed")
    trajectory_steps.add_step(alice, ref=ref, step=step)
    trajectories.comment(alice, ref=ref, text="Fijn dat je meedenkt")
    ProfileRecord.objects.create(case=case, facts={"sector": "care"}, changed_at=NOW)
    mine = Context(kind=ActorKind.RESIDENT, now=NOW, resident_id=case.resident_id)
    told = str(my_copy.whole_copy(mine).as_data())
    for words in ("Naar de zorg", "Meelopen", "Zien of het past", "Fijn dat je meedenkt", "care"):
        assert words in told


def test_work_that_was_suggested_and_jobs_come_along(work: Work) -> None:
    placements.place_referral(work.cast.alice.context, ref=work.introduced(), new=JOB)
    told = str(my_copy.whole_copy(work.dagmar).as_data())
    said = ("Helpende zorg, Zorghuis De Duin", "de uren passen", "06 00000000", "aan het werk")
    for words in said:
        assert words in told


def test_what_an_employer_could_read_is_forgotten_with_the_case(work: Work) -> None:
    work.introduced()
    wipe_plans([work.case.pk], "vergeten")
    row = ReferralRecord.objects.get()
    assert (row.because, row.shared, row.note, row.link_version) == ("vergeten", "", "", 0)
