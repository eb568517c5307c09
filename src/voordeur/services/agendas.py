"""The agenda of a day: appointments per place; names only of people one may see by name."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.kernel.actors import CASE_WORK_ROLES
from voordeur.domain.kernel.refusal import RefusedError
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.services import consent
from voordeur.services.access import NOT_FOUND, fields_per_case, log_list
from voordeur.services.case_lines import subject_name
from voordeur.services.caseload import LEADS
from voordeur.services.context import AMSTERDAM, Context
from voordeur.services.region import current_region


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaLine:
    """One appointment; ``who`` and ``case`` are '' when not shared with the reader."""

    ref: str
    starts_at: datetime
    who: str
    case: str
    kind: str
    state: str
    can_settle: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPage:
    """The appointments of one organisation on one day: place → lines in order of time."""

    day: date
    places: tuple[tuple[str, tuple[AgendaLine, ...]], ...]
    total: int


def agenda(context: Context, *, day: date) -> AgendaPage:
    """Return a day's appointments; the view is logged. Raises NOT_FOUND for other roles."""
    if not context.has_role(*CASE_WORK_ROLES, *LEADS):
        raise RefusedError(NOT_FOUND)
    region = current_region()
    start = datetime.combine(day, time.min, tzinfo=AMSTERDAM)
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=AMSTERDAM)
    rows = list(
        AppointmentRecord.objects.select_related("case__resident", "case__employer")
        .filter(organisation_id=context.organisation, starts_at__gte=start, starts_at__lt=end)
        .exclude(state__in=("moved", "cancelled"))
        .order_by("location", "starts_at", "seat")
    )
    seen = set(
        consent.visible_to(context)
        .filter(pk__in=[row.case_id for row in rows if row.case_id])
        .values_list("pk", flat=True)
    )
    fields = fields_per_case(context, seen)
    shown = [row for row in rows if row.case_id in seen]
    log_list(context, name="agenda", cases=[row.case for row in shown if row.case])
    places: dict[str, list[AgendaLine]] = {}
    for row in rows:
        place = region.locations.get(row.location)
        name = place.name.in_language(context.language) if place else row.location
        named = row.case_id in seen and FieldGroup.NAME in fields.get(row.case_id or 0, ())
        places.setdefault(name, []).append(
            AgendaLine(
                ref=row.ref,
                starts_at=row.starts_at,
                who=subject_name(row.case) if named and row.case else "",
                case=row.case.ref if row.case and row.case_id in seen else "",
                kind=row.kind,
                state=row.state,
                can_settle=row.state == "booked"
                and row.starts_at <= context.now
                and row.case_id in seen,
            )
        )
    return AgendaPage(
        day=day,
        places=tuple((name, tuple(lines)) for name, lines in places.items()),
        total=len(rows),
    )
