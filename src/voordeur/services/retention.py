"""How long personal data stay: who is due, forgetting them, and what remains for the figures."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from voordeur.domain.cases.retention import DEFAULT_DAYS, RETENTION_TERM, keep_until
from voordeur.domain.kernel.because import Source
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.region.entries import DEFAULT_SOURCE
from voordeur.domain.region.model import Region
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.cases.models import (
    AftercareRecord,
    CaseRecord,
    ClosureRecord,
    DocumentRecord,
    EntryRecord,
    StepRecord,
)
from voordeur.records.employers.models import EmployerRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.inquiries.models import InquiryRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.records.worklists.models import ImportRecord
from voordeur.services.acts import acting
from voordeur.services.audit import Subject
from voordeur.services.context import Context
from voordeur.services.match_lists import forget_in_lists
from voordeur.services.offices import PRIVACY, require_office
from voordeur.services.ports import ports
from voordeur.services.profile_rows import forget_profile
from voordeur.services.region import current_region
from voordeur.services.retention_plans import wipe_plans

FORGOTTEN = "Verwijderd"
"""The name of somebody whose data were forgotten."""
MOST_SHOWN, MOST_AT_ONCE = 500, 200
UNFINISHED_DAYS = 30
"""How long an import that nobody finished keeps its rows."""


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """How many days after closing data are kept, and where that comes from."""

    days: int
    source: Source


@dataclass(frozen=True, slots=True)
class DueLine:
    """Somebody whose time is over: a reference and days, no name."""

    ref: str
    cases: int
    closed_on: date
    keep_until: date


@dataclass(frozen=True, slots=True)
class RetentionPage:
    """The rule, who is due today (the first :data:`MOST_SHOWN`), and how many in all."""

    rule: RetentionRule
    due: tuple[DueLine, ...]
    total: int
    employers: int
    """Contact persons of employers whose time is over."""
    inquiries: int
    imports: int


@dataclass(frozen=True, slots=True)
class RetentionReport:
    """What one run did; ``left`` people wait for a next run."""

    forgotten: int
    left: int
    employers: int
    inquiries: int
    imports: int


def rule_of(region: Region) -> RetentionRule:
    """Return the region's own term ('retention', in days), or the default marked as such."""
    try:
        term = region.term(RETENTION_TERM)
    except KeyError:
        return RetentionRule(DEFAULT_DAYS, DEFAULT_SOURCE)
    return RetentionRule(term.days, term.source)


def due(context: Context) -> RetentionPage:
    """Return who would be forgotten now, without changing anything.

    Raises ``RefusedError`` (NOT_FOUND) for anybody but a privacy officer.
    """
    require_office(context, PRIVACY)
    rule = rule_of(current_region())
    found = _due(context, rule)
    rows = found.order_by("last_closed", "pk")[:MOST_SHOWN]
    counts = _cases_per_resident([row.pk for row in rows])
    lines = []
    for row in rows:
        closed = context.at(row.last_closed).today
        lines.append(DueLine(row.ref, counts[row.pk], closed, keep_until(closed, rule.days)))
    return RetentionPage(
        rule=rule,
        due=tuple(lines),
        total=found.count(),
        employers=_due_employers(context, rule).count(),
        inquiries=_old_inquiries(context, rule).count(),
        imports=_old_imports(context).count(),
    )


def _cases_per_resident(residents: list[int]) -> dict[int, int]:
    counts = dict.fromkeys(residents, 0)
    for resident in CaseRecord.objects.filter(resident_id__in=residents).values_list(
        "resident_id", flat=True
    ):
        counts[resident or 0] += 1
    return counts


