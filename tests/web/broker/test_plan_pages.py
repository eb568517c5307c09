"""Plans for everybody who waits: asked, worked out, chosen with a reason, and taken over once."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.brokered import Room, choice, purse_room, standing
from tests.people import NOW, hire
from tests.web.decisions.decisions_world import browser, words
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.funding.models import BatchPlanRecord, MixRecord, PriceRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services import batch_plans, batch_work, broker_money, verify
from voordeur.services.context import Context
from voordeur.services.ports import ports
from voordeur.web import contexts

__all__ = ["purse_room"]
pytestmark = pytest.mark.django_db
PLANS, SCENARIOS = "/geld/plannen/", "/geld/scenario/"
SENTENCES = {"legality": "Dit mag.", "effectiveness": "Dit werkt."}


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture(name="pim")
def planner(room: Room) -> Client:
    return browser(hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM))


@pytest.fixture(name="scarce")
def money_for_one_dear_or_two_cheap(room: Room) -> Room:
    """1,000 euro; somebody who came first needs it all, two others need 500 each."""
    room.source("service")
    room.budget("service-2026", "service", 100_000)
    for cents in (100_000, 50_000, 50_000):
        room.trajectory(cents)
    return room


def worked_out(room: Room, ref: str = "") -> BatchPlanRecord:
    ref = ref or batch_plans.ask_plan(room.controller)
    assert batch_work.tick(room.controller) == 1
    return BatchPlanRecord.objects.get(ref=ref)


def read(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", words(answer)).split())


def ways(row: BatchPlanRecord) -> dict[int, int]:
    return {one["exponent"]: one["count"] for one in row.result["ways"]}


def test_a_plan_helps_more_people_than_who_comes_first(scarce: Room) -> None:
    row = worked_out(scarce)
    assert row.result["first_come"]["count"] == 1
    assert ways(row)[0] == 2
    assert row.bound == row.value


def test_it_is_asked_worked_out_chosen_and_taken_over_on_screen(scarce: Room, pim: Client) -> None:
    assert "3 trajecten wachten" in words(pim.get(PLANS))
    asked = pim.post(PLANS)
    page = asked["Location"]
    assert "wacht op zijn beurt" in words(pim.get(page))
    batch_work.tick(scarce.controller)
    shown = read(pim.get(page))
    assert "Zonder plan: wie het eerst komt 1" in shown
    assert "Bewezen het beste" in shown
    assert "Dagmar" not in shown
    assert "Neem dit plan over" not in shown
    no_reason = pim.post(f"{page}verdeling/", {"way": "0", "reason": " "})
    assert no_reason.status_code == 422
    chosen = {"way": "0", "reason": "Het bestuur koos dit"}
    assert pim.post(f"{page}verdeling/", chosen).status_code == 302
    assert "Het bestuur koos dit" in read(pim.get(page))
    assert pim.post(f"{page}overnemen/", {"legality": "Dit mag."}).status_code == 422
    assert "Voor 2 mensen is geld" in read(pim.post(f"{page}overnemen/", SENTENCES, follow=True))
    assert MixRecord.objects.count() == 2
    assert standing("service-2026")["reserved"] == 100_000
    again = pim.post(f"{page}overnemen/", SENTENCES)
    assert again.status_code == 409
    assert MixRecord.objects.count() == 2
    late = pim.post(f"{page}verdeling/", {"way": "1000", "reason": "Toch anders"})
    assert late.status_code == 409


def test_who_got_money_meanwhile_is_left_out_and_the_rest_goes_on(scarce: Room) -> None:
    row = worked_out(scarce)
    batch_plans.choose_way(scarce.controller, ref=row.ref, exponent=0, reason="Zo veel mensen")
    planned = [one["trajectory"] for one in row.result["ways"][0]["served"]]
    first = batch_plans.waiting_trajectories().get(ref=planned[0])
    scarce.choose(first)
    done = batch_plans.adopt(scarce.controller, ref=row.ref, choice=choice(""))
    assert (done.made, done.stale, done.left) == (1, 1, 0)
    assert standing("service-2026")["available"] == 0


def test_owners_are_asked_and_money_is_never_spent_twice(scarce: Room) -> None:
    scarce.source("asks", owner=scarce.owner.organisation, needs_consent=True, order=1)
    scarce.budget("asks-2026", "asks", 100_000)
    row = worked_out(scarce)
    assert ways(row)[0] == 3
    batch_plans.choose_way(scarce.controller, ref=row.ref, exponent=0, reason="Zo veel mensen")
    done = batch_plans.adopt(scarce.controller, ref=row.ref, choice=choice(""))
    assert done.made == 3
    assert MixRecord.objects.filter(state="asked").exists()
    assert OutboxRecord.objects.filter(kind="consent_asked").exists()
    money = ("budget", "claim", "movement")
    assert not [one for one in verify.verify().differences if one.what.startswith(money)]


def test_a_plan_is_adopted_in_parts_when_it_is_long(
    scarce: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_plans, "MOST_AT_ONCE", 1)
    row = worked_out(scarce)
    batch_plans.choose_way(scarce.controller, ref=row.ref, exponent=0, reason="Zo veel mensen")
    first = batch_plans.adopt(scarce.controller, ref=row.ref, choice=choice(""))
    assert (first.made, first.left) == (1, 1)
    second = batch_plans.adopt(scarce.controller, ref=row.ref, choice=choice(""))
    assert (second.made, second.left) == (1, 0)


def test_asking_twice_gives_the_same_plan(scarce: Room) -> None:
    assert batch_plans.ask_plan(scarce.controller) == batch_plans.ask_plan(scarce.controller)
    assert BatchPlanRecord.objects.count() == 1
    assert batch_work.tick(scarce.controller) == 1
    assert batch_work.tick(scarce.controller) == 0


def test_a_planner_that_fails_says_so_and_changes_nothing(
    scarce: Room, pim: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_problem: object) -> None:
        raise ValueError("no answer")

    monkeypatch.setattr(type(ports().funding), "plan", lambda _self, problem: broken(problem))
    ref = batch_plans.ask_plan(scarce.controller)
    with pytest.raises(ValueError, match="no answer"):
        batch_work.tick(scarce.controller)
    assert "Dit is niet gelukt" in words(pim.get(f"{PLANS}{ref}/"))
    assert standing("service-2026")["available"] == 100_000


def test_less_money_shows_who_loses_it_and_keeps_who_had_it(scarce: Room, pim: Client) -> None:
    first = batch_plans.waiting_trajectories()[1]
    scarce.choose(first)
    assert "Wat als er minder geld is" in words(pim.get(SCENARIOS))
    asked = pim.post(SCENARIOS, {"source": "service", "percent": "50"})
    assert asked.status_code == 302
    batch_work.tick(scarce.controller)
    page = read(pim.get(asked["Location"]))
    assert "1 persoon krijgt dan geen geld meer" in page
    assert "Mensen met geld dat al gereserveerd is 1 1" in page
    assert standing("service-2026") == {
        "available": 50_000,
        "reserved": 50_000,
        "committed": 0,
        "paid": 0,
    }


@pytest.mark.parametrize("percent", ["0", "101", "-1", "veel", ""])
def test_a_share_that_cannot_be_is_told(scarce: Room, pim: Client, percent: str) -> None:
    answer = pim.post(SCENARIOS, {"source": "service", "percent": percent})
    assert answer.status_code == 422
    assert not BatchPlanRecord.objects.exists()


def test_a_source_that_is_not_there_is_refused(scarce: Room, pim: Client) -> None:
    assert pim.post(SCENARIOS, {"source": "niets", "percent": "5"}).status_code == 422
    with pytest.raises(RefusedError) as refused:
        batch_plans.ask_scenario(scarce.controller, source="niets", percent=5)
    assert refused.value.refusal.reason is Reason.INVALID_INPUT


@pytest.mark.parametrize("role", [Role.GIDS, Role.BUDGET_OWNER, Role.BOARD_READER])
def test_others_find_no_plans(scarce: Room, role: Role) -> None:
    row = worked_out(scarce)
    other = browser(hire("Rob Proefpersoon", "gemeente-velsen", role))
    for page in (PLANS, SCENARIOS, f"{PLANS}{row.ref}/"):
        assert other.get(page).status_code == 404
    assert other.post(PLANS).status_code == 404
    assert other.post(f"{PLANS}{row.ref}/overnemen/", SENTENCES).status_code == 404


def test_prices_are_reckoned_once_a_day_and_make_scarce_money_wait(scarce: Room) -> None:
    assert batch_work.reckon_prices(scarce.controller) > 0
    assert batch_work.reckon_prices(scarce.controller) == 0
    assert PriceRecord.objects.filter(source="service").exists()
    prices = broker_money.money_on(scarce.controller).prices
    assert all(0 < price <= 1000 for price in prices.values())


def test_as_many_queries_for_three_people_as_for_six(room: Room, pim: Client) -> None:
    room.source("service")
    room.budget("service-2026", "service", 1_000_000)
    for _number in range(3):
        room.trajectory(50_000)
    few = _queries(pim, worked_out(room).ref, room.controller)
    for _number in range(3):
        room.trajectory(50_000)
    assert _queries(pim, worked_out(room).ref, room.controller) == few


def _queries(pim: Client, ref: str, _context: Context) -> int:
    pim.get(f"{PLANS}{ref}/")
    with CaptureQueriesContext(connection) as held:
        pim.get(f"{PLANS}{ref}/")
    return len(held)
