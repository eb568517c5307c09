"""Sends what waits in the outbox, again and again until it has arrived or is given up."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services.context import Context
from voordeur.services.ports import Mail, ports

MOST_ATTEMPTS = 8
"""Tries before the system manager is asked to look; the last comes about four hours later."""


@dataclass(frozen=True, slots=True)
class SendReport:
    """How many messages went and how many must be tried again."""

    sent: int
    failed: int


def send_due(context: Context, *, most: int = 100) -> SendReport:
    """Send the messages that are due. A message goes out at least once; its key says it is one."""
    due = OutboxRecord.objects.filter(state="queued", next_attempt_at__lte=context.now)
    sent = failed = 0
    for identity in list(due.order_by("id").values_list("id", flat=True)[:most]):
        if _send_one(context, identity):
            sent += 1
        else:
            failed += 1
    return SendReport(sent, failed)


def _send_one(context: Context, identity: int) -> bool:
    with transaction.atomic():
        row = (
            OutboxRecord.objects.select_for_update(skip_locked=True, no_key=True)
            .filter(id=identity, state="queued")
            .first()
        )
        if row is None:
            return True
        mail = Mail(
            recipient=row.recipient,
            subject=row.subject,
            body=row.body,
            language=row.language,
            key=row.dedupe_key,
        )
        try:
            ports().mailer.send(mail)
        except Exception as error:  # noqa: BLE001  whatever the carrier says, we try again
            _postpone(context, row, error)
            return False
        OutboxRecord.objects.filter(id=row.pk).update(
            state="sent", sent_at=context.now, attempts=row.attempts + 1
        )
    return True


def _postpone(context: Context, row: OutboxRecord, error: Exception) -> None:
    attempts = row.attempts + 1
    OutboxRecord.objects.filter(id=row.pk).update(
        attempts=attempts,
        state="failed" if attempts >= MOST_ATTEMPTS else "queued",
        next_attempt_at=context.now + timedelta(minutes=2**attempts),
        last_error=type(error).__name__,
    )


@dataclass(frozen=True, slots=True)
class KeptMail:
    """A message as the demo's outbox page shows it."""

    recipient: str
    subject: str
    body: str
    state: str
    created_at: datetime


def newest(*, most: int = 50) -> list[KeptMail]:
    """Return the newest messages; in demo mode only, since they hold addresses."""
    if not ports().demo:
        raise RefusedError(Refusal(Reason.DEMO_ONLY))
    return [
        KeptMail(row.recipient, row.subject, row.body, row.state, row.created_at)
        for row in OutboxRecord.objects.order_by("-id")[:most]
    ]
