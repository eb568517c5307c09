"""Which role opens which door; for anybody else a page does not exist."""

import pytest
from django.test import Client
from django.urls import URLPattern

from tests.people import NOW, Cast
from tests.web.governance.governance_client import ROLES, browser, somebody, words
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.services import imports
from voordeur.web import contexts
from voordeur.web.governance import urls

pytestmark = pytest.mark.django_db

MANAGER = {Role.SYSTEM_MANAGER}
PRIVACY = {Role.PRIVACY_OFFICER}
READERS = {Role.SYSTEM_MANAGER, Role.PRIVACY_OFFICER, Role.COORDINATOR, Role.PROGRAMME_TEAM}
MOVERS = {Role.SYSTEM_MANAGER, Role.TEAM_LEAD}
LIST_READERS = {Role.PRIVACY_OFFICER, Role.TEAM_LEAD}
NOBODY: set[Role] = set()
DIGEST = "0" * 64
PAGES: dict[str, tuple[str, set[Role]]] = {
    "home": ("/beheer/", READERS | MOVERS),
    "pack": ("/beheer/regiopakket/", READERS),
    "pack_load": (f"/beheer/regiopakket/laden/{DIGEST}/", NOBODY),
    "pack_download": ("/beheer/regiopakket/regiopakket.zip", READERS),
    "names": ("/beheer/regiopakket/namen/", READERS),
    "routes": ("/beheer/regiopakket/wie-leidt/", READERS),
    "parties": ("/beheer/partijen/", READERS),
    "policies": ("/beheer/standpunten/", READERS),
    "people": ("/beheer/mensen/", MANAGER),
    "person_new": ("/beheer/mensen/nieuw/", MANAGER),
    "person": ("/beheer/mensen/{account}/", MANAGER),
    "messages": ("/beheer/berichten/", MANAGER),
    "log": ("/beheer/logboek/", PRIVACY),
    "log_check": ("/beheer/logboek/controle/", PRIVACY),
    "access": ("/beheer/inzage/", PRIVACY),
    "retention": ("/beheer/bewaren/", PRIVACY),
    "lists": ("/beheer/lijsten/", LIST_READERS),
    "list": ("/beheer/lijsten/999999/", NOBODY),
    "fairness": ("/beheer/eerlijke-kansen/", LIST_READERS),
    "imports": ("/beheer/importeren/", MOVERS),
    "import": ("/beheer/importeren/{import}/", NOBODY),
    "exports": ("/beheer/exporteren/", MOVERS),
    "register_files": ("/beheer/exporteren/register.zip", MANAGER),
}
"""Page → its address and who may open it; an import is only its owner's."""
ACTS: dict[str, tuple[str, set[Role]]] = {
    "pack_upload": ("/beheer/regiopakket/controleren/", MANAGER),
    "person_join": ("/beheer/mensen/{account}/rollen/", MANAGER),
    "person_leave": ("/beheer/mensen/{account}/stopt/999/", NOBODY),
    "person_link": ("/beheer/mensen/{account}/link/", MANAGER),
    "person_close": ("/beheer/mensen/{account}/sluiten/", MANAGER),
    "person_reopen": ("/beheer/mensen/{account}/openen/", MANAGER),
    "messages_retry": ("/beheer/berichten/opnieuw/", MANAGER),
    "access_give": ("/beheer/inzage/NIEMAND/", NOBODY),
    "retention_run": ("/beheer/bewaren/verwijderen/", PRIVACY),
    "import_columns": ("/beheer/importeren/{import}/kolommen/", NOBODY),
    "import_mend": ("/beheer/importeren/{import}/verbeteren/", NOBODY),
    "import_take": ("/beheer/importeren/{import}/opnemen/", NOBODY),
    "import_drop": ("/beheer/importeren/{import}/weg/", NOBODY),
}
TYPED = {"messages_retry": {"doe": "alles"}}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def places(cast: Cast) -> dict[str, object]:
    made = imports.start(
        cast.eva.context, kind="people", organisation="werkcentrum", content=b"naam;vraag\na;b"
    )
    assert isinstance(made, imports.Started)
    return {"account": cast.bob.context.account_id, "import": made.ref}


