"""A small region of bodies and routes, written by the real acts, and browsers to look at it."""

from typing import Any

from django.test import Client

from tests.people import NOW, Person, hire
from voordeur.domain.kernel.actors import Role
from voordeur.records.accounts.models import Account
from voordeur.services import register_acts
from voordeur.services.context import system_context
from voordeur.services.register_acts import Change, Recorded

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ROLES = tuple(Role)
PLACES = ("haarlem", "zandvoort", "heemstede", "bloemendaal", "velsen", "beverwijk", "heemskerk")


def text(nl: str, en: str = "") -> dict[str, str]:
    return {"nl": nl, "en": en} if en else {"nl": nl}


def write(kind: str, code: str, title: str, **fields: Any) -> None:
    """Keep an entry as the region pack would."""
    data = {"code": code, "title": text(title, f"{title} (en)"), **fields}
    done = register_acts.record_entry(
        system_context(NOW), change=Change(kind=kind, data=data, reason="nieuw")
    )
    assert isinstance(done, Recorded), done


def write_bodies() -> None:
    """Write the board, who advises and consents, what was there before, and who steers what."""
    old = {"valid": {"until": "2023-01-01"}}
    seats = [
        *({"organisation": f"gemeente-{one}", "perspective": "municipality"} for one in PLACES),
        {"organisation": "uwv", "perspective": "uwv", "role": "member"},
        {"label": text("Vakbond"), "perspective": "employees", "unsure": True},
    ]
    write("body", "boa", "Bestuurlijk overleg", level="board", remit=text("Oud"), **old)
    write(
        "body",
        "rba",
        "Regionaal Beraad",
        level="board",
        remit=text("Besluit over het plan"),
        valid={"from": "2023-01-01"},
        seats=seats,
        quorum=5,
        predecessors=["boa"],
    )
    write(
        "body",
        "adviesgroep",
        "Adviesgroep",
        level="advisory",
        remit=text("Adviseert"),
        seats_unknown=True,
    )
    write("body", "keten-mt", "Keten MT", level="tactical", remit=text("Stemt in"))
    write(
        "mandate",
        "wsp",
        "WSP",
        service="wsp",
        principal="keten-mt",
        reports_to="rba",
        rhythm="quarterly",
    )


def write_routes() -> None:
    """Write the route of the plan, of the employer service's plan, and of the reserve."""
    steps: list[dict[str, Any]] = [
        {"code": "advice", "act": "advice", "body": "adviesgroep", "when": "always"},
        {
            "code": "consent",
            "act": "consent",
            "body": "keten-mt",
            "when": "touches",
            "after": "advice",
            "term_days": 10,
        },
        {
            "code": "decision",
            "act": "decision",
            "body": "rba",
            "when": "always",
            "after": "advice consent",
        },
        {
            "code": "inform",
            "act": "information",
            "organisations": [f"gemeente-{one}" for one in PLACES],
            "when": "always",
            "after": "decision",
        },
    ]
    colleges = [*(f"gemeente-{one}" for one in PLACES), "uwv"]
    adoption = {"code": "adopt", "act": "adoption", "organisations": colleges, "when": "always"}
    write("route", "plan", "Plan", subject=text("Jaarplan"), steps=steps)
    write("route", "wsp-plan", "WSP-plan", subject=text("Plan van het WSP"), steps=[adoption])
    write("route", "reserve", "Reserve", subject=text("Uit de reserve halen"), steps=steps[:3])


def browser(person: Person) -> Client:
    """Return a browser in which ``person`` is logged in."""
    client = Client()
    account = Account.objects.get(pk=person.context.account_id)
    client.force_login(account, backend=BACKEND)
    return client


def somebody(role: Role, organisation: str = "werkcentrum") -> Person:
    """Return an invented person with one role."""
    return hire(f"{role.value.split('_')[0].title()} Proefpersoon", organisation, role)


def words(response: Any) -> str:
    """Return the words of a page, without the breaks between them."""
    return " ".join(response.content.decode().split())
