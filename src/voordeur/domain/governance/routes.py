"""Bodies and decision routes as values: who advises, consents, adopts and decides, in stages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from voordeur.domain.kernel.period import ALWAYS, Period
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.fields import Value

BODY, ROUTE = "body", "route"
"""The kinds of register entries this is read from."""
RESERVE = "reserve"
"""The code of the route a withdrawal from the reserve follows (row MR-02)."""


class StepAct(StrEnum):
    """What a step asks of a body or of organisations."""

    ADVICE = "advice"
    CONSENT = "consent"
    ADOPTION = "adoption"
    """Each organisation decides for itself, such as seven colleges on one plan."""
    DECISION = "decision"
    INFORMATION = "information"


DECISIVE = frozenset({StepAct.DECISION, StepAct.ADOPTION})
"""A proposal is decided when all of these were answered with yes."""


class When(StrEnum):
    """When a step belongs to a proposal."""

    ALWAYS = "always"
    TOUCHES = "touches"
    """Only when services of UWV or of municipalities are touched."""


class Level(StrEnum):
    """The levels of bodies that the rules speak of; others are free."""

    BOARD = "board"
    ADVISORY = "advisory"
    TACTICAL = "tactical"


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat in a body: an organisation or a label, with a perspective and a role."""

    organisation: str = ""
    label: Text = Text("")
    perspective: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that meets; ``quorum`` is the number that must be present for a decision."""

    code: str
    title: Text
    level: str
    valid: Period = ALWAYS
    quorum: int | None = None
    seats: tuple[Seat, ...] = ()

    def organisations(self) -> tuple[str, ...]:
        """Return the organisations with a seat, each once."""
        return tuple(dict.fromkeys(seat.organisation for seat in self.seats if seat.organisation))


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStep:
    """One step: its body, or its organisations, each of which answers apart."""

    code: str
    act: StepAct
    body: str = ""
    organisations: tuple[str, ...] = ()
    when: When = When.ALWAYS
    after: tuple[str, ...] = ()
    term_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """The steps a kind of proposal takes."""

    code: str
    title: Text
    subject: Text
    steps: tuple[RouteStep, ...]
    valid: Period = ALWAYS

    def step(self, code: str) -> RouteStep | None:
        """Return the step with this code, or None."""
        return next((step for step in self.steps if step.code == code), None)


def read_route(entry: Entry) -> Route:
    """Return the route in a register entry of kind 'route'."""
    return Route(
        code=entry.code,
        title=entry.title,
        subject=entry.text("subject"),
        steps=tuple(_step(row) for row in entry.rows("steps")),
        valid=entry.valid,
    )


def read_body(entry: Entry) -> Body:
    """Return the body in a register entry of kind 'body'."""
    return Body(
        code=entry.code,
        title=entry.title,
        level=entry.line("level"),
        valid=entry.valid,
        quorum=entry.number("quorum"),
        seats=tuple(
            Seat(
                organisation=str(row.get("organisation", "")),
                label=_text(row.get("label")),
                perspective=str(row.get("perspective", "")),
                role=str(row.get("role", "")),
            )
            for row in entry.rows("seats")
        ),
    )


def _step(row: Mapping[str, Value]) -> RouteStep:
    listed = row.get("organisations")
    term = row.get("term_days")
    return RouteStep(
        code=str(row["code"]),
        act=StepAct(str(row["act"])),
        body=str(row.get("body", "")),
        organisations=tuple(map(str, listed)) if isinstance(listed, list) else (),
        when=When(str(row.get("when", When.ALWAYS))),
        after=tuple(str(row.get("after", "")).split()),
        term_days=term if isinstance(term, int) else None,
    )


def _text(value: Value) -> Text:
    if isinstance(value, Mapping):
        return Text(str(value.get("nl", "")), str(value.get("en", "")))
    return Text("")


def stages(steps: Iterable[RouteStep]) -> Mapping[str, int]:
    """Return the stage of every step: 0 for what waits for nothing, else one after the latest.

    Steps of one stage stand next to each other; a stage begins when the earlier ones are whole.
    A step in a circle gets no stage; :func:`~.route_problems.route_problems` names it. What is
    unknown is not waited for.
    """
    known = {step.code: step for step in steps}
    found: dict[str, int] = {}
    left = dict(known)
    while left:
        ready = [
            step
            for step in left.values()
            if all(code in found or code not in known for code in step.after)
        ]
        if not ready:
            break
        for step in ready:
            del left[step.code]
        found |= {
            step.code: 1 + max((found[code] for code in step.after if code in found), default=-1)
            for step in ready
        }
    return found


def before(route: Route, code: str) -> frozenset[str]:
    """Return the codes of every step that a step waits for, directly or by a detour."""
    waiting = [code]
    found: set[str] = set()
    while waiting:
        step = route.step(waiting.pop())
        for one in step.after if step is not None else ():
            if one not in found:
                found.add(one)
                waiting.append(one)
    return frozenset(found)
