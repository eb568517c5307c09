"""Routes made for the proof: sound ones by the thousand, and the same with one hole each."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from voordeur.domain.governance.route_problems import Hole
from voordeur.domain.governance.routes import Body, Route, RouteStep, StepAct, When
from voordeur.domain.kernel.period import Period
from voordeur.domain.kernel.text import Text

NAMES = {
    "board": ("board-one", "board-two"),
    "advisory": ("advice-one", "advice-two"),
    "tactical": ("chain-one", "chain-two"),
    "support": ("team",),
    "council": ("councils",),
}
BODIES: Mapping[str, Body] = {
    code: Body(code=code, title=Text(code), level=level)
    for level, codes in NAMES.items()
    for code in codes
}
PARTNERS = ("p1", "p2", "p3")
GONE = Period(None, date(2023, 1, 1))


def sound(draw: random.Random, number: int) -> Route:
    """Make a route without a hole: research, advice, consent, decisions, adoption, telling."""
    steps = _prepare(draw) if draw.random() < 0.9 else []
    prepared = tuple(step.code for step in steps)
    if steps:
        steps.append(_decision("decision-1", draw, prepared))
        if draw.random() < 0.25:
            more = (*prepared, "decision-1")
            steps.append(_decision("decision-2", draw, more))
    if len(steps) < 2 or draw.random() < 0.3:
        after = (steps[-1].code,) if steps else ()
        steps.append(
            RouteStep(code="adopted", act=StepAct.ADOPTION, organisations=_some(draw), after=after)
        )
    if draw.random() < 0.5:
        decisive = [one.code for one in steps if one.act in {StepAct.DECISION, StepAct.ADOPTION}]
        steps.append(
            RouteStep(
                code="told",
                act=StepAct.INFORMATION,
                body="councils",
                organisations=_some(draw) if draw.random() < 0.5 else (),
                after=tuple(decisive),
            )
        )
    draw.shuffle(steps)
    code = f"route-{number}"
    return Route(code=code, title=Text(code), subject=Text(code), steps=tuple(steps))


def _some(draw: random.Random) -> tuple[str, ...]:
    return PARTNERS[: draw.choice((1, 1, 2, 2, 2, 3))]


def _prepare(draw: random.Random) -> list[RouteStep]:
    steps: list[RouteStep] = []
    if draw.random() < 0.3:
        steps.append(RouteStep(code="research", act=StepAct.ADVICE, body="team"))
    for number in range(draw.randint(1, 2)):
        earlier = [step.code for step in steps]
        steps.append(
            RouteStep(
                code=f"advice-{number}",
                act=StepAct.ADVICE,
                body=NAMES["advisory"][number],
                after=tuple(one for one in earlier if draw.random() < 0.5),
            )
        )
    advices = [step.code for step in steps]
    for number in range(draw.randint(1, 2)):
        asks_partners = draw.random() < 0.4
        steps.append(
            RouteStep(
                code=f"consent-{number}",
                act=StepAct.CONSENT,
                body="" if asks_partners else NAMES["tactical"][number],
                organisations=_some(draw) if asks_partners else (),
                when=draw.choice(list(When)),
                after=tuple(draw.sample(advices, draw.randint(1, len(advices)))),
            )
        )
    return steps


def _decision(code: str, draw: random.Random, after: tuple[str, ...]) -> RouteStep:
    body = draw.choice(NAMES["board"])
    return RouteStep(code=code, act=StepAct.DECISION, body=body, after=after)


@dataclass(frozen=True)
class Holed:
    """A route with one hole: how it was made, what must be named, and whether one may follow it.

    ``harmful``: following it, some decision comes unprepared or never; exploring must show it.
    """

    name: str
    hole: Hole
    route: Route
    bodies: Mapping[str, Body]
    harmful: bool


Make = Callable[[Route], Route | None]


def holed(route: Route, bodies: Mapping[str, Body]) -> Iterator[Holed]:
    """Yield ``route`` with each hole that can be made in it."""
    for name, (hole, make, harmful) in MAKERS.items():
        made = make(route)
        if made is not None and made != route:
            yield Holed(name, hole, made, bodies, harmful and _has_board(made, bodies))
    decision = _first(route, StepAct.DECISION)
    if decision is not None:
        dead = {**bodies, decision.body: replace(bodies[decision.body], valid=GONE)}
        yield Holed("dead body", Hole.BODY_NOT_IN_FORCE, route, dead, harmful=False)
        without = {code: one for code, one in bodies.items() if code != decision.body}
        yield Holed("unknown body", Hole.UNKNOWN_BODY, route, without, harmful=False)


def _has_board(route: Route, bodies: Mapping[str, Body]) -> bool:
    found = _first(route, StepAct.DECISION)
    return found is None or bodies[found.body].level == "board"


def _first(route: Route, act: StepAct) -> RouteStep | None:
    return next((step for step in route.steps if step.act is act), None)


def _with(route: Route, change: Callable[[RouteStep], RouteStep | None]) -> Route:
    """Return the route with every step changed, or left out where it became nothing."""
    kept = [made for step in route.steps if (made := change(step)) is not None]
    codes = {step.code for step in kept}
    steps = tuple(replace(one, after=tuple(c for c in one.after if c in codes)) for one in kept)
    return replace(route, steps=steps)


def _without(act: StepAct) -> Make:
    def make(route: Route) -> Route | None:
        if _first(route, act) is None or _first(route, StepAct.DECISION) is None:
            return None
        return _with(route, lambda step: None if step.act is act else step)

    return make


def _afterwards(act: StepAct) -> Make:
    """Put every step of an act after the decision, which no longer waits for it."""

    def make(route: Route) -> Route | None:
        decisions = [step.code for step in route.steps if step.act is StepAct.DECISION]
        moved = {step.code for step in route.steps if step.act is act}
        if not decisions or not moved:
            return None

        def change(step: RouteStep) -> RouteStep:
            if step.act is act:
                return replace(step, after=tuple(decisions))
            return replace(step, after=tuple(code for code in step.after if code not in moved))

        return _with(route, change)

    return make


def _only_when_touched(act: StepAct) -> Make:
    def make(route: Route) -> Route | None:
        if _first(route, act) is None or _first(route, StepAct.DECISION) is None:
            return None
        return _with(route, lambda one: replace(one, when=When.TOUCHES) if one.act is act else one)

    return make


def _circle(route: Route) -> Route | None:
    waiting = {code for step in route.steps for code in step.after}
    last = next((step.code for step in route.steps if step.after), None)
    first = next((s.code for s in route.steps if not s.after and s.code in waiting), None)
    if last is None or first is None:
        return None
    followers = [step.code for step in route.steps if first in step.after]
    return _with(
        route, lambda one: replace(one, after=(followers[0],)) if one.code == first else one
    )


def _no_decision(route: Route) -> Route | None:
    decides = {StepAct.DECISION, StepAct.ADOPTION}
    made = _with(route, lambda one: None if one.act in decides else one)
    return made if made.steps else None


def _nobody_adopts(route: Route) -> Route | None:
    if _first(route, StepAct.ADOPTION) is None:
        return None
    return _with(
        route,
        lambda one: (
            replace(one, organisations=(), body="board-one") if one.act is StepAct.ADOPTION else one
        ),
    )


def _told_first(route: Route) -> Route | None:
    if _first(route, StepAct.INFORMATION) is None:
        return None
    return _with(
        route, lambda one: replace(one, after=()) if one.act is StepAct.INFORMATION else one
    )


def _waits_for_nothing_known(route: Route) -> Route:
    first = route.steps[0]
    made = replace(first, after=(*first.after, "nowhere"))
    return replace(route, steps=(made, *route.steps[1:]))


def _twice(route: Route) -> Route:
    return replace(route, steps=(*route.steps, route.steps[0]))


def _nobody(route: Route) -> Route | None:
    if _first(route, StepAct.DECISION) is None:
        return None
    return _with(route, lambda one: replace(one, body="") if one.act is StepAct.DECISION else one)


def _consent_first(route: Route) -> Route | None:
    if _first(route, StepAct.CONSENT) is None:
        return None
    return _with(route, lambda one: replace(one, after=()) if one.act is StepAct.CONSENT else one)


def _over(route: Route) -> Route:
    return replace(route, valid=GONE)


MAKERS: Mapping[str, tuple[Hole, Make, bool]] = {
    "no advice": (Hole.NO_ADVICE, _without(StepAct.ADVICE), True),
    "no consent": (Hole.NO_CONSENT, _without(StepAct.CONSENT), True),
    "advice after the decision": (Hole.NO_ADVICE, _afterwards(StepAct.ADVICE), True),
    "consent after the decision": (Hole.NO_CONSENT, _afterwards(StepAct.CONSENT), True),
    "advice only when touched": (Hole.NO_ADVICE, _only_when_touched(StepAct.ADVICE), True),
    "decision only when touched": (
        Hole.NOT_ALWAYS,
        _only_when_touched(StepAct.DECISION),
        False,
    ),
    "a circle": (Hole.CYCLE, _circle, True),
    "no decision": (Hole.NO_DECISION, _no_decision, True),
    "nobody adopts": (Hole.ADOPTION_WITHOUT_ORGANISATIONS, _nobody_adopts, False),
    "told before it is decided": (Hole.TOLD_TOO_EARLY, _told_first, False),
    "waits for what is not there": (Hole.UNKNOWN_STEP, _waits_for_nothing_known, False),
    "a code twice": (Hole.CODE_TWICE, _twice, False),
    "nobody decides": (Hole.NOBODY, _nobody, False),
    "consent first": (Hole.NOTHING_BEFORE, _consent_first, False),
    "a route that is over": (Hole.NOT_IN_FORCE, _over, False),
}
