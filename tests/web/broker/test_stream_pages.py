"""Where the money went: a picture that adds up, no small group in it, and a way to the outcome."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.brokered import Room, purse_room
from tests.governance import keep
from tests.people import NOW, hire
from tests.services.purses import SYSTEM, claim, post
from tests.web.decisions.decisions_world import browser, words
from voordeur.domain.funding.ledger import Movement, Posting
from voordeur.domain.kernel.actors import Role
from voordeur.domain.monitoring.disclosure import LEAST_SHOWN
from voordeur.domain.region.model import Region
from voordeur.records.cases.models import CaseRecord
from voordeur.records.money.models import ClaimRecord
from voordeur.records.trajectories.models import TrajectoryStepRecord
from voordeur.services import ledger, trajectories
from voordeur.services.acts import acting
from voordeur.web import contexts

__all__ = ["purse_room"]
pytestmark = pytest.mark.django_db
STREAMS, LINES = "/geld/stroom/", "/geld/stroom/regels/"


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contexts, "now", lambda: NOW)


@pytest.fixture(name="carla")
def controller_browser(room: Room) -> Client:
    return browser(hire("Carla Proefpersoon", "gemeente-haarlem", Role.CONTROLLER))


@pytest.fixture(name="year")
def year_of_money(room: Room) -> Room:
    """Two sources; enough people of one group, and three of another who stopped."""
    room.source("service")
    room.budget("service-2026", "service", 10_000_000)
    for _number in range(LEAST_SHOWN):
        spent(room, "worker", 100_000)
    for _number in range(3):
        spent(room, "nug", 50_000)
    return room


def read(answer: object) -> str:
    """Return what can be read, without tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", words(answer)).split())


def spent(room: Room, group: str, cents: int) -> TrajectoryStepRecord:
    """Order one step of somebody of a group."""
    row = room.trajectory(cents, state="running")
    CaseRecord.objects.filter(pk=row.case_id).update(target_group=group)
    step = TrajectoryStepRecord.objects.get(trajectory=row)
    of = ledger.open_cost(
        SYSTEM, what="x", amount_cents=cents, due_on=NOW.date() + timedelta(30), step_id=step.pk
    )
    held = claim(of, "service-2026")
    for movement in (Movement.RESERVE, Movement.COMMIT):
        post(
            room.controller,
            Posting(movement, "service-2026", cents, held.ref),
            key=f"{movement}-{step.ref}",
        )
    return step


def test_a_group_of_many_has_a_name_and_a_group_of_three_has_none(
    year: Room, carla: Client, region: Region
) -> None:
    page = read(carla.get(STREAMS))
    named = region.target_groups["worker"].label.nl
    assert f"{named} 10 € 10.000 € 1.000" in page
    assert region.target_groups["nug"].label.nl not in page
    assert "andere mensen" in page
    assert "€ 11.500" in page
    assert "<svg" in carla.get(STREAMS).content.decode()


def test_each_figure_opens_its_lines_and_a_line_its_way(year: Room, carla: Client) -> None:
    page = read(carla.get(LINES, {"jaar": "2026", "groep": "worker"}))
    assert "10 regels in 2026, samen € 10.000" in page
    assert "0 regels" in words(carla.get(LINES, {"jaar": "2026", "groep": "nug"}))
    assert "3 regels" in words(carla.get(LINES, {"jaar": "2026", "groep": ""}))
    assert "13 regels" in words(carla.get(LINES, {"jaar": "2026", "bron": "service"}))
    assert "0 regels" in words(carla.get(LINES, {"jaar": "1999"}))


def test_who_only_reads_sees_the_picture_and_no_lines(year: Room) -> None:
    reader = browser(hire("Rob Proefpersoon", "gemeente-velsen", Role.BOARD_READER))
    answer = reader.get(STREAMS)
    assert answer.status_code == 200
    assert LINES not in answer.content.decode()
    assert reader.get(LINES).status_code == 404
    step = TrajectoryStepRecord.objects.first()
    assert step is not None
    assert reader.get(f"/geld/stap/{step.ref}/").status_code == 404


