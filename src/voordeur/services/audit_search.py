"""Looking through the log: who saw or did what, by organisation, name and day."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet

from voordeur.records.audit.models import JournalHeadRecord, JournalRecord
from voordeur.services import audit
from voordeur.services.audit import ChainReport, JournalEntry, record_view
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.offices import PRIVACY, require_office

PAGE = 50
SHOWN_KEYS = ("case", "handover", "resident", "account", "part", "list", "import", "municipality")
"""Keys of an event that help to find it; references and codes, never words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogFilter:
    """What to look for; '' and None mean: everything. Days are days in the region."""

    organisation: str = ""
    name: str = ""
    kind: str = ""
    start: date | None = None
    end: date | None = None
    """The last day that is shown."""
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLine:
    """One line of the log: codes and references, no names and no words."""

    sequence: int
    at: datetime
    kind: str
    name: str
    actor_kind: str
    account_id: int | None
    organisation: str
    purpose: str
    legal_basis: str
    details: Mapping[str, str]
    people: int
    """How many residents the line is about."""


@dataclass(frozen=True, slots=True)
class LogPage:
    """A page of the log, the names there are to choose from, and how long the log is."""

    lines: tuple[LogLine, ...]
    total: int
    page: int
    names: tuple[str, ...]
    length: int
    digest: str


def look(context: Context, *, wanted: LogFilter) -> LogPage:
    """Return a page of the log; that somebody looked is itself in the log first.

    Raises ``RefusedError`` (NOT_FOUND) for anybody but a privacy officer.
    """
    require_office(context, PRIVACY)
    record_view(context, JournalEntry(kind="view", name="LogSeen", payload={"page": wanted.page}))
    rows = _narrowed(wanted)
    total = rows.count()
    page = max(1, min(wanted.page, -(-total // PAGE)))
    head = JournalHeadRecord.objects.get(id=1)
    names = JournalRecord.objects.order_by("name").values_list("name", flat=True).distinct()
    shown = rows.order_by("-sequence")[(page - 1) * PAGE : page * PAGE]
    return LogPage(
        lines=tuple(_line(row) for row in shown),
        total=total,
        page=page,
        names=tuple(names),
        length=head.sequence,
        digest=head.digest,
    )


def check(context: Context) -> ChainReport:
    """Recompute the whole chain. Raises ``RefusedError`` as :func:`look`."""
    require_office(context, PRIVACY)
    return audit.check_chain()


def _narrowed(wanted: LogFilter) -> QuerySet[JournalRecord]:
    rows = JournalRecord.objects.all()
    if wanted.organisation:
        rows = rows.filter(organisation_id=wanted.organisation)
    if wanted.name:
        rows = rows.filter(name=wanted.name)
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.start is not None:
        rows = rows.filter(at__gte=_midnight(wanted.start))
    if wanted.end is not None and wanted.end < date.max:
        rows = rows.filter(at__lt=_midnight(wanted.end + timedelta(days=1)))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(max(day, date(1900, 1, 1)), time(), tzinfo=AMSTERDAM)


def _line(row: JournalRecord) -> LogLine:
    payload = json.loads(row.payload)
    return LogLine(
        sequence=row.sequence,
        at=row.at,
        kind=row.kind,
        name=row.name,
        actor_kind=row.actor_kind,
        account_id=row.account_id,
        organisation=row.organisation_id,
        purpose=row.purpose,
        legal_basis=row.legal_basis,
        details={key: str(payload[key]) for key in SHOWN_KEYS if payload.get(key)},
        people=len(payload.get("subjects", ())),
    )
