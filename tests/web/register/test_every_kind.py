"""Every kind of entry has its list, form, page and files, and answers who may not."""

import re
from typing import Any

import pytest
from django.test import Client

from tests.people import NOW, hire
from tests.web.register.register_world import ONE, browser, everything, sent_by
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.domain.register.catalogue import KINDS
from voordeur.services import register
from voordeur.services.context import Context
from voordeur.web import contexts
from voordeur.web.register.views import GROUPS

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture
def pim(region: Region) -> Context:
    context = hire("Pim Proefpersoon", "werkcentrum", *WRITERS).context
    everything(context)
    return context


def errors(answer: Any) -> str:
    said = answer.content.decode()
    return re.sub(
        r"\s+|<[^>]+>", " ", said.partition('<div class="vd-needed"')[2].partition("</div>")[0]
    )


WRITERS = (Role.PROGRAMME_TEAM,)


@pytest.fixture
def page(pim: Context) -> Client:
    return browser(pim)


def test_no_kind_is_missing_on_the_start_page() -> None:
    assert sorted(code for _name, codes in GROUPS for code in codes) == sorted(KINDS)


def test_every_kind_has_its_pages(page: Client) -> None:
    for kind in KINDS.values():
        for address in (
            f"/register/{kind.code}/",
            f"/register/{kind.code}/nieuw/",
            f"/register/{kind.code}/{ONE}/",
            f"/register/{kind.code}/{ONE}/wijzigen/",
            f"/register/{kind.code}/{ONE}/uit-gebruik/",
            f"/register/{kind.code}/?als=xlsx",
            f"/register/{kind.code}/?als=csv",
            f"/en/register/{kind.code}/{ONE}/",
        ):
            assert page.get(address).status_code == 200, address


def test_a_form_posted_back_unchanged_changes_nothing(pim: Context, page: Client) -> None:
    for kind in KINDS.values():
        address = f"/register/{kind.code}/{ONE}/wijzigen/"
        sent: dict[str, Any] = sent_by(page.get(address).content.decode())
        answer = page.post(address, {**sent, "reason": ["nagekeken"]})
        assert answer.status_code == 302, (kind.code, errors(answer), sent)
        newest = register.entry_page(pim, kind=kind.code, code=ONE).versions[0]
        assert (newest.number, newest.changes) == (2, ()), kind.code
