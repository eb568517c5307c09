"""The broker: the best lawful mixes with their reasons, chosen once, money kept at once."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.brokered import START, Room, choice, purse_room, standing
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.cases.models import CaseRecord
from voordeur.records.funding.models import MixConsentRecord, MixRecord, PriceRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.services import audit, broker
from voordeur.services.broker import Found

__all__ = ["purse_room"]
pytestmark = pytest.mark.django_db
VELSEN = "gemeente-velsen"


def reason(call: Callable[[], object]) -> Reason:
    with pytest.raises(RefusedError) as refused:
        call()
    return refused.value.refusal.reason


@pytest.fixture(name="row")
def needs_both(room: Room) -> TrajectoryRecord:
    """A municipality's money for at most 40 %, the region's for the rest, and UWV's for others."""
    room.source(
        "local", VELSEN, when="benefit: rejected", needs_consent=True, max_share_permille=400
    )
    room.source("regional", order=20, before=["local"])
    room.source("ww-only", "uwv", when="benefit: ww")
    room.budget("local-2026", "local", 500_000)
    room.budget("regional-2026", "regional", 500_000)
    return room.trajectory(100_000, 50_000)


def paying(found: Found, place: int = 0) -> dict[str, int]:
    totals: dict[str, int] = {}
    for one in found.offers[place].shares:
        totals[one.source] = totals.get(one.source, 0) + one.amount_cents
    return totals


def names() -> list[str]:
    return [line.name for line in audit.everything()]


def test_the_best_mix_says_who_pays_and_why_others_do_not(
    room: Room, row: TrajectoryRecord
) -> None:
    found = room.proposed(row)
    assert 1 <= len(found.offers) <= 3
    assert paying(found) == {"local": 60_000, "regional": 90_000}
    assert found.offers[0].mix.needs_consent == ("local",)
    assert found.others["ww-only"] == ("no:benefit",)
    assert len({one.key for one in found.offers}) == len(found.offers)


def test_what_is_not_known_yet_is_a_reason_with_what_to_ask(room: Room) -> None:
    room.source("training", when="schooling: none")
    room.budget("training-2026", "training", 500_000)
    found = room.proposed(room.trajectory(10_000))
    assert found.offers == ()
    assert found.others["training"] == ("ask:schooling",)


def test_a_source_for_another_place_another_time_or_another_instrument_cannot_pay(
    room: Room,
) -> None:
    room.source("elsewhere", municipalities=["haarlem"])
    room.source("over", ends_on="2026-03-10")
    room.source("next-year")
    room.source("empty")
    for code in ("elsewhere", "over"):
        room.budget(f"{code}-2026", code, 500_000)
    room.budget("next-2027", "next-year", 500_000, (date(2027, 1, 1), date(2028, 1, 1)))
    room.budget("empty-2026", "empty", 0)
    found = room.proposed(room.trajectory(10_000))
    assert found.others["elsewhere"] == ("no:municipality",)
    assert found.others["over"] == ("no:ended",)
    assert found.others["next-year"] == ("no_purse",)
    assert found.others["empty"] == ("used_up",)


def test_money_that_goes_along_with_the_person_comes_first_also_against_prices(
    room: Room,
) -> None:
    room.source("plain", order=1)
    room.source("along", order=90, unpartitioned=True)
    for code in ("plain", "along"):
        room.budget(f"{code}-2026", code, 500_000)
        PriceRecord.objects.create(
            source=code,
            day=room.controller.today,
            permille=900 if code == "along" else 1,
            made_at=room.controller.now,
        )
    assert paying(room.proposed(room.trajectory(10_000))) == {"along": 10_000}


def test_prices_rank_what_later_people_need_more_behind_and_old_prices_say_nothing(
    room: Room,
) -> None:
    for order, code in enumerate(("scarce", "plenty")):
        room.source(code, order=order)
        room.budget(f"{code}-2026", code, 500_000)
    row = room.trajectory(10_000)
    assert paying(room.proposed(row)) == {"scarce": 10_000}
    price = PriceRecord.objects.create(
        source="scarce", day=room.controller.today, permille=800, made_at=room.controller.now
    )
    assert paying(room.proposed(row)) == {"plenty": 10_000}
    PriceRecord.objects.filter(pk=price.pk).update(day=date(2026, 2, 1))
    assert paying(room.proposed(row)) == {"scarce": 10_000}


def test_choosing_keeps_every_share_at_once_and_asks_the_owners(
    room: Room, row: TrajectoryRecord
) -> None:
    mix = room.choose(row)
    assert standing("local-2026")["reserved"] == 60_000
    assert standing("regional-2026")["reserved"] == 90_000
    asked = dict(MixConsentRecord.objects.filter(mix=mix).values_list("source", "state"))
    assert asked == {"local": "asked", "regional": "not_needed"}
    assert mix.state == "asked"
    assert mix.answer_due_on == date(2026, 3, 9)
    assert names()[-1] == "MixChosen"
    (mail,) = OutboxRecord.objects.filter(kind="consent_asked")
    assert mail.recipient == "olga@gemeente-velsen.example.nl"
    assert "€ 600" in mail.body
    assert "Dagmar" not in mail.body


