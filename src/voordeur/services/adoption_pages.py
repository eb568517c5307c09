"""Plans that each organisation adopts for itself, such as that of the employer service (GV-03)."""

from dataclasses import dataclass

from voordeur.domain.governance.routes import StepAct
from voordeur.services.context import Context
from voordeur.services.proposal_lanes import LaneStep
from voordeur.services.proposal_pages import ProposalLine, open_proposals, settled_proposals


@dataclass(frozen=True, slots=True)
class AdoptionYear:
    """One proposal with an adoption for every organisation."""

    line: ProposalLine
    year: int
    steps: tuple[LaneStep, ...]

    @property
    def given(self) -> int:
        """Count who adopted."""
        return sum(one.outcome is not None and not one.blocks for one in self.steps)


def adoptions(context: Context) -> tuple[AdoptionYear, ...]:
    """Return proposals of which more than one organisation must adopt, newest first."""
    lines = [*open_proposals(context), *settled_proposals(context)]
    found = []
    for line in lines:
        steps = tuple(one for one in line.steps if one.act is StepAct.ADOPTION)
        if len(steps) > 1:
            day = line.submitted_on or line.drafted_on
            found.append(AdoptionYear(line, day.year, steps))
    return tuple(sorted(found, key=lambda one: one.line.drafted_on, reverse=True))
