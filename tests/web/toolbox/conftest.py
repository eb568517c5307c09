"""The pages of the toolbox, as each of the cast opens them."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.people import NOW, Cast
from tests.services.dossier import registered
from voordeur.domain.region.model import Region
from voordeur.records.accounts.models import Account
from voordeur.records.cases.models import CaseRecord
from voordeur.services import register_loading
from voordeur.services.context import Context, system_context
from voordeur.web import contexts

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
Opens = Callable[[Context], Client]


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def loaded(region: Region) -> None:
    register_loading.load_register(system_context(NOW))


@pytest.fixture
def case(cast: Cast, loaded: None) -> CaseRecord:
    return registered(cast.alice.context)


@pytest.fixture
def opens() -> Opens:
    def browser(context: Context) -> Client:
        client = Client()
        client.force_login(Account.objects.get(pk=context.account_id), backend=BACKEND)
        return client

    return browser
