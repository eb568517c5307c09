"""Partners: found by any name, with rules in words, kept fresh, and what somebody qualifies for."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from freezegun import freeze_time

from tests.people import NOW, Cast, Person, hire
from tests.services.dossier import registered
from tests.web.desk.desk_client import browser
from voordeur.domain.kernel.actors import Role
from voordeur.records.accounts.models import Account
from voordeur.services import partners


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with freeze_time(NOW):
        yield


def at_desk(person: Person) -> Client:
    client = Client()
    client.force_login(Account.objects.get(pk=person.context.account_id))
    return client


def test_partners_are_found_by_old_names_and_by_what_they_offer(cast: Cast) -> None:
    client = at_desk(cast.charlie)
    for asked in ("RMT", "ZKIJ Werkt Door", "werkcentrum", "adviesgesprek"):
        said = client.get("/werk/partners/", {"zoek": asked}).content.decode()
        assert "/werk/partners/werkcentrum/" in said, asked
    assert "Niets gevonden." in client.get("/werk/partners/", {"zoek": "xyzzy"}).content.decode()


def test_a_partner_page_says_rules_times_and_contact(cast: Cast) -> None:
    said = at_desk(cast.charlie).get("/werk/partners/ijmond-werkt/").content.decode()
    for words in ("Uitkering:", "Velsen of Beverwijk of Heemskerk", "Nagekeken", "Tijden"):
        assert words in said, words
    assert at_desk(cast.charlie).get("/werk/partners/bestaat-niet/").status_code == 404


def test_only_the_party_itself_says_that_it_is_still_right(cast: Cast) -> None:
    year_later = NOW + timedelta(days=400)
    with freeze_time(year_later):
        said = at_desk(cast.alice).get("/werk/partners/werkcentrum/").content.decode()
        assert "te lang geleden" in said
        refused = at_desk(cast.bob).post(
            "/werk/partners/werkcentrum/klopt/", {"dienst": "advice-talk"}
        )
        assert refused.status_code == 409
        at_desk(cast.alice).post("/werk/partners/werkcentrum/klopt/", {"dienst": "advice-talk"})
        page = partners.partner(cast.alice.context.at(year_later), code="werkcentrum")
    fresh = {one.code: one.stale for one in page.services}
    assert fresh["advice-talk"] is False
    assert fresh["work-fit"] is True


def test_what_somebody_qualifies_for_says_yes_no_and_what_to_ask(cast: Cast) -> None:
    situation = {"asker": "resident", "municipality": "velsen", "benefit": "bijstand"}
    case = registered(cast.bob.context, situation=situation)
    page = partners.fitting_services(cast.bob.context, ref=case.ref)
    found = {one.service.code: one for one in page.fitting}
    assert found["advice-talk"].truth == "yes"
    assert found["ww-guidance"].truth == "no"
    assert found["ww-guidance"].against
    asked = found["ijmond-trajectory"]
    assert (asked.truth, len(asked.to_ask)) == ("unknown", 1)
    said = at_desk(cast.bob).get(f"/werk/dossier/{case.ref}/wat-past/").content.decode()
    assert "Wat past er bij Dagmar Voorbeeld?" in said
    assert "Nog niet bekend" in said


@pytest.mark.parametrize(
    ("role", "shown"),
    [(Role.TEAM_LEAD, True), (Role.SYSTEM_MANAGER, True), (Role.GIDS, False)],
)
def test_the_links_for_parties_are_found_by_who_makes_them(
    cast: Cast, role: Role, shown: bool
) -> None:
    client = browser(hire("Lies Proefpersoon", "werkcentrum", role))
    found = '/werk/overdrachten/links/"' in client.get("/werk/partners/").content.decode()
    assert found is shown
    assert (client.get("/werk/overdrachten/links/").status_code == 200) is shown