def test_the_way_goes_from_budget_to_outcome_and_to_the_plan(year: Room, carla: Client) -> None:
    step = TrajectoryStepRecord.objects.order_by("id")[0]
    TrajectoryStepRecord.objects.filter(pk=step.pk).update(
        state="finished", finished_on=NOW.date(), result="reached"
    )
    trajectories.finish(
        year.cast.alice.context, ref=step.trajectory.ref, outcome="work", level_end=6
    )
    page = read(carla.get(f"/geld/stap/{step.ref}/"))
    assert "Service" in page
    assert "betaald werk" in page
    assert "telt nog in geen resultaat" in page
    assert "Dagmar" not in page
    assert carla.get("/geld/stap/NIETS/").status_code == 404


def test_a_plan_that_counts_the_step_is_named_with_its_ambition(year: Room, carla: Client) -> None:
    rule = {"events": ["StepOrdered"], "where": {"paid_by": ["werkcentrum"]}}
    promise = {"promise": {"nl": "Betaalde trajecten"}, "target": "no_number", "counted": rule}
    keep(
        SYSTEM,
        "project",
        {
            "code": "bouw",
            "title": {"nl": "Bouwen"},
            "goal": {"nl": "Meer mensen"},
            "status": "running",
            "results": [promise],
        },
    )
    step = TrajectoryStepRecord.objects.order_by("id")[0]
    with acting(SYSTEM) as act:
        told = {"step": step.ref, "paid_by": ["werkcentrum"]}
        act.record("StepOrdered", case_id=step.trajectory.case_id, payload=told)
    page = read(carla.get(f"/geld/stap/{step.ref}/"))
    assert "Bouwen : Betaalde trajecten" in page


def test_paid_money_comes_back_on_screen(year: Room, carla: Client) -> None:
    step = TrajectoryStepRecord.objects.order_by("id")[0]
    page = f"/geld/stap/{step.ref}/"
    assert "Geld dat terugkomt" not in words(carla.get(page))
    (held,) = ClaimRecord.objects.filter(cost__step=step)
    post(year.controller, Posting(Movement.PAY, "service-2026", 100_000, held.ref), key="pay")
    assert "Geld dat terugkomt" in words(carla.get(page))
    asked = {"claim": held.ref, "amount": "1.000,01", "reason": "Creditnota 4"}
    refused = carla.post(f"{page}terug/", asked)
    assert refused.status_code == 409
    assert "Creditnota 4" in refused.content.decode()
    assert carla.post(f"{page}terug/", {**asked, "amount": "-5"}).status_code in {409, 422}
    assert carla.post(f"{page}terug/", {**asked, "claim": "ANDERS"}).status_code == 422
    assert carla.post(f"{page}terug/", {**asked, "amount": "250"}).status_code == 302
    assert "€ 750 betaald" in words(carla.get(page))
    office = browser(hire("Bas Proefpersoon", "werkcentrum", Role.BACK_OFFICE))
    assert office.get(page).status_code == 200
    assert office.post(f"{page}terug/", {**asked, "amount": "1"}).status_code == 404


def test_one_budget_leaves_as_a_file_with_its_terms_on_the_page(year: Room, carla: Client) -> None:
    page = "/geld/budget/service-2026"
    assert "Regels als XLSX" in words(carla.get(f"{page}/"))
    answer = carla.get(f"{page}.csv")
    assert answer.status_code == 200
    text = b"".join(answer) if answer.streaming else answer.content
    assert text.decode("utf-8-sig").count("service-2026") >= LEAST_SHOWN
    assert carla.get(f"{page}.xlsx").status_code == 200
    assert carla.get(f"{page}.pdf").status_code == 404
    assert carla.get("/geld/budget/niets.csv").status_code == 404
    reader = browser(hire("Rob Proefpersoon", "gemeente-velsen", Role.BOARD_READER))
    assert reader.get(f"{page}.csv").status_code == 404


def test_an_empty_year_says_what_comes_here(room: Room, carla: Client) -> None:
    assert "nog niets besteld of betaald" in words(carla.get(STREAMS))


def test_as_many_queries_for_three_steps_as_for_six(room: Room, carla: Client) -> None:
    room.source("service")
    room.budget("service-2026", "service", 10_000_000)
    for _number in range(3):
        spent(room, "worker", 1_000)
    carla.get(STREAMS)
    with CaptureQueriesContext(connection) as few:
        carla.get(STREAMS)
    for _number in range(3):
        spent(room, "nug", 1_000)
    with CaptureQueriesContext(connection) as many:
        carla.get(STREAMS)
    assert len(many) == len(few)
