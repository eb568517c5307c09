"""Dagmar with a case at Bob's municipality, on her way into Mijn Voordeur."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from freezegun import freeze_time

from tests.people import NOW, Cast
from tests.services.dossier import DAGMAR, SITUATION
from voordeur.domain.kernel.actors import ActorKind
from voordeur.records.cases.models import CaseRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services import cases
from voordeur.services.context import Context

LINK = re.compile(r"https?://[^/\s]+(/(?:en/)?mijn/inloggen/\S+)")


@dataclass
class Visit:
    """A resident, their case, their code and their browser."""

    case: CaseRecord
    code: str
    client: Client
    clock: Any

    @property
    def context(self) -> Context:
        """The resident as services see them."""
        return Context(kind=ActorKind.RESIDENT, now=NOW, resident_id=self.case.resident_id)

    def fresh(self) -> CaseRecord:
        """The case as it is now."""
        return CaseRecord.objects.get(pk=self.case.pk)

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.clock.tick(timedelta(**time))

    def ask(self, email: str = "") -> Any:
        """Ask for a link; without an address for one's own."""
        email = email or getattr(self.fresh().resident, "email", "")
        return self.client.post("/mijn/inloggen/", {"email": email})

    def link(self) -> str:
        """Return the newest link that was mailed."""
        mail = OutboxRecord.objects.filter(kind="login_link").order_by("-id")[0]
        found = LINK.search(mail.body)
        assert found, mail.body
        return found[1]

    def come_in(self) -> Any:
        """Come in by link and code; returns the first page."""
        self.ask()
        return self.client.post(self.link(), {"code": self.code}, follow=True)


def question(context: Context, name: str = DAGMAR.name, **changes: Any) -> tuple[CaseRecord, str]:
    """Register a question at a desk; returns the case and the code of the person."""
    values: dict[str, Any] = {
        "question": "Ik zoek werk in de zorg.",
        "channel": "desk",
        "situation": SITUATION,
        "person": replace(DAGMAR, name=name, email=changes.pop("email", DAGMAR.email)),
    }
    done = cases.register(context, registration=cases.Registration(**{**values, **changes}))
    return CaseRecord.objects.get(ref=done.ref), done.return_code


@pytest.fixture
def visit(cast: Cast, client: Client) -> Any:
    """Dagmar, whose question Bob's municipality has."""
    with freeze_time(NOW) as clock:
        case, code = question(cast.bob.context)
        yield Visit(case, code, client, clock)
