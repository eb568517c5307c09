"""Bodies and routes of an invented region in the form of its pack, and who works with them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from tests.people import hire
from voordeur.domain.governance.proposals import Outcome, ProposalState
from voordeur.domain.governance.routes import Body, Route, read_body, read_route
from voordeur.domain.kernel.actors import Role
from voordeur.domain.region.model import Region
from voordeur.domain.register.catalogue import KINDS
from voordeur.domain.register.entry import Entry, entry_of
from voordeur.services import proposals, register_acts
from voordeur.services.context import Context
from voordeur.services.proposals import ProposalContent, StepAnswer
from voordeur.services.register_acts import Change, Recorded

COLLEGES = ("gemeente-velsen", "gemeente-haarlem")


def _text(nl: str) -> dict[str, str]:
    return {"nl": nl}


def body_data(code: str, level: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "title": _text(code.capitalize()),
        "level": level,
        "remit": _text("Van alles"),
        **more,
    }


def step(code: str, act: str, body: str = "", **more: Any) -> dict[str, Any]:
    named = {"body": body} if body else {}
    return {"code": code, "act": act, "when": "always", **named, **more}


def route_data(code: str, *steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "title": _text(code.capitalize()),
        "subject": _text("Iets"),
        "steps": list(steps),
        **more,
    }


BODIES = (
    body_data("board", "board", quorum=4),
    body_data("advisers", "advisory"),
    body_data(
        "chain", "tactical", seats=[{"organisation": "gemeente-velsen"}, {"organisation": "uwv"}]
    ),
    body_data("councils", "council"),
    body_data("former", "board", valid={"until": "2023-01-01"}),
)
ADVICE = step("advice", "advice", "advisers", term_days=10)
CONSENT = step("consent", "consent", "chain", when="touches", after="advice", term_days=10)
DECISION = step("decision", "decision", "board", after="advice consent")
INFORMED = step("informed", "information", "councils", after="decision")
ROUTES = (
    route_data("plan", ADVICE, CONSENT, DECISION, INFORMED),
    route_data("reserve", ADVICE, CONSENT, DECISION),
    route_data("adoptions", step("adopted", "adoption", organisations=list(COLLEGES))),
    route_data(
        "sharing",
        ADVICE,
        step("partners", "consent", organisations=list(COLLEGES), after="advice"),
        step("decision", "decision", "board", after="partners"),
        step("adopted", "adoption", organisations=list(COLLEGES), after="decision"),
        step("informed", "information", "councils", after="decision adopted"),
    ),
)


def entry(kind: str, data: Mapping[str, Any]) -> Entry:
    return entry_of(KINDS[kind], data)


def bodies() -> dict[str, Body]:
    return {str(one["code"]): read_body(entry("body", one)) for one in BODIES}


def routes() -> dict[str, Route]:
    return {str(one["code"]): read_route(entry("route", one)) for one in ROUTES}


def keep(context: Context, kind: str, data: Mapping[str, Any], base_version: int = 0) -> None:
    """Write an entry of the register as the secretary would."""
    change = Change(kind=kind, data=data, reason="voor de test", base_version=base_version)
    done = register_acts.record_entry(context, change=change)
    assert isinstance(done, Recorded), done


@dataclass(frozen=True)
class House:
    """Who works on governance: secretary, programme team, controller, and a reader."""

    secretary: Context
    team: Context
    controller: Context
    reader: Context

    def on(self, day: int) -> "House":
        """Return the same people on another day of March 2026."""
        moved = {
            name: replace(who, now=who.now.replace(day=day))
            for name, who in (
                ("secretary", self.secretary),
                ("team", self.team),
                ("controller", self.controller),
                ("reader", self.reader),
            )
        }
        return House(**moved)

    def draft(self, route: str = "plan", **more: Any) -> str:
        if route == "reserve":
            more = {"amount_cents": 100_000, **more}
        content = ProposalContent(title="Een voorstel", route=route, **more)
        return proposals.draft(self.team, content=content)

    def submitted(self, route: str = "plan", **more: Any) -> str:
        ref = self.draft(route, **more)
        proposals.submit(self.team, ref=ref)
        return ref

    def say(
        self, ref: str, code: str, outcome: Outcome, organisation: str = "", **more: Any
    ) -> ProposalState:
        answer = StepAnswer(
            step=code,
            organisation=organisation,
            outcome=outcome,
            on=more.pop("on", self.secretary.today),
            note=more.pop("note", "omdat"),
            present=more.pop("present", 5),
            **more,
        )
        return proposals.record_step(self.secretary, ref=ref, answer=answer)

    def decided(self, route: str = "plan", **more: Any) -> str:
        ref = self.submitted(route, **more)
        self.say(ref, "advice", Outcome.POSITIVE)
        if more.get("parties"):
            self.say(ref, "consent", Outcome.GIVEN)
        assert self.say(ref, "decision", Outcome.ADOPTED) is ProposalState.DECIDED
        return ref


def make_house() -> House:
    """Hire everybody and write the bodies and routes; the region must be loaded."""
    house = House(
        secretary=hire("Sanne Proefpersoon", "werkcentrum", Role.SECRETARY).context,
        team=hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context,
        controller=hire("Cor Proefpersoon", "gemeente-haarlem", Role.CONTROLLER).context,
        reader=hire("Rik Proefpersoon", "gemeente-velsen", Role.PARTNER_PROFESSIONAL).context,
    )
    for one in BODIES:
        keep(house.secretary, "body", one)
    for one in ROUTES:
        keep(house.secretary, "route", one)
    return house


@pytest.fixture
def house(region: Region) -> House:
    """Everybody who works on governance, with bodies and routes in the register."""
    return make_house()