def _due(context: Context, rule: RetentionRule) -> QuerySet[Any]:
    """Return residents with closed cases only, the last closed long enough ago, nothing ahead."""
    cases = CaseRecord.objects.filter(resident_id=OuterRef("pk"))
    ahead = AppointmentRecord.objects.filter(
        Q(resident_id=OuterRef("pk")) | Q(case__resident_id=OuterRef("pk")),
        state="booked",
        starts_at__gt=context.now,
    )
    aftercare = AftercareRecord.objects.filter(
        case__resident_id=OuterRef("pk"), done_at__isnull=True, due_date__gt=context.today
    )
    newest = cases.order_by().values("resident_id").annotate(last=Max("closed_at")).values("last")
    return (
        ResidentRecord.objects.exclude(name=FORGOTTEN)
        .annotate(last_closed=newest)
        .filter(last_closed__lte=context.now - timedelta(days=rule.days))
        .exclude(Exists(cases.filter(state="open")))
        .exclude(Exists(ahead))
        .exclude(Exists(aftercare))
    )


def _due_employers(context: Context, rule: RetentionRule) -> QuerySet[Any]:
    """Return employers with closed cases only, closed long enough ago, nothing ahead."""
    cases = CaseRecord.objects.filter(employer_id=OuterRef("pk"))
    ahead = AppointmentRecord.objects.filter(
        case__employer_id=OuterRef("pk"), state="booked", starts_at__gt=context.now
    )
    newest = cases.order_by().values("employer_id").annotate(last=Max("closed_at")).values("last")
    return (
        EmployerRecord.objects.exclude(contact_name=FORGOTTEN)
        .annotate(last_closed=newest)
        .filter(last_closed__lte=context.now - timedelta(days=rule.days))
        .exclude(Exists(cases.filter(state="open")))
        .exclude(Exists(ahead))
    )


def _old_inquiries(context: Context, rule: RetentionRule) -> QuerySet[InquiryRecord]:
    return InquiryRecord.objects.filter(
        case__isnull=True, updated_at__lte=context.now - timedelta(days=rule.days)
    ).exclude(question="", draft={})


def _old_imports(context: Context) -> QuerySet[ImportRecord]:
    day = context.now - timedelta(days=UNFINISHED_DAYS)
    return ImportRecord.objects.filter(created_at__lte=day).exclude(rows=[])


def run(context: Context) -> RetentionReport:
    """Forget everybody who is due, at most :data:`MOST_AT_ONCE` at a time; running again is safe.

    Each person is one act of its own, so that a run that breaks off loses nothing.
    """
    require_office(context, PRIVACY)
    rule = rule_of(current_region())
    waiting = list(_due(context, rule).order_by("last_closed", "pk").values_list("ref", flat=True))
    forgotten = sum(_forget_if_due(context, rule, ref) for ref in waiting[:MOST_AT_ONCE])
    contacts = list(_due_employers(context, rule).order_by("pk").values_list("ref", flat=True))
    employers = sum(_forget_contact_if_due(context, rule, ref) for ref in contacts[:MOST_AT_ONCE])
    inquiries, imports = _wipe_loose_ends(context, rule)
    left = len(waiting) - forgotten + len(contacts) - employers
    return RetentionReport(forgotten, left, employers, inquiries, imports)


def _forget_contact_if_due(context: Context, rule: RetentionRule, ref: str) -> bool:
    try:
        forget_contact(context, ref=ref, days=rule.days)
    except RefusedError:
        return False  # it came back meanwhile
    return True


def forget_contact(context: Context, *, ref: str, days: int) -> None:
    """Forget the contact person of an employer whose last case closed ``days`` ago or more.

    The name of the company, its sector and the figures stay. What was written may name people, so
    the words, documents and letters of its cases go too. Raises ``RefusedError`` (NOT_FOUND) when
    not due (any more).
    """
    require_office(context, PRIVACY)
    rule = RetentionRule(days, DEFAULT_SOURCE)
    with acting(context) as act:
        row = EmployerRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
        if row is None or not _due_employers(context, rule).filter(pk=row.pk).exists():
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        case_ids = list(CaseRecord.objects.filter(employer=row).values_list("pk", flat=True))
        stored = _wipe_cases(case_ids)
        EmployerRecord.objects.filter(pk=row.pk).update(
            contact_name=FORGOTTEN, email="", phone="", return_code_hash=""
        )
        AppointmentRecord.objects.filter(case_id__in=case_ids).update(secret_hash="")
        act.record(
            "EmployerContactForgotten",
            payload={"employer": row.ref, "cases": case_ids, "documents": len(stored)},
        )
    _remove(stored)


