"""What owners of money say: yes, no, silence and a yes taken back, with the money following."""

from datetime import date

import pytest

from tests.brokered import Room, purse_room, standing
from tests.services.test_broker import names, needs_both, reason
from voordeur.domain.funding.ledger import Movement, Posting
from voordeur.domain.kernel.refusal import Reason
from voordeur.records.cases.models import StepRecord
from voordeur.records.funding.models import MixRecord
from voordeur.records.money.models import ClaimRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.services import consents, ledger
from voordeur.services.acts import acting
from voordeur.services.consents import ConsentReport
from voordeur.services.context import system_context

__all__ = ["needs_both", "purse_room"]
pytestmark = pytest.mark.django_db


@pytest.fixture(name="mix")
def asked_mix(room: Room, row: TrajectoryRecord) -> MixRecord:
    return room.choose(row)


def fresh(mix: MixRecord) -> MixRecord:
    return MixRecord.objects.get(pk=mix.pk)


def move(room: Room, movement: Movement, mix: MixRecord, source: str, cents: int) -> None:
    """Order or pay a part, as the back office would."""
    claim = ClaimRecord.objects.filter(budget__source=source, decision=mix.ref).first()
    assert claim is not None
    posting = Posting(movement, claim.budget.code, cents, claim.ref)
    with acting(room.controller) as act:
        told = ledger.post(
            room.controller,
            postings=[posting],
            decision=mix.ref,
            key=f"{movement}:{mix.ref}:{source}",
        )
        act.record("Tested", payload={"postings": told})


def test_the_last_yes_makes_a_mix_agreed_and_tells_the_gids(room: Room, mix: MixRecord) -> None:
    assert consents.give_consent(room.owner, mix=mix.ref, source="local") == "agreed"
    assert fresh(mix).state == "agreed"
    assert names()[-1] == "MixConsentGiven"
    (mail,) = OutboxRecord.objects.filter(kind="mix_agreed")
    assert mail.recipient == room.cast.alice.email
    assert standing("local-2026")["reserved"] == 60_000


def test_a_consent_is_answered_once_by_who_owns_the_money(room: Room, mix: MixRecord) -> None:
    call = lambda who: consents.give_consent(who, mix=mix.ref, source="local")  # noqa: E731
    assert reason(lambda: call(room.uwv)) is Reason.NOT_FOUND
    assert reason(lambda: call(room.cast.bob.context)) is Reason.NOT_FOUND
    assert (
        reason(lambda: consents.give_consent(room.owner, mix=mix.ref, source="regional"))
        is Reason.NOT_FOUND
    )
    call(room.owner)
    assert reason(lambda: call(room.owner)) is Reason.CONSENT_ANSWERED


def test_a_no_needs_a_reason_and_frees_the_money_with_a_task_for_the_gids(
    room: Room, mix: MixRecord
) -> None:
    call = lambda why: consents.refuse_consent(  # noqa: E731
        room.owner, mix=mix.ref, source="local", reason=why
    )
    assert reason(lambda: call(" ")) is Reason.REASON_NEEDED
    call("Dit betalen we nu niet")
    assert fresh(mix).state == "refused"
    assert standing("local-2026") == {
        "available": 500_000, "reserved": 0, "committed": 0, "paid": 0,
    }  # fmt: skip
    assert standing("regional-2026")["reserved"] == 0
    (task,) = StepRecord.objects.filter(case_id=mix.trajectory.case_id)
    assert (task.what, task.due_date) == (consents.CHOOSE_AGAIN, date(2026, 3, 3))
    assert OutboxRecord.objects.filter(kind="mix_refused").count() == 1
    assert reason(lambda: call("nog eens")) is Reason.CONSENT_ANSWERED


def test_a_yes_taken_back_after_payment_leaves_what_is_ordered_or_paid(
    room: Room, mix: MixRecord
) -> None:
    consents.give_consent(room.owner, mix=mix.ref, source="local")
    move(room, Movement.COMMIT, mix, "local", 30_000)
    move(room, Movement.PAY, mix, "local", 20_000)
    call = lambda: consents.withdraw_consent(  # noqa: E731
        room.owner, mix=mix.ref, source="local", reason="De regeling stopt"
    )
    call()
    assert fresh(mix).state == "withdrawn"
    assert standing("local-2026") == {
        "available": 470_000, "reserved": 0, "committed": 10_000, "paid": 20_000,
    }  # fmt: skip
    assert names()[-1] == "MixConsentWithdrawn"
    assert reason(call) is Reason.MIX_SETTLED


def test_nothing_can_be_taken_back_once_everything_is_ordered(room: Room, mix: MixRecord) -> None:
    consents.give_consent(room.owner, mix=mix.ref, source="local")
    for claim in ClaimRecord.objects.filter(budget__source="local"):
        posting = Posting(Movement.COMMIT, claim.budget.code, claim.reserved_cents, claim.ref)
        with acting(room.controller) as act:
            ledger.post(
                room.controller,
                postings=[posting],
                decision=mix.ref,
                key=f"order:{claim.ref}",
            )
            act.record("Tested", payload={})
    found = reason(
        lambda: consents.withdraw_consent(
            room.owner, mix=mix.ref, source="local", reason="toch niet"
        )
    )
    assert found is Reason.PAID_MONEY_STAYS
    assert fresh(mix).state == "agreed"


def test_silence_is_reminded_half_way_and_ends_after_the_last_day(
    room: Room, mix: MixRecord
) -> None:
    clock = system_context(room.owner.now)
    assert consents.tick(clock) == ConsentReport(0, 0)
    later = system_context(room.later(3).owner.now)
    assert consents.tick(later) == ConsentReport(1, 0)
    assert consents.tick(later) == ConsentReport(0, 0)
    assert OutboxRecord.objects.filter(kind="consent_reminder").count() == 1
    last_day = system_context(room.later(7).owner.now)
    assert consents.tick(last_day) == ConsentReport(0, 0)
    after = system_context(room.later(8).owner.now)
    assert consents.tick(after) == ConsentReport(0, 1)
    assert consents.tick(after) == ConsentReport(0, 0)
    assert fresh(mix).state == "expired"
    assert standing("local-2026")["available"] == 500_000
    assert names()[-1] == "MixExpired"
    assert StepRecord.objects.filter(case_id=mix.trajectory.case_id).count() == 1
    found = reason(lambda: consents.give_consent(room.owner, mix=mix.ref, source="local"))
    assert found is Reason.MIX_SETTLED
