"""What was decided or begun, and when: the dated events of the region (rows GV-07, GV-16)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from voordeur.domain.governance.proposals import ProposalState
from voordeur.domain.governance.routes import DECISIVE
from voordeur.domain.region.model import Region
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.kinds.choices import EVENT_KINDS
from voordeur.domain.register.moments import Moment
from voordeur.services import register
from voordeur.services.body_pages import BodyName, body_names
from voordeur.services.context import Context
from voordeur.services.entry_words import (
    label_of,
    moment_words,
    source_words,
    title_of,
    words_of,
)
from voordeur.services.proposal_pages import ProposalLine, settled_proposals
from voordeur.services.region import current_region

EVENT = "event"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """Something dated: a decision, an agreement, a start or an end."""

    code: str
    title: str
    day: date
    """The first day it can have been; ``when`` says it as the source does."""
    when: str
    sort: str
    sort_label: str
    bodies: tuple[BodyName, ...]
    document: str
    description: str
    follow_up: str
    source: str
    proposal: str = ""
    """The proposal this decision was taken on here; such a line is no entry of the register."""


@dataclass(frozen=True, slots=True)
class YearGroup:
    """The events of one year, newest first."""

    year: int
    events: tuple[EventLine, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Years with their events, and what one can choose from."""

    years: tuple[YearGroup, ...]
    bodies: tuple[BodyName, ...]
    sorts: tuple[tuple[str, str], ...]


def events(context: Context, *, body: str = "", sort: str = "") -> tuple[EventLine, ...]:
    """Return dated events and decisions taken here, newest first; of one body or sort when asked.

    Their number changes nothing about the number of queries.
    """
    names = body_names(context)
    region = current_region()
    lines = [_line(context, region, names, entry) for entry in register.entries(context, EVENT)]
    lines += [
        _decision(context, names, line)
        for line in settled_proposals(context)
        if line.state is ProposalState.DECIDED
    ]
    chosen = [
        one
        for one in lines
        if (not body or body in {name.code for name in one.bodies}) and sort in {"", one.sort}
    ]
    return tuple(sorted(chosen, key=lambda one: one.day, reverse=True))


def timeline(context: Context, *, body: str = "", sort: str = "") -> Timeline:
    """Return the timeline by year, with the bodies and sorts that occur in it."""
    everything = events(context)
    shown = [
        one
        for one in everything
        if (not body or body in {name.code for name in one.bodies}) and sort in {"", one.sort}
    ]
    named = {name.code: name for one in everything for name in one.bodies}
    sorts = {one.sort for one in everything}
    return Timeline(
        years=_by_year(shown),
        bodies=tuple(sorted(named.values(), key=lambda one: one.name)),
        sorts=tuple(
            (code, label.in_language(context.language))
            for code, label in EVENT_KINDS.items()
            if code in sorts
        ),
    )


def _by_year(found: Sequence[EventLine]) -> tuple[YearGroup, ...]:
    years = dict.fromkeys(one.day.year for one in found)
    return tuple(
        YearGroup(year, tuple(one for one in found if one.day.year == year)) for year in years
    )


def _decision(context: Context, names: Mapping[str, BodyName], line: ProposalLine) -> EventLine:
    day = line.settled_on or line.drafted_on
    deciding = [one.body for one in line.steps if one.act in DECISIVE and one.body]
    written = Moment(day, day, day.isoformat()).label()
    return EventLine(
        code=line.ref,
        title=line.title,
        day=day,
        when=written.in_language(context.language),
        sort="decision",
        sort_label=EVENT_KINDS["decision"].in_language(context.language),
        bodies=tuple(names.get(one, BodyName(one, one)) for one in dict.fromkeys(deciding)),
        document="",
        description="",
        follow_up="",
        source=_("Hier vastgelegd"),
        proposal=line.ref,
    )


def _line(
    context: Context, region: Region, names: Mapping[str, BodyName], entry: Entry
) -> EventLine:
    when = entry.moment("when")
    return EventLine(
        code=entry.code,
        title=title_of(context, entry),
        day=when.start if when else context.today,
        when=moment_words(context, entry, "when"),
        sort=entry.line("sort"),
        sort_label=label_of(context, entry, "sort"),
        bodies=tuple(names.get(one, BodyName(one, one)) for one in entry.codes("bodies")),
        document=entry.line("document"),
        description=words_of(context, entry, "description"),
        follow_up=words_of(context, entry, "follow_up"),
        source=source_words(context, region, entry),
    )