def _wipe_loose_ends(context: Context, rule: RetentionRule) -> tuple[int, int]:
    """Wipe questions that never became a case, and imports nobody finished."""
    if not _old_inquiries(context, rule).exists() and not _old_imports(context).exists():
        return 0, 0
    with acting(context) as act:
        inquiries = _old_inquiries(context, rule).update(question="", answers={}, draft={})
        imports = _old_imports(context).update(rows=[], state="dropped")
        act.record("LooseEndsWiped", payload={"inquiries": inquiries, "imports": imports})
    return inquiries, imports


def _forget_if_due(context: Context, rule: RetentionRule, ref: str) -> bool:
    try:
        forget(context, ref=ref, days=rule.days)
    except RefusedError:
        return False  # somebody came back meanwhile
    return True


def forget(context: Context, *, ref: str, days: int) -> None:
    """Forget one resident whose last case closed at least ``days`` ago.

    What made the person recognisable goes: name, contact, words, documents and letters. References,
    dates, codes and the log stay. Raises ``RefusedError`` (NOT_FOUND) when not due (any more).
    """
    require_office(context, PRIVACY)
    with acting(context) as act:
        rule = RetentionRule(days, DEFAULT_SOURCE)
        row = ResidentRecord.objects.select_for_update(no_key=True).filter(ref=ref).first()
        if row is None or not _due(context, rule).filter(pk=row.pk).exists():
            raise RefusedError(Refusal(Reason.NOT_FOUND))
        case_ids = list(CaseRecord.objects.filter(resident=row).values_list("pk", flat=True))
        stored = _wipe_cases(case_ids)
        forget_in_lists(row.pk, case_ids)
        _wipe_person(context, row)
        act.record(
            "ResidentForgotten",
            payload={"resident": row.ref, "cases": case_ids, "documents": len(stored)},
            subjects=(Subject(row.pk),),
        )
    _remove(stored)


def _remove(stored: list[str]) -> None:
    """Remove files, after the commit: bytes cannot come back."""
    for name in stored:
        ports().files.remove(name)


def _wipe_person(context: Context, row: ResidentRecord) -> None:
    ResidentRecord.objects.filter(pk=row.pk).update(
        name=FORGOTTEN,
        birth_year=None,
        email="",
        phone="",
        postcode="",
        return_code_hash="",
        updated_at=context.now,
    )
    AppointmentRecord.objects.filter(resident=row).update(secret_hash="")
    forget_profile(row.pk)


def _wipe_cases(case_ids: list[int]) -> list[str]:
    """Wipe what was written in cases; returns the names of the files that are to go."""
    documents = DocumentRecord.objects.filter(case_id__in=case_ids)
    stored = list(documents.values_list("stored_as", flat=True))
    documents.delete()
    wipe_plans(case_ids, FORGOTTEN)
    CaseRecord.objects.filter(pk__in=case_ids).update(question="", situation={})
    ClosureRecord.objects.filter(case_id__in=case_ids).update(note="")
    EntryRecord.objects.filter(case_id__in=case_ids).update(text="")
    StepRecord.objects.filter(case_id__in=case_ids).update(what="")
    HandoverRecord.objects.filter(case_id__in=case_ids).update(
        message="", deviation="", answer_note="", link_email=""
    )
    InquiryRecord.objects.filter(case_id__in=case_ids).update(question="", answers={}, draft={})
    OutboxRecord.objects.filter(case_id__in=case_ids).update(recipient="", body="")
    return stored
