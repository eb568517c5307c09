"""Milestones of every track and project on one line of time: planned, reached, late, critical."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from voordeur.domain.agenda.timeline import Course, Span, Step, by_owner, span_of, steps
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.checks import Key
from voordeur.domain.register.entry import Entry
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.services.plan_calendar import feed_path
from voordeur.services.plan_pages import of_kind
from voordeur.services.register_words import Words, words


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One milestone in words, with its days for a picture."""

    code: str
    title: str
    planned: str
    realised: str
    course: Course
    days: int
    critical: bool
    waits_for: tuple[str, ...]
    remark: str
    planned_on: date
    realised_on: date | None
    may_write: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """The milestones of one track or project."""

    kind: str
    code: str
    title: str
    rows: tuple[MilestoneRow, ...]


@dataclass(frozen=True, slots=True)
class MilestonePage:
    """Every lane on the same years, and what asks for attention first."""

    lanes: tuple[Lane, ...]
    span: Span
    late: tuple[MilestoneRow, ...]
    critical: tuple[MilestoneRow, ...]
    soon: tuple[MilestoneRow, ...]
    feed: str
    today: date


def milestone_page(context: Context) -> MilestonePage:
    """Return the milestones of the region (two queries)."""
    around = register.entries_of(context, ("milestone", "project", "track"))
    said = words(context, around)
    found = steps(of_kind(around, "milestone"), context.today)
    lanes = lanes_of(context, words=said, around=around, found=found)
    rows = [row for lane in lanes for row in lane.rows]
    rows.sort(key=lambda row: row.planned_on)
    return MilestonePage(
        lanes=lanes,
        span=span_of(found, context.today),
        late=tuple(row for row in rows if row.course is Course.LATE),
        critical=tuple(row for row in rows if row.critical and not row.realised),
        soon=tuple(row for row in rows if row.course is Course.SOON),
        feed=feed_path("mijlpalen", "regio"),
        today=context.today,
    )


def lanes_of(
    context: Context, *, words: Words, around: Mapping[Key, Entry], found: Sequence[Step]
) -> tuple[Lane, ...]:
    """Return the lanes in the order of their tracks, then projects, then what belongs to none."""
    groups = by_owner(found)
    order = [("track", one.code) for one in of_kind(around, "track")]
    order += [("project", one.code) for one in of_kind(around, "project")]
    order += [key for key in groups if key not in order]
    return tuple(
        Lane(
            kind,
            code,
            words.reference(kind, code) if kind else "",
            tuple(milestone_row(context, words=words, step=step) for step in groups[kind, code]),
        )
        for kind, code in order
        if (kind, code) in groups
    )


def milestone_row(context: Context, *, words: Words, step: Step) -> MilestoneRow:
    """Return one milestone in words."""
    one = step.milestone
    return MilestoneRow(
        code=one.code,
        title=words.title(one),
        planned=words.say(step.planned.label()),
        realised=words.say(step.realised.label()) if step.realised is not None else "",
        course=step.course,
        days=step.days,
        critical=step.critical,
        waits_for=tuple(words.reference("milestone", code) for code in step.waits_for),
        remark=words.say(one.text("remark")),
        planned_on=step.planned.last,
        realised_on=step.realised.start if step.realised is not None else None,
        may_write=bool(register.may_write(context, KINDS["milestone"], one)),
    )
