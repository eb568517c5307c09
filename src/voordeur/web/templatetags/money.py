"""Template tags of money: amounts as people write them, shares as bars, and why a source pays."""

from django import template
from django.utils.translation import get_language

from voordeur.services.mix_pages import PayerLine
from voordeur.services.register_words import euros as written
from voordeur.web.components import Explanation, Fact

register = template.Library()


@register.filter
def euros(cents: int | None) -> str:
    """Return an amount in cents as people write it; nothing for no amount."""
    return written(cents, (get_language() or "nl")[:2]) if cents is not None else ""


@register.filter
def percent(permille: int) -> str:
    """Return a share in whole percents."""
    return f"{round(permille / 10)} %"


@register.filter
def why_pays(line: PayerLine) -> Explanation:
    """Return why a source may pay, as facts, rule and source."""
    return Explanation(
        facts=tuple(Fact(label, value) for label, value in line.facts),
        rule=line.rule,
        source=line.document,
    )
