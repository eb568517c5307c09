"""Professionals log in with a password and a code of their app; nobody gets in with less."""

import re
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core.cache import cache
from django.test import Client

from tests.people import NOW, Cast, hire
from voordeur.domain.kernel.actors import Role
from voordeur.records.accounts.models import Account, MembershipRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.web import contexts

PASSWORD = "vier paarse fietsen zingen"
SECRET = re.compile(r'class="vd-code">([A-Z2-7]{16,})<')


@pytest.fixture
def alice(cast: Cast, settings: Any) -> Account:
    """Alice with a password, outside demo mode."""
    settings.DEMO = False
    account = Account.objects.get(email=cast.alice.email)
    account.set_password(PASSWORD)
    account.save()
    return account


def log_in(client: Client, account: Account, password: str = PASSWORD) -> Any:
    return client.post("/account/login/", {"login": account.email, "password": password})


def code_now(secret: str) -> str:
    return str(
        totp.format_hotp_value(totp.hotp_value(secret, int(contexts.now().timestamp()) // 30))
    )


def set_up(client: Client, account: Account) -> str:
    log_in(client, account)
    asked = client.get("/account/2fa/totp/activate/").url
    assert asked.startswith("/account/reauthenticate/")
    page = client.post(asked, {"password": PASSWORD}, follow=True)
    found = SECRET.search(page.content.decode())
    assert found
    answer = client.post("/account/2fa/totp/activate/", {"code": code_now(found[1])})
    assert answer.status_code == 302, answer.content.decode()
    cache.clear()  # the same code counts once; a next login must not wait half a minute
    return found[1]


def test_without_a_second_step_nothing_opens(alice: Account, client: Client) -> None:
    log_in(client, alice)
    for path in ("/werk/partners/", "/beheer/", "/"):
        assert client.get(path).url == "/account/2fa/totp/activate/"


def test_password_and_code_open_the_desk(alice: Account, client: Client) -> None:
    secret = set_up(client, alice)
    assert client.get("/account/2fa/").status_code == 200
    fresh = Client()
    answer = log_in(fresh, alice)
    assert answer.url == "/account/2fa/authenticate/"
    assert fresh.get("/account/mijn/").url.startswith("/account/login/")
    wrong = fresh.post(answer.url, {"code": "000000"})
    assert wrong.status_code == 200
    assert "vd-field__error" in wrong.content.decode()
    assert fresh.get("/account/mijn/").url.startswith("/account/login/")
    right = fresh.post(answer.url, {"code": code_now(secret)})
    assert right.status_code == 302
    page = fresh.get("/account/mijn/").content.decode()
    assert "Alice Proefpersoon" in page
    assert "Werkcentrum" in page


def test_a_recovery_code_works_once(alice: Account, client: Client) -> None:
    set_up(client, alice)
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    code = re.findall(r'class="vd-code">([^<]+)<', page)[0]
    first = Client()
    assert first.post(log_in(first, alice).url, {"code": code}).status_code == 302
    second = Client()
    assert second.post(log_in(second, alice).url, {"code": code}).status_code == 200


def test_a_wrong_password_says_nothing_about_the_account(alice: Account, client: Client) -> None:
    wrong = log_in(client, alice, "niet dit wachtwoord").content.decode()
    unknown = client.post(
        "/account/login/", {"login": "niemand@example.nl", "password": "niet dit wachtwoord"}
    ).content.decode()
    sentence = "horen niet bij elkaar"
    assert sentence in wrong
    assert sentence in unknown


def test_passwords_cannot_be_tried(alice: Account, client: Client) -> None:
    for _ in range(6):
        log_in(client, alice, "niet dit wachtwoord")
    answer = log_in(client, alice)
    assert answer.status_code in {200, 429}
    assert "Te vaak geprobeerd" in answer.content.decode()
    assert client.get("/account/mijn/").status_code == 302


def test_a_forgotten_password_is_mailed_through_the_outbox(alice: Account, client: Client) -> None:
    known = client.post("/account/password/reset/", {"email": alice.email})
    unknown = client.post("/account/password/reset/", {"email": "niemand@example.nl"})
    assert known.url == unknown.url
    mail = OutboxRecord.objects.get(kind__startswith="account_")
    assert mail.recipient == alice.email
    assert "Alice" not in mail.subject + mail.body
    found = re.search(r"https?://[^/]+(/account/password/reset/key/\S+)", mail.body)
    assert found
    page = client.get(found[1], follow=True)
    assert "Kies een nieuw wachtwoord" in page.content.decode()
    new = "acht groene bussen dansen"
    done = client.post(page.request["PATH_INFO"], {"password1": new, "password2": new}, follow=True)
    assert "nieuwe wachtwoord werkt" in done.content.decode()
    alice.refresh_from_db()
    assert alice.check_password(new)
    assert "werkt niet meer" in Client().get(found[1], follow=True).content.decode()


def test_the_host_of_a_request_does_not_reach_the_mail(alice: Account, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    Client().post(
        "/account/password/reset/", {"email": alice.email}, headers={"host": "kwaad.example"}
    )
    assert "kwaad" not in OutboxRecord.objects.get(kind__startswith="account_").body


def test_changing_the_password(alice: Account, client: Client) -> None:
    set_up(client, alice)
    weak = {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    assert client.post("/account/password/change/", weak).status_code == 200
    new = "acht groene bussen dansen"
    good = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post("/account/password/change/", good).status_code == 302
    alice.refresh_from_db()
    assert alice.check_password(new)


def test_ending_other_sessions(alice: Account, client: Client) -> None:
    secret = set_up(client, alice)
    other = Client()
    answer = log_in(other, alice)
    other.post(answer.url, {"code": code_now(secret)})
    assert other.get("/account/mijn/").status_code == 200
    assert "Log de andere uit" in client.get("/account/sessions/").content.decode()
    client.post("/account/sessions/")
    assert other.get("/account/mijn/").status_code == 302
    assert client.get("/account/mijn/").status_code == 200


@pytest.mark.parametrize(
    "path", ["signup/", "email/", "confirm-email/", "password/set/", "social/"]
)
def test_what_we_do_not_offer_is_unknown(alice: Account, client: Client, path: str) -> None:
    assert client.get(f"/account/{path}").status_code == 404
    assert client.post(f"/account/{path}", {"email": "x@example.nl"}).status_code == 404
    assert not Account.objects.filter(email="x@example.nl").exists()


PAGES = [
    "login/",
    "password/reset/",
    "password/reset/done/",
    "password/reset/key/1-x/",
    "password/reset/key/done/",
    "inactive/",
]
OWN_PAGES = [
    "mijn/",
    "2fa/",
    "2fa/totp/deactivate/",
    "2fa/recovery-codes/",
    "2fa/recovery-codes/generate/",
    "2fa/reauthenticate/",
    "reauthenticate/",
    "password/change/",
    "sessions/",
    "logout/",
]


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_page_answers(alice: Account, client: Client, prefix: str) -> None:
    for path in PAGES:
        assert client.get(f"{prefix}/account/{path}").status_code == 200, path
    for path in OWN_PAGES:
        assert client.get(f"{prefix}/account/{path}").status_code == 302, path
    set_up(client, alice)
    for path in OWN_PAGES:
        assert client.get(f"{prefix}/account/{path}").status_code == 200, path


def test_acting_for_another_of_ones_organisations(cast: Cast, client: Client) -> None:
    account = Account.objects.get(email=cast.alice.email)
    MembershipRecord.objects.create(
        account=account,
        organisation_id="uwv",
        roles=[Role.PARTNER_PROFESSIONAL.value],
        start_date=NOW.date(),
    )
    client.force_login(account)
    assert "Werk voor" in client.get("/account/mijn/").content.decode()
    for other in ("gemeente-velsen", "", "x" * 5000):
        assert client.post("/account/mijn/organisatie/", {"organisation": other}).status_code == 404
    client.post("/account/mijn/organisatie/", {"organisation": "uwv"})
    assert client.session["acting_for"] == "uwv"


def test_a_membership_that_ended_counts_no_more(cast: Cast, client: Client) -> None:
    person = hire("Piet Steekproef", "uwv", Role.PARTNER_PROFESSIONAL)
    account = Account.objects.get(email=person.email)
    MembershipRecord.objects.filter(account=account).update(end_date=NOW.date().replace(day=3))
    client.force_login(account)
    assert "bij geen organisatie" in client.get("/account/mijn/").content.decode()
    answer = client.post("/account/mijn/organisatie/", {"organisation": "uwv"})
    assert answer.status_code == 404
