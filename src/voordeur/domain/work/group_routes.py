"""From work to work for a group: three parties agree, people join by their own yes (rows ES-15)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from voordeur.domain.kernel.refusal import ALLOWED, Reason, Refusal, Verdict
from voordeur.domain.kernel.text import Text

PAYERS: dict[str, Text] = {
    "employer": Text("de werkgever", "the employer"),
    "union": Text("de vakbond of een sectorfonds", "the union or a sector fund"),
    "state": Text("het Rijk", "the State"),
    "region": Text("de regio", "the region"),
    "shared": Text("samen, zoals hieronder staat", "together, as it says below"),
}


class RouteParty(StrEnum):
    """Who must agree before anybody can join."""

    EMPLOYER = "employer"
    UNION = "union"
    GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class GroupRoute:
    """What the rules need to know; ``ends_on`` is the first day after it."""

    starts_on: date
    ends_on: date
    agreed: frozenset[RouteParty]

    @property
    def whole(self) -> bool:
        """Tell whether everybody agreed."""
        return self.agreed == frozenset(RouteParty)


def may_draw_up(*, starts_on: date, ends_on: date, staff: int, payer: str) -> Verdict:
    """Judge a route before it is written: days in order, some staff, and who pays."""
    if ends_on <= starts_on:
        return Refusal(Reason.DAYS_OUT_OF_ORDER, {"field": "ends_on"})
    if staff < 1:
        return Refusal(Reason.INVALID_INPUT, {"field": "staff"})
    if payer not in PAYERS:
        return Refusal(Reason.INVALID_INPUT, {"field": "payer"})
    return ALLOWED


def may_agree(route: GroupRoute, party: RouteParty, *, on: date, today: date) -> Verdict:
    """Judge writing down that a party agreed; each agrees once, on a day that has come."""
    if party in route.agreed:
        return Refusal(Reason.STEP_GIVEN)
    if on > today:
        return Refusal(Reason.DAY_STILL_TO_COME, {"field": "on"})
    return ALLOWED


def may_join(route: GroupRoute, today: date) -> Verdict:
    """Judge joining: once everybody agreed, until the last day."""
    if not route.whole:
        return Refusal(Reason.AGREEMENT_FIRST)
    if today >= route.ends_on:
        return Refusal(Reason.ROUTE_OVER)
    return ALLOWED
