"""One act: one transaction, one event, and messages that leave after the commit."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from voordeur.records.outbox.models import OutboxRecord
from voordeur.services import audit
from voordeur.services.audit import JournalEntry, Payload, Subject
from voordeur.services.context import Context


@dataclass(frozen=True, slots=True)
class Message:
    """A message to put in the outbox; ``key`` names the effect, so that it happens once."""

    key: str
    kind: str
    recipient: str
    subject: str
    body: str
    language: str = "nl"
    case_id: int | None = None
    not_before: datetime | None = None


@dataclass
class Act:
    """What an act gathers while it runs: its single event and the messages that follow."""

    context: Context
    entry: JournalEntry | None = None
    messages: list[Message] = field(default_factory=list)

    def record(
        self,
        name: str,
        *,
        payload: Payload,
        case_id: int | None = None,
        subjects: tuple[Subject, ...] = (),
        legal_basis: str = "",
    ) -> None:
        """Name the one event of this act; a second call is a programmer's error."""
        if self.entry is not None:
            message = f"an act has one event: {self.entry.name}, not also {name}"
            raise AssertionError(message)
        self.entry = JournalEntry(
            kind="act",
            name=name,
            payload=payload,
            case_id=case_id,
            subjects=subjects,
            legal_basis=legal_basis,
        )

    def send(self, message: Message) -> None:
        """Put ``message`` in the outbox when the act commits; no address means no message."""
        if message.recipient:
            self.messages.append(message)


@contextmanager
def acting(context: Context) -> Iterator[Act]:
    """Run one act in one transaction; on success write its event and its messages.

    Raises ``AssertionError`` when the act recorded no event. Any exception undoes everything.
    """
    with transaction.atomic():
        act = Act(context)
        yield act
        if act.entry is None:
            message = "an act must record its event"
            raise AssertionError(message)
        _queue(context, act.messages)
        audit.append(context, act.entry)


def _queue(context: Context, messages: list[Message]) -> None:
    OutboxRecord.objects.bulk_create(
        (
            OutboxRecord(
                dedupe_key=message.key,
                kind=message.kind,
                recipient=message.recipient,
                language=message.language,
                subject=message.subject,
                body=message.body,
                case_id=message.case_id,
                next_attempt_at=message.not_before or context.now,
                created_at=context.now,
            )
            for message in messages
        ),
        ignore_conflicts=True,
    )
