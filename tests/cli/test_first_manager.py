"""The very first system manager is made by a command, once; every other account by a person."""

import pytest

from tests.people import NOW, hire
from voordeur.cli import clock
from voordeur.cli.__main__ import build_parser
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import Account
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services.accounts import standing_of

ADDRESS = "sam@werkcentrum.example.nl"


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


def make(address: str = ADDRESS, *, name: str = "Sam Proefpersoon", at: str = "werkcentrum") -> int:
    words = ["first-manager", address, name, "--organisation", at]
    chosen = build_parser().parse_args(words)
    return int(chosen.run(chosen))


def links() -> list[str]:
    return list(OutboxRecord.objects.filter(kind="login_link").values_list("recipient", flat=True))


def test_an_empty_installation_gets_its_manager_and_a_link(region: Region) -> None:
    assert make() == 0
    account = Account.objects.get()
    stands = standing_of(account.pk, account.name, today=NOW.date())
    assert stands.organisations == {"werkcentrum": frozenset({Role.SYSTEM_MANAGER})}
    assert not account.has_usable_password()
    assert links() == [ADDRESS]


def test_asked_again_before_a_password_is_chosen_it_sends_a_fresh_link(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    make()
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(hour=11))
    assert make(ADDRESS.upper()) == 0
    assert Account.objects.count() == 1
    assert links() == [ADDRESS, ADDRESS]


def test_as_soon_as_somebody_manages_the_command_refuses(
    region: Region, capsys: pytest.CaptureFixture[str]
) -> None:
    make()
    assert make("ander@example.nl") == 1
    account = Account.objects.get()
    account.set_password("lang-genoeg-geheim")
    account.save()
    assert make() == 1
    assert "there is a system manager already" in capsys.readouterr().err
    assert links() == [ADDRESS]


def test_what_is_wrong_is_named_and_nothing_is_made(
    region: Region, capsys: pytest.CaptureFixture[str]
) -> None:
    bob = hire("Bob Proefpersoon", "gemeente-velsen", Role.PARTNER_PROFESSIONAL)
    assert make(at="invented") == 1
    assert "no organisation with this code" in capsys.readouterr().err
    assert make(bob.email) == 1
    assert "an account with this address" in capsys.readouterr().err
    assert Account.objects.count() == 1


@pytest.mark.parametrize(("address", "name"), [("no address", "Sam"), (ADDRESS, "  ")])
def test_what_is_typed_wrong_is_refused_before_anything(address: str, name: str) -> None:
    with pytest.raises(SystemExit) as stopped:
        make(address, name=name)
    assert stopped.value.code == 2
