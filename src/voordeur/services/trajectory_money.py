"""Money of steps that will not happen: what was not paid returns to its budgets, inside an act."""

from collections.abc import Iterable

from voordeur.domain.funding.broker_consents import MixState
from voordeur.domain.funding.ledger import Movement, Posting
from voordeur.records.funding.models import MixRecord
from voordeur.records.money.models import CostRecord
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.services import ledger, mixes
from voordeur.services.context import Context


def give_back(context: Context, steps: Iterable[int], *, decision: str, key: str) -> ledger.TOLD:
    """Return what is reserved or committed for steps and not paid; rows for the event of the act.

    ``steps`` are numbers of rows. Nothing moves when nothing was claimed.
    """
    postings = []
    for cost in CostRecord.objects.filter(step_id__in=tuple(steps)).order_by("id"):
        for one in ledger.claims_of_cost(cost.pk):
            for movement, cents in (
                (Movement.RELEASE, one.balance.reserved_cents),
                (Movement.UNCOMMIT, one.balance.committed_cents),
            ):
                if cents:
                    postings.append(Posting(movement, one.budget, cents, one.ref))
    if not postings:
        return []
    return ledger.post(context, postings=postings, decision=decision, key=key)


def end_question(context: Context, row: TrajectoryRecord) -> None:
    """Take back the question to the owners of the money when a trajectory stops."""
    asked = MixRecord.objects.filter(trajectory=row, state=MixState.ASKED.value).first()
    if asked is not None:
        mixes.settle(context, mixes.locked_mix(asked.ref), MixState.REPLACED)
