"""Access requests: the privacy officer finds somebody and gives them everything that is kept."""

from dataclasses import dataclass

from django.db.models import Q

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.domain.residents.duplicates import normal_email
from voordeur.records.cases.models import CaseRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.services.acts import acting
from voordeur.services.audit import JournalEntry, Subject, record_view
from voordeur.services.context import Context
from voordeur.services.my_copy import Copy, copy_about
from voordeur.services.offices import PRIVACY, require_office

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class FoundResident:
    """Somebody an access request may be about: enough to check that it is them, no more."""

    ref: str
    name: str
    birth_year: int | None
    cases: tuple[str, ...]


def find(context: Context, *, search: str) -> tuple[FoundResident, ...]:
    """Find residents by their reference, the number of a case, or their whole e-mail address.

    Who is found, is in the log before this returns. Raises NOT_FOUND for anybody but a privacy
    officer.
    """
    require_office(context, PRIVACY)
    asked = search.strip()
    if not asked:
        return ()
    of_case = CaseRecord.objects.filter(ref=asked.upper()).values("resident_id")
    wanted = Q(ref=asked.upper()) | Q(pk__in=of_case)
    if normal_email(asked):
        wanted |= Q(email__iexact=asked)
    rows = list(ResidentRecord.objects.filter(wanted).order_by("pk")[:MOST_FOUND])
    if rows:
        record_view(
            context,
            JournalEntry(
                kind="view",
                name="ResidentFound",
                payload={"part": "access_request"},
                subjects=tuple(Subject(row.pk) for row in rows),
                purpose="privacy_supervision",
            ),
        )
    cases: dict[int, list[str]] = {row.pk: [] for row in rows}
    held = CaseRecord.objects.filter(resident_id__in=cases).order_by("pk")
    for resident_id, ref in held.values_list("resident_id", "ref"):
        cases[resident_id or 0].append(ref)
    return tuple(
        FoundResident(row.ref, row.name, row.birth_year, tuple(cases[row.pk])) for row in rows
    )


def answer_access_request(context: Context, *, ref: str) -> Copy:
    """Return everything kept about a resident: the same as they download themselves.

    The log says first that it was taken, and the resident reads that there. Raises
    ``RefusedError`` (NOT_FOUND).
    """
    require_office(context, PRIVACY)
    row = ResidentRecord.objects.filter(ref=ref).first()
    if row is None:
        raise RefusedError(Refusal(Reason.NOT_FOUND))
    with acting(context) as act:
        act.record(
            "AccessRequestAnswered",
            payload={"resident": row.ref},
            subjects=(Subject(row.pk),),
        )
    return copy_about(context, row)
