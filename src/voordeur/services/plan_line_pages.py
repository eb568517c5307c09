"""One plan line in the fixed scheme, with how it stands, its history and what would change it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from voordeur.domain.agenda.goals import mandate_of, needs_own_plan
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key
from voordeur.domain.register.differences import FieldChange
from voordeur.domain.register.entry import Entry
from voordeur.domain.register.fields import Value
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.plan_lines import LINE, LineRow, line_rows
from voordeur.services.register import DraftLine, EntryPage, VersionLine
from voordeur.services.register_words import Named, Words, plainly, words
from voordeur.services.results import Outcome, outcomes

AROUND = (
    "plan",
    "ambition",
    "pillar",
    "area",
    "focus_group",
    "project",
    "sector_plan",
    "bottleneck",
    "consequence",
    "plan_line",
    "proposal",
)


@dataclass(frozen=True, slots=True)
class MoneyPart:
    """One part of the money: what for, how much or the word that stands there, and from whom."""

    part: str
    amount: str
    funder: str
    origin: str


@dataclass(frozen=True, slots=True)
class ChangeWords:
    """One field that changed, in words."""

    field: str
    place: int
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One version in words; ``proposal`` is the amendment whose decision made it."""

    number: int
    at: datetime
    organisation: str
    origin: str
    reason: str
    proposal: str
    changes: tuple[ChangeWords, ...]


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """A change that waits for a decision."""

    proposal: str
    reason: str
    stale: bool
    changes: tuple[ChangeWords, ...]


@dataclass(frozen=True, slots=True)
class LinePage:
    """Everything about one plan line."""

    row: LineRow
    year: int | None
    plan: Named
    plan_state: str
    source: str
    retired: bool
    version: int
    ambitions: tuple[Named, ...]
    activity: str
    impact: str
    state_of_affairs: str
    mandate: str
    in_mandate: bool
    needs_own_plan: bool
    own_plan: str
    rhythm: str
    outcomes: tuple[Outcome, ...]
    money: tuple[MoneyPart, ...]
    parties: tuple[Named, ...]
    other_parties: str
    focus_group: Named | None
    sector: str
    follows: Named | None
    followed_by: tuple[Named, ...]
    projects: tuple[Named, ...]
    sector_plans: tuple[Named, ...]
    bottlenecks: tuple[Named, ...]
    consequences: tuple[tuple[str, str], ...]
    history: tuple[HistoryLine, ...]
    waiting: tuple[WaitingChange, ...]
    may_write: bool


def line_page(context: Context, *, code: str) -> LinePage:
    """Return one plan line. Raises ``RefusedError`` (NOT_FOUND)."""
    page = register.entry_page(context, kind=LINE.code, code=code)
    around = register.entries_of(context, (one for one in AROUND if one in KINDS))
    said = words(context, {**around, (LINE.code, code): page.entry})
    line = page.entry
    plan = around.get(("plan", line.line("plan")))
    year = plan.number("year") if plan is not None else None
    key = (line.kind, line.code)
    found = outcomes(context, entries=[line], years={key: year} if year is not None else {})
    waiting = {code: page.drafts[0].proposal} if page.drafts else {}
    (row,) = line_rows(context, words=said, lines=[line], waiting=waiting)
    return LinePage(
        row=row,
        year=year,
        plan=Named(line.line("plan"), said.reference("plan", line.line("plan"))),
        plan_state=plan.line("state") if plan is not None else "",
        source=said.source(line),
        retired=page.retired,
        version=page.version,
        ambitions=said.named("ambition", line.codes("ambitions")),
        activity=said.say(line.text("activity")),
        impact=said.say(line.text("impact")),
        state_of_affairs=said.say(line.text("state_of_affairs")),
        mandate=said.choice(LINE.field("mandate"), line.line("mandate")),
        in_mandate=mandate_of(line),
        needs_own_plan=needs_own_plan(line),
        own_plan=line.line("own_plan"),
        rhythm=said.choice(LINE.field("rhythm"), line.line("rhythm")),
        outcomes=found[key],
        money=money_parts(context, words=said, parts=line.rows("finances")),
        parties=said.organisations(line.codes("parties")),
        other_parties=said.say(line.text("other_parties")),
        focus_group=_one(said, "focus_group", line),
        sector=said.reference("@sector", line.line("sector")) if line.line("sector") else "",
        follows=_one(said, "plan_line", line, "follows"),
        followed_by=_pointing(said, around, "plan_line", "follows", code),
        projects=_pointing(said, around, "project", "lines", code),
        sector_plans=_pointing(said, around, "sector_plan", "lines", code),
        bottlenecks=_pointing(said, around, "bottleneck", "line", code),
        consequences=tuple(
            (said.organisation(one.line("organisation")), said.say(one.text("effect")))
            for one in around.values()
            if one.kind == "consequence" and one.line("line") == code
        ),
        history=history(context, words=said, page=page),
        waiting=tuple(waiting_change(context, words=said, draft=one) for one in page.drafts),
        may_write=page.may_write,
    )


def money_parts(
    context: Context, *, words: Words, parts: tuple[Mapping[str, Value], ...]
) -> tuple[MoneyPart, ...]:
    """Return the parts of the money in words."""
    del context
    origins = LINE.field("finances").rows[-1]
    texts = {one.code: one for one in LINE.field("finances").rows}
    return tuple(
        MoneyPart(
            part=words.value(texts["part"], one.get("part")),
            amount=words.amount(one.get("amount_cents")),
            funder=words.value(texts["funder"], one.get("funder")),
            origin=words.choice(origins, str(one.get("origin", ""))),
        )
        for one in parts
    )


def history(context: Context, *, words: Words, page: EntryPage) -> tuple[HistoryLine, ...]:
    """Return the versions of an entry in words, newest first."""
    return tuple(_history_line(context, words, one) for one in page.versions)


def _history_line(context: Context, said: Words, one: VersionLine) -> HistoryLine:
    return HistoryLine(
        number=one.number,
        at=one.recorded_at,
        organisation=said.organisation(one.organisation) if one.organisation else "",
        origin=one.origin,
        reason=one.reason,
        proposal=one.proposal,
        changes=change_words(context, words=said, changes=one.changes),
    )


def change_words(
    context: Context, *, words: Words, changes: tuple[FieldChange, ...]
) -> tuple[ChangeWords, ...]:
    """Return what changed in words; what was not filled in is empty."""
    del context
    return tuple(
        ChangeWords(
            field=words.say(one.field.label),
            place=one.place,
            old=_said(words, one, one.old),
            new=_said(words, one, one.new),
        )
        for one in changes
    )


def _said(said: Words, change: FieldChange, value: Value) -> str:
    if change.place:
        return said.value(change.field, [value]) if value is not None else ""
    if change.field.code in {"source", "valid", "aliases", "earlier_names"}:
        return plainly(value)
    return said.value(change.field, value)


def waiting_change(context: Context, *, words: Words, draft: DraftLine) -> WaitingChange:
    """Return a change that waits for a decision in words."""
    said = change_words(context, words=words, changes=draft.changes)
    return WaitingChange(draft.proposal, draft.reason, draft.stale, said)


def _one(said: Words, kind: str, line: Entry, field: str = "") -> Named | None:
    code = line.line(field or kind)
    return Named(code, said.reference(kind, code)) if code else None


def _pointing(
    said: Words, around: Mapping[Key, Entry], kind: str, field: str, code: str
) -> tuple[Named, ...]:
    return tuple(
        Named(one.code, said.title(one))
        for one in around.values()
        if one.kind == kind and code in one.codes(field)
    )
