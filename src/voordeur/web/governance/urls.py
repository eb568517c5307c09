"""Addresses of the governance pages; every page asks for a login first."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import URLPattern, path, register_converter
from django.urls.converters import StringConverter

from voordeur.web.governance import (
    matching_views,
    overview,
    pack_views,
    people_views,
    policy_views,
    privacy_views,
    transfer_views,
)

app_name = "governance"


class Number:
    """A number the database can hold."""

    regex = "[1-9][0-9]{0,17}"

    def to_python(self, value: str) -> int:
        """Return the number itself."""
        return int(value)

    def to_url(self, value: int) -> str:
        """Return the number as it stands in an address."""
        return str(value)


class Digest(StringConverter):
    """The digest of a checked pack."""

    regex = "[0-9a-f]{64}"


register_converter(Number, "row")
register_converter(Digest, "digest")


def page(route: str, view: Callable[..., HttpResponse], name: str) -> URLPattern:
    """Return an address that only somebody who is logged in can open."""
    return path(route, login_required(view), name=name)


urlpatterns = [
    page("", overview.home, "home"),
    page("regiopakket/", pack_views.pack, "pack"),
    page("regiopakket/controleren/", pack_views.upload, "pack_upload"),
    page("regiopakket/laden/<digest:digest>/", pack_views.load, "pack_load"),
    page("regiopakket/regiopakket.zip", pack_views.download, "pack_download"),
    page("regiopakket/namen/", pack_views.names, "names"),
    page("regiopakket/wie-leidt/", pack_views.routes, "routes"),
    page("partijen/", pack_views.parties, "parties"),
    page("standpunten/", policy_views.positions, "policies"),
    page("mensen/", people_views.people, "people"),
    page("mensen/nieuw/", people_views.invite, "person_new"),
    page("mensen/<row:account_id>/", people_views.person, "person"),
    page("mensen/<row:account_id>/rollen/", people_views.join, "person_join"),
    page("mensen/<row:account_id>/stopt/<row:membership_id>/", people_views.leave, "person_leave"),
    page("mensen/<row:account_id>/link/", people_views.send_link, "person_link"),
    page("mensen/<row:account_id>/sluiten/", people_views.close, "person_close"),
    page("mensen/<row:account_id>/openen/", people_views.reopen, "person_reopen"),
    page("berichten/", overview.outbox, "messages"),
    page("berichten/opnieuw/", overview.retry, "messages_retry"),
    page("logboek/", privacy_views.log, "log"),
    page("logboek/controle/", privacy_views.check, "log_check"),
    page("inzage/", privacy_views.access, "access"),
    page("inzage/<slug:ref>/", privacy_views.give, "access_give"),
    page("bewaren/", privacy_views.keeping, "retention"),
    page("bewaren/verwijderen/", privacy_views.forget, "retention_run"),
    page("lijsten/", matching_views.lists, "lists"),
    page("lijsten/<row:number>/", matching_views.one_list, "list"),
    page("eerlijke-kansen/", matching_views.fairness, "fairness"),
    page("importeren/", transfer_views.uploads, "imports"),
    page("importeren/<slug:ref>/", transfer_views.one_import, "import"),
    page("importeren/<slug:ref>/kolommen/", transfer_views.columns, "import_columns"),
    page("importeren/<slug:ref>/verbeteren/", transfer_views.mend, "import_mend"),
    page("importeren/<slug:ref>/opnemen/", transfer_views.take, "import_take"),
    page("importeren/<slug:ref>/weg/", transfer_views.drop, "import_drop"),
    page("exporteren/", transfer_views.exports, "exports"),
    page("exporteren/register.zip", transfer_views.register_files, "register_files"),
]
