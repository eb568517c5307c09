"""People with access: made by a system manager, changed with dates, ended at once."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client

from tests.people import NOW, Cast, Person, hire
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import Account
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services import cases, members
from voordeur.services.accounts import NewAccount, standing_of
from voordeur.services.audit import newest
from voordeur.services.people import PersonDetails

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def sam(region: Region) -> Person:
    return hire("Sam Proefpersoon", "werkcentrum", Role.SYSTEM_MANAGER)


def new_colleague(email: str = "gerda@example.nl") -> NewAccount:
    return NewAccount(
        email=email,
        name="Gerda Proefpersoon",
        organisation="gemeente-velsen",
        roles=frozenset({Role.PARTNER_PROFESSIONAL}),
    )


def roles_of(person: Person, on: date = TODAY) -> dict[str, frozenset[Role]]:
    return dict(standing_of(person.context.account_id or 0, person.name, today=on).organisations)


def refused(reason: Reason, act: object, *args: object, **kwargs: object) -> None:
    with pytest.raises(RefusedError) as caught:
        act(*args, **kwargs)  # type: ignore[operator]
    assert caught.value.refusal.reason is reason


def test_a_new_colleague_chooses_a_password_with_a_link_that_works_once(sam: Person) -> None:
    identity = members.invite(sam.context, new=new_colleague())
    assert not members.account(sam.context, account_id=identity).account.can_log_in
    mail = OutboxRecord.objects.get(kind="login_link")
    assert mail.recipient == "gerda@example.nl"
    assert "Gerda" not in mail.subject + mail.body
    place = re.search(r"https?://[^/]+(/account/\S+)", mail.body)
    assert place
    client = Client()
    page = client.get(place[1], follow=True)
    assert page.status_code == 200
    words = {"password1": "lang-genoeg-geheim", "password2": "lang-genoeg-geheim"}
    client.post(page.redirect_chain[-1][0], words)
    assert Account.objects.get(pk=identity).check_password("lang-genoeg-geheim")
    again = Client().get(place[1], follow=True)
    assert b"password1" not in again.content


def test_roles_change_from_a_day_and_the_old_ones_stay_readable(sam: Person, cast: Cast) -> None:
    bob = cast.bob
    day = TODAY + timedelta(days=7)
    members.join(
        sam.context,
        account_id=bob.context.account_id or 0,
        organisation="gemeente-velsen",
        roles={Role.TEAM_LEAD},
        start_date=day,
    )
    assert roles_of(bob) == {"gemeente-velsen": frozenset({Role.PARTNER_PROFESSIONAL})}
    assert roles_of(bob, day) == {"gemeente-velsen": frozenset({Role.TEAM_LEAD})}
    lines = members.account(sam.context, account_id=bob.context.account_id or 0).account.memberships
    assert [line.state for line in lines] == ["coming", "current"]


def test_changing_roles_on_the_first_day_replaces_them(sam: Person, cast: Cast) -> None:
    bob = cast.bob.context.account_id or 0
    members.join(
        sam.context, account_id=bob, organisation="gemeente-velsen", roles={Role.TEAM_LEAD}
    )
    assert roles_of(cast.bob) == {"gemeente-velsen": frozenset({Role.TEAM_LEAD})}
    members.join(sam.context, account_id=bob, organisation="uwv", roles={Role.PARTNER_PROFESSIONAL})
    assert set(roles_of(cast.bob)) == {"gemeente-velsen", "uwv"}


def test_leaving_ends_on_the_day_and_shows_the_open_cases(sam: Person, cast: Cast) -> None:
    alice = cast.alice
    registered = cases.register(
        alice.context,
        registration=cases.Registration(
            question="Ik zoek werk",
            channel="phone",
            person=PersonDetails(name=cast.dagmar.name),
            adviser_id=alice.context.account_id,
        ),
    )
    page = members.account(sam.context, account_id=alice.context.account_id or 0)
    assert [case.ref for case in page.left_cases] == [registered.ref]
    assert cast.dagmar.name not in str(page)
    day = TODAY + timedelta(days=3)
    members.leave(sam.context, membership_id=page.account.memberships[0].id, end_date=day)
    assert roles_of(alice, day - timedelta(days=1))
    assert not roles_of(alice, day)


def test_leaving_at_once_also_on_the_first_day(sam: Person, cast: Cast) -> None:
    line = members.account(sam.context, account_id=cast.bob.context.account_id or 0)
    members.leave(sam.context, membership_id=line.account.memberships[0].id)
    assert not roles_of(cast.bob)


def test_closing_an_account_ends_its_sessions_at_once(sam: Person, cast: Cast) -> None:
    bob = Account.objects.get(pk=cast.bob.context.account_id)
    client = Client()
    client.force_login(bob, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/werk/")
    assert client.session.session_key
    members.deactivate(sam.context, account_id=bob.pk)
    fresh = client.get("/account/mijn/")
    assert fresh.status_code in {302, 404}
    assert not fresh.wsgi_request.user.is_authenticated
    assert newest(names=["AccountDeactivated"])[0].payload["account"] == bob.pk
    members.reactivate(sam.context, account_id=bob.pk)
    assert Account.objects.get(pk=bob.pk).is_active
    assert not client.get("/account/mijn/").wsgi_request.user.is_authenticated


def test_somebody_must_stay_to_manage_the_system(sam: Person) -> None:
    me = sam.context.account_id or 0
    line = members.account(sam.context, account_id=me).account.memberships[0]
    refused(Reason.ROLE_DOES_NOT_ALLOW, members.leave, sam.context, membership_id=line.id)
    refused(Reason.ROLE_DOES_NOT_ALLOW, members.deactivate, sam.context, account_id=me)
    refused(
        Reason.ROLE_DOES_NOT_ALLOW,
        members.join,
        sam.context,
        account_id=me,
        organisation="werkcentrum",
        roles={Role.GIDS},
    )
    assert roles_of(sam) == {"werkcentrum": frozenset({Role.SYSTEM_MANAGER})}
    assert not newest(names=["MembershipEnded", "MembershipGiven", "AccountDeactivated"])


def test_what_cannot_be_made(sam: Person, cast: Cast) -> None:
    known = new_colleague(cast.bob.email.upper())
    nowhere = replace(new_colleague(), organisation="atlantis")
    for new in (known, nowhere, replace(new_colleague(), roles=frozenset())):
        refused(Reason.INVALID_INPUT, members.invite, sam.context, new=new)
    yesterday = TODAY - timedelta(days=1)
    refused(
        Reason.DATE_IN_THE_PAST,
        members.join,
        sam.context,
        account_id=cast.bob.context.account_id,
        organisation="uwv",
        roles={Role.GIDS},
        start_date=yesterday,
    )
    refused(Reason.NOT_FOUND, members.leave, sam.context, membership_id=0)
    refused(Reason.NOT_FOUND, members.account, sam.context, account_id=0)
    assert NOW.date() == TODAY


@pytest.mark.parametrize("who", ["alice", "bob", "charlie", "eva"])
def test_nobody_else_gives_access_not_even_to_themselves(cast: Cast, who: str) -> None:
    person: Person = getattr(cast, who)
    me = person.context.account_id
    refused(Reason.NOT_FOUND, members.accounts, person.context)
    refused(Reason.NOT_FOUND, members.invite, person.context, new=new_colleague())
    refused(
        Reason.NOT_FOUND,
        members.join,
        person.context,
        account_id=me,
        organisation="uwv",
        roles={Role.SYSTEM_MANAGER},
    )
    refused(Reason.NOT_FOUND, members.deactivate, person.context, account_id=me)
    refused(Reason.NOT_FOUND, members.send_link, person.context, account_id=me)


def test_search_and_organisation_narrow_the_list(sam: Person, cast: Cast) -> None:
    assert {line.name for line in members.accounts(sam.context, search="bob")} == {cast.bob.name}
    found = members.accounts(sam.context, organisation="werkcentrum")
    assert {line.name for line in found} == {sam.name, cast.alice.name, cast.eva.name}
