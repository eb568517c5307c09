"""What an organisation wrote itself while it answers for a case: that it may always read back."""

from datetime import datetime

from django.db.models import Q

from voordeur.domain.consent.grants import FieldGroup
from voordeur.records.cases.models import CaseRecord
from voordeur.services import consent
from voordeur.services.access import OpenCase
from voordeur.services.context import Context


def answering_since(context: Context, case: CaseRecord) -> datetime | None:
    """Return since when the reader's organisation answers for ``case``; None when it does not.

    Read ``case`` with its ``accepted_handover`` to spare a query.
    """
    if case.accountable_id != context.organisation:
        return None
    taken = case.accepted_handover
    return taken.answered_at if taken is not None else case.opened_at


def may_read(
    opened: OpenCase, group: FieldGroup, *, written_at: datetime, since: datetime | None
) -> bool:
    """Tell whether what was written then may be read: shared, or one's own work since ``since``."""
    return opened.shows(group) or (since is not None and written_at >= since)


def plan_known(context: Context) -> Q:
    """Return the condition 'the reader knows the next step': shared, or its own to do."""
    own = Q(accountable_id=context.organisation)
    return own | Q(consent.shown(context, FieldGroup.PLAN))
