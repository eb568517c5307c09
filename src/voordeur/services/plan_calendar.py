"""How next year's plan comes about: its dates, what can go along, and calendars to subscribe to."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from voordeur.domain.agenda.calendar import CalendarDay, calendar_of, usual_days
from voordeur.domain.agenda.timeline import steps
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry
from voordeur.services import register
from voordeur.services.codes import code_hash
from voordeur.services.context import AMSTERDAM, Context, system_context
from voordeur.services.plan_lines import LineRow, line_rows, waiting_changes
from voordeur.services.plan_pages import AROUND, of_kind, plan_of
from voordeur.services.ports import CalendarEvent, CalendarFile, ports
from voordeur.services.register import NOT_FOUND
from voordeur.services.register_words import words

DOMAIN = "voordeur"


@dataclass(frozen=True, slots=True)
class CalendarPage:
    """The making of the plan of ``year``: from the plan of the year before.

    ``there`` tells whether its draft was begun; ``open_`` whether lines can still go along;
    ``lines`` are those of the year before that did not.
    """

    year: int
    before: int
    title: str
    there: bool
    open_: bool
    days: tuple[CalendarDay, ...]
    lines: tuple[LineRow, ...]
    gone: int
    may_write: bool
    feed: str


def calendar_page(context: Context, *, year: int) -> CalendarPage:
    """Return how the plan after that of ``year`` comes about.

    Raises ``RefusedError`` (NOT_FOUND) when there is no plan of ``year``.
    """
    around = register.entries_of(context, AROUND)
    plans = of_kind(around, "plan")
    before = plan_of(plans, year)
    after = next((one for one in plans if one.number("year") == year + 1), None)
    said = words(context, around)
    lines = register.entries(context, "plan_line", parent=before.code)
    new = register.entries(context, "plan_line", parent=after.code) if after is not None else ()
    gone = {one.line("follows") for one in new}
    stay = [one for one in lines if one.code not in gone and one.line("status") != "stopped"]
    made = after if after is not None else _unmade(year + 1)
    return CalendarPage(
        year=year + 1,
        before=year,
        title=said.title(made),
        there=after is not None,
        open_=after is not None and after.line("state") == "draft",
        days=calendar_of(made, context.today),
        lines=line_rows(context, words=said, lines=stay, waiting=waiting_changes(context)),
        gone=len(gone & {one.code for one in lines}),
        may_write=bool(register.may_write(context, KINDS["plan"], before)),
        feed=feed_path("plan", str(year + 1)),
    )


def _unmade(year: int) -> Entry:
    """Return the plan of a year as it would begin."""
    title = KINDS["plan"].name
    return Entry(
        kind="plan", code=f"plan-{year}", title=title, values={"calendar": usual_days(year)}
    )


def feed_token(what: str) -> str:
    """Return the secret part of the address of a calendar."""
    return code_hash(f"calendar of {what}")[:32]


def feed_path(what: str, name: str) -> str:
    """Return the address, within this installation, to subscribe to."""
    return f"/plan/agenda/{feed_token(what)}/{what}-{name}.ics"


def _require(what: str, token: str) -> None:
    if not hmac.compare_digest(token.encode(), feed_token(what).encode()):
        raise RefusedError(NOT_FOUND)


def plan_feed(context: Context, *, year: int, token: str) -> bytes:
    """Return the dates of the plan of ``year`` as a calendar to subscribe to; nothing personal.

    Raises ``RefusedError`` (NOT_FOUND) for a wrong address.
    """
    _require("plan", token)
    plans = register.entries(system_context(context.now), "plan")
    plan = next((one for one in plans if one.number("year") == year), _unmade(year))
    with translation.override(context.language):
        name = _("Plan %(year)s") % {"year": year}
    events = (
        whole_day(
            context,
            uid=f"plan-{year}-{number}",
            day=one.day,
            summary=one.what.in_language(context.language),
            description=one.who.in_language(context.language),
        )
        for number, one in enumerate(calendar_of(plan, context.today))
    )
    return _calendar(name, events)


def milestone_feed(context: Context, *, token: str) -> bytes:
    """Return every milestone that is not reached as a calendar to subscribe to.

    Each stands on the last day it was promised for. Raises ``RefusedError`` (NOT_FOUND).
    """
    _require("mijlpalen", token)
    found = steps(register.entries(system_context(context.now), "milestone"), context.today)
    with translation.override(context.language):
        name = _("Mijlpalen van de regio")
        critical = _("Kritisch: %(title)s")
    events = (
        whole_day(
            context,
            uid=f"milestone-{one.milestone.code}",
            day=one.planned.last,
            summary=(critical if one.critical else "%(title)s")
            % {"title": one.milestone.title.in_language(context.language)},
            description=one.planned.label().in_language(context.language),
        )
        for one in found
        if one.realised is None
    )
    return _calendar(name, events)


def whole_day(
    context: Context, *, uid: str, day: date, summary: str, description: str
) -> CalendarEvent:
    """Return an event that lasts the whole day."""
    start = datetime.combine(day, time.min, tzinfo=AMSTERDAM)
    return CalendarEvent(
        uid=f"{uid}@{DOMAIN}",
        sequence=0,
        starts_at=start.astimezone(UTC),
        ends_at=(start + timedelta(days=1)).astimezone(UTC),
        stamped_at=context.now,
        summary=summary,
        description=description,
        all_day=True,
    )


def _calendar(name: str, events: Iterable[CalendarEvent]) -> bytes:
    file = CalendarFile(method="PUBLISH", name=name, events=tuple(events))
    return ports().calendar.write(file)
