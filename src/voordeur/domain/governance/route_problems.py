"""Holes in a decision route: what would let a decision through unprepared, or never come to one."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voordeur.domain.governance.routes import (
    DECISIVE,
    Body,
    Level,
    Route,
    RouteStep,
    StepAct,
    When,
    before,
)
from voordeur.domain.kernel.text import Text


class Hole(StrEnum):
    """What can be wrong with a route."""

    CODE_TWICE = "code_twice"
    UNKNOWN_STEP = "unknown_step"
    CYCLE = "cycle"
    NOBODY = "nobody"
    ADOPTION_WITHOUT_ORGANISATIONS = "adoption_without_organisations"
    UNKNOWN_BODY = "unknown_body"
    BODY_NOT_IN_FORCE = "body_not_in_force"
    NO_DECISION = "no_decision"
    NO_ADVICE = "no_advice"
    NO_CONSENT = "no_consent"
    NOTHING_BEFORE = "nothing_before"
    IDLE = "idle"
    TOLD_TOO_EARLY = "told_too_early"
    NOT_ALWAYS = "not_always"
    NOT_IN_FORCE = "not_in_force"


SENTENCES: Mapping[Hole, Text] = {
    Hole.CODE_TWICE: Text("deze code staat er twee keer", "this code stands here twice"),
    Hole.UNKNOWN_STEP: Text(
        "deze stap wacht op een stap die er niet is", "this step waits for one that is not there"
    ),
    Hole.CYCLE: Text(
        "deze stap wacht langs een omweg op zichzelf", "this step waits for itself by a detour"
    ),
    Hole.NOBODY: Text("niemand zet deze stap", "nobody takes this step"),
    Hole.ADOPTION_WITHOUT_ORGANISATIONS: Text(
        "vaststelling zonder organisaties die vaststellen",
        "adoption without organisations to adopt",
    ),
    Hole.UNKNOWN_BODY: Text("dit overleg bestaat niet", "this body does not exist"),
    Hole.BODY_NOT_IN_FORCE: Text(
        "dit overleg bestaat niet op deze dag", "this body does not exist on this day"
    ),
    Hole.NO_DECISION: Text(
        "deze route komt nooit tot een besluit", "this route never comes to a decision"
    ),
    Hole.NO_ADVICE: Text("er gaat geen advies aan vooraf", "no advice goes before it"),
    Hole.NO_CONSENT: Text(
        "er gaat geen instemming aan vooraf wanneer dienstverlening geraakt wordt",
        "no consent goes before it when services are touched",
    ),
    Hole.NOTHING_BEFORE: Text("er gaat niets aan vooraf", "nothing goes before it"),
    Hole.IDLE: Text("geen besluit wacht op deze stap", "no decision waits for this step"),
    Hole.TOLD_TOO_EARLY: Text(
        "dit gaat de deur uit voordat er besloten is", "this is sent out before the decision"
    ),
    Hole.NOT_IN_FORCE: Text(
        "deze route geldt niet op deze dag", "this route is not in force on this day"
    ),
    Hole.NOT_ALWAYS: Text("een besluit hoort er altijd bij", "a decision always belongs to it"),
}


@dataclass(frozen=True, slots=True)
class RouteProblem:
    """One hole: which step (empty: the whole route), and the body or step it is about."""

    hole: Hole
    step: str = ""
    about: str = ""

    @property
    def sentence(self) -> Text:
        """What is wrong, in words."""
        return SENTENCES[self.hole]


def route_problems(route: Route, bodies: Mapping[str, Body], on: date) -> tuple[RouteProblem, ...]:
    """Return every hole in ``route`` on a day; none means that it may be followed.

    A decision of a board needs advice of an advisory body before it, always, and consent of a
    tactical body or of partners before it at least when services are touched (region-facts 3c,
    GV-01). A consent never comes first where advice is asked.
    """
    found = [*_shape(route), *_parties(route, bodies, on)]
    if on not in route.valid:
        found.append(RouteProblem(Hole.NOT_IN_FORCE))
    if not any(problem.hole in {Hole.CYCLE, Hole.CODE_TWICE} for problem in found):
        found += [*_order(route), *_preparation(route, bodies)]
    return tuple(found)


def _shape(route: Route) -> Iterator[RouteProblem]:
    counted = Counter(step.code for step in route.steps)
    yield from (RouteProblem(Hole.CODE_TWICE, code) for code, n in counted.items() if n > 1)
    for step in route.steps:
        for code in step.after:
            if code not in counted:
                yield RouteProblem(Hole.UNKNOWN_STEP, step.code, code)
        if step.code in before(route, step.code):
            yield RouteProblem(Hole.CYCLE, step.code)
    if not any(step.act in DECISIVE for step in route.steps):
        yield RouteProblem(Hole.NO_DECISION)


def _parties(route: Route, bodies: Mapping[str, Body], on: date) -> Iterator[RouteProblem]:
    for step in route.steps:
        if step.act is StepAct.ADOPTION and not step.organisations:
            yield RouteProblem(Hole.ADOPTION_WITHOUT_ORGANISATIONS, step.code)
        elif not step.body and not step.organisations:
            yield RouteProblem(Hole.NOBODY, step.code)
        if not step.body:
            continue
        body = bodies.get(step.body)
        if body is None:
            yield RouteProblem(Hole.UNKNOWN_BODY, step.code, step.body)
        elif on not in body.valid:
            yield RouteProblem(Hole.BODY_NOT_IN_FORCE, step.code, step.body)


def _order(route: Route) -> Iterator[RouteProblem]:
    """Name steps that stand where they mean nothing, or leave before their time."""
    decisive = [step.code for step in route.steps if step.act in DECISIVE]
    awaited = {code for one in decisive for code in before(route, one)}
    advised = any(step.act is StepAct.ADVICE for step in route.steps)
    for step in route.steps:
        earlier = before(route, step.code)
        if step.act in DECISIVE and step.when is When.TOUCHES:
            yield RouteProblem(Hole.NOT_ALWAYS, step.code)
        if step.act in {StepAct.ADVICE, StepAct.CONSENT} and step.code not in awaited:
            yield RouteProblem(Hole.IDLE, step.code)
        if step.act is StepAct.CONSENT and advised and not earlier:
            yield RouteProblem(Hole.NOTHING_BEFORE, step.code)
        if step.act is StepAct.INFORMATION and not earlier.issuperset(decisive):
            yield RouteProblem(Hole.TOLD_TOO_EARLY, step.code)


def _preparation(route: Route, bodies: Mapping[str, Body]) -> Iterator[RouteProblem]:
    """Name decisions that nobody prepared."""
    for step in route.steps:
        if step.act is not StepAct.DECISION:
            continue
        earlier = [one for code in before(route, step.code) if (one := route.step(code))]
        body = bodies.get(step.body)
        if body is None or body.level != Level.BOARD:
            if not earlier:
                yield RouteProblem(Hole.NOTHING_BEFORE, step.code)
            continue
        if not any(_is_always_advice(one, bodies) for one in earlier):
            yield RouteProblem(Hole.NO_ADVICE, step.code, step.body)
        if not any(_is_consent(one, bodies) for one in earlier):
            yield RouteProblem(Hole.NO_CONSENT, step.code, step.body)


def _is_always_advice(step: RouteStep, bodies: Mapping[str, Body]) -> bool:
    if step.act is not StepAct.ADVICE or step.when is not When.ALWAYS:
        return False
    body = bodies.get(step.body)
    return body is not None and body.level == Level.ADVISORY


def _is_consent(step: RouteStep, bodies: Mapping[str, Body]) -> bool:
    if step.act is not StepAct.CONSENT:
        return False
    body = bodies.get(step.body)
    return bool(step.organisations) or (body is not None and body.level == Level.TACTICAL)
