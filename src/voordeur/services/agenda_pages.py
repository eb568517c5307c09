"""The multi-year agenda on one page: aim, framework, focus groups, and the end picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry, text_of
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.register_words import Named, Words, words

FRAMEWORK = ("agenda", "ambition", "pillar", "area", "principle", "end_statement")
AROUND = (*FRAMEWORK, "focus_group", "sector_plan", "plan_line")


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the framework, with how many plan lines work on it."""

    name: Named
    short: str
    description: str
    lines: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of the end picture, and the newest judgement with its evidence."""

    name: Named
    statement: str
    judgement: str
    judgement_name: str
    judged_on: date | None
    evidence: str


@dataclass(frozen=True, slots=True)
class FocusGroup:
    """A group in a year: chosen or not, why, on which evidence, and what it costs and brings."""

    name: Named
    chosen: bool
    reason: str
    evidence: tuple[tuple[str, str], ...]
    costs_and_benefits: str
    costs: str
    benefits: str
    regular_service: str
    youth: str
    source: str


@dataclass(frozen=True, slots=True)
class FocusYear:
    """The focus groups of a year; ``chosen`` tells how many the board designated."""

    year: int
    groups: tuple[FocusGroup, ...]
    chosen: int


@dataclass(frozen=True, slots=True)
class SectorPlan:
    """The multi-year plan of a focus sector."""

    name: Named
    sector: str
    period: str
    goal: str
    status: str
    status_name: str
    parties: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """An agenda as one page, and the other agendas there are."""

    name: Named
    period: str
    aim: str
    source: str
    others: tuple[Named, ...]
    ambitions: tuple[Part, ...]
    pillars: tuple[Part, ...]
    areas: tuple[Part, ...]
    principles: tuple[tuple[str, tuple[Part, ...]], ...]
    end_picture: tuple[Statement, ...]
    focus_years: tuple[FocusYear, ...]
    sector_plans: tuple[SectorPlan, ...]
    may_judge: bool


def agenda_page(context: Context, *, code: str = "") -> AgendaPage | None:
    """Return an agenda, without a code the one that runs today or the newest (one query).

    None when the region has no agenda yet. Raises ``RefusedError`` (NOT_FOUND) for an unknown one.
    """
    around = register.entries_of(context, AROUND)
    agendas = [one for (kind, _code), one in around.items() if kind == "agenda"]
    chosen = _chosen(agendas, code, context.today)
    if chosen is None:
        return None
    said = words(context, around)
    return AgendaPage(
        name=Named(chosen.code, said.title(chosen)),
        period=said.period(chosen),
        aim=said.say(chosen.text("aim")),
        source=said.source(chosen),
        others=tuple(Named(one.code, said.title(one)) for one in agendas if one is not chosen),
        ambitions=_parts(said, around, chosen, "ambition", "ambitions"),
        pillars=_parts(said, around, chosen, "pillar", "pillars"),
        areas=_parts(said, around, chosen, "area", "areas"),
        principles=_principles(said, around, chosen),
        end_picture=tuple(_statement(said, one) for one in _of(around, chosen, "end_statement")),
        focus_years=_focus_years(said, around),
        sector_plans=_sector_plans(said, around),
        may_judge=bool(register.may_write(context, KINDS["end_statement"], None)),
    )


def _chosen(agendas: list[Entry], code: str, today: date) -> Entry | None:
    if code:
        found = next((one for one in agendas if one.code == code), None)
        if found is None:
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        return found
    running = [one for one in agendas if _runs(one, today)]
    newest = sorted(running or agendas, key=lambda one: one.line("from"))
    return newest[-1] if newest else None


def _runs(agenda: Entry, today: date) -> bool:
    start, end = agenda.moment("from"), agenda.moment("until")
    return start is not None and end is not None and start.start <= today < end.end


def _of(around: Mapping[Key, Entry], agenda: Entry, kind: str) -> list[Entry]:
    return [
        one
        for (held, _code), one in around.items()
        if held == kind and one.line("agenda") == agenda.code
    ]


def _parts(
    said: Words, around: Mapping[Key, Entry], agenda: Entry, kind: str, field: str
) -> tuple[Part, ...]:
    lines = [one for (held, _code), one in around.items() if held == "plan_line"]
    return tuple(
        Part(
            Named(one.code, said.title(one)),
            said.say(one.text("short")),
            said.say(one.text("description")),
            sum(one.code in line.codes(field) for line in lines),
        )
        for one in _of(around, agenda, kind)
    )


def _principles(
    said: Words, around: Mapping[Key, Entry], agenda: Entry
) -> tuple[tuple[str, tuple[Part, ...]], ...]:
    sort = KINDS["principle"].field("sort")
    grouped: dict[str, list[Part]] = {}
    for one in _of(around, agenda, "principle"):
        part = Part(Named(one.code, said.title(one)), "", said.say(one.text("description")), 0)
        grouped.setdefault(said.choice(sort, one.line("sort")), []).append(part)
    return tuple((name, tuple(parts)) for name, parts in grouped.items())


def _statement(said: Words, one: Entry) -> Statement:
    judged = sorted(one.rows("assessments"), key=lambda row: str(row.get("day", "")))
    newest = judged[-1] if judged else {}
    assessments = KINDS["end_statement"].field("assessments")
    judgement = next(inner for inner in assessments.rows if inner.code == "judgement")
    return Statement(
        name=Named(one.code, said.title(one)),
        statement=said.say(one.text("statement")),
        judgement=str(newest.get("judgement", "unknown")),
        judgement_name=said.choice(judgement, str(newest.get("judgement", "unknown"))),
        judged_on=date.fromisoformat(str(newest["day"])) if newest else None,
        evidence=said.say(text_of(newest.get("evidence"))),
    )


def _focus_years(said: Words, around: Mapping[Key, Entry]) -> tuple[FocusYear, ...]:
    groups = [one for (held, _code), one in around.items() if held == "focus_group"]
    years = sorted({one.number("year") or 0 for one in groups}, reverse=True)
    return tuple(
        FocusYear(
            year,
            tuple(_focus_group(said, one) for one in groups if one.number("year") == year),
            sum(one.flag("chosen") for one in groups if one.number("year") == year),
        )
        for year in years
    )


def _focus_group(said: Words, one: Entry) -> FocusGroup:
    evidence = KINDS["focus_group"].field("evidence")
    sort = next(inner for inner in evidence.rows if inner.code == "sort")

    def amount(code: str) -> str:
        return said.amount(one.values[code]) if code in one.values else ""

    return FocusGroup(
        name=Named(one.code, said.title(one)),
        chosen=one.flag("chosen"),
        reason=said.say(one.text("reason")),
        evidence=tuple(
            (said.choice(sort, str(row.get("sort", ""))), said.say(text_of(row.get("finding"))))
            for row in one.rows("evidence")
        ),
        costs_and_benefits=said.say(one.text("costs_and_benefits")),
        costs=amount("costs_cents"),
        benefits=amount("benefits_cents"),
        regular_service=said.say(one.text("regular_service")),
        youth=said.say(one.text("youth")),
        source=said.source(one),
    )


def _sector_plans(said: Words, around: Mapping[Key, Entry]) -> tuple[SectorPlan, ...]:
    field = KINDS["sector_plan"].field("status")
    return tuple(
        SectorPlan(
            name=Named(one.code, said.title(one)),
            sector=said.reference("@sector", one.line("sector")),
            period=said.period(one),
            goal=said.say(one.text("goal")),
            status=one.line("status"),
            status_name=said.choice(field, one.line("status")),
            parties=said.organisations(one.codes("parties")),
        )
        for (held, _code), one in around.items()
        if held == "sector_plan"
    )
