"""A session of a professional ends after idleness and after its longest life."""

from datetime import timedelta

import pytest
from django.test import Client
from freezegun import freeze_time

from tests.people import NOW, Cast
from voordeur.records.accounts.models import Account
from voordeur.web import contexts


@pytest.mark.parametrize(
    ("pauses", "still_in"),
    [
        ([30], True),
        ([31], False),
        ([29] * 20, True),
        ([29] * 21, False),
    ],
)
def test_sessions_end(cast: Cast, client: Client, pauses: list[int], still_in: bool) -> None:
    with freeze_time(NOW) as clock:
        client.force_login(Account.objects.get(email=cast.alice.email))
        assert client.get("/account/mijn/").status_code == 200
        for minutes in pauses:
            clock.tick(timedelta(minutes=minutes))
            answer = client.get("/account/mijn/")
        assert (answer.status_code == 200) is still_in
        if not still_in:
            assert answer.url == "/account/login/?next=/account/mijn/"
            assert client.get("/account/mijn/").status_code == 302


def test_after_a_time_out_public_pages_stay_public(cast: Cast, client: Client) -> None:
    with freeze_time(NOW) as clock:
        client.force_login(Account.objects.get(email=cast.alice.email))
        client.get("/account/mijn/")
        clock.tick(timedelta(minutes=31))
        page = client.get("/spreekuren/")
        assert page.status_code == 200
        assert cast.alice.name not in page.content.decode()
        assert client.get("/werk/vandaag/").status_code == 302  # and nobody is logged in any more


def test_a_resident_whose_time_is_over_comes_to_their_own_login(cast: Cast, client: Client) -> None:
    with freeze_time(NOW) as clock:
        session = client.session
        session[contexts.RESIDENT] = 1
        session.save()
        client.get("/spreekuren/")
        clock.tick(timedelta(minutes=31))
        assert client.get("/mijn/").url.startswith("/mijn/inloggen/")
        assert contexts.RESIDENT not in client.session