def test_every_address_of_the_slice_is_in_the_matrix() -> None:
    named = {one.name for one in urls.urlpatterns if isinstance(one, URLPattern)}
    assert named == set(PAGES) | set(ACTS)


@pytest.mark.parametrize("role", ROLES)
def test_pages_open_for_their_roles_and_do_not_exist_for_others(
    role: Role, places: dict[str, object]
) -> None:
    client = browser(somebody(role))
    for name, (address, roles) in PAGES.items():
        for prefix in ("", "/en"):
            found = client.get(prefix + address.format(**places))
            assert found.status_code == (200 if role in roles else 404), (name, prefix)


@pytest.mark.parametrize("role", ROLES)
def test_acts_are_for_their_roles(role: Role, places: dict[str, object]) -> None:
    client = browser(somebody(role))
    for name, (address, roles) in ACTS.items():
        found = client.post(address.format(**places), TYPED.get(name, {}))
        expected = {200, 302, 422} if role in roles else {404}
        assert found.status_code in expected, name
        assert client.get(address.format(**places)).status_code in {404, 405}, name


def test_whoever_is_not_logged_in_is_asked_to(places: dict[str, object]) -> None:
    for address, _roles in PAGES.values():
        found = Client().get(address.format(**places))
        assert found.status_code == 302
        assert "/account/login/" in found["Location"]


def test_somebody_without_a_membership_finds_nothing(cast: Cast, region: Region) -> None:
    from voordeur.records.accounts.models import MembershipRecord

    client = browser(cast.eva)
    assert client.get("/beheer/").status_code == 200
    MembershipRecord.objects.filter(account_id=cast.eva.context.account_id).update(
        end_date=NOW.date().replace(month=3, day=3)
    )
    assert client.get("/beheer/").status_code == 200
    MembershipRecord.objects.filter(account_id=cast.eva.context.account_id).update(roles=[])
    assert client.get("/beheer/").status_code == 404


def test_each_reader_sees_only_their_own_doors(cast: Cast) -> None:
    page = words(browser(cast.eva).get("/beheer/"))
    assert "/beheer/importeren/" in page
    assert "/beheer/logboek/" not in page
    assert "/beheer/mensen/" not in page
    petra = words(browser(somebody(Role.PRIVACY_OFFICER)).get("/beheer/"))
    assert "/beheer/logboek/" in petra
    assert "/beheer/importeren/" not in petra


@pytest.mark.parametrize("page", ["people", "log", "retention", "messages", "home"])
def test_more_rows_ask_no_more_queries(page: str, cast: Cast, region: Region) -> None:
    role = Role.PRIVACY_OFFICER if page in {"log", "retention"} else Role.SYSTEM_MANAGER
    client = browser(somebody(role))
    address = PAGES[page][0]
    client.get(address)
    fill(cast, 2)
    few = count(client, address)
    fill(cast, 21)
    assert count(client, address) == few


def count(client: Client, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def fill(cast: Cast, most: int) -> None:
    from voordeur.records.outbox.models import OutboxRecord
    from voordeur.services import cases
    from voordeur.services.people import PersonDetails

    for number in range(most):
        made = cases.register(
            cast.alice.context.at(NOW.replace(year=2020)),
            registration=cases.Registration(
                question="Vraag",
                channel="phone",
                person=PersonDetails(name=f"Persoon {number}", email="zelfde@example.nl"),
                adviser_id=cast.alice.context.account_id,
            ),
        )
        if number % 2:
            outcome = next(one for one in outcomes() if one != "work")
            cases.close(
                cast.alice.context.at(NOW.replace(year=2020)),
                ref=made.ref,
                outcome=outcome,
                informed_by="phone",
            )
    OutboxRecord.objects.update(state="failed")


def outcomes() -> list[str]:
    from voordeur.services.region import current_region

    return [one.code for one in current_region().outcomes.values() if not one.asks_aftercare]
