"""Placements in numbers: kinds, sectors, what lasted, and jobs of the jobs agreement."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count

from voordeur.domain.consent.grants import AccessAction
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.kernel.text import Text
from voordeur.domain.monitoring.disclosure import Share, shown_count, shown_share
from voordeur.domain.work.placements import JOB_TENTHS, KINDS
from voordeur.records.work.models import (
    EmployerAccountRecord,
    PlacementCheckRecord,
    PlacementRecord,
)
from voordeur.services import placements, register
from voordeur.services.access import open_case
from voordeur.services.context import Context
from voordeur.services.employers import require_reader
from voordeur.services.register_words import words
from voordeur.services.work_pages import MOST_SHOWN

PLAN_LINE = "plan_line"
COUNTED_IN = "PlacementMade"


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """How many placements; None where there are too few to show."""

    label: str
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastedRow:
    """After so many months: how many were asked and which percentage is still there."""

    months: int
    asked: int | None
    share: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A promise of extra jobs in a plan."""

    title: str
    code: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCounts:
    """The page of placements. ``jobs``: whole jobs of 25.5 hours that run; None when too few."""

    kinds: tuple[CountRow, ...]
    sectors: tuple[CountRow, ...]
    lasted: tuple[LastedRow, ...]
    jobs: int | None
    job_hours: str
    targets: tuple[Target, ...]
    doubles: int
    to_ask: int


def counts(context: Context) -> WorkCounts:
    """Return placements in numbers (seven queries). Raises ``RefusedError`` (NOT_FOUND)."""
    require_reader(context)
    told = placements.count_jobs(context.today)
    rows = PlacementRecord.objects.order_by()
    kinds = dict(rows.values_list("kind").annotate(Count("id")))
    sectors = dict(rows.values_list("sector").annotate(Count("id")))
    due = PlacementCheckRecord.objects.filter(asked_on=None, due_on__lte=context.today)
    said = words(context, {})
    known = {code: said.reference("sector", code) for code in said.region.sectors}
    return WorkCounts(
        kinds=_rows(kinds, {code: _said(context, text) for code, text in KINDS.items()}),
        sectors=_rows(sectors, known),
        lasted=tuple(_lasted(one) for one in told.durable),
        jobs=shown_count(told.jobs_tenths // 10),
        job_hours=_tenths(context, JOB_TENTHS),
        targets=_targets(context),
        doubles=len(told.doubles),
        to_ask=due.filter(placement__end_reason="").count(),
    )


def employer_choices(context: Context, *, case: str) -> tuple[tuple[str, str], ...]:
    """Return employers to choose from for a job of a case.

    Raises ``RefusedError`` (NOT_FOUND) for who may not work on the case.
    """
    if not open_case(context, ref=case, part="work").allows(AccessAction.WORK):
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    return tuple(EmployerAccountRecord.objects.values_list("ref", "name")[:MOST_SHOWN])


def _said(context: Context, text: Text) -> str:
    return text.in_language(context.language)


def _rows(counted: Mapping[str, int], labels: Mapping[str, str]) -> tuple[CountRow, ...]:
    """Return every known code, and others that may be shown, most first; nothing without any.

    Neither a line that is there nor the order tells a small count.
    """
    shown = {code: shown_count(counted.get(code, 0)) for code in {*labels, *counted}}
    lines = [
        CountRow(label=labels.get(code, code), count=number)
        for code, number in shown.items()
        if code in labels or number is not None
    ]
    lines.sort(key=lambda one: (-(one.count or 0), one.label))
    return tuple(lines) if counted else ()


def _lasted(one: placements.Durability) -> LastedRow:
    share = shown_share(one.still, one.asked)
    return LastedRow(months=one.months, asked=shown_count(one.asked), share=share)


def _tenths(context: Context, tenths: int) -> str:
    whole, rest = divmod(tenths, 10)
    return f"{whole}{',' if context.language == 'nl' else '.'}{rest}"


def _targets(context: Context) -> tuple[Target, ...]:
    said = words(context, {})
    found = []
    for entry in register.entries(context, PLAN_LINE):
        for row in entry.rows("results"):
            rule, number = row.get("counted"), row.get("target")
            if isinstance(rule, dict) and isinstance(number, int):
                events = rule.get("events")
                if isinstance(events, list) and COUNTED_IN in events:
                    found.append(Target(title=said.title(entry), code=entry.code, number=number))
    return tuple(found)
