"""Limits on logging in hold over processes, and see through proxies only as far as told."""

from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client

from tests.people import Cast
from voordeur.config.environment import SettingError, number
from voordeur.records.accounts.models import CacheEntryRecord

WRONG = 31
"""More wrong logins than one address may do in a minute."""


def log_in(address: str, forwarded: str, times: int) -> list[int]:
    client = Client(REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=forwarded)
    return [
        client.post(
            "/account/login/", {"login": f"nobody{n}@example.nl", "password": "wrong"}
        ).status_code
        for n in range(times)
    ]


def test_wrong_logins_are_counted_in_the_database(cast: Cast, settings: Any) -> None:
    settings.DEMO = False
    assert 429 in log_in("192.0.2.1", "", WRONG)
    assert CacheEntryRecord.objects.count() > 0
    CacheEntryRecord.objects.all().delete()  # control: that is where it stood
    assert 429 not in log_in("192.0.2.1", "", 1)
    assert "db" in type(caches["default"]).__module__


def test_a_forwarded_address_is_not_believed_by_itself(cast: Cast, settings: Any) -> None:
    settings.DEMO = False
    assert 429 in log_in("192.0.2.1", "198.51.100.1", WRONG)
    assert 429 in log_in("192.0.2.1", "198.51.100.2", 1)


def test_with_one_proxy_each_visitor_counts_apart(cast: Cast, settings: Any) -> None:
    settings.DEMO = False
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert 429 in log_in("192.0.2.1", "203.0.113.9, 198.51.100.1", WRONG)
    assert 429 not in log_in("192.0.2.1", "203.0.113.9, 198.51.100.2", 1)
    assert 429 in log_in("192.0.2.1", "203.0.113.10, 198.51.100.1", 1)  # what a visitor wrote


@pytest.mark.parametrize("written", ["-1", "many", "6", "1.5"])
def test_a_number_of_proxies_that_makes_no_sense_is_refused(
    written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VOORDEUR_PROXIES", written)
    with pytest.raises(SettingError, match="VOORDEUR_PROXIES"):
        number("VOORDEUR_PROXIES", default=0, most=5)


def test_without_a_setting_no_proxy_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VOORDEUR_PROXIES", raising=False)
    assert number("VOORDEUR_PROXIES", default=0, most=5) == 0
    monkeypatch.setenv("VOORDEUR_PROXIES", "2")
    assert number("VOORDEUR_PROXIES", default=0, most=5) == 2
