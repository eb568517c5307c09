"""Template tags of the sector paths: how long something takes, and the mark of its chances."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from voordeur.web.paths.wide_picture import MARKS

register = template.Library()
YEAR = 12


@register.filter
def duration(months: int) -> str:
    """Return months as people say them: '1 jaar en 4 maanden'."""
    years, rest = divmod(months, YEAR)
    said = []
    if years:
        said.append(ngettext("%(n)s jaar", "%(n)s jaar", years) % {"n": years})
    if rest or not years:
        said.append(ngettext("%(n)s maand", "%(n)s maanden", rest) % {"n": rest})
    return _(" en ").join(said)


@register.filter
def chance_mark(prospect: str) -> str:
    """Return the sign that stands for chances in work."""
    return MARKS.get(prospect, "")
