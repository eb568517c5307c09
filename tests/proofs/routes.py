"""Proof 'routes': no path of any route leads to a decision without its advice and consents.

Every route of the real region and routes made by the hundred are explored whole over the rules of
the domain: all that can be said in any order, refused, held over, revised, withdrawn, with touching
on and off. From everywhere a decision stays possible. An obvious judge that knows nothing of the
rules looks at each move. Then all orders are tried through the real services, and with raw SQL.

Controls: every hole that can be made in a route is named, and harmful ones are also found by
exploring; every seeded mistake in the rules is found; a missing trigger is noticed.
"""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from multiprocessing import get_context
from time import perf_counter

from tests.proofs import ProofLine
from tests.proofs.routes_parts import made, practice
from tests.proofs.routes_parts.exploring import Exploration, WrongError
from tests.proofs.routes_parts.mistakes import MISTAKES, hunt
from voordeur.adapters.files.pack import FilePackReader, regions_directory
from voordeur.domain.governance.route_problems import route_problems
from voordeur.domain.governance.routes import BODY, ROUTE, Body, Route, read_body, read_route
from voordeur.domain.region.model import Region

PACK = "zkij"
DAY = date(2026, 3, 2)
MADE = {"quick": 10, "normal": 50, "long": 150}
HOLED = {"quick": 10, "normal": 15, "long": 25}
"""In how many made routes every hole is made; a harmful one is explored whole."""
WALKS = {"quick": 40, "normal": 200, "long": 1_000}
LARGE = 20
"""No holes are made in routes with more rows than this: a route with one is explored whole."""
LEAST_HOLES = 15
LEAST_MISTAKES = 20


def run(mode: str, seed: int) -> list[ProofLine]:
    """Return the lines of the proof; ``mode`` is quick, normal or long."""
    bodies, real = of_the_region()
    draw = random.Random(seed)
    invented = [made.sound(draw, number) for number in range(MADE[mode])]
    holes = look_for_holes(
        [*_small(real.values()), *invented[: HOLED[mode]]], {**bodies, **made.BODIES}
    )
    caught = [(one.name, hunt(one, invented, made.BODIES)) for one in MISTAKES]
    return [
        _explored("routes: the region", list(real.values()), bodies, caught, seed),
        _explored("routes: made ones", invented, made.BODIES, caught, seed),
        _holes(holes, seed),
        _practice(mode, seed),
        _wall(seed),
    ]


def of_the_region() -> tuple[Mapping[str, Body], Mapping[str, Route]]:
    """Return the bodies and routes of the example's pack."""
    reader = FilePackReader()
    region = reader.parse(reader.read_directory(str(regions_directory() / PACK)))
    assert isinstance(region, Region), region
    entries = region.register.values()
    return (
        {one.code: read_body(one) for one in entries if one.kind == BODY},
        {one.code: read_route(one) for one in entries if one.kind == ROUTE},
    )


def _small(routes: Iterable[Route]) -> list[Route]:
    return [
        route
        for route in routes
        if sum(len(step.organisations) or 1 for step in route.steps) <= LARGE
    ]


@dataclass
class Explored:
    """What exploring some routes met."""

    worlds: int = 0
    moves: int = 0
    refusals: int = 0
    orders: int = 0
    wrong: list[str] = field(default_factory=list)


def explore(routes: list[Route], bodies: Mapping[str, Body]) -> Explored:
    """Explore every route whole; a route with a hole is wrong too."""
    found = Explored()
    for route in routes:
        found.wrong += [
            f"{route.code}: {one.hole.value} at {one.step}"
            for one in route_problems(route, bodies, DAY)
        ]
        exploration = Exploration(route, bodies)
        try:
            found.worlds += exploration.explore()
            found.orders += exploration.orders()
        except WrongError as wrong:
            found.wrong.append(str(wrong))
        found.moves += exploration.transitions
        found.refusals += exploration.refusals
    return found


@dataclass
class Holes:
    """Holes that were made, by name, and what was not found of them."""

    made: Counter[str] = field(default_factory=Counter)
    explored: int = 0
    missed: list[str] = field(default_factory=list)


