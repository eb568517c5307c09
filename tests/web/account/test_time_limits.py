"""A session of a professional ends after idleness and after its longest life."""

from datetime import timedelta

import pytest
from django.test import Client
from freezegun import freeze_time

from tests.people import NOW, Cast
from voordeur.records.accounts.models import Account


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
            assert answer.url == "/account/login/"
            assert client.get("/account/mijn/").status_code == 302
