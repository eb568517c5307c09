"""The decision lane as people see it: stages next to each other, with why one cannot be yet."""

from dataclasses import dataclass
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext as _

from voordeur.domain.governance.proposals import ProposalState
from voordeur.services.proposal_lanes import LaneStep
from voordeur.services.proposal_pages import ProposalLine

StageState = Literal["done", "now", "later"]


@dataclass(frozen=True, slots=True)
class LaneStage:
    """Steps that are asked at the same time."""

    state: StageState
    steps: tuple[LaneStep, ...]
    missing: str
    """Why it cannot be yet, in words."""

    @property
    def many(self) -> bool:
        """Tell whether the steps are too many to show one below the other."""
        return len(self.steps) > 2  # noqa: PLR2004  two fit

    @property
    def given(self) -> int:
        """Count the steps that were answered."""
        return sum(one.outcome is not None for one in self.steps)


@dataclass(frozen=True, slots=True)
class ProposalCard:
    """A proposal in a list, with its lane."""

    line: ProposalLine
    url: str
    stages: tuple[LaneStage, ...]
    waits: str


def stages_of(steps: tuple[LaneStep, ...], *, runs: bool = True) -> tuple[LaneStage, ...]:
    """Return the steps by stage; in a round that ended (``runs`` False) nothing is now."""
    numbers = sorted({one.stage for one in steps})
    return tuple(
        _stage(tuple(one for one in steps if one.stage == number), runs=runs) for number in numbers
    )


def _stage(steps: tuple[LaneStep, ...], *, runs: bool) -> LaneStage:
    state: StageState = "later"
    if all(one.outcome is not None for one in steps):
        state = "done"
    elif runs and any(one.turn for one in steps):
        state = "now"
    lacking = dict.fromkeys(words for one in steps for words in one.missing)
    shown = list(lacking)[:2]
    more = len(lacking) - len(shown)
    said = "; ".join(shown)
    if more > 0:
        said += "; " + _("en nog %(number)d") % {"number": more}
    return LaneStage(state, steps, said)


def card(line: ProposalLine) -> ProposalCard:
    """Return a proposal as it stands in a list."""
    return ProposalCard(
        line,
        reverse("decisions:proposal", args=[line.ref]),
        stages_of(line.steps, runs=line.state is ProposalState.SUBMITTED),
        waits_for(line),
    )


def waits_for(line: ProposalLine) -> str:
    """Return whom a proposal waits for, in words."""
    if line.state is ProposalState.DRAFTED:
        return _("het programmateam: nog niet ingediend")
    names = list(dict.fromkeys(one.name for one in line.turn))
    if names:
        shown = ", ".join(names[:3])
        more = len(names) - 3
        return shown + (_(" en nog %(number)d") % {"number": more} if more > 0 else "")
    if line.state is ProposalState.SUBMITTED:
        return _("een herziening: er is niet ingestemd")
    return ""
