"""Proof 'races': whoever acts at the same moment on real PostgreSQL, exactly one of them counts.

Three processes with a connection each are let go at one moment, again and again: accept, withdraw
and close the same handover; three offers of one case; three bookings of one seat; an acceptance,
an escalation and a plan. Of accepting and withdrawing exactly one succeeds; closing succeeds only
after a withdrawal; afterwards the rows, the grants and the log say the same, nobody was told
anything but what happened, and no error and no deadlock reached anybody.
"""

import multiprocessing
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC

from tests.proofs import ProofLine
from tests.proofs.databases import Server, migrated, postgres, set_up
from tests.proofs.races_parts import judge
from tests.proofs.races_parts.actors import ACTORS, Heat, Result, race
from tests.proofs.races_parts.naive import falsify_the_log, tear_down_the_wall
from tests.proofs.races_parts.prepare import Moment, prepare

RACES = {"quick": 300, "normal": 10_000, "long": 12_000}
"""Three-way races of accept, withdraw and close; of the other kinds a tenth each."""
CONTROLS = {"quick": 60, "normal": 400, "long": 400}
TEAMS = 2
LEAST_CAUGHT = 0.9
RAREST = 0.02
"""Each of the three endings must be met in this share of the races, else they were no races."""


def run(mode: str, seed: int) -> list[ProofLine]:
    """Race ``RACES[mode]`` times, and the control without locks, guards and wall."""
    started = time.perf_counter()
    with postgres() as server:
        if server is None:
            return [_no_server(seed)]
        with migrated(server, "voordeur_races") as schema:
            try:
                return _all(server, schema, mode, seed, started)
            finally:
                server.drop(f"{schema}_real", f"{schema}_naive")


def _no_server(seed: int) -> ProofLine:
    return ProofLine(
        name="races",
        figure=0,
        unit="races: there is no PostgreSQL here",
        limit=1,
        ok=False,
        control="not reached",
        control_ok=False,
        seed=seed,
        seconds=0,
    )


def _all(server: Server, schema: str, mode: str, seed: int, started: float) -> list[ProofLine]:
    real = server.make(f"{schema}_real", schema)
    naive = server.make(f"{schema}_naive", schema)
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as elsewhere:
        control = elsewhere.submit(hold, naive, 0, CONTROLS[mode], seed).result()
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as elsewhere:
        held = elsewhere.submit(hold, real, RACES[mode], 0, seed).result()
    wrong = _verdict(naive, control.heats[0], control.results[0])
    caught = 1 - wrong.good / CONTROLS[mode]
    lines = [
        _line(heat, result, _verdict(real, heat, result), caught)
        for heat, result in zip(held.heats, held.results, strict=True)
    ]
    return [*lines, _chain_line(held, control, seed, time.perf_counter() - started)]


@dataclass(frozen=True, slots=True)
class Held:
    """Heats that were run, what everybody was told, and the log afterwards."""

    heats: list[Heat]
    results: list[Result]
    entries: int
    broken: str


def hold(address: str, races: int, controls: int, seed: int) -> Held:
    """Prepare a database and run all heats on it, or only the control; in a process of its own."""
    set_up(address)
    side = races // 10
    moments = prepare(races + side + controls, side + ACTORS * side, side)
    heats = [
        Heat("settle", range(1, races + 1), seed),
        Heat("cross", range(races + 1, races + side + 1), seed),
        Heat("offer", range(1, side + 1), seed),
        Heat("book", range(side + 1, 2 * side + 1), seed, moments=tuple(moments)),
    ]
    if controls:
        tear_down_the_wall(address)
        heats = [Heat("settle", range(1, controls + 1), seed, naive=True)]
    results = race(heats, TEAMS)
    if controls:
        falsify_the_log(address)
    from voordeur.services import audit

    report = audit.check_chain()
    return Held(heats, results, report.length, report.problem)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many races ended well, how they ended, and the first things that went wrong."""

    good: int
    endings: Counter[str]
    problems: list[str]


def _verdict(address: str, heat: Heat, result: Result) -> Verdict:
    said = result.said
    wrong = dict(_problems(address, heat, said))
    endings = Counter(
        "+".join(sorted(part for part, word in words.items() if word == "ok"))
        for words in said.values()
    )
    first = [f"race {number}: {'; '.join(problems)}" for number, problems in wrong.items()][:3]
    return Verdict(len(said) - len(wrong), endings, first)


def _problems(
    address: str, heat: Heat, said: dict[int, dict[str, str]]
) -> Iterator[tuple[int, list[str]]]:
    """Yield every race that ended wrong, with what is wrong."""
    rules: dict[str, tuple[str, Callable[[judge.Words, judge.Found], list[str]]]] = {
        "settle": ("A", judge.settled),
        "cross": ("A", judge.crossed),
        "offer": ("B", judge.offered),
    }
    taken = judge.seats(address)
    letter, rule = rules.get(heat.kind, ("B", judge.settled))
    found = judge.look(address, letter)
    for number, words in said.items():
        if heat.kind == "book":
            moment = heat.moments[number - heat.numbers.start]
            problems = judge.seated(words, taken.get(_seat(moment), 0))
        else:
            problems = rule(words, found[number])
        if len(words) != ACTORS:
            problems.append("somebody was told nothing")
        if problems:
            yield number, problems


def _seat(moment: Moment) -> tuple[str, str]:
    return moment.location, moment.starts_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


NAMES = {
    "settle": ("races", "races accept/withdraw/close with exactly one winner"),
    "cross": ("races: accept/escalate/plan", "races without an error, nothing lost"),
    "offer": ("races: three offers of one case", "races with exactly one offer"),
    "book": ("races: three bookings of one seat", "races with exactly one seated"),
}


def _line(heat: Heat, result: Result, verdict: Verdict, caught: float) -> ProofLine:
    name, unit = NAMES[heat.kind]
    total = len(heat.numbers)
    rare = [ending for ending in ENDINGS if verdict.endings[ending] < RAREST * total]
    met = heat.kind != "settle" or not rare
    told = ", ".join(f"{ending} {times}" for ending, times in sorted(verdict.endings.items()))
    if heat.kind == "settle":
        unit += f" ({told})"
    if verdict.problems:
        unit += f"; first wrong: {' | '.join(verdict.problems)}"
    return ProofLine(
        name=name,
        figure=verdict.good,
        unit=unit,
        limit=total,
        ok=verdict.good == total and met,
        control=f"the same services without locks, guards and wall: {caught:.1%} end wrong",
        control_ok=caught >= LEAST_CAUGHT,
        seed=heat.seed,
        seconds=result.seconds,
    )


ENDINGS = ("accept", "withdraw", "close+withdraw")
"""How a three-way race may end; the first is never followed by a close."""


def _chain_line(held: Held, control: Held, seed: int, seconds: float) -> ProofLine:
    """Say whether the log is whole after all that; the control had one line changed."""
    return ProofLine(
        name="races: the log afterwards",
        figure=held.entries,
        unit=f"entries in one unbroken chain{held.broken and f'; {held.broken}'}",
        limit=1,
        ok=not held.broken and held.entries > 0,
        control=f"one entry changed behind the wall's back: {control.broken or 'not noticed'}",
        control_ok=bool(control.broken),
        seed=seed,
        seconds=seconds,
    )
