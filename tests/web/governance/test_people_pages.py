"""People with access and the privacy officer's pages, as they are clicked."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.people import NOW, Cast
from tests.web.governance.governance_client import browser, somebody, words
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import Account, MembershipRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.services import audit, cases
from voordeur.services.people import PersonDetails
from voordeur.web import contexts

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Gerda Proefpersoon",
    "email": "gerda@example.nl",
    "organisation": "uwv",
    "roles": ["partner_professional"],
}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def sam(region: Region) -> Client:
    return browser(somebody(Role.SYSTEM_MANAGER))


@pytest.fixture
def petra(region: Region) -> Client:
    return browser(somebody(Role.PRIVACY_OFFICER))


@pytest.fixture
def ref(cast: Cast) -> str:
    return cases.register(
        cast.alice.context,
        registration=cases.Registration(
            question="Ik zoek werk",
            channel="phone",
            person=PersonDetails(name=cast.dagmar.name, email=cast.dagmar.email),
            adviser_id=cast.alice.context.account_id,
        ),
    ).ref


def test_somebody_gets_access_and_other_roles_later(sam: Client) -> None:
    made = sam.post("/beheer/mensen/nieuw/", NEW, follow=True)
    assert "nog geen wachtwoord" in words(made)
    gerda = Account.objects.get(email="gerda@example.nl")
    joined = sam.post(
        f"/beheer/mensen/{gerda.pk}/rollen/",
        {"organisation": "uwv", "roles": ["team_lead"], "start_date": "2026-04-01"},
        follow=True,
    )
    assert "komt nog" in words(joined)
    again = sam.post("/beheer/mensen/nieuw/", NEW)
    assert again.status_code == 422
    assert "Er is al een account met dit adres" in words(again)
    assert 'value="Gerda Proefpersoon"' in words(again)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {**NEW, "email": "geen adres"},
        {**NEW, "organisation": "atlantis"},
        {**NEW, "roles": ["keizer"]},
        {**NEW, "roles": []},
        {**NEW, "name": "x" * 500},
    ],
)
def test_wrong_accounts_are_not_made(sam: Client, typed: dict[str, object]) -> None:
    assert sam.post("/beheer/mensen/nieuw/", typed).status_code == 422
    assert not Account.objects.filter(email="gerda@example.nl").exists()


def test_a_last_day_counts_and_the_cases_are_shown(sam: Client, cast: Cast, ref: str) -> None:
    alice = cast.alice.context.account_id
    assert ref in words(sam.get(f"/beheer/mensen/{alice}/"))
    held = MembershipRecord.objects.get(account_id=alice)
    sam.post(f"/beheer/mensen/{alice}/stopt/{held.pk}/", {"last_day": "2026-03-09"})
    held.refresh_from_db()
    assert str(held.end_date) == "2026-03-10"
    for day in ("1999-01-01", "morgen", "9999-12-31"):
        found = sam.post(f"/beheer/mensen/{alice}/stopt/{held.pk}/", {"last_day": day})
        assert found.status_code == 422, day


def test_the_last_manager_stays(sam: Client) -> None:
    me = Account.objects.get(name__startswith="System")
    held = MembershipRecord.objects.get(account=me)
    for address in (f"stopt/{held.pk}/", "sluiten/"):
        found = sam.post(f"/beheer/mensen/{me.pk}/{address}")
        assert found.status_code == 422
        assert "systeembeheerder" in words(found)
    assert sam.get("/beheer/").status_code == 200


@pytest.mark.parametrize("address", ["0", "-1", "9" * 30, "abc", "1/../2"])
def test_addresses_of_nobody(sam: Client, address: str) -> None:
    assert sam.get(f"/beheer/mensen/{address}/").status_code == 404


def test_closing_an_account_throws_somebody_out_at_once(sam: Client, cast: Cast) -> None:
    bob = browser(cast.bob)
    assert bob.get("/account/mijn/").status_code == 200
    sam.post(f"/beheer/mensen/{cast.bob.context.account_id}/sluiten/")
    assert bob.get("/account/mijn/").status_code == 302


def test_inzage_is_found_given_and_read_in_the_residents_log(petra: Client, ref: str) -> None:
    found = words(petra.post("/beheer/inzage/", {"search": "dagmar@example.nl"}))
    resident = ResidentRecord.objects.get()
    assert "Dagmar Voorbeeld" in found
    assert "dagmar@example.nl" in found
    given = petra.post(f"/beheer/inzage/{resident.ref}/", {"vorm": "json"})
    assert given["Content-Disposition"] == f'attachment; filename="inzage-{resident.ref}.json"'
    assert "Ik zoek werk" in json.dumps(json.loads(given.content), ensure_ascii=False)
    page = words(petra.post(f"/beheer/inzage/{resident.ref}/", {"vorm": "pagina"}))
    assert "Ik zoek werk" in page
    names = [line.name for line in audit.lines_about(resident.pk)]
    assert names[:3] == ["AccessRequestAnswered", "AccessRequestAnswered", "ResidentFound"]
    nobody = words(petra.post("/beheer/inzage/", {"search": "Dagmar"}))
    assert "Niemand gevonden" in nobody


def test_the_log_shows_no_names_and_survives_strange_questions(petra: Client, ref: str) -> None:
    page = words(petra.get("/beheer/logboek/"))
    assert ref in page
    assert "Dagmar" not in page
    strange = (
        {"van": "gisteren", "tot": "9999-12-31"},
        {"van": "0001-01-01"},
        {"pagina": "9" * 40},
        {"pagina": "-1", "soort": "x" * 300},
        {"organisatie": "' OR 1=1", "naam": "\x01"},
        {"naam": "CaseRegistered", "organisatie": "werkcentrum", "soort": "act"},
    )
    for asked in strange:
        assert petra.get("/beheer/logboek/", asked).status_code == 200, asked
    assert "Alle" in words(petra.get("/beheer/logboek/controle/"))


def test_retention_from_the_screen(
    petra: Client, cast: Cast, ref: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    outcome = next(
        one.code
        for one in __import__("voordeur.services.region", fromlist=["x"])
        .current_region()
        .outcomes.values()
        if not one.asks_aftercare
    )
    cases.close(cast.alice.context, ref=ref, outcome=outcome, informed_by="phone")
    later = NOW + timedelta(days=731)
    monkeypatch.setattr(contexts, "now", lambda: later)
    client = browser(somebody(Role.PRIVACY_OFFICER, "uwv"))
    page = words(client.get("/beheer/bewaren/"))
    assert ResidentRecord.objects.get().ref in page
    assert "niet uit de bronnen" in page
    done = client.post("/beheer/bewaren/verwijderen/", follow=True)
    assert re.search(r"van 1 persoon zijn verwijderd", words(done))
    assert ResidentRecord.objects.get().name == "Verwijderd"
