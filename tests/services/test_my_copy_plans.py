"""What a resident takes along also holds trajectories, what was said, and answers given."""

import pytest

from tests.people import NOW, Cast
from tests.services.dossier import registered
from voordeur.domain.kernel.actors import ActorKind
from voordeur.records.toolbox.models import ProfileRecord
from voordeur.services import my_copy, trajectories, trajectory_steps
from voordeur.services.context import Context
from voordeur.services.trajectories import NewTrajectory
from voordeur.services.trajectory_steps import NewStep

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
