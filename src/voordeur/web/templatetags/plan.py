"""Template tags of agenda and plan: signs of a status, words, and links to the register."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from voordeur.domain.kernel.text import Text
from voordeur.domain.register.amounts import QUANTITY_WORDS, QuantityWord
from voordeur.domain.register.moments import Moment
from voordeur.services.plan_lines import LineRow
from voordeur.services.register_words import grouped
from voordeur.services.results import Outcome

register = template.Library()
MOST_NAMES = 3
MONTH, YEAR = 31, 365
FEW_MONTHS, MANY_MONTHS = 3, 24

SIGNS = {
    "to_start": "open",
    "running": "ours",
    "done": "done",
    "stopped": "no",
    "research": "open",
    "to_work_out": "open",
    "reached": "done",
    "reached_late": "done",
    "late": "late",
    "soon": "offered",
    "planned": "open",
    "achieved": "done",
    "on_track": "ours",
    "at_risk": "offered",
    "behind": "late",
    "unknown": "open",
    "new": "open",
    "weighed": "offered",
    "on_agenda": "ours",
    "solved": "done",
    "elsewhere": "no",
    "recorded": "open",
    "proposed": "offered",
    "adapted": "done",
    "none": "no",
    "draft": "offered",
    "adopted": "ours",
    "closed": "done",
}
"""Code of a status → the shape that goes with its word."""


@register.filter
def sign(code: str) -> str:
    """Return the shape of a status; unknown ones are open."""
    return SIGNS.get(str(code), "open")


@register.filter
def said(text: Text) -> str:
    """Return a text of the register in the language of the page."""
    return text.in_language(_language())


@register.filter
def moment(one: Moment | None) -> str:
    """Return a moment in words; empty when there is none."""
    return said(one.label()) if one is not None else ""


@register.filter
def quantity(value: int | str) -> str:
    """Return a number, or the word that stands in its place."""
    if isinstance(value, int):
        return grouped(value, _language())
    return said(QUANTITY_WORDS[QuantityWord(value)])


@register.filter
def few(names: str) -> str:
    """Return the first names of a list, and how many more there are."""
    listed = names.split(", ")
    if len(listed) <= MOST_NAMES + 1:
        return names
    more = len(listed) - MOST_NAMES
    shown = ", ".join(listed[:MOST_NAMES])
    return _("%(names)s en %(more)d andere") % {"names": shown, "more": more}


@register.simple_tag
def sheet_lines(lines: Iterable[LineRow]) -> SafeString:
    """Show the lines in one cell of the sheet; a sheet of hundreds is made in one go."""
    page = reverse("plan:line", args=["-"]).removesuffix("-/")
    said = {"changing": _("in wijziging"), "connected": _("in verbinding")}
    return format_html_join(
        "",
        '<div class="vd-planline"><a class="nl-link" href="{}{}/">{}</a>'
        '<div class="vd-planline__meta"><span class="vd-status vd-status--{}">{}</span>{}</div>'
        "</div>",
        ((page, one.code, one.title, *_stand(one, said), _amount(one)) for one in lines),
    )


def _stand(one: LineRow, said: dict[str, str]) -> tuple[str, str]:
    if one.waiting:
        return "offered", said["changing"]
    return sign(one.status), said["connected"] if one.level == "in_connection" else one.status_name


def _amount(one: LineRow) -> SafeString | str:
    return format_html('<span class="vd-number">{}</span>', one.money) if one.money else ""


@register.filter
def how_long(days: int) -> str:
    """Say a number of days as people do: days, and of long ago months or years."""
    if days > MANY_MONTHS * MONTH:
        return _("ruim %(n)d jaar") % {"n": days // YEAR}
    if days > FEW_MONTHS * MONTH:
        return _("ruim %(n)d maanden") % {"n": days // MONTH}
    return ngettext("%(n)d dag", "%(n)d dagen", days) % {"n": days}


@register.simple_tag
def outcome(one: Outcome) -> SafeString:
    """Show how a promise stands: counted, told, or nothing yet; and whether that is late."""
    unit = "" if one.numbered or not one.unit.nl else f"{said(one.unit)}, "
    if one.small:
        stands = format_html("{} {}{}", _("minder dan 10"), unit, _("geteld"))
    elif one.counted is not None:
        about = _("ongeveer") + " " if one.rounded else ""
        number = grouped(one.counted, _language())
        stands = format_html(
            '{}<span class="vd-number">{}</span> {}{}', about, number, unit, _("geteld")
        )
    elif one.told.nl:
        stands = format_html("{}", said(one.told))
    else:
        stands = format_html('<span class="vd-soft">{}</span>', _("nog niets verteld"))
    signs = [("done", _("gehaald"))] if one.reached else []
    signs += [("late", _("te laat"))] if one.late else []
    shown = format_html_join("", ' <span class="vd-status vd-status--{}">{}</span>', signs)
    return format_html("{}{}", stands, shown)


@register.simple_tag
def entry_url(kind: str, code: str) -> str:
    """Return the address of an entry of the register."""
    return _localised(f"/register/{kind}/{code}/")


@register.simple_tag
def edit_url(kind: str, code: str) -> str:
    """Return the address at which an entry is changed."""
    return _localised(f"/register/{kind}/{code}/wijzigen/")


@register.simple_tag
def new_url(kind: str, **fields: str) -> str:
    """Return the address at which an entry is added, with fields filled in beforehand."""
    filled = {name: value for name, value in fields.items() if value}
    return _localised(f"/register/{kind}/nieuw/") + (f"?{urlencode(filled)}" if filled else "")


@register.simple_tag
def proposal_url(ref: str) -> str:
    """Return the address of a proposal that a body decides on."""
    return _localised(f"/besluiten/voorstel/{ref}/")


def _language() -> str:
    return "en" if (get_language() or "nl").startswith("en") else "nl"


def _localised(path: str) -> str:
    return f"/en{path}" if _language() == "en" else path
