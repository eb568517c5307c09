"""Work as the person reads it in Mijn Voordeur."""

from voordeur.domain.kernel.refusal import RefusedError
from voordeur.domain.work.referrals import NO_FROM_PERSON
from voordeur.records.cases.models import CaseRecord
from voordeur.services.access import NOT_FOUND
from voordeur.services.context import Context
from voordeur.services.match_lists import OwnListing, lists_with
from voordeur.services.my_door import seen_by_themselves
from voordeur.services.work_of_case import OwnWork, own_work


def work(context: Context, *, ref: str) -> OwnWork:
    """Return work that was suggested to the person and their jobs; the view is logged first.

    Raises ``RefusedError`` (NOT_FOUND) for another's question, or when nothing was suggested.
    """
    resident = seen_by_themselves(context, part="work")
    case = CaseRecord.objects.filter(ref=ref, resident_id=resident.pk).first()
    if case is None:
        raise RefusedError(NOT_FOUND)
    phone = f", {resident.phone}" if resident.phone else ""
    found = own_work(context, case_id=case.pk, name=f"{resident.name}{phone}")
    if found is None:
        raise RefusedError(NOT_FOUND)
    return found


def lists(context: Context) -> tuple[OwnListing, ...]:
    """Return the lists of people and work the person was on; the view is logged first."""
    resident = seen_by_themselves(context, part="match_lists")
    return lists_with(context, resident_id=resident.pk)


def reasons(context: Context) -> tuple[tuple[str, str], ...]:
    """Return the reasons a person can give for a no."""
    return tuple(
        (code, text.in_language(context.language)) for code, text in NO_FROM_PERSON.items()
    )