def look_for_holes(routes: list[Route], bodies: Mapping[str, Body]) -> Holes:
    """Make every hole in every route: each must be named, and harmful ones explored to ruin."""
    found = Holes()
    for route in routes:
        for one in made.holed(route, bodies):
            found.made[one.name] += 1
            named = {problem.hole for problem in route_problems(one.route, one.bodies, DAY)}
            if one.hole not in named:
                found.missed.append(f"{one.name} in {route.code}: not named")
            if one.harmful:
                found.explored += 1
                if not explore_to_ruin(one.route, one.bodies):
                    found.missed.append(f"{one.name} in {route.code}: no way to harm found")
    return found


def explore_to_ruin(route: Route, bodies: Mapping[str, Body]) -> str:
    """Return how following a route with a hole goes wrong, or nothing."""
    try:
        Exploration(route, bodies).explore()
    except WrongError as wrong:
        return str(wrong)
    return ""


def _explored(
    name: str,
    routes: list[Route],
    bodies: Mapping[str, Body],
    caught: list[tuple[str, str]],
    seed: int,
) -> ProofLine:
    started = perf_counter()
    found = explore(routes, bodies)
    for line in found.wrong[:5]:
        print(f"  wrong: {line}")
    missed = [name for name, words in caught if not words]
    more = f"; not found: {missed}" if missed else ""
    return ProofLine(
        name=name,
        figure=len(found.wrong),
        unit=f"violations on {len(routes)} routes: {found.worlds:,} worlds, {found.moves:,} moves, "
        f"{found.refusals:,} refusals, {found.orders:.3g} orders of one round",
        limit=0,
        ok=not found.wrong and found.worlds > 0,
        control=f"{len(caught) - len(missed)} of {len(caught)} seeded mistakes found{more}",
        control_ok=not missed and len(caught) >= LEAST_MISTAKES,
        seed=seed,
        seconds=perf_counter() - started,
    )


def _holes(found: Holes, seed: int) -> ProofLine:
    for line in found.missed[:5]:
        print(f"  missed: {line}")
    total = sum(found.made.values())
    return ProofLine(
        name="routes: holes",
        figure=total - len(found.missed),
        unit=f"of {total} routes with a hole found and named ({len(found.made)} kinds)",
        limit=total,
        ok=not found.missed and len(found.made) >= LEAST_HOLES,
        control=f"{found.explored} harmful ones followed: each leads to harm",
        control_ok=found.explored > 0 and not found.missed,
        seed=seed,
        seconds=0,
    )


def _practice(mode: str, seed: int) -> ProofLine:
    started = perf_counter()
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        found = pool.apply(practice.through_services, (seed, WALKS[mode]))
        unguarded = len(pool.apply(practice.without_guard_and_wall, (seed,))["wrong"])
    seen, wrong = found["seen"], found["wrong"]
    for line in wrong[:5]:
        print(f"  wrong: {line}")
    refused = sum(number for name, number in seen.items() if name.startswith("refused"))
    return ProofLine(
        name="routes: through the services",
        figure=len(wrong),
        unit=f"wrong in {seen['orders']} orders and {WALKS[mode]} walks: {seen['recorded']:,} "
        f"recorded, {refused:,} refused with the reason, {seen['revised']} revised",
        limit=0,
        ok=not wrong and seen["recorded"] > 0 and refused > 0,
        control=f"guard and wall taken away: {unguarded} wrong",
        control_ok=unguarded > 0,
        seed=seed,
        seconds=perf_counter() - started,
    )


def _wall(seed: int) -> ProofLine:
    started = perf_counter()
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        whole = pool.apply(practice.against_the_wall, (seed,))
        holed = {
            name: pool.apply(practice.against_the_wall, (seed, name)) for name in practice.TRIGGERS
        }
    unnoticed = [name for name, one in holed.items() if not one["wrong"]]
    seen = whole["seen"]
    return ProofLine(
        name="routes: the wall",
        figure=len(whole["wrong"]),
        unit=f"illegal rows by raw SQL in every order: {seen['refused']:,} refused, "
        f"{seen['taken']:,} taken; the log sees them: {whole['told']}",
        limit=0,
        ok=not whole["wrong"] and whole["told"] and seen["refused"] > 0 and seen["taken"] > 0,
        control=f"{len(holed) - len(unnoticed)} of {len(holed)} triggers, taken away, noticed",
        control_ok=not unnoticed,
        seed=seed,
        seconds=perf_counter() - started,
    )
