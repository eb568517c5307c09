"""The toolbox in the demo: trainings for employers, a deviation with its lesson, and why not."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from voordeur.records.cases.models import CaseRecord
from voordeur.records.work.models import EmployerAccountRecord
from voordeur.services import deviations, register, toolbox_case, trainings
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.demo.play import Stage
from voordeur.services.deviations import NewDeviation
from voordeur.services.trainings import NewTraining

NEEDED = ("joris", "alice")
"""Who plays a part; a demo without one of them tells nothing of the toolbox."""
HARRIE, SECONDMENT = "harrie-training", "detachering"
GROUPS = (("Bakkerij Voorbeeld", 5), ("Garage Proef", 4), ("Kwekerij Verzonnen", 3))
TRAININGS = (
    (16, "Bakkerij Voorbeeld, Beverwijk", GROUPS),
    (20, "Garage Proef, Haarlem", GROUPS[1:2]),
)
"""Weeks ahead, where, and who books: the first is full and has a waiting list."""
CAUSES = ("unfamiliar", "unfamiliar", "legality", "caseload")
MOST_TOLD = 60
MORNING = 10


def tell_of_the_toolbox(stage: Stage) -> None:
    """Let it take place between the start and the end; without instruments there is no story.

    Nothing here is left to chance, so that the rest of the demo is the same with or without it.
    """
    if not set(NEEDED) <= set(stage.personas):
        return
    known = {one.code for one in register.entries(_at(stage, "joris", stage.start), "instrument")}
    if not {HARRIE, SECONDMENT} <= known:
        return
    stage.later(_moment(stage, 60), lambda moment: _train(_at(stage, "joris", moment)))
    stage.later(_moment(stage, 70), lambda moment: _deviate(stage, moment))
    stage.later(_moment(stage, 90), lambda moment: _tell_why_not(_at(stage, "alice", moment)))


def _at(stage: Stage, who: str, moment: datetime) -> Context:
    return stage.personas[who].at(moment)


def _moment(stage: Stage, percent: int) -> datetime:
    """Return a morning when ``percent`` of the stage has passed."""
    local = (stage.start + (stage.end - stage.start) * percent // 100).astimezone(AMSTERDAM)
    return local.replace(hour=MORNING, minute=0, second=0, microsecond=0)


def _train(joris: Context) -> None:
    accounts = dict(EmployerAccountRecord.objects.values_list("name", "ref"))
    for weeks, place, groups in TRAININGS:
        day = joris.today + timedelta(weeks=weeks)
        new = NewTraining(instrument=HARRIE, day=day, place=place, places=8)
        ref = trainings.plan_training(joris, new=new)
        for name, number in groups:
            account = accounts.get(name, "")
            trainings.book(joris, ref=ref, organisation=name, employer=account, people=number)


def _deviate(stage: Stage, moment: datetime) -> None:
    alice = _at(stage, "alice", moment)
    ref = next(iter(_open_cases(alice)), None)
    if ref is None:
        return
    new = NewDeviation(
        sort="secondment",
        instrument=SECONDMENT,
        reason="De werkgever durfde nog geen eigen contract te geven.",
    )
    told = deviations.deviate(alice, ref=ref, new=new)

    def learn(later: datetime) -> None:
        deviations.learn(
            _at(stage, "alice", later),
            ref=ref,
            deviation=told,
            state="finished",
            lesson="Drie maanden detachering was genoeg. Daarna volgde een contract.",
        )

    stage.later(_moment(stage, 80), learn)


def _tell_why_not(alice: Context) -> None:
    for at, ref in enumerate(list(_open_cases(alice))[:MOST_TOLD]):
        toolbox_case.tell_not_used(alice, ref=ref, cause=CAUSES[at % len(CAUSES)])


def _open_cases(alice: Context) -> Iterable[str]:
    rows = CaseRecord.objects.filter(state="open", accountable_id=alice.organisation)
    return rows.filter(resident__isnull=False).order_by("id").values_list("ref", flat=True)
