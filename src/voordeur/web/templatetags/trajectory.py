"""Template tags of a trajectory: why a step cannot go on yet."""

from django import template
from django.utils.translation import gettext as _

from voordeur.domain.kernel.refusal import Refusal
from voordeur.services.trajectory_pages import StepLine
from voordeur.web.components import Explanation, Fact
from voordeur.web.refusals import sentence

register = template.Library()


@register.filter
def why_waits(step: StepLine) -> Explanation | None:
    """Return why a planned step cannot be ordered or started now; None when it can."""
    blocked = step.may_order if step.cost_cents is not None else step.may_start
    if step.state.value != "planned" or not isinstance(blocked, Refusal):
        return None
    facts = [Fact(_("Stand"), step.state_label)]
    if step.waits_for:
        facts.append(Fact(_("Wacht op"), ", ".join(step.waits_for)))
    facts.extend(Fact(_("Betaalt"), one.title) for one in step.payers)
    return Explanation(
        facts=tuple(facts),
        rule=sentence(blocked),
        source=_("De regels van een traject: eerst het ja van de persoon, dan dat van het geld."),
    )
