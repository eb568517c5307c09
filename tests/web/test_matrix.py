"""Who gets which answer from every address: matrix.csv has a line for each, and holds for all.

Everybody with a role works at the Werkcentrum; what the addresses name belongs to Gemeente Velsen
and UWV. So a line says what somebody gets who has nothing to do with it.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.people import NOW, Cast, hire
from tests.services.dossier import offered, registered
from tests.services.planned import planned
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.records.accounts.models import Account
from voordeur.records.consent.models import GrantRecord
from voordeur.services import (
    cases,
    employers,
    gatherings,
    imports,
    links,
    referrals,
    saved_views,
    vacancies,
)
from voordeur.services.context import Context
from voordeur.services.employers import EmployerDetails
from voordeur.services.people import PersonDetails
from voordeur.services.vacancies import NewVacancy
from voordeur.web import contexts

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TABLE = Path(__file__).with_name("matrix.csv")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
WHO = ("anonymous", "resident", *(role.value for role in Role))
METHODS = ("GET", "POST")
UNKNOWN = "ZZZZZZZZZZ"
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
CHANGING = re.compile(
    r"(?:csrfmiddlewaretoken\W+value=\W|nonce=\W|\bname=\"once\" value=\")[\w-]+|ZZZZZZZZZZ"
)


@dataclass(frozen=True)
class Route:
    """A name and the pattern of its address."""

    name: str
    pattern: str

    def address(self, refs: Mapping[str, str]) -> str:
        """Return an address with these references, the unknown one for what is not named."""
        found = PARAMETER.sub(lambda m: refs.get(m[1], REST.get(m[1], UNKNOWN)), self.pattern)
        return "/" + RESET.sub("1-abcdef", found).lstrip("/").replace("^", "").rstrip("$")


RESET = re.compile(r"\(\?P<uidb36>.*\(\?P<key>\.\+\)")
REST = {
    "digest": "0" * 64,
    "year": "2026",
    "slug": "nobody",
    "token": "abcdefabcdefabcdefabcdefabcdefab",
    "location": "place-6",
    "code": "uwv",
    "kind": "law",
    "fact": "work",
    "act": "notitie",
    "form": "csv",
    "account_id": "999999",
    "membership_id": "999999",
    "months": "3",
    "number": "999999",
}


def routes() -> list[Route]:
    """Return every address of the program, in Dutch."""
    return sorted(set(_walk(get_resolver().url_patterns)), key=lambda one: one.name)


def _walk(
    patterns: list[URLPattern | URLResolver], space: str = "", start: str = ""
) -> Iterator[Route]:
    for one in patterns:
        route = start + str(one.pattern)
        if isinstance(one, URLResolver):
            name = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, name, route)
        else:
            yield Route(f"{space}{one.name}", route)


def lines() -> dict[tuple[str, str], dict[str, str]]:
    """Return what matrix.csv says: (route, method) → who → status."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return {(row["route"], row["method"]): row for row in csv.DictReader(file)}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def foreign(cast: Cast) -> dict[str, dict[str, str]]:
    """What there is at Velsen and UWV, by the first part of the names of routes."""
    bob = cast.bob.context
    case = registered(bob)
    step = cases.agree_step(bob, ref=case.ref, what="Bellen", due_date=bob.today)
    handover = offered(
        bob, case, receiver="uwv", deviation="UWV kent Dagmar.", resident_agrees=True
    )
    view = saved_views.save_view(bob, list_name="cases", name="Van Bob", query="", shared=True)
    lead = hire("Lia Proefpersoon", "gemeente-velsen", Role.TEAM_LEAD).context
    link = links.make_organisation_link(lead, organisation="gemeente-velsen")
    planned(hire("Pam Proefpersoon", "gemeente-velsen", Role.PROGRAMME_TEAM).context)
    sam = hire("Sem Proefpersoon", "gemeente-velsen", Role.SYSTEM_MANAGER).context
    one_import = imports.start(
        sam, kind="people", organisation="gemeente-velsen", content=b"naam\nPiet\n"
    )
    assert isinstance(one_import, imports.Started)
    wim = hire("Wim Proefpersoon", "wsp", Role.WSP_CONSULTANT).context
    employer = employers.open_employer(wim, details=EmployerDetails(name="Bedrijf Voorbeeld"))
    seat = NewVacancy(title="Helpende", seats=1, hours_from=16, hours_to=24)
    vacancy = vacancies.open_vacancy(wim, employer=employer, new=seat)
    referral = referrals.suggest(bob, vacancy=vacancy, case=case.ref, because="Past.")
    talk = gatherings.NewGathering(
        title="Koffie", day=bob.today, place="Velsen", places=9, audience="employers"
    )
    gathering = gatherings.plan_gathering(bob, new=talk)
    grant = str(GrantRecord.objects.filter(case=case).values_list("ref", flat=True)[0])
    dossier = {"ref": case.ref, "step": str(step), "document": UNKNOWN}
    return {
        "desk:handover": {"ref": handover.ref},
        "desk:view": {"ref": view},
        "desk:location_hours": {"code": "place-6"},
        "desk:organisation_link_revoke": {"ref": link},
        "desk:partner": {"code": "uwv"},
        "desk:": dossier,
        "plan:line": {"code": "line-1"},
        "plan:lines": {"year": "2026"},
        "plan:": {"year": "2026"},
        "register:": {"kind": "plan_line", "code": "line-1"},
        "my:stop": {"grant": grant},
        "my:again": {"grant": grant},
        "my:": {**dossier},
        "wsp:": {"ref": gathering},
        "wsp_my:": {"ref": gathering},
        "work:": {"ref": employer},
        "work:vacancy": {"ref": vacancy},
        "work:change_vacancy": {"ref": vacancy},
        "work:split_vacancy": {"ref": vacancy},
        "work:referral": {"ref": referral},
        **{f"work:{one}": {"ref": case.ref} for one in ("case", "suggest", "place", "check")},
        "work:end_placement": {"ref": case.ref},
        "governance:access": {"ref": str(getattr(case.resident, "ref", ""))},
        "governance:import": {"ref": one_import.ref},
        "governance:": {"account_id": str(bob.account_id)},
    }


