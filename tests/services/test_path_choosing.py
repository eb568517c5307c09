"""A way of the sector paths in somebody's trajectory: one press, one event, nothing doubled."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.people import NOW, Cast
from tests.services.dossier import acts, refused, registered
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.paths.obstacles import Traveller
from voordeur.domain.register.amounts import AmountWord
from voordeur.domain.register.entry import plain
from voordeur.records.audit.models import JournalRecord
from voordeur.records.cases.models import CaseRecord
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.services import path_use, register, register_acts, register_loading, trajectories
from voordeur.services.context import Context, system_context
from voordeur.services.path_choosing import CHOSEN, ChosenWay, add_months, choose_way
from voordeur.services.register_acts import Change
from voordeur.services.trajectories import NewTrajectory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
CARE = ChosenWay(start="winkelmedewerker", steps=("r001", "r028", "r031"), starts_on=TODAY)


@pytest.fixture
def alice(cast: Cast) -> Context:
    register_loading.load_register(system_context(NOW))
    return cast.alice.context


@pytest.fixture
def case(cast: Cast, alice: Context) -> CaseRecord:
    return registered(alice)


def test_a_way_becomes_steps_with_goal_training_and_dates_in_one_event(
    alice: Context, case: CaseRecord
) -> None:
    before = JournalRecord.objects.filter(kind="act").count()
    ref = choose_way(alice, case_ref=case.ref, chosen=CARE)
    assert JournalRecord.objects.filter(kind="act").count() == before + 1
    row = TrajectoryRecord.objects.get(ref=ref)
    assert (row.goal, row.state) == ("Werken als verzorgende IG", "draft")
    told = [
        (one.what, one.goal, one.starts_on, one.ends_on, one.cost_cents, one.cost_word)
        for one in row.steps.order_by("position")
    ]
    word = AmountWord.NOT_STATED.value
    assert told == [
        ("Inwerken gastvrouw, hygiëne en dementie-basis", "Werken als gastvrouw of woonassistent",
         date(2026, 3, 2), date(2026, 4, 1), None, word),
        ("Helpende zorg en welzijn", "Werken als helpende zorg en welzijn",
         date(2026, 4, 2), date(2027, 4, 1), None, word),
        ("Verzorgende IG", "Werken als verzorgende IG",
         date(2027, 4, 2), date(2029, 8, 1), None, word),
    ]  # fmt: skip
    waits = [
        [one.after.what for one in step.waits.all()] for step in row.steps.order_by("position")
    ]
    assert waits == [[], [told[0][0]], [told[1][0]]]


def test_the_event_holds_codes_and_never_a_name(alice: Context, case: CaseRecord) -> None:
    choose_way(alice, case_ref=case.ref, chosen=CARE)
    assert acts(case)[-1] == CHOSEN
    payload = json.loads(JournalRecord.objects.filter(name=CHOSEN).get().payload)
    assert payload["path_steps"] == ["r001", "r028", "r031"]
    assert (payload["sector"], payload["months"], payload["drafted"]) == ("care", 41, True)
    assert "helpende-zorg-en-welzijn" in payload["courses"]
    assert "Dagmar" not in str(payload)


def test_a_way_joins_the_trajectory_that_is_there(alice: Context, case: CaseRecord) -> None:
    first = trajectories.draft(alice, case_ref=case.ref, new=NewTrajectory(goal="Iets anders"))
    assert choose_way(alice, case_ref=case.ref, chosen=CARE) == first
    row = TrajectoryRecord.objects.get(ref=first)
    assert (row.goal, row.steps.count()) == ("Iets anders", 3)


def test_pressing_twice_adds_nothing(alice: Context, case: CaseRecord) -> None:
    ref = choose_way(alice, case_ref=case.ref, chosen=CARE)
    with refused(Reason.WAY_IN_TRAJECTORY):
        choose_way(alice, case_ref=case.ref, chosen=CARE)
    assert TrajectoryRecord.objects.get(ref=ref).steps.count() == 3
    assert acts(case).count(CHOSEN) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"steps": ("r028",)}, Reason.INVALID_INPUT),
        ({"steps": ()}, Reason.INVALID_INPUT),
        ({"steps": ("weg",)}, Reason.INVALID_INPUT),
        ({"start": "nergens"}, Reason.INVALID_INPUT),
        ({"starts_on": TODAY - timedelta(days=1)}, Reason.DATE_IN_THE_PAST),
        ({"steps": ("w010",), "traveller": Traveller(diploma="mbo2")}, Reason.WAY_BLOCKED),
    ],
)
def test_what_is_no_way_or_not_open_is_refused_and_nothing_is_made(
    alice: Context, case: CaseRecord, change: dict[str, object], why: Reason
) -> None:
    with refused(why):
        choose_way(alice, case_ref=case.ref, chosen=replace(CARE, **change))  # type: ignore[arg-type]
    assert not TrajectoryRecord.objects.exists()
    assert CHOSEN not in acts(case)


def test_who_has_nothing_to_do_with_the_case_finds_nothing(
    cast: Cast, alice: Context, case: CaseRecord
) -> None:
    assert alice
    with pytest.raises(RefusedError):
        choose_way(cast.charlie.context, case_ref=case.ref, chosen=CARE)
    assert not TrajectoryRecord.objects.exists()


def test_months_later_is_the_same_day_or_the_last_of_the_month() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2026, 3, 2), 22) == date(2028, 1, 2)
    assert add_months(date(2026, 12, 15), 0) == date(2026, 12, 15)


def _chosen_by(alice: Context, people: int) -> None:
    for _one in range(people):
        choose_way(alice, case_ref=registered(alice).ref, chosen=CARE)


def test_use_is_told_from_ten_people_and_beside_the_places(alice: Context) -> None:
    _chosen_by(alice, 9)
    few = {one.code: one for one in path_use.use(alice).sectors}
    assert few["care"].chosen is None
    assert path_use.use(alice).courses == ()
    _chosen_by(alice, 2)
    enough = {one.code: one for one in path_use.use(alice).sectors}
    assert (enough["care"].chosen, enough["care"].places, enough["care"].short) == (
        10,
        "volgt nog",
        False,
    )
    goals = {one.code: one.chosen for one in path_use.use(alice).goals}
    assert goals == {"shortage": 10, "reintegration": 10, "learning": None}
    titles = {one.title for one in path_use.use(alice).courses}
    assert "Helpende zorg en welzijn" in titles


def test_fewer_places_than_people_are_seen_as_soon_as_somebody_gives_a_number(
    alice: Context,
) -> None:
    _chosen_by(alice, 11)
    system = system_context(NOW)
    page = register.entry_page(system, kind="intake_place", code="zorg-zij-instroom")
    data = {**plain(page.kind, page.entry), "places": 4}
    told = register_acts.record_entry(
        system,
        change=Change(kind="intake_place", data=data, reason="Opgave", base_version=page.version),
    )
    assert isinstance(told, register_acts.Recorded)
    (care,) = [one for one in path_use.use(alice).sectors if one.code == "care"]
    assert care.short
    assert care.places == "4"
