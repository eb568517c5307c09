"""A browser of somebody at a desk, at the moment the cast lives in."""

from html import unescape
from typing import Any

from django.test import Client

from tests.people import Person
from voordeur.records.accounts.models import Account

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def browser(person: Person) -> Client:
    """Return a client that is logged in as ``person``."""
    client = Client()
    account = Account.objects.get(pk=person.context.account_id)
    client.force_login(account, backend=BACKEND)
    return client


def words(response: Any) -> str:
    """Return the page as a person reads it."""
    return unescape(response.content.decode())
