"""The resident's own way in: who acts, and the line in the log before their own page is shown."""

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.records.residents.models import ResidentRecord
from voordeur.services.access import NOT_FOUND
from voordeur.services.audit import JournalEntry, Subject, record_view
from voordeur.services.context import Context


def resident_row(context: Context) -> ResidentRecord:
    """Return the resident who acts. Raises ``RefusedError`` (NOT_FOUND) for anybody else."""
    row = ResidentRecord.objects.filter(pk=context.resident_id or 0).first()
    if row is None:
        raise RefusedError(NOT_FOUND)
    return row


def seen_by_themselves(context: Context, *, part: str) -> ResidentRecord:
    """Return the resident who is about to read ``part``; that view is in the log first."""
    row = resident_row(context)
    record_view(
        context,
        JournalEntry(
            kind="view",
            name="OwnPageSeen",
            payload={"part": part},
            subjects=(Subject(row.pk),),
            purpose="own_case",
        ),
    )
    return row
