"""A small region of bodies and routes, written by the real acts, and browsers to look at it."""

from typing import Any

from django.test import Client

from tests.people import NOW, Person, hire
from voordeur.domain.kernel.actors import Role
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import entry_of
from voordeur.records.accounts.models import Account
from voordeur.services import register_acts
from voordeur.services.context import system_context
from voordeur.services.register_acts import Change, Origin, Recorded

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


def load(kind: str, code: str, title: str, **fields: Any) -> None:
    """Keep an entry that only a decision or the region pack may write, as the pack does."""
    entry = entry_of(KINDS[kind], {"code": code, "title": text(title), **fields})
    register_acts.write_version(system_context(NOW), None, entry, "", Origin("pack"))


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


def write_readings() -> None:
    """Write what pages only show: dated events, papers, agreements, duties and local lines."""
    write(
        "event",
        "besluit-2022",
        "Werkplan goedgekeurd",
        when="2022-02-03",
        sort="decision",
        bodies=["boa"],
        follow_up=text("Doorontwikkelen"),
    )
    write("event", "start-2024", "Start Werkcentrum", when="2024-06-03", sort="start")
    write("paper", "bijlage", "Werkplan", number="D-096472", when="2023")
    write(
        "paper",
        "intentie",
        "Intentieverklaring",
        number="D-096471",
        when="2023-05-10",
        body="rba",
        attachments=["bijlage"],
    )
    write(
        "agreement",
        "intentie",
        "Intentie",
        sort="intent",
        signed="2023-05-10",
        parties=["gemeente-velsen", "uwv"],
        content=text("Samen een Werkcentrum"),
        financial=text("Kosten volgen het plan"),
        no_unforeseen_cost=True,
    )
    write("law", "suwi", "Wet SUWI", sort="law", **{"from": "2002"}, use=text("Samenwerken"))
    write("duty", "beraad", "Regionaal Beraad", law="suwi", due="2026-07-01", state="pending")
    write("duty", "laat", "Iets te laat", law="suwi", due="2025", state="not_started")
    write("duty", "klaar", "Agenda", law="suwi", due="2024", state="in_place")
    write(
        "effort",
        "kas",
        "Kas",
        organisation="gemeente-haarlem",
        task=text("Kassier"),
        hours=120,
        amount_cents="to_be_determined",
    )
    write("scenario", "een", "Eén bestuur", state="explored", description=text("Samenvoegen"))


LOCAL = {
    "scope": "sub_region",
    "sub_region": "ijmond",
    "description": {"nl": "Pilot in IJmond"},
}


def write_local() -> None:
    """Write what councils read: actions, local versions, focus groups, figures and a check."""
    write("agenda", "doe", "Doe-agenda", **{"from": "2020", "until": "2022"}, aim=text("Doen"))
    write("pillar", "p", "Inclusief", agenda="doe")
    write("theme", "t", "Jongeren", agenda="doe", number=1, for_whom=text("Jeugd"))
    same = {"theme": "t", "pillar": "p", "status": "running", "lead": text("WSP")}
    for number, part in enumerate(("", "ijmond", "zuid-kennemerland"), start=1):
        where = {"scope": "sub_region", "sub_region": part} if part else {"scope": "regional"}
        load("action", f"a{number}", f"Actie {part}", number=number, **where, **same)
    load(
        "local_version",
        "v",
        "Versie",
        action="a1",
        municipality="velsen",
        description=text("Velsen doet dit"),
        status="running",
    )
    write("local_line", "l", "IJmond erbij", **LOCAL)
    load(
        "focus_group",
        "f",
        "Jongeren zonder diploma",
        year=2026,
        chosen=True,
        reason=text("Groeit"),
        costs_cents=5_000_00,
        benefits_cents="to_be_determined",
    )
    write("statistic", "open", "Vacatures", value=text("8.110"), when="2024-Q2")
    write("statistic", "later", "Tekort", value=text("9.000"), when="2027", expected=True)
    write(
        "local_check",
        "toets",
        "Bedrijventerrein sluit",
        municipality="velsen",
        day="2026-02-01",
        decision=text("Het terrein wordt woonwijk"),
        now=text("Honderd banen weg"),
        expected=text("Minder werk dichtbij"),
        figures=["open", "later"],
    )