def refs_of(route: Route, foreign: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return the foreign references for a route: the longest beginning of its name counts."""
    fitting = [key for key in foreign if route.name.startswith(key)]
    return foreign[max(fitting, key=len)] if fitting else {}


def browser(who: str) -> Client:
    """Return the browser of somebody at the Werkcentrum, of another resident, or of nobody."""
    client = Client(raise_request_exception=False)
    if who == "resident":
        piet = hire("Gast Proefpersoon", "werkcentrum", Role.GIDS).context
        person = PersonDetails(name="Piet Steekproef", email="piet@example.nl", postcode="1971")
        case = registered(piet, person=person)
        session = client.session
        session[contexts.RESIDENT] = case.resident_id
        session.save()
        assert Context(kind=ActorKind.RESIDENT, now=NOW, resident_id=case.resident_id)
    elif who != "anonymous":
        person_context = hire("Rol Proefpersoon", "werkcentrum", Role(who)).context
        account = Account.objects.get(pk=person_context.account_id)
        client.force_login(account, backend=BACKEND)
    return client


def answer(client: Client, method: str, address: str) -> HttpResponse:
    """Ask one page and undo whatever it did, also to the session."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        found = client.generic(method, address)
        transaction.set_rollback(True)
    client.cookies = cookies
    return found  # type: ignore[return-value]


def body(response: HttpResponse, refs: Iterable[str]) -> str:
    """Return a page without what is different each time, and without its own address."""
    text = unescape(b"".join(response).decode(errors="replace"))
    for ref in refs:
        text = text.replace(f"/{ref}/", f"/{UNKNOWN}/")
    return CHANGING.sub("", text)


def test_every_address_has_its_lines() -> None:
    known, listed = {one.name for one in routes()}, {name for name, _method in lines()}
    assert known == listed
    assert all((name, method) in lines() for name in known for method in METHODS)


@pytest.mark.parametrize("who", WHO)
def test_everybody_gets_what_the_table_says(foreign: dict[str, dict[str, str]], who: str) -> None:
    client, expected = browser(who), lines()
    wrong = []
    for route in routes():
        for method in METHODS:
            address = route.address(refs_of(route, foreign))
            found = answer(client, method, address).status_code
            assert found < 500, (method, address, found)
            wanted = expected[route.name, method][who]
            if str(found) != wanted:
                wrong.append(f"{route.name} {method}: {found}, expected {wanted}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("who", [role.value for role in Role])
def test_what_is_not_mine_answers_as_what_is_not_there(
    foreign: dict[str, dict[str, str]], who: str
) -> None:
    client, expected, tried = browser(who), lines(), 0
    for route in routes():
        refs = refs_of(route, foreign)
        if not (refs.keys() & set(PARAMETER.findall(route.pattern))):
            continue
        if route.name.startswith(OPEN_TO_READ):
            continue
        known = {*refs.values(), *REST.values()}
        for method in METHODS:
            if expected[route.name, method][who] != "404":
                continue
            mine = answer(client, method, route.address(refs))
            unknown = answer(client, method, route.address({}))
            assert mine.status_code == unknown.status_code == 404, (route.name, method)
            assert body(mine, known) == body(unknown, known), route.name
            tried += 1
    assert tried >= 10


SHOW_ANY_METHOD = ("account_", "mfa_", "usersessions_", "health", "parts")
"""Pages of allauth answer an unknown method as GET, and ours without a form do so too."""
OPEN_TO_READ = (
    "desk:partner",
    "desk:location_hours",
    "plan:",
    "register:",
    "work:vacancy",
    "work:vacancies",
)
"""What these name is no secret among professionals: parties, places, and what the region plans."""
HOSTILE = (
    "/" + "a" * 10_000,
    "/werk/dossier/%00/",
    "/werk/dossier/" + "%ff" * 20 + "/",
    "/werk/dossier/..%2f..%2fetc%2fpasswd/",
    "/link/%00%00/",
    "/mijn/inloggen/" + "x" * 10_000 + "/",
    "/wie-doet-wat/%e2%80%ae/",
    "/afspraak/" + "A" * 300 + "/" + "b" * 300 + "/",
    "/werk/partners/' OR 1=1--/",
    "/en/en/nl/",
)


@pytest.mark.parametrize("who", ["anonymous", "resident", "gids", "system_manager"])
@pytest.mark.usefixtures("cast")
def test_nonsense_is_not_found(who: str) -> None:
    client = browser(who)
    for address in HOSTILE:
        for method in ("GET", "POST", "HEAD"):
            found = answer(client, method, address).status_code
            assert found in {302, 400, 404, 405}, (method, address[:60], found)


@pytest.mark.parametrize("who", ["anonymous", "gids", "resident", "system_manager"])
def test_wrong_methods_are_refused(foreign: dict[str, dict[str, str]], who: str) -> None:
    client = browser(who)
    for route in routes():
        if route.name.startswith(SHOW_ANY_METHOD):
            continue
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "BREW"):
            found = answer(client, method, route.address(refs_of(route, foreign)))
            assert found.status_code in {302, 403, 404, 405, 409}, (
                method,
                route,
                found.status_code,
            )
