"""A municipality changes its position on people without work and benefit; routing follows it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.people import NOW, Cast, hire
from voordeur.domain.kernel.actors import Role
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.domain.region.model import Region
from voordeur.domain.region.positions import RECORDED_DOCUMENT, TakenPosition, with_positions
from voordeur.services import policies
from voordeur.services.audit import newest
from voordeur.services.context import Context
from voordeur.services.policies import NewPosition, take_position
from voordeur.services.ports import ports
from voordeur.services.region import current_region, differences_with, load_pack
from voordeur.services.routing import RouteAnswer, route

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
LATER = TODAY + timedelta(days=30)
NUG = {
    "asker": "resident",
    "work": "no_work",
    "benefit": "none",
    "municipality": "velsen",
    "age": 45,
    "in_trajectory": "no",
    "start_qualification": "yes",
    "advice_talk": "not_yet",
    "distance_class": "bridgeable",
}


@pytest.fixture
def pim(region: Region) -> Context:
    return hire("Pim Proefpersoon", "werkcentrum", Role.PROGRAMME_TEAM).context


def nug_answer(on: date, place: str = "velsen") -> RouteAnswer:
    facts = {**NUG, "municipality": place}
    region = current_region()
    answer = route(region, facts, on=on)
    while answer.next_fact is not None:  # whatever else the table asks, the first value will do
        fact = answer.next_fact
        facts[fact.code] = fact.values[-1].code if fact.values else 45
        answer = route(region, facts, on=on)
    assert answer.because is not None
    assert answer.because.answer == "@nug"
    return answer


def velsen(
    position: str = "municipality", start: date = LATER, reason: str = "Collegebesluit"
) -> NewPosition:
    return NewPosition(municipality="velsen", position=position, valid_from=start, reason=reason)


def test_the_answer_changes_on_the_day_and_not_before(pim: Context) -> None:
    before = nug_answer(LATER)
    take_position(pim, new=velsen())
    assert nug_answer(TODAY) == before
    assert nug_answer(LATER - timedelta(days=1)).organisation == "werkcentrum"
    after = nug_answer(LATER)
    assert after.organisation == "gemeente-velsen"
    assert after.because is not None
    assert after.because.source.document == RECORDED_DOCUMENT
    assert after.because.source.section == f"Velsen, {LATER.isoformat()}"
    assert after.because.source.note.nl == "Collegebesluit"
    assert "De gemeente helpt zelf".lower() in after.because.rule_text.nl
    assert nug_answer(LATER, "haarlem").organisation == "werkcentrum"


def test_another_position_later_takes_over_and_both_stay(pim: Context) -> None:
    take_position(pim, new=velsen())
    take_position(pim, new=velsen("undecided", LATER + timedelta(days=10)))
    assert nug_answer(LATER + timedelta(days=9)).organisation == "gemeente-velsen"
    assert nug_answer(LATER + timedelta(days=10)).organisation == "werkcentrum"
    line = next(one for one in policies.positions(pim).municipalities if one.slug == "velsen")
    assert [one.position for one in line.positions] == ["undecided", "municipality", "undecided"]
    assert [one.recorded for one in line.positions] == [True, True, False]
    assert line.current is not None
    assert not line.current.recorded


def test_the_event_says_what_was_decided_without_the_words(pim: Context) -> None:
    take_position(pim, new=velsen())
    event = newest(names=["PolicyPositionTaken"])[0]
    assert event.payload["municipality"] == "velsen"
    assert event.payload["leading"] == "gemeente-velsen"
    assert "Collegebesluit" not in str(event.payload)


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        (velsen(start=TODAY - timedelta(days=1)), Reason.DATE_IN_THE_PAST),
        (velsen(reason="  "), Reason.REASON_NEEDED),
        (velsen("nobody"), Reason.INVALID_INPUT),
        (replace(velsen(), municipality="atlantis"), Reason.INVALID_INPUT),
    ],
)
def test_what_cannot_be_recorded(pim: Context, new: NewPosition, reason: Reason) -> None:
    with pytest.raises(RefusedError) as refused:
        take_position(pim, new=new)
    assert refused.value.refusal.reason is reason
    assert not newest(names=["PolicyPositionTaken"])


def test_one_position_per_day(pim: Context) -> None:
    take_position(pim, new=velsen())
    with pytest.raises(RefusedError) as refused:
        take_position(pim, new=velsen("undecided"))
    assert refused.value.refusal.reason is Reason.CHANGED_MEANWHILE
    assert nug_answer(LATER).organisation == "gemeente-velsen"


def test_who_may_not_take_positions_sees_nothing(cast: Cast) -> None:
    for person in (cast.alice, cast.bob, cast.charlie, cast.eva):
        with pytest.raises(RefusedError) as refused:
            take_position(person.context, new=velsen())
        assert refused.value.refusal.reason is Reason.NOT_FOUND
        with pytest.raises(RefusedError):
            policies.positions(person.context)


def test_the_same_pack_again_changes_nothing_whatever_was_decided(pim: Context) -> None:
    take_position(pim, new=velsen())
    documents = ports().pack_reader.read_directory(ports().region_directory)
    parsed = ports().pack_reader.parse(documents)
    assert isinstance(parsed, Region)
    assert differences_with(parsed) == []
    changed = {**documents, "policies.yaml": documents["policies.yaml"] + "# newer\n"}
    sam = replace(pim, roles=frozenset({Role.SYSTEM_MANAGER}))
    assert load_pack(sam, documents=changed).changed
    assert nug_answer(LATER).organisation == "gemeente-velsen"


def test_a_position_of_nobody_is_left_aside(region: Region) -> None:
    assert with_positions(region, [TakenPosition("atlantis", TODAY, "municipality")]) is region
    assert with_positions(region, [TakenPosition("velsen", TODAY, "nobody")]) is region


def test_a_later_policy_of_the_pack_comes_after_a_position(region: Region) -> None:
    first = with_positions(region, [TakenPosition("velsen", TODAY, "municipality")])
    again = with_positions(first, [TakenPosition("velsen", LATER, "werkcentrum")])
    policy = again.nug_policy("velsen", LATER - timedelta(days=1))
    assert policy is not None
    assert policy.leading == "gemeente-velsen"
    assert policy.period.end == LATER
    assert NOW.date() == TODAY
