"""Rows of mixes as values: which purse pays which step, and giving reserved money back."""

from collections.abc import Iterable
from dataclasses import dataclass

from voordeur.domain.funding.broker_consents import ConsentState, MixState
from voordeur.domain.funding.ledger import Movement, Posting
from voordeur.domain.kernel.refusal import Reason, Refusal, RefusedError
from voordeur.records.funding.models import MixConsentRecord, MixRecord
from voordeur.records.money.models import ClaimRecord
from voordeur.services import ledger
from voordeur.services.context import Context

NOT_FOUND = Refusal(Reason.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class KeptShare:
    """What one purse pays of one step, as kept with a chosen mix."""

    step: str
    source: str
    budget: str
    amount_cents: int


def shares_of(row: MixRecord) -> tuple[KeptShare, ...]:
    """Return who pays what in a chosen mix."""
    return tuple(KeptShare(*one) for one in row.because.get("shares", ()))


def locked_mix(ref: str) -> MixRecord:
    """Return a mix that nobody else changes until this transaction ends, or NOT_FOUND."""
    row = (
        MixRecord.objects.select_for_update(no_key=True, of=("self",))
        .select_related("trajectory__case")
        .filter(ref=ref)
        .first()
    )
    if row is None:
        raise RefusedError(NOT_FOUND)
    return row


def settle(context: Context, row: MixRecord, state: MixState) -> None:
    """Write how a mix stands now; the database holds it to what its owners said."""
    row.state, row.settled_at = state.value, context.now
    same = MixRecord.objects.filter(pk=row.pk, version=row.version)
    row.version += 1
    changed = same.update(state=row.state, settled_at=row.settled_at, version=row.version)
    if changed != 1:
        raise RefusedError(Refusal(Reason.CHANGED_MEANWHILE))


def states_of(row: MixRecord) -> list[ConsentState]:
    """Return what each owner in a mix said."""
    said = MixConsentRecord.objects.filter(mix=row).values_list("state", flat=True)
    return [ConsentState(one) for one in said]


def reserved_claims(row: MixRecord) -> list[ClaimRecord]:
    """Return the claims of a mix of which money is still only reserved."""
    claims = ClaimRecord.objects.filter(
        cost__step__trajectory_id=row.trajectory_id,
        cost__step__ref__in={one.step for one in shares_of(row)},
        budget__code__in={one.budget for one in shares_of(row)},
        reserved_cents__gt=0,
    )
    return list(claims.select_related("budget", "cost__step").order_by("budget__code", "id"))


def release(context: Context, row: MixRecord) -> ledger.TOLD:
    """Give back what a mix only reserved, inside the caller's act; what is ordered or paid stays.

    Returns the rows for the event of the act.
    """
    postings = _releases(reserved_claims(row))
    if not postings:
        return []
    return ledger.post(
        context, postings=postings, decision=row.ref, key=f"release:{row.ref}:{row.version}"
    )


def _releases(claims: Iterable[ClaimRecord]) -> list[Posting]:
    return [
        Posting(Movement.RELEASE, one.budget.code, one.reserved_cents, one.ref) for one in claims
    ]
