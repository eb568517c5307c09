"""Money of an invented region and a trajectory that needs it, made as the services would."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.governance import keep
from tests.people import NOW, Cast, cast, hire
from tests.services.dossier import registered
from voordeur.domain.kernel.actors import Role
from voordeur.records.cases.models import CaseRecord
from voordeur.records.funding.models import MixRecord
from voordeur.records.money.models import BudgetRecord
from voordeur.records.references import new_reference
from voordeur.records.trajectories.models import TrajectoryRecord, TrajectoryStepRecord
from voordeur.services import broker, ledger
from voordeur.services.broker import Choice, Found
from voordeur.services.context import Context
from voordeur.services.ledger import Allotment

__all__ = ["cast", "purse_room"]
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
START = NOW.date() + timedelta(days=14)


def _text(nl: str) -> dict[str, str]:
    return {"nl": nl}


def source_data(code: str, owner: str, **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "title": _text(code.capitalize()),
        "owner": owner,
        "origin": "regional",
        "sort": "public",
        "scale": "regional",
        "purpose": _text("Iemand aan werk helpen"),
        **more,
    }


@dataclass(frozen=True)
class Room:
    """Who works with the money, and what they make."""

    cast: Cast
    controller: Context
    owner: Context
    uwv: Context

    def source(self, code: str, owner: str = "werkcentrum", **more: Any) -> None:
        keep(self.controller, "funding_source", source_data(code, owner, **more))

    def budget(
        self, code: str, source: str, cents: int, period: tuple[date, date] = YEAR
    ) -> BudgetRecord:
        row = BudgetRecord.objects.create(
            code=code,
            source=source,
            sort="work",
            owner_id=self.owner.organisation,
            start_date=period[0],
            end_date=period[1],
        )
        if cents:
            given = Allotment(budget=code, amount_cents=cents, decision="begroting")
            ledger.allot(self.controller, allotment=given)
        return row

    def trajectory(
        self, *costs: int, start: date = START, state: str = "agreed", **situation: Any
    ) -> TrajectoryRecord:
        case = registered(self.cast.alice.context)
        if situation:
            case.situation = {**case.situation, **situation}
            CaseRecord.objects.filter(pk=case.pk).update(situation=case.situation)
        row = TrajectoryRecord.objects.create(
            ref=new_reference(),
            case=case,
            state=state,
            goal="Aan het werk in de zorg",
            level_start=2,
            level_goal=5,
            payer_id="werkcentrum",
            made_at=NOW,
            agreed_at=NOW if state != "draft" else None,
        )
        for position, cost in enumerate(costs):
            TrajectoryStepRecord.objects.create(
                ref=new_reference(),
                trajectory=row,
                position=position,
                what=f"Stap {position + 1}",
                starts_on=start + timedelta(days=7 * position),
                cost_cents=cost,
            )
        return row

    def proposed(self, row: TrajectoryRecord) -> Found:
        return broker.propose(self.cast.alice.context, trajectory=row)

    def choose(self, row: TrajectoryRecord, place: int = 0) -> MixRecord:
        offer = self.proposed(row).offers[place]
        ref = broker.choose_mix(
            self.cast.alice.context, trajectory=row.ref, choice=choice(offer.key)
        )
        return MixRecord.objects.get(ref=ref)

    def later(self, days: int) -> "Room":
        moved = {
            name: replace(who, now=who.now + timedelta(days=days))
            for name, who in (
                ("controller", self.controller),
                ("owner", self.owner),
                ("uwv", self.uwv),
            )
        }
        return replace(self, **moved)


def choice(key: str, **more: str) -> Choice:
    said = {"legality": "Dit mag.", "effectiveness": "Dit werkt.", **more}
    return Choice(key=key, **said)


def standing(code: str) -> Mapping[str, int]:
    """Return what stands in the accounts of a budget, in cents."""
    row = BudgetRecord.objects.get(code=code)
    return {
        "available": row.available_cents,
        "reserved": row.reserved_cents,
        "committed": row.committed_cents,
        "paid": row.paid_cents,
    }


@pytest.fixture(name="room")
def purse_room(cast: Cast) -> Room:
    """The controller of the Werkcentrum, a budget owner of a municipality, and one of UWV."""
    return Room(
        cast=cast,
        controller=hire("Chris Proefpersoon", "werkcentrum", Role.CONTROLLER).context,
        owner=hire("Olga Proefpersoon", "gemeente-velsen", Role.BUDGET_OWNER).context,
        uwv=hire("Ursula Proefpersoon", "uwv", Role.BUDGET_OWNER).context,
    )
