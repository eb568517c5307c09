"""Addresses of consents, plans, scenarios and the stream of money; every page asks for a login."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import URLPattern, path

from voordeur.web.broker import (
    board_views,
    consent_views,
    money_views,
    payment_views,
    plan_views,
    share_views,
    stream_views,
)

app_name = "broker"


def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """Return an address that only somebody who is logged in can open."""
    return path(route, login_required(view), name=name)


urlpatterns = [
    page("", money_views.overview, "overview"),
    page("overnemen/", money_views.take_over, "take_over"),
    page("budget/<slug:code>/", money_views.purse, "purse"),
    page("budget/<slug:code>.<str:form>", money_views.purse_export, "purse_export"),
    page("grootboek-<int:year>.<str:form>", money_views.export, "export"),
    page("stroom/", stream_views.streams, "streams"),
    page("stroom/regels/", stream_views.stream_lines, "stream_lines"),
    page("stap/<str:step>/", stream_views.path, "path"),
    page("stap/<str:step>/terug/", stream_views.bring_back, "bring_back"),
    page("plannen/", plan_views.plans, "plans"),
    page("plannen/<str:ref>/", plan_views.plan, "plan"),
    page("plannen/<str:ref>/verdeling/", plan_views.choose_way, "plan_way"),
    page("plannen/<str:ref>/overnemen/", plan_views.adopt, "plan_adopt"),
    page("scenario/", plan_views.scenarios, "scenarios"),
    page("facturen/", money_views.invoice_queue, "invoices"),
    page("facturen/<str:ref>/", money_views.invoice_act, "invoice_act"),
    page("betalingen/", payment_views.payment_list, "payments"),
    page("betalingen/koppel/", payment_views.match_all, "payments_match"),
    page("betalingen/<str:ref>/", payment_views.payment_act, "payment_act"),
    page("subsidies/", board_views.subsidies, "subsidies"),
    page("subsidies/data.ics", board_views.subsidy_calendar, "subsidy_calendar"),
    page("reserve/", board_views.reserve, "reserve"),
    page("projecten/", share_views.projects, "projects"),
    page("lokaal/", share_views.local, "local"),
    page("lokaal/openen/", share_views.local_new, "local_new"),
    page("toestemmingen/", consent_views.inbox, "consents"),
    page("toestemmingen/<str:ref>/<slug:source>/", consent_views.consent, "consent"),
    page("toestemmingen/<str:ref>/<slug:source>/ja/", consent_views.give, "consent_give"),
]
