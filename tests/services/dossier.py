"""A case on the desk of Bob's municipality, for the tests of what happens to it next."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.handover.lifecycle import HandoverAction
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.services import cases, handover
from voordeur.services.context import Context
from voordeur.services.handover import Answer, Offer
from voordeur.services.people import PersonDetails

SITUATION: dict[str, str | int] = {
    "asker": "resident",
    "municipality": "velsen",
    "work": "no_work",
    "benefit": "rejected",
    "need": "work",
}
"""Leads to the Werkcentrum, by the rule 'rejected'."""
SHARED = frozenset({FieldGroup.NAME, FieldGroup.CONTACT, FieldGroup.RESIDENCE, FieldGroup.QUESTION})
DAGMAR = PersonDetails(
    name="Dagmar Voorbeeld",
    email="dagmar@example.nl",
    phone="06 0000 0000",
    postcode="1971",
    municipality="velsen",
    birth_year=1980,
)
YES = Answer(action=HandoverAction.ACCEPT)


def registered(context: Context, **changes: Any) -> CaseRecord:
    """Register Dagmar's question at the desk of ``context``."""
    values: dict[str, Any] = {
        "question": "Ik zoek werk in de zorg.",
        "channel": "desk",
        "situation": SITUATION,
        "person": DAGMAR,
    }
    done = cases.register(context, registration=cases.Registration(**{**values, **changes}))
    return CaseRecord.objects.get(ref=done.ref)


def offered(context: Context, case: CaseRecord, **changes: Any) -> HandoverRecord:
    """Offer ``case`` to the Werkcentrum."""
    values: dict[str, Any] = {
        "receiver": "werkcentrum",
        "reason": "benefit_rejected",
        "message": "Dagmar vroeg bijstand aan en wil naar de zorg.",
        "fields": SHARED,
    }
    ref = handover.offer(context, ref=case.ref, offer=Offer(**{**values, **changes}))
    return HandoverRecord.objects.get(ref=ref)


def away(context: Context, days: int) -> Context:
    """Return the same person some days later."""
    return context.at(context.now + timedelta(days=days))


def day_after(context: Context, days: int) -> date:
    """Return a day counted from the day it is for ``context``."""
    return context.today + timedelta(days=days)


def refused(reason: Reason) -> Any:
    """Expect exactly this refusal."""
    return pytest.raises(RefusedError, match=f"^{reason.value}$")


def undone(deed: Callable[[], object], reason: Reason) -> None:
    """Expect that ``deed`` is refused and that nothing at all was written."""
    before = remembered()
    with refused(reason):
        deed()
    assert remembered() == before


def remembered() -> tuple[object, ...]:
    """Return everything that may change in an act on a case."""
    from voordeur.records.consent.models import GrantRecord
    from voordeur.records.outbox.models import OutboxRecord

    return (
        list(CaseRecord.objects.values()),
        list(HandoverRecord.objects.values()),
        list(GrantRecord.objects.values()),
        OutboxRecord.objects.count(),
        list(JournalRecord.objects.values_list("sequence", "digest")),
    )


def acts(case: CaseRecord) -> list[str]:
    """Return the events of a case in order."""
    rows = JournalRecord.objects.filter(kind="act", case_id=case.pk).order_by("sequence")
    return list(rows.values_list("name", flat=True))
