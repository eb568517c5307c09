"""What states, acts and outcomes of governance are called on screens and on paper."""

from collections.abc import Mapping

from voordeur.domain.governance.proposals import Outcome, ProposalState
from voordeur.domain.governance.routes import StepAct
from voordeur.domain.kernel.text import Text

STATES: Mapping[ProposalState, Text] = {
    ProposalState.DRAFTED: Text("concept", "draft"),
    ProposalState.SUBMITTED: Text("loopt", "running"),
    ProposalState.DECIDED: Text("besloten", "decided"),
    ProposalState.REJECTED: Text("afgewezen", "rejected"),
    ProposalState.WITHDRAWN: Text("ingetrokken", "withdrawn"),
}
ACTS: Mapping[StepAct, Text] = {
    StepAct.ADVICE: Text("advies", "advice"),
    StepAct.CONSENT: Text("instemming", "consent"),
    StepAct.ADOPTION: Text("vaststelling", "adoption"),
    StepAct.DECISION: Text("besluit", "decision"),
    StepAct.INFORMATION: Text("kennisgeving", "information"),
}
OUTCOMES: Mapping[Outcome, Text] = {
    Outcome.POSITIVE: Text("positief advies", "positive advice"),
    Outcome.POSITIVE_WITH_REMARKS: Text(
        "positief advies met opmerkingen", "positive advice with remarks"
    ),
    Outcome.NEGATIVE: Text("negatief advies", "negative advice"),
    Outcome.GIVEN: Text("stemt in", "consents"),
    Outcome.REFUSED: Text("stemt niet in", "does not consent"),
    Outcome.ADOPTED: Text("vastgesteld", "adopted"),
    Outcome.ADOPTED_CHANGED: Text("gewijzigd vastgesteld", "adopted with changes"),
    Outcome.REJECTED: Text("afgewezen", "rejected"),
    Outcome.HELD: Text("aangehouden", "held over"),
    Outcome.INFORMED: Text("verstuurd", "sent"),
}
LACKS = Text("{act} van {who} ontbreekt", "{act} of {who} is missing")
STANDS_IN_THE_WAY = Text("{who}: {outcome}", "{who}: {outcome}")
"""What is missing, or what was said that keeps later stages shut."""
