"""What money is meant for, as the ledger holds it: staff, or some people only."""

from voordeur.domain.funding.broker_rules import fits, read_terms
from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.records.money.models import BudgetRecord, CostRecord
from voordeur.records.toolbox.models import ProfileRecord
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services.broker_person import facts_of
from voordeur.services.context import Context
from voordeur.services.trajectory_templates import entry

STAFF = "staff"
WHOLE = 1000


def within_earmark(context: Context, budget: BudgetRecord, cost: CostRecord) -> Verdict:
    """Judge whether a budget is meant for a cost; OUTSIDE_EARMARK tells what it is meant for.

    Money for staff pays no step of a person. A source that is wholly meant for some people pays
    only for who certainly is one of them; a share that is meant for some is kept by the broker.
    """
    if cost.step_id is None:
        return ALLOWED
    if budget.sort == STAFF:
        return Refusal(Reason.OUTSIDE_EARMARK, {"budget": budget.code, "for": STAFF})
    source = entry("funding_source", budget.source)
    marks = read_terms(source).earmarks if source is not None else ()
    if sum(one.permille for one in marks) < WHOLE:
        return ALLOWED
    step = TrajectoryStepRecord.objects.select_related("trajectory__case__resident").get(
        pk=cost.step_id
    )
    case = step.trajectory.case
    profile = ProfileRecord.objects.filter(case=case).values_list("facts", flat=True).first()
    facts = facts_of(context, case, profile or {})
    if any(fits(one.when, facts) for one in marks):
        return ALLOWED
    labels = ", ".join(one.label.in_language(context.language) for one in marks)
    return Refusal(Reason.OUTSIDE_EARMARK, {"budget": budget.code, "for": labels})
