"""The bodies of the region: by level on any day, and one body with its seats."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from voordeur.services import body_pages, register
from voordeur.services.body_pages import BalanceLine, BodyPage
from voordeur.web import contexts, dates
from voordeur.web.components import Fact
from voordeur.web.decisions.frame import crumbs, day_asked, entry_url, new_entry_url, show


@require_safe
def bodies(request: HttpRequest) -> HttpResponse:
    """Show who meets, advises and decides on a day, by level."""
    context = contexts.professional(request)
    day = day_asked(request, context.today)
    found = body_pages.body_map(context, day=day)
    kind = register.kind_of(body_pages.BODY)
    return show(
        request,
        "bodies",
        found=found,
        is_today=day == context.today,
        op="" if day == context.today else f"?op={day.isoformat()}",
        new_url=new_entry_url("body") if register.may_write(context, kind, None) else "",
        mandate_urls=[(one, entry_url("mandate", one.code)) for one in found.mandates],
    )


@require_safe
def body(request: HttpRequest, code: str) -> HttpResponse:
    """Show one body: remit, seats, balance, what it came from and what came after."""
    context = contexts.professional(request)
    day = day_asked(request, context.today)
    page = body_pages.body_page(context, code=code, day=day)
    return show(
        request,
        "body",
        page=page,
        line=page.line,
        day=day,
        is_today=day == context.today,
        op="" if day == context.today else f"?op={day.isoformat()}",
        facts=_facts(page),
        balance=_balance_words(page.balance),
        entry_url=entry_url("body", code),
        crumbs=crumbs("bodies", page.line.name.name),
    )


def _facts(page: BodyPage) -> list[Fact]:
    name = page.line.name
    facts = [Fact(_("Niveau"), page.line.level)]
    if page.line.reach:
        facts.append(Fact(_("Bereik"), page.line.reach))
    if name.start:
        facts.append(Fact(_("Sinds"), dates.day_year(name.start)))
    if name.end:
        facts.append(Fact(_("Tot"), dates.day_year(name.end)))
    quorum = _("geen aantal vastgelegd")
    if page.quorum:
        number = page.quorum
        quorum = ngettext("%(number)d lid aanwezig", "%(number)d leden aanwezig", number)
        quorum %= {"number": number}
    facts.append(Fact(_("Nodig om te besluiten"), quorum))
    if page.funded_by:
        facts.append(Fact(_("Betaald uit"), page.funded_by))
    if page.aliases:
        facts.append(Fact(_("Ook bekend als"), ", ".join(page.aliases)))
    facts.append(Fact(_("Bron"), page.source))
    return facts


def _balance_words(balance: BalanceLine) -> str:
    """Return in one sentence whether everybody is heard."""
    if not balance.perspectives:
        return ""
    if balance.unheard:
        missing = ", ".join(balance.unheard)
        return _("Niet aan tafel: %(missing)s.") % {"missing": missing}
    if balance.uneven:
        return _("De deelregio’s hebben niet hetzelfde aandeel van hun gemeenten aan tafel.")
    return ""


def body_url(code: str) -> str:
    """Return the page of a body."""
    return reverse("decisions:body", args=[code])
