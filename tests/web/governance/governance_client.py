"""Browsers behind the scenes: one per role, on the day of the tests."""

from typing import Any

from django.test import Client

from tests.people import NOW, Person, hire
from voordeur.domain.kernel.actors import Role
from voordeur.records.accounts.models import Account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = tuple(Role)


def browser(person: Person) -> Client:
    """Return a browser in which ``person`` is logged in."""
    client = Client()
    account = Account.objects.get(pk=person.context.account_id)
    client.force_login(account, backend=BACKEND)
    return client


def somebody(role: Role, organisation: str = "werkcentrum") -> Person:
    """Return an invented person with one role."""
    name = f"{role.value.split('_')[0].title()} Proefpersoon"
    return hire(name, organisation, role)


def words(response: Any) -> str:
    """Return the words of a page."""
    return str(response.content.decode())


__all__ = ["NOW", "ROLES", "browser", "somebody", "words"]