def test_without_anybody_to_ask_a_mix_is_agreed_at_once(room: Room) -> None:
    room.source("regional")
    room.budget("regional-2026", "regional", 500_000)
    assert room.choose(room.trajectory(10_000)).state == "agreed"


def test_a_stale_choice_is_refused_and_reserves_nothing(room: Room, row: TrajectoryRecord) -> None:
    old = room.proposed(row).offers[0].key
    other = room.trajectory(700_000)
    room.choose(other)
    call = lambda: broker.choose_mix(  # noqa: E731
        room.cast.alice.context, trajectory=row.ref, choice=choice(old)
    )
    before = standing("regional-2026")
    assert reason(call) is Reason.MIX_CHANGED
    assert standing("regional-2026") == before
    assert MixRecord.objects.count() == 1


def test_two_people_cannot_both_have_the_last_euro(room: Room) -> None:
    room.source("regional")
    room.budget("regional-2026", "regional", 10_000)
    first, second = room.trajectory(10_000), room.trajectory(10_000)
    key = room.proposed(second).offers[0].key
    room.choose(first)
    found = reason(
        lambda: broker.choose_mix(
            room.cast.alice.context, trajectory=second.ref, choice=choice(key)
        )
    )
    assert found is Reason.MIX_CHANGED
    assert standing("regional-2026") == {
        "available": 0, "reserved": 10_000, "committed": 0, "paid": 0,
    }  # fmt: skip


def test_choosing_needs_both_sentences_a_yes_of_the_person_and_the_case(
    room: Room, row: TrajectoryRecord
) -> None:
    key = room.proposed(row).offers[0].key
    alice = room.cast.alice.context

    def call(**more: str) -> object:
        return broker.choose_mix(alice, trajectory=row.ref, choice=choice(key, **more))

    assert reason(lambda: call(legality=" ")) is Reason.REASON_NEEDED
    assert reason(lambda: call(effectiveness="")) is Reason.REASON_NEEDED
    charlie = room.cast.charlie.context
    for who, ref in ((charlie, row.ref), (alice, "NIETBEKEND")):
        assert (
            reason(lambda: broker.choose_mix(who, trajectory=ref, choice=choice(key)))  # noqa: B023
            is Reason.NOT_FOUND
        )
    draft = room.trajectory(10_000, state="draft")
    assert (
        reason(lambda: broker.choose_mix(alice, trajectory=draft.ref, choice=choice(key)))
        is Reason.PERSON_NOT_AGREED
    )
    call()
    assert reason(call) is Reason.MIX_SETTLED


def test_a_mix_that_is_taken_back_frees_its_money_for_another(
    room: Room, row: TrajectoryRecord
) -> None:
    mix = room.choose(row)
    broker.drop_mix(room.cast.alice.context, trajectory=row.ref, mix=mix.ref)
    mix.refresh_from_db()
    assert mix.state == "replaced"
    assert standing("local-2026")["available"] == 500_000
    assert names()[-1] == "MixReplaced"
    again = room.choose(row)
    assert again.state == "asked"
    assert standing("local-2026")["reserved"] == 60_000


def test_what_is_claimed_before_counts_for_the_ceiling_of_a_person(room: Room) -> None:
    room.source("capped", max_person=30_000)
    room.source("regional", order=5, before=["capped"])
    for code in ("capped", "regional"):
        room.budget(f"{code}-2026", code, 500_000)
    row = room.trajectory(20_000)
    room.choose(row)
    row.steps.create(
        ref="NIEUW", position=2, what="Nog een stap", starts_on=START, cost_cents=25_000
    )
    assert paying(room.proposed(row)) == {"capped": 10_000, "regional": 15_000}


def test_a_proposal_asks_the_same_queries_however_much_there_is(
    room: Room, row: TrajectoryRecord, django_assert_num_queries: object
) -> None:
    few = _queries(lambda: room.proposed(row))
    for number in range(12):
        room.source(f"more-{number}", order=50)
        room.budget(f"more-{number}-2026", f"more-{number}", 1000)
        row.steps.create(
            ref=f"S{number}", position=9, what="Stap", starts_on=START, cost_cents=1000
        )
    assert _queries(lambda: room.proposed(row)) == few


def _queries(call: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        call()
    return len(asked)


def test_a_case_that_is_not_there_for_somebody_gives_no_hint(
    room: Room, row: TrajectoryRecord
) -> None:
    mix = room.choose(row)
    assert CaseRecord.objects.filter(pk=row.case_id).exists()
    found = reason(
        lambda: broker.drop_mix(room.cast.charlie.context, trajectory=row.ref, mix=mix.ref)
    )
    assert found is Reason.NOT_FOUND
