"""A living demo: invented people played through the services, never written into tables."""

from collections import Counter
from datetime import datetime

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.cases.models import CaseRecord
from voordeur.services.demo.dagmar import tell_of_dagmar
from voordeur.services.demo.money_story import tell_of_money
from voordeur.services.demo.play import Progress, run, set_stage
from voordeur.services.demo.profile_story import tell_of_profiles
from voordeur.services.demo.region_story import tell_of_the_region
from voordeur.services.demo.service_story import tell_of_service
from voordeur.services.demo.stories import fill
from voordeur.services.demo.toolbox_story import tell_of_the_toolbox
from voordeur.services.demo.work_story import tell_of_work
from voordeur.services.ports import ports

__all__ = ["begin"]


def begin(
    *, now: datetime, people: int, months: int, seed: int, progress: Progress | None = None
) -> Counter[str] | None:
    """Play the demo into an empty database and say what happened; None when it is not empty.

    Raises ``RefusedError`` (DEMO_ONLY) outside demo mode.
    """
    if not ports().demo:
        raise RefusedError(Refusal(Reason.DEMO_ONLY))
    if CaseRecord.objects.exists():
        return None
    stage = set_stage(now=now, months=months, seed=seed)
    tell_of_money(stage, people)
    fill(stage, people)
    tell_of_dagmar(stage)
    tell_of_the_region(stage)
    tell_of_the_toolbox(stage)
    tell_of_profiles(stage)
    tell_of_work(stage)
    tell_of_service(stage)
    return run(stage, progress=progress)
