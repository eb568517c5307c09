"""The actors of a race: processes with a connection each, let go at one moment by a barrier."""

import multiprocessing
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Barrier
from queue import Empty
from random import Random
from typing import TYPE_CHECKING

from tests.proofs.races_parts.prepare import RACED_AT, RECEIVER, SENDER, THIRDS, Moment, reason

if TYPE_CHECKING:
    from voordeur.services.context import Context

ACTORS = 3
LONGEST_WAIT_SECONDS = 60
HEAD_START_SECONDS = 0.004
"""Up to so much later than the others somebody starts, so that everybody wins now and then."""


@dataclass(frozen=True, slots=True)
class Heat:
    """Races of one kind: ``kind`` names what the three do, ``numbers`` the cases they do it to."""

    kind: str
    numbers: range
    seed: int
    naive: bool = False
    moments: tuple[Moment, ...] = ()


@dataclass(frozen=True, slots=True)
class Spoken:
    """Per race the part one actor played and what it was told: 'ok', a refusal or an error."""

    said: Mapping[int, tuple[str, str]]
    seconds: float


@dataclass(slots=True)
class Result:
    """Per race what every part was told, and how long the heat took."""

    said: dict[int, dict[str, str]]
    seconds: float = 0.0


def professional(organisation: str, now: datetime) -> "Context":
    """Return somebody at work for an organisation."""
    from voordeur.domain.kernel.actors import ActorKind, Role
    from voordeur.services.context import Context

    return Context(
        kind=ActorKind.PROFESSIONAL,
        now=now,
        organisation=organisation,
        roles=frozenset({Role.TEAM_LEAD}),
    )


def race(heats: Sequence[Heat], teams: int) -> list[Result]:
    """Run every race of ``heats`` by ``teams`` teams of three processes; return who said what.

    Called in a process that is the program already: the actors are its copies, so that the region
    pack is read once.
    """
    from django.db import connections

    from voordeur.services.region import current_region

    current_region()
    connections.close_all()
    fork = multiprocessing.get_context("fork")
    answers: multiprocessing.Queue[list[Spoken]] = fork.Queue()
    barriers = [fork.Barrier(ACTORS) for _ in range(teams)]
    processes = [
        fork.Process(
            target=_actor, args=(heats, (team, teams), place, barrier, answers), daemon=True
        )
        for team, barrier in enumerate(barriers)
        for place in range(ACTORS)
    ]
    for process in processes:
        process.start()
    results = [Result({number: {} for number in heat.numbers}) for heat in heats]
    for _ in processes:
        for result, spoken in zip(results, _next(answers, processes), strict=True):
            result.seconds = max(result.seconds, spoken.seconds)
            for number, (part, word) in spoken.said.items():
                result.said[number][part] = word
    for process in processes:
        process.join()
    return results


def _next(
    answers: "multiprocessing.Queue[list[Spoken]]", processes: Sequence[BaseProcess]
) -> list[Spoken]:
    while True:
        try:
            return answers.get(timeout=5)
        except Empty:
            if any(process.exitcode for process in processes):
                raise RuntimeError("an actor of the race fell over") from None


def _actor(
    heats: Sequence[Heat],
    team: tuple[int, int],
    place: int,
    barrier: Barrier,
    answers: "multiprocessing.Queue[list[Spoken]]",
) -> None:
    from tests.proofs.races_parts.naive import without_guards

    spoken = []
    for heat in heats:
        with without_guards() if heat.naive else nullcontext():
            spoken.append(_run(heat, team, place, barrier))
    answers.put(spoken)


def _run(heat: Heat, team: tuple[int, int], place: int, barrier: Barrier) -> Spoken:
    started = time.perf_counter()
    random = Random(f"{heat.seed} {heat.kind} {team} {place}")
    deeds = DEEDS[heat.kind](heat)
    said: dict[int, tuple[str, str]] = {}
    for number in heat.numbers[team[0] :: team[1]]:
        # Everybody plays every part, so that a slow process favours nobody.
        part, deed = deeds[(place + number) % ACTORS]
        pause = random.choice((0.0, 0.0, random.uniform(0, HEAD_START_SECONDS)))
        barrier.wait(LONGEST_WAIT_SECONDS)
        if pause and not heat.naive:
            time.sleep(pause)
        said[number] = (part, _word(partial(deed, number)))
    return Spoken(said, time.perf_counter() - started)


