"""What every page has around it: the region's name, the menu of this person, the demo ribbon."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from voordeur.domain.kernel.actors import Role
from voordeur.domain.organisations.membership import ROLE_LABELS
from voordeur.services.employers import READERS as EMPLOYER_READERS
from voordeur.services.money_pages import READERS as MONEY_READERS
from voordeur.services.offices import ANYBODY, BUDGET_OWNER
from voordeur.services.ports import ports
from voordeur.services.region import current_region
from voordeur.web import contexts
from voordeur.web.components import Demo, FooterColumn, Link, Me, NavItem


def surroundings(request: HttpRequest) -> Mapping[str, object]:
    """Supply the names every layout reads (see web/components.py); lazily, so errors can render."""
    return {
        "region_name": SimpleLazyObject(_region_name),
        "brand": "Voordeur",
        "home_url": SimpleLazyObject(lambda: _home(request)),
        "nav": SimpleLazyObject(lambda: _nav(request)),
        "me": SimpleLazyObject(lambda: _me(request)),
        "demo": Demo(url="/demo") if ports().demo else None,
        "footer": SimpleLazyObject(_footer),
        "theme": "",
    }


def _region_name() -> str:
    try:
        return current_region().name.in_language(contexts.language())
    except LookupError:
        return ""


def _home(request: HttpRequest) -> str:
    return reverse("desk:today" if _on_desk(request) else "front_door:home")


def _on_desk(request: HttpRequest) -> bool:
    path = request.path.removeprefix("/en")
    return path.startswith(
        (
            *("/werk", "/beheer", "/besluiten", "/gereedschap", "/plan", "/register", "/geld"),
            "/vaardigheden",
        )
    )


def _nav(request: HttpRequest) -> list[NavItem]:
    if _on_desk(request) and request.user.is_authenticated:
        items = _desk_items(request)
    elif _on_mijn(request) and contexts.RESIDENT in request.session:
        items = [
            (_("Mijn Voordeur"), "my:home"),
            (_("Mijn profiel"), "my:profile"),
            (_("Wie keek"), "my:log"),
            (_("Spreekuren"), "front_door:hours"),
        ]
    else:
        items = [
            (_("Spreekuren"), "front_door:hours"),
            (_("Wie doet wat"), "front_door:who"),
            (_("Mijn Voordeur"), "my:home"),
        ]
    return [
        NavItem(label=label, url=reverse(name), current=_is_here(request, reverse(name)))
        for label, name in items
    ]


def _is_here(request: HttpRequest, url: str) -> bool:
    """Tell whether this page is the one of the menu, or lies behind it."""
    if url.removeprefix("/en") in _WHOLE_AREAS:
        return request.path.startswith(url)
    return request.path == url


_WHOLE_AREAS = ("/gereedschap/", "/plan/", "/register/", "/geld/", "/werkgevers/")
_CASE_ROLES = frozenset({Role.GIDS, Role.PARTNER_PROFESSIONAL, Role.WSP_CONSULTANT, Role.TEAM_LEAD})


def _desk_items(request: HttpRequest) -> list[tuple[str, str]]:
    standing = contexts.standing(request)
    if standing is None:
        return []
    organisation = standing.organisation(request.session.get(contexts.ACTING_FOR, ""))
    roles = standing.organisations.get(organisation, frozenset())
    case_work = bool(roles & _CASE_ROLES)
    offered = [
        (case_work, _("Vandaag"), "desk:today"),
        (case_work, _("Dossiers"), "desk:cases"),
        (case_work, _("Overdrachten"), "desk:handovers"),
        (True, _("Partners"), "desk:partners"),
        (
            bool(roles & {Role.TEAM_LEAD, Role.COORDINATOR, Role.PROGRAMME_TEAM}),
            _("Team en plekken"),
            "desk:team",
        ),
        (bool(roles & {Role.BACK_OFFICE, Role.TEAM_LEAD}), _("Trajecten"), "desk:trajectory_queue"),
        (bool(roles & BUDGET_OWNER), _("Doorbetalen"), "desk:trajectory_payers"),
        (bool(roles & EMPLOYER_READERS), _("Werkgevers"), "work:employers"),
        (bool(roles & _CASE_ROLES - EMPLOYER_READERS), _("Vacatures"), "work:vacancies"),
        (True, _("Besluiten"), "decisions:home"),
        (True, _("Gereedschap"), "toolbox:home"),
        (True, _("Paden"), "desk:path_use"),
        (True, _("Plan"), "plan:home"),
        (bool(roles & MONEY_READERS), _("Geld"), "broker:overview"),
        (True, _("Kennis"), "register:home"),
        (bool(roles & ANYBODY), _("Beheer"), "governance:home"),
    ]
    return [(label, name) for shown, label, name in offered if shown]


def _me(request: HttpRequest) -> Me | None:
    if _on_mijn(request):
        return _resident(request)
    standing = contexts.standing(request) if request.user.is_authenticated else None
    if standing is None:
        return None
    organisation = standing.organisation(request.session.get(contexts.ACTING_FOR, ""))
    roles = standing.organisations.get(organisation, frozenset())
    label = next((ROLE_LABELS[role] for role in Role if role in roles), None)
    detail = label.in_language(contexts.language()) if label else ""
    return Me(
        name=standing.name,
        detail=detail,
        logout_url=reverse("account_logout"),
        menu=(
            Link(_("Mijn account"), reverse("account:home")),
            Link(_("Mijn sessies"), reverse("usersessions_list")),
        ),
    )


def _on_mijn(request: HttpRequest) -> bool:
    return request.path.removeprefix("/en").startswith("/mijn")


def _resident(request: HttpRequest) -> Me | None:
    """Say that somebody is in, without a name: every name shown is a view in the log."""
    if contexts.RESIDENT not in request.session:
        return None
    return Me(
        name=_("Je bent ingelogd"),
        detail="",
        logout_url=reverse("my:logout"),
        menu=(Link(_("Mijn gegevens"), reverse("my:details")),),
    )


def _footer() -> tuple[FooterColumn, ...]:
    return (
        FooterColumn(
            _("Hulp nodig?"),
            (
                Link(_("Kom langs op een spreekuur"), reverse("front_door:hours")),
                Link(_("Stel je vraag online"), reverse("front_door:ask")),
                Link(_("Ik heb een code van mijn groep"), reverse("wsp_link:group")),
            ),
        ),
        FooterColumn(
            _("Over Voordeur"),
            (
                Link(_("Wie doet wat"), reverse("front_door:who")),
                Link(_("Jouw gegevens"), reverse("front_door:privacy")),
                Link(_("Algoritmes"), reverse("front_door:algorithms")),
                Link(_("Toegankelijkheid"), reverse("front_door:accessibility")),
            ),
        ),
        FooterColumn(_("Voor professionals"), (Link(_("Inloggen"), reverse("account_login")),)),
    )
