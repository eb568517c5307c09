"""What the law asks and how far it is, what it asks of the central municipality, and scenarios.

Rows GV-11, GV-12, GV-16 and LX-01.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from voordeur.domain.region.model import Region
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.entry_words import (
    amount_words,
    label_of,
    moment_words,
    source_words,
    title_of,
    words_of,
)
from voordeur.services.region import current_region

KINDS = ("law", "duty", "effort", "scenario", "body", "connection")
READY = "in_place"


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """A legal duty: who answers for it, by when, and how far it is."""

    code: str
    title: str
    law: str
    holder: str
    due: str
    due_day: date | None
    state: str
    state_label: str
    explanation: str
    late: bool
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawLine:
    """A law or scheme with what the region uses it for and the duties that follow from it."""

    code: str
    title: str
    sort: str
    since: str
    until: str
    coming: bool
    over: bool
    use: str
    duties: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EffortLine:
    """What regional work asks of a municipality; a cost may be a word."""

    code: str
    title: str
    organisation: str
    task: str
    hours: int | None
    cost: str
    explanation: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioLine:
    """How governance can change, from when, and which bodies it is about."""

    code: str
    title: str
    state: str
    state_label: str
    since: str
    description: str
    bodies: tuple[tuple[str, str], ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLine:
    """Cooperation outside the own mandate, such as with neighbouring regions (row LX-02)."""

    code: str
    title: str
    sort: str
    parties: str
    what: str
    period: str
    source: str


@dataclass(frozen=True, slots=True)
class DutyPage:
    """Everything about duties; what is not in place comes first, soonest first."""

    duties: tuple[DutyLine, ...]
    laws: tuple[LawLine, ...]
    efforts: tuple[EffortLine, ...]
    scenarios: tuple[ScenarioLine, ...]
    connections: tuple[ConnectionLine, ...]
    hours: int
    """Hours a year that are known."""


def duty_page(context: Context) -> DutyPage:
    """Return the page of duties (one query)."""
    region = current_region()
    entries = register.entries_of(context, KINDS)
    by_kind = {
        kind: [entry for (one, _code), entry in entries.items() if one == kind] for kind in KINDS
    }
    duties = [_duty(context, region, entries, one) for one in by_kind["duty"]]
    efforts = [_effort(context, region, one) for one in by_kind["effort"]]
    return DutyPage(
        duties=tuple(sorted(duties, key=lambda one: (one.state == READY, one.due_day or date.max))),
        laws=tuple(_law(context, region, by_kind["duty"], one) for one in by_kind["law"]),
        efforts=tuple(efforts),
        scenarios=tuple(_scenario(context, region, entries, one) for one in by_kind["scenario"]),
        connections=tuple(_connection(context, region, one) for one in by_kind["connection"]),
        hours=sum(one.hours or 0 for one in efforts),
    )


def _duty(context: Context, region: Region, entries: Mapping[Key, Entry], entry: Entry) -> DutyLine:
    due = entry.moment("due")
    law = entries.get(("law", entry.line("law")))
    holder = entry.line("holder")
    ready = entry.line("state") == READY
    return DutyLine(
        code=entry.code,
        title=title_of(context, entry),
        law=title_of(context, law) if law else entry.line("law"),
        holder=_organisation(context, region, holder),
        due=moment_words(context, entry, "due"),
        due_day=due.last if due else None,
        state=entry.line("state"),
        state_label=label_of(context, entry, "state"),
        explanation=words_of(context, entry, "explanation"),
        late=due is not None and not ready and due.last < context.today,
        source=source_words(context, region, entry),
    )


def _law(context: Context, region: Region, duties: list[Entry], entry: Entry) -> LawLine:
    until = entry.moment("until")
    return LawLine(
        code=entry.code,
        title=title_of(context, entry),
        sort=label_of(context, entry, "sort"),
        since=moment_words(context, entry, "from"),
        until=moment_words(context, entry, "until"),
        coming=entry.flag("coming"),
        over=until is not None and until.last < context.today,
        use=words_of(context, entry, "use"),
        duties=tuple(title_of(context, one) for one in duties if one.line("law") == entry.code),
        source=source_words(context, region, entry),
    )


def _effort(context: Context, region: Region, entry: Entry) -> EffortLine:
    return EffortLine(
        code=entry.code,
        title=title_of(context, entry),
        organisation=_organisation(context, region, entry.line("organisation")),
        task=words_of(context, entry, "task"),
        hours=entry.number("hours"),
        cost=amount_words(context, entry, "amount_cents"),
        explanation=words_of(context, entry, "explanation"),
        source=source_words(context, region, entry),
    )


def _scenario(
    context: Context, region: Region, entries: Mapping[Key, Entry], entry: Entry
) -> ScenarioLine:
    named = [(code, entries.get(("body", code))) for code in entry.codes("bodies")]
    return ScenarioLine(
        code=entry.code,
        title=title_of(context, entry),
        state=entry.line("state"),
        state_label=label_of(context, entry, "state"),
        since=moment_words(context, entry, "from"),
        description=words_of(context, entry, "description"),
        bodies=tuple((code, title_of(context, one)) for code, one in named if one is not None),
        source=source_words(context, region, entry),
    )


def _connection(context: Context, region: Region, entry: Entry) -> ConnectionLine:
    named = [_organisation(context, region, code) for code in entry.codes("parties")]
    other = words_of(context, entry, "other_parties")
    times = [moment_words(context, entry, field) for field in ("from", "until")]
    return ConnectionLine(
        code=entry.code,
        title=title_of(context, entry),
        sort=label_of(context, entry, "sort"),
        parties=", ".join([*named, *([other] if other else [])]),
        what=words_of(context, entry, "what"),
        period=" – ".join(one for one in times if one),
        source=source_words(context, region, entry),
    )


def _organisation(context: Context, region: Region, code: str) -> str:
    return region.organisation_name(code, context.today, context.language) if code else ""