def _word(deed: Callable[[], object]) -> str:
    """Do the deed; everything but success and a refusal is an error somebody would see."""
    from voordeur.domain.kernel.refusal import RefusedError

    try:
        deed()
    except RefusedError as error:
        return error.refusal.reason.value
    except Exception as error:  # noqa: BLE001  whatever it is, it is a violation
        return f"error: {type(error).__name__}: {str(error).splitlines()[0][:200]}"
    return "ok"


Deed = Callable[[int], object]


def case_ref(letter: str, number: int) -> str:
    """Return the reference of a prepared case."""
    return f"{letter}{number:08}"


def handover_ref(number: int) -> str:
    """Return the reference of the open handover of a prepared case."""
    return f"AH{number:08}"


def _at(number: int) -> datetime:
    return RACED_AT + timedelta(milliseconds=number)


def _settling(_heat: Heat) -> list[tuple[str, Deed]]:
    """Return: the receiver accepts, the sender withdraws, a colleague of the sender closes."""
    from voordeur.services import cases, handover
    from voordeur.services.region import current_region

    outcome, withdrawn = next(iter(current_region().outcomes)), reason("withdraw")
    return [
        ("accept", lambda number: handover.accept(
            professional(RECEIVER, _at(number)), ref=handover_ref(number), answer=_yes()
        )),
        ("withdraw", lambda number: handover.withdraw(
            professional(SENDER, _at(number)), ref=handover_ref(number), reason=withdrawn
        )),
        ("close", lambda number: cases.close(
            professional(SENDER, _at(number)),
            ref=case_ref("A", number),
            outcome=outcome,
            informed_by="phone",
        )),
    ]  # fmt: skip


def _yes() -> "object":
    from voordeur.domain.handover.lifecycle import HandoverAction
    from voordeur.services.handover import Answer

    return Answer(action=HandoverAction.ACCEPT)


def _offering(_heat: Heat) -> list[tuple[str, Deed]]:
    """Return: three colleagues offer the same case to three different organisations."""
    from voordeur.domain.consent.grants import FieldGroup
    from voordeur.services import handover
    from voordeur.services.offers import Offer

    why = reason("offer")

    def give(receiver: str, number: int) -> object:
        offer = Offer(
            receiver=receiver,
            reason=why,
            fields=frozenset({FieldGroup.NAME}),
            deviation="Zo afgesproken.",
            resident_agrees=True,
        )
        context = professional(SENDER, _at(number))
        return handover.offer(context, ref=case_ref("B", number), offer=offer)

    return [(third, partial(give, third)) for third in THIRDS]


def _booking(heat: Heat) -> list[tuple[str, Deed]]:
    """Return: three people book the last seat of the same moment."""
    from voordeur.services import appointments

    first = heat.numbers.start

    def book(chair: int, number: int) -> object:
        moment = heat.moments[number - first]
        booking = appointments.Booking(location=moment.location, starts_at=moment.starts_at)
        case = first + ACTORS * (number - first) + chair
        return appointments.book(
            professional(SENDER, moment.booked_at), case_ref=case_ref("B", case), booking=booking
        )

    return [(f"person {chair + 1}", partial(book, chair)) for chair in range(ACTORS)]


def _crossing(_heat: Heat) -> list[tuple[str, Deed]]:
    """Return: the receiver accepts, the clock escalates, the sender plans; in any order."""
    from voordeur.domain.handover.deadlines import Signal
    from voordeur.services import cases, clock
    from voordeur.services.context import system_context
    from voordeur.services.region import current_region

    region = current_region()

    def escalate(number: int) -> object:
        late = system_context(_at(number) + timedelta(days=60))
        return clock._raise(late, region, handover_ref(number), Signal.ESCALATION_1)

    def plan(number: int) -> object:
        context = professional(SENDER, _at(number))
        return cases.plan_next(
            context, ref=case_ref("A", number), next_step="Bellen", next_date=context.today
        )

    return [_settling(_heat)[0], ("escalate", escalate), ("plan", plan)]


DEEDS: Mapping[str, Callable[[Heat], list[tuple[str, Deed]]]] = {
    "settle": _settling,
    "offer": _offering,
    "book": _booking,
    "cross": _crossing,
}
