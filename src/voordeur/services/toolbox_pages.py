"""The toolbox for professionals: search, one instrument, and calculations as rows."""

from dataclasses import dataclass

from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.kinds.choices import FOR_WHOM, INSTRUMENT_GROUPS
from voordeur.domain.toolbox.instruments import Instrument, instrument_of
from voordeur.domain.toolbox.sums import Row
from voordeur.domain.toolbox.tariffs import Tariffs, tariff_of
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.register_links import pointed_at
from voordeur.services.register_words import Named, Words, words

INSTRUMENT, TARIFF = "instrument", "tariff"
LONGEST_SEARCH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolFilter:
    """What is looked for; empty means everything."""

    text: str = ""
    group: str = ""
    whom: str = ""
    municipality: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolLine:
    """One instrument on the list; ``left`` None when it has no number of places."""

    code: str
    title: str
    purpose: str
    group: str
    whom: str
    places: int | None
    left: int | None
    verified: bool
    verified_words: str
    stale: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolsPage:
    """The instruments that fit what is looked for, by group, and what one can choose."""

    groups: tuple[tuple[str, tuple[ToolLine, ...]], ...]
    found: int
    total: int
    chosen: ToolFilter
    group_choices: tuple[tuple[str, str], ...]
    whom_choices: tuple[tuple[str, str], ...]
    municipalities: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolPage:
    """One instrument: each filled-in field with its label and words, and its money."""

    line: ToolLine
    facts: tuple[tuple[str, str], ...]
    sources: tuple[Named, ...]
    source: str
    checked_on: str
    may_write: bool


def tools(context: Context, *, chosen: ToolFilter) -> ToolsPage:
    """Return the instruments that fit, found by any name they go or went by."""
    entries = register.entries(context, INSTRUMENT)
    said = words(context, {})
    taken = taken_places()
    fitting = [one for one in entries if _matches(one, chosen)]
    lines = [line_of(said, one, taken.get(one.code, 0)) for one in fitting]
    groups = [(said.say(name), code) for code, name in INSTRUMENT_GROUPS.items()]
    return ToolsPage(
        groups=tuple(
            (name, found)
            for name, _code in groups
            if (found := tuple(line for line in lines if line.group == name))
        ),
        found=len(lines),
        total=len(entries),
        chosen=chosen,
        group_choices=tuple((code, name) for name, code in groups),
        whom_choices=tuple((code, said.say(name)) for code, name in FOR_WHOM.items()),
        municipalities=tuple((one.slug, one.name) for one in said.region.municipalities.values()),
    )


def _matches(one: Entry, chosen: ToolFilter) -> bool:
    towns = one.codes("municipalities")
    purpose = one.text("purpose")
    text = "\n".join((*one.names(), purpose.nl, purpose.en)).casefold()
    return (
        all(word in text for word in chosen.text.casefold().split())
        and chosen.group in {"", one.line("group")}
        and (not chosen.whom or instrument_of(one).is_for(chosen.whom))
        and (not chosen.municipality or not towns or chosen.municipality in towns)
    )


def line_of(said: Words, entry: Entry, taken: int) -> ToolLine:
    """Return an instrument as a line; ``taken`` is how many places are in use."""
    one = instrument_of(entry)
    kind = KINDS[INSTRUMENT]
    return ToolLine(
        code=one.code,
        title=said.title(entry),
        purpose=said.say(entry.text("purpose")),
        group=said.choice(kind.field("group"), one.group),
        whom=said.choice(kind.field("whom"), one.whom),
        places=one.places,
        left=one.left(taken),
        verified=one.verified == "verified",
        verified_words=said.choice(kind.field("verified"), one.verified),
        stale=one.is_stale(said.today),
    )


def taken_places() -> dict[str, int]:
    """Return per instrument how many steps of trajectories hold a place (one query)."""
    counts: dict[str, int] = {}
    steps = TrajectoryStepRecord.objects.filter(
        state__in=("ordered", "running", "finished")
    ).exclude(instrument="")
    for code in steps.values_list("instrument", flat=True):
        counts[code] = counts.get(code, 0) + 1
    return counts


SHOWN_APART = frozenset({"group", "purpose", "whom", "verified", "sources", "checked_on"})


def tool(context: Context, *, code: str) -> ToolPage:
    """Return one instrument. Raises ``RefusedError`` (NOT_FOUND)."""
    entry = register.find_entry(context, INSTRUMENT, code)
    said = words(context, pointed_at(context, entries=[entry]))
    kind = KINDS[INSTRUMENT]
    return ToolPage(
        line=line_of(said, entry, taken_places().get(code, 0)),
        facts=tuple(
            (said.say(one.label), written)
            for one in kind.fields
            if one.code not in SHOWN_APART
            and (written := said.value(one, entry.values.get(one.code)))
        ),
        sources=said.named("funding_source", entry.codes("sources")),
        source=said.source(entry),
        checked_on=said.day(entry.line("checked_on")),
        may_write=bool(register.may_write(context, kind, entry)),
    )


def tariffs(context: Context) -> Tariffs:
    """Return every tariff by code (one query)."""
    return {one.code: tariff_of(one) for one in register.entries(context, TARIFF)}


def instruments(context: Context) -> tuple[tuple[Entry, Instrument], ...]:
    """Return every instrument in use (one query)."""
    return tuple((one, instrument_of(one)) for one in register.entries(context, INSTRUMENT))


def source_of(context: Context, row: Row) -> str:
    """Return where the tariff of a row stands, in words; '' for what follows from other rows."""
    if row.tariff is None:
        return ""
    said = words(context, {})
    document = said.document(row.tariff.source.document)
    section = row.tariff.source.section
    return f"{document}, {section}" if section else document
