"""Messages that were given up: shown without their words, and sent again on request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from voordeur.records.outbox.models import OutboxRecord
from voordeur.services.acts import acting
from voordeur.services.context import Context
from voordeur.services.offices import MANAGER, require_office

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class FailedMessage:
    """A message that was given up; of its address only the part after the @ is shown."""

    id: int
    kind: str
    domain: str
    attempts: int
    error: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class OutboxPage:
    """What was given up, and how many messages wait and went."""

    failed: tuple[FailedMessage, ...]
    total_failed: int
    waiting: int
    late: int
    """Waiting after a first try that failed."""


def outbox(context: Context) -> OutboxPage:
    """Return the messages that were given up; raises NOT_FOUND for anybody but a manager."""
    require_office(context, MANAGER)
    failed = OutboxRecord.objects.filter(state="failed")
    waiting = OutboxRecord.objects.filter(state="queued")
    return OutboxPage(
        failed=tuple(
            FailedMessage(
                id=row.pk,
                kind=row.kind,
                domain=row.recipient.rpartition("@")[2],
                attempts=row.attempts,
                error=row.last_error,
                made_at=row.created_at,
            )
            for row in failed.order_by("-id")[:MOST_SHOWN]
        ),
        total_failed=failed.count(),
        waiting=waiting.count(),
        late=waiting.filter(attempts__gt=0).count(),
    )


def retry(context: Context, *, messages: Iterable[int] = ()) -> int:
    """Try messages again from now, all that failed when none are named; returns how many.

    Doing it twice sends once: only what is given up goes back in line.
    """
    require_office(context, MANAGER)
    chosen = list(messages)
    rows = OutboxRecord.objects.filter(state="failed")
    if chosen:
        rows = rows.filter(pk__in=chosen)
    identities = list(rows.order_by("pk").values_list("pk", flat=True)[:1000])
    if not identities:
        return 0
    with acting(context) as act:
        again = OutboxRecord.objects.filter(pk__in=identities, state="failed").update(
            state="queued", attempts=0, next_attempt_at=context.now
        )
        act.record("MessagesRetried", payload={"messages": identities})
    return again
