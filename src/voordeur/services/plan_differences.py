"""What changed in a plan: between two days, or with a proposal that waits for its decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from voordeur.domain.register.differences import ChangeKind, changes
from voordeur.domain.register.entry import Entry
from voordeur.services import register
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.plan_line_pages import ChangeWords, change_words
from voordeur.services.plan_lines import LINE
from voordeur.services.plan_pages import of_kind, plan_of
from voordeur.services.register_words import Words, words

AROUND = ("plan", "agenda", "ambition", "pillar", "area", "focus_group")


@dataclass(frozen=True, slots=True)
class LineDifference:
    """One line that came, went or changed, with its fields in words."""

    code: str
    title: str
    kind: ChangeKind
    changes: tuple[ChangeWords, ...]
    stale: bool = False


@dataclass(frozen=True, slots=True)
class PlanDifference:
    """What changed in the plan of a year; ``proposal`` when it has not been decided yet."""

    year: int
    title: str
    lines: tuple[LineDifference, ...]
    since: date | None = None
    until: date | None = None
    proposal: str = ""

    def number(self, kind: str) -> int:
        """Count the lines that came ('added'), went ('removed') or 'changed'."""
        return sum(one.kind == kind for one in self.lines)


def between(context: Context, *, year: int, since: date, until: date) -> PlanDifference:
    """Return what changed after the day ``since`` up to and including ``until`` (three queries).

    Raises ``RefusedError`` (NOT_FOUND) when there is no plan of that year.
    """
    around = register.entries_of(context, AROUND)
    plan = plan_of(of_kind(around, "plan"), year)
    said = words(context, around)
    first, last = sorted((since, until))
    old = _stood(context, plan, first)
    new = _stood(context, plan, last)
    return PlanDifference(
        year, said.title(plan), _differing(context, said, old, new), since=first, until=last
    )


def _stood(context: Context, plan: Entry, day: date) -> Mapping[str, Entry]:
    moment = datetime.combine(day + timedelta(days=1), time.min, tzinfo=AMSTERDAM)
    as_of = moment.astimezone(UTC) - timedelta(microseconds=1)
    held = register.entries(context, LINE.code, parent=plan.code, as_of=as_of)
    return {one.code: one for one in held}


def _differing(
    context: Context, said: Words, old: Mapping[str, Entry], new: Mapping[str, Entry]
) -> tuple[LineDifference, ...]:
    found = []
    for code in dict.fromkeys((*old, *new)):
        before, after = old.get(code), new.get(code)
        if before == after:
            continue
        entry = after or before
        assert entry is not None  # the code came from one of them
        differing = changes(LINE, before, after) if after is not None else ()
        found.append(
            LineDifference(
                code,
                said.title(entry),
                _sort(before, after),
                change_words(context, words=said, changes=differing),
            )
        )
    return tuple(found)


def _sort(before: Entry | None, after: Entry | None) -> ChangeKind:
    if before is None:
        return ChangeKind.ADDED
    return ChangeKind.REMOVED if after is None else ChangeKind.CHANGED


def of_proposal(context: Context, *, year: int, proposal: str) -> PlanDifference:
    """Return what a proposal would change in the plan of a year (three queries).

    Raises ``RefusedError`` (NOT_FOUND) when there is no plan of that year.
    """
    around = register.entries_of(context, AROUND)
    plan = plan_of(of_kind(around, "plan"), year)
    said = words(context, around)
    waiting = register.drafts(context, proposal=proposal)
    codes = _existing(context, plan) if waiting else frozenset()
    lines = tuple(
        LineDifference(
            one.code,
            said.title(one.entry),
            ChangeKind.CHANGED if one.code in codes else ChangeKind.ADDED,
            change_words(context, words=said, changes=one.changes),
            stale=one.stale,
        )
        for one in waiting
        if one.kind == LINE.code and one.entry.line("plan") == plan.code
    )
    return PlanDifference(year, said.title(plan), lines, proposal=proposal)


def _existing(context: Context, plan: Entry) -> frozenset[str]:
    held: Sequence[Entry] = register.entries(context, LINE.code, parent=plan.code)
    return frozenset(one.code for one in held)
