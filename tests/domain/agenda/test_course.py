"""Milestones against the calendar, the dates of next year's plan, and when a project reports."""

from datetime import date
from typing import Any

import pytest

from voordeur.domain.agenda.calendar import Near, begins_on, calendar_of, reminders, usual_days
from voordeur.domain.agenda.reporting import months_later, reports_of
from voordeur.domain.agenda.timeline import Course, Step, by_owner, span_of, steps
from voordeur.domain.kernel.calendar import is_working_day
from voordeur.domain.kernel.text import Text
from voordeur.domain.register.entry import Entry

TODAY = date(2026, 3, 2)


def entry(kind: str, code: str, **values: Any) -> Entry:
    return Entry(kind=kind, code=code, title=Text(code), values=values)


def step(**values: Any) -> Step:
    (found,) = steps([entry("milestone", "m", **values)], TODAY)
    return found


@pytest.mark.parametrize(
    ("values", "course", "days"),
    [
        ({"planned": "2026-03-01"}, Course.LATE, 1),
        ({"planned": "2026-03-02"}, Course.SOON, 0),
        ({"planned": "2026-Q1"}, Course.SOON, 0),
        ({"planned": "2026-Q4"}, Course.PLANNED, 0),
        ({"planned": "2025"}, Course.LATE, 61),
        ({"planned": "2025-Q4", "realised": "2025-12-31"}, Course.REACHED, 0),
        ({"planned": "2025-Q4", "realised": "2026-01-01"}, Course.REACHED_LATE, 1),
        ({"planned": "2026-Q4", "realised": "2026-02"}, Course.REACHED, 0),
    ],
)
def test_late_counts_from_the_last_day_that_was_promised(
    values: dict[str, str], course: Course, days: int
) -> None:
    found = step(**values)
    assert (found.course, found.days) == (course, days)


def test_steps_stand_by_day_know_what_they_wait_for_and_group_by_owner() -> None:
    found = steps(
        [
            entry("milestone", "last", planned="2027", project="p", depends_on=["first", "done"]),
            entry("milestone", "first", planned="2026-Q2", track="t", critical=True),
            entry("milestone", "done", planned="2025", realised="2025-06-01"),
            entry("milestone", "lost", planned="ooit"),
        ],
        TODAY,
    )
    assert [one.milestone.code for one in found] == ["done", "first", "last"]
    assert found[2].waits_for == ("first",)
    assert found[1].critical
    assert set(by_owner(found)) == {("project", "p"), ("track", "t"), ("", "")}


def test_a_picture_covers_whole_years_and_keeps_what_lies_outside_at_its_edge() -> None:
    span = span_of(steps([entry("milestone", "m", planned="2027-Q1")], TODAY), TODAY)
    assert span.years == (2026, 2027)
    assert span.share(date(2026, 1, 1)) == 0
    assert span.share(date(2027, 1, 1)) == 0.5
    assert span.share(date(2030, 1, 1)) == 1
    assert span.share(date(2020, 1, 1)) == 0


@pytest.mark.parametrize("year", range(2024, 2040))
def test_the_usual_dates_are_working_days_of_the_year_before_in_order(year: int) -> None:
    days = [date.fromisoformat(str(row["day"])) for row in usual_days(year)]
    assert all(is_working_day(day) and day.year == year - 1 for day in days)
    assert days == sorted(days)


def test_a_date_is_told_when_it_is_near() -> None:
    rows = [
        {"day": day, "what": {"nl": day}}
        for day in ("2026-03-17", "2026-03-16", "2026-03-02", "2026-02-27")
    ]
    days = calendar_of(entry("plan", "p", calendar=rows), TODAY)
    assert [one.near for one in days] == [Near.PAST, Near.NOW, Near.SOON, Near.LATER]
    assert [one.day.day for one in reminders(days)] == [2, 16]


def test_the_next_plan_begins_in_september_and_only_once() -> None:
    plans = [entry("plan", "p", year=2026)]
    assert begins_on(plans, date(2026, 8, 31)) is None
    assert begins_on(plans, date(2026, 9, 1)) == 2027
    assert begins_on(plans, date(2026, 12, 31)) == 2027
    assert begins_on([*plans, entry("plan", "q", year=2027)], date(2026, 12, 31)) is None


def project(**values: Any) -> Entry:
    return entry("project", "p", **{"status": "running", "rhythm": "quarterly", **values})


def test_a_report_is_late_after_its_day_and_the_rhythm_asks_for_the_next() -> None:
    agreed = project(
        reports=[{"due": "2026-03-01"}, {"due": "2026-02-01", "given_on": "2026-02-03"}]
    )
    assert [(one.due.month, one.late) for one in reports_of(agreed, TODAY)] == [
        (2, False),
        (3, True),
    ]
    given = project(reports=[{"due": "2025-11-30", "given_on": "2025-12-01"}])
    last = reports_of(given, TODAY)[-1]
    assert (last.due, last.late, last.place) == (date(2026, 2, 28), True, None)
    assert [one.due for one in reports_of(project(**{"from": "2026-01"}), TODAY)] == [
        date(2026, 4, 1)
    ]


def test_nobody_is_asked_to_report_without_a_rhythm_or_after_the_end() -> None:
    start = {"from": "2025-01"}
    assert reports_of(project(rhythm="continuous", **start), TODAY) == ()
    assert reports_of(project(status="done", **start), TODAY) == ()
    assert reports_of(project(), TODAY) == ()


def test_months_later_never_skips_a_month() -> None:
    assert months_later(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_later(date(2026, 12, 31), 12) == date(2027, 12, 31)
    assert months_later(date(2024, 2, 29), 12) == date(2025, 2, 28)
