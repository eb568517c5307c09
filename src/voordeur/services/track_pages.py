"""Tracks and points, bottlenecks, and what choices and systems do to partners."""

from collections.abc import Mapping
from dataclasses import dataclass

from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.register_words import Named, Words, words

OF_TRACKS = ("agenda", "track", "point", "plan_line", "principle")
OF_BOTTLENECKS = ("bottleneck", "consequence", "plan_line", "pillar", "lesson")
SCOPES = ("scope_in", "scope_out")


@dataclass(frozen=True, slots=True)
class Point:
    """A point of a track: what must happen, what it waits for and where it rides along."""

    name: Named
    number: int
    description: str
    parties: str
    timing: str
    status: str
    status_name: str
    result: str
    depends_on: tuple[Named, ...]
    rides_with: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Track:
    """A track with its points."""

    name: Named
    number: int
    goal: str
    points: tuple[Point, ...]
    done: int


@dataclass(frozen=True, slots=True)
class TracksPage:
    """The work plan: tracks, and what is in and out of scope."""

    tracks: tuple[Track, ...]
    scope_in: tuple[tuple[str, str], ...]
    scope_out: tuple[tuple[str, str], ...]
    may_write: bool


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """Something that is missing or sticks, and what became of it."""

    name: Named
    organisation: str
    description: str
    status: str
    status_name: str
    line: Named | None
    answer: str


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a choice, or the phase-out of a system, does to a partner, and what follows."""

    name: Named
    organisation: str
    about: str
    effect: str
    need: str
    proposal: str
    by: str
    status: str
    status_name: str


@dataclass(frozen=True, slots=True)
class BottlenecksPage:
    """The register of bottlenecks, the consequences per partner, and good practice."""

    bottlenecks: tuple[Bottleneck, ...]
    waiting: int
    consequences: tuple[Consequence, ...]
    lessons: tuple[tuple[Named, str, str, bool], ...]


def tracks_page(context: Context) -> TracksPage:
    """Return every track with its points, in their order (one query)."""
    around = register.entries_of(context, OF_TRACKS)
    said = words(context, around)
    points = _of(around, "point")
    tracks = sorted(_of(around, "track"), key=lambda one: one.number("number") or 0)
    return TracksPage(
        tracks=tuple(_track(said, one, points) for one in tracks),
        scope_in=_scope(said, around, "scope_in"),
        scope_out=_scope(said, around, "scope_out"),
        may_write=bool(register.may_write(context, KINDS["point"], None)),
    )


def bottlenecks_page(context: Context) -> BottlenecksPage:
    """Return what is missing or sticks, newest states first, and what it means for partners."""
    around = register.entries_of(context, OF_BOTTLENECKS)
    said = words(context, around)
    order = list(KINDS["bottleneck"].field("status").choices)
    found = [_bottleneck(said, one) for one in _of(around, "bottleneck")]
    return BottlenecksPage(
        bottlenecks=tuple(sorted(found, key=lambda one: order.index(one.status))),
        waiting=sum(one.status in {"new", "weighed"} for one in found),
        consequences=tuple(
            _consequence(said, one, _about(said, one)) for one in _of(around, "consequence")
        ),
        lessons=tuple(
            (
                Named(one.code, said.title(one)),
                said.organisation(one.line("organisation")) if one.line("organisation") else "",
                said.say(one.text("learned")),
                one.flag("good_practice"),
            )
            for one in _of(around, "lesson")
        ),
    )


def system_effects(context: Context) -> tuple[Consequence, ...]:
    """Return per party what the phase-out of systems changes, what is needed and the approach."""
    around = register.entries_of(context, ("system_effect",))
    said = words(context, around)
    return tuple(
        _consequence(said, one, said.say(one.text("system")))
        for one in _of(around, "system_effect")
    )


def _of(around: Mapping[Key, Entry], kind: str) -> list[Entry]:
    return [one for (held, _code), one in around.items() if held == kind]


def _track(said: Words, track: Entry, points: list[Entry]) -> Track:
    own = sorted(
        (one for one in points if one.line("track") == track.code),
        key=lambda one: one.number("number") or 0,
    )
    return Track(
        name=Named(track.code, said.title(track)),
        number=track.number("number") or 0,
        goal=said.say(track.text("goal")),
        points=tuple(_point(said, one) for one in own),
        done=sum(one.line("status") == "done" for one in own),
    )


def _point(said: Words, one: Entry) -> Point:
    return Point(
        name=Named(one.code, said.title(one)),
        number=one.number("number") or 0,
        description=said.say(one.text("description")),
        parties=said.say(one.text("parties")),
        timing=said.say(one.text("timing")),
        status=one.line("status"),
        status_name=said.choice(KINDS["point"].field("status"), one.line("status")),
        result=said.say(one.text("result")),
        depends_on=said.named("point", one.codes("depends_on")),
        rides_with=said.named("plan_line", one.codes("rides_with")),
    )


def _scope(said: Words, around: Mapping[Key, Entry], sort: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (said.title(one), said.say(one.text("description")))
        for one in _of(around, "principle")
        if one.line("sort") == sort
    )


def _bottleneck(said: Words, one: Entry) -> Bottleneck:
    line = one.line("line")
    return Bottleneck(
        name=Named(one.code, said.title(one)),
        organisation=said.organisation(one.line("organisation"))
        if one.line("organisation")
        else "",
        description=said.say(one.text("description")),
        status=one.line("status"),
        status_name=said.choice(KINDS["bottleneck"].field("status"), one.line("status")),
        line=Named(line, said.reference("plan_line", line)) if line else None,
        answer=said.say(one.text("answer")),
    )


def _about(said: Words, one: Entry) -> str:
    line, pillar = one.line("line"), one.line("pillar")
    found = [
        said.reference("plan_line", line) if line else "",
        said.reference("pillar", pillar) if pillar else "",
    ]
    return ", ".join(filter(None, found))


def _consequence(said: Words, one: Entry, about: str) -> Consequence:
    return Consequence(
        name=Named(one.code, said.title(one)),
        organisation=said.organisation(one.line("organisation")),
        about=about,
        effect=said.say(one.text("effect")),
        need=said.say(one.text("need")),
        proposal=said.say(one.text("proposal")) or said.say(one.text("approach")),
        by=said.moment(one.line("by")),
        status=one.line("status"),
        status_name=said.choice(KINDS[one.kind].field("status"), one.line("status")),
    )
