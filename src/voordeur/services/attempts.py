"""Counting attempts, so that nobody can try codes until one fits, whichever process answers."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.accounts.models import AttemptRecord, CacheEntryRecord
from voordeur.services.context import Context


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``most`` attempts of one sort in a window of ``minutes``, per key."""

    name: str
    most: int
    minutes: int = 15


def count(context: Context, *, limit: Limit, key: str) -> None:
    """Count one attempt for ``key``; raises TOO_MANY_ATTEMPTS when there were enough.

    Counted in the database, so that one count holds for all processes and machines; call it before
    an act, whose end must not undo it. Who tried is not to be read there.
    """
    seconds = limit.minutes * 60
    window = int(context.now.timestamp()) // seconds
    row = AttemptRecord(
        key=hidden_key(f"{limit.name}:{key}:{window}"),
        ends_at=datetime.fromtimestamp((window + 1) * seconds, tz=UTC),
    )
    with transaction.atomic():  # the row stays ours until its number is read back
        AttemptRecord.objects.bulk_create([row], ignore_conflicts=True)
        found = AttemptRecord.objects.filter(key=row.key)
        found.update(number=F("number") + 1)
        number = found.values_list("number", flat=True).get()
    if number > limit.most:
        raise RefusedError(Refusal(Reason.TOO_MANY_ATTEMPTS))


def hidden_key(key: str, _prefix: str = "", _version: int = 1) -> str:
    """Return ``key`` so that who reads the database learns no address or account from it."""
    return salted_hmac("voordeur.attempts", key, algorithm="sha256").hexdigest()


def forget(context: Context) -> None:
    """Throw away what was counted in windows that are over."""
    over = context.now - timedelta(minutes=1)  # some request may be counting in it right now
    AttemptRecord.objects.filter(ends_at__lte=over).delete()
    CacheEntryRecord.objects.filter(expires__lte=over).delete()
