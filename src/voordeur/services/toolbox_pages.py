"""The toolbox for professionals: search, one instrument, and calculations as rows."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Sum

from voordeur.domain.kernel.actors import Role
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.fields import SECTOR, SUB_REGION
from voordeur.domain.register.kinds.choices import (
    FOR_WHOM,
    INSTRUMENT_GROUPS,
    INSTRUMENT_TASKS,
    UPSKILLING_SORTS,
)
from voordeur.domain.rules.conditions import Is, tests_in
from voordeur.domain.toolbox.instruments import Instrument, instrument_of
from voordeur.domain.toolbox.tariffs import Tariffs, tariff_of
from voordeur.records.toolbox.models import TrainingRecord
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.offices import holds_office
from voordeur.services.register_links import pointed_at
from voordeur.services.register_words import Named, Words, words

INSTRUMENT, TARIFF = "instrument", "tariff"
LONGEST_SEARCH = 80
MANAGERS = frozenset({Role.TEAM_LEAD, Role.COORDINATOR, Role.PROGRAMME_TEAM, Role.CONTROLLER})
"""Who sees how the toolbox is used."""
HOLDING_A_PLACE = ("ordered", "running", "finished")


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolFilter:
    """What is looked for; empty means everything."""

    text: str = ""
    group: str = ""
    whom: str = ""
    municipality: str = ""
    sector: str = ""
    upskilling: str = ""


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
    sectors: tuple[tuple[str, str], ...]
    upskilling_choices: tuple[tuple[str, str], ...]
    may_see_use: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLine:
    """Who does what for an instrument, in which part of the region ('' for everywhere)."""

    code: str
    task: str
    task_label: str
    organisation: str
    sub_region: str
    sub_region_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolPage:
    """One instrument: each filled-in field with its label and words, and its money."""

    line: ToolLine
    facts: tuple[tuple[str, str], ...]
    parties: tuple[PartyLine, ...]
    calculator: str
    """The calculation that belongs to it, a code of ``toolbox_sums.SUMS``; '' without one."""
    training: bool
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
        sectors=tuple((one, said.reference(SECTOR, one)) for one in _sectors(entries)),
        upskilling_choices=tuple((code, said.say(name)) for code, name in UPSKILLING_SORTS.items()),
        may_see_use=holds_office(context, MANAGERS),
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
        and (not chosen.sector or chosen.sector in entry_sectors(one))
        and chosen.upskilling in {"", one.line("upskilling")}
    )


def entry_sectors(one: Entry) -> frozenset[str]:
    """Return the sectors an instrument is meant for: those it names, and those its rule names."""
    tests = tests_in(instrument_of(one).condition)
    ruled = (t.values for t in tests if isinstance(t, Is) and t.fact == "sector")
    return frozenset(one.codes("sectors")).union(*ruled)


def _sectors(entries: tuple[Entry, ...]) -> list[str]:
    return sorted({code for one in entries for code in entry_sectors(one)} - {"none"})


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


def taken_places() -> Mapping[str, int]:
    """Return per instrument how many places are taken: by steps, and by bookings of trainings.

    Two grouped counts, however many there are.
    """
    steps = TrajectoryStepRecord.objects.filter(state__in=HOLDING_A_PLACE).exclude(instrument="")
    counted = steps.order_by().values("instrument").annotate(taken=Count("id"))
    live = TrainingRecord.objects.filter(state="planned").order_by().values("instrument")
    found = Counter(dict(counted.values_list("instrument", "taken")))
    found.update(dict(live.annotate(taken=Sum("booked")).values_list("instrument", "taken")))
    return found


SHOWN_APART = frozenset(
    {"group", "purpose", "whom", "verified", "sources", "checked_on", "parties", "decides", "sum"}
)


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
        parties=parties_of(said, entry),
        calculator=entry.line("sum"),
        training=entry.number("group_most") is not None,
        sources=said.named("funding_source", entry.codes("sources")),
        source=said.source(entry),
        checked_on=said.day(entry.line("checked_on")),
        may_write=bool(register.may_write(context, kind, entry)),
    )


def parties_of(said: Words, entry: Entry) -> tuple[PartyLine, ...]:
    """Return who does what: the parties written down, then the other organisations that decide."""
    region = said.region
    rows = [
        (str(row.get("sub_region", "")), str(row["organisation"]), str(row["task"]))
        for row in entry.rows("parties")
    ]
    told = {organisation for _part, organisation, _task in rows}
    for code in entry.codes("decides"):
        if code in told:
            continue
        known = region.organisations.get(code)
        rows.append((known.sub_region if known else "", code, "decides"))
    return tuple(
        PartyLine(
            code=code,
            task=task,
            task_label=said.say(INSTRUMENT_TASKS[task]),
            organisation=said.organisation(code),
            sub_region=part,
            sub_region_label=said.reference(SUB_REGION, part) if part else "",
        )
        for part, code, task in rows
    )


def tariffs(context: Context) -> Tariffs:
    """Return every tariff by code (one query)."""
    return {one.code: tariff_of(one) for one in register.entries(context, TARIFF)}


def instruments(context: Context) -> tuple[tuple[Entry, Instrument], ...]:
    """Return every instrument in use (one query)."""
    return tuple((one, instrument_of(one)) for one in register.entries(context, INSTRUMENT))
