"""What the database itself refuses of proposals and the reserve; the same on both databases."""

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import F, Model, QuerySet

from tests.governance import House, house
from tests.people import NOW
from voordeur.domain.governance.proposals import Outcome
from voordeur.records.governance.models import (
    AgendaItemRecord,
    BoardDocumentRecord,
    MeetingRecord,
    ProposalRecord,
    ProposalStepRecord,
    ReserveWithdrawalRecord,
    RoundEndRecord,
)
from voordeur.services import board_documents, meetings, proposals, reserve
from voordeur.services.board_documents import NewBoardDocument
from voordeur.services.meetings import NewAgendaItem, NewMeeting
from voordeur.services.reserve import NewWithdrawal

__all__ = ["house"]
pytestmark = pytest.mark.django_db
wall = importlib.import_module("voordeur.records.governance.migrations.0002_decisions_in_order")
TODAY = NOW.date()
VELSEN = ("gemeente-velsen",)


def refused(write: Callable[[], Any]) -> bool:
    """Tell whether the database refused; whatever it did is undone."""
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


def given(outcome: str, **more: Any) -> dict[str, Any]:
    said = {"state": "given", "outcome": outcome, "given_on": TODAY, "given_at": NOW, "note": "om"}
    return {**said, **more}


def step(ref: str, code: str) -> QuerySet[ProposalStepRecord]:
    return ProposalStepRecord.objects.filter(proposal__ref=ref, code=code).order_by("-round")


def proposal(ref: str) -> QuerySet[ProposalRecord]:
    return ProposalRecord.objects.filter(ref=ref)


def test_every_trigger_is_there_after_all_migrations() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            expected = {name for name, *_rest in wall.GUARDS}
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
            expected = {name for name, *_rest in wall.GUARDS}
            expected |= {f"{table}_never_truncated" for table, _what in wall.KEPT}
        assert expected <= {row[0] for row in cursor.fetchall()}


def test_steps_are_given_in_order_once_and_while_it_runs(house: House) -> None:
    ref = house.submitted(parties=VELSEN)
    for code, outcome in (("consent", "given"), ("decision", "adopted"), ("informed", "informed")):
        assert refused(lambda: step(ref, code).update(**given(outcome)))  # noqa: B023
    assert not refused(lambda: step(ref, "advice").update(**given("negative")))
    house.say(ref, "advice", Outcome.NEGATIVE)
    assert refused(lambda: step(ref, "advice").update(outcome="positive"))
    assert refused(lambda: step(ref, "advice").update(note="anders"))
    assert refused(lambda: step(ref, "decision").update(position=0))
    assert refused(lambda: step(ref, "consent").update(code="other"))
    assert refused(lambda: step(ref, "consent").update(**given("refused", note="")))
    assert refused(lambda: step(ref, "consent").update(**given("positive")))
    assert refused(lambda: step(ref, "consent").update(note="alvast"))
    early = TODAY.replace(day=1)
    assert refused(lambda: step(ref, "consent").update(**given("given", given_on=early)))
    house.say(ref, "consent", Outcome.REFUSED)
    assert refused(lambda: step(ref, "decision").update(**given("adopted")))
    proposals.withdraw(house.team, ref=ref, reason="klaar")
    assert refused(lambda: step(ref, "decision").update(**given("held")))


def test_steps_are_laid_out_before_it_runs_and_stay(house: House) -> None:
    ref = house.submitted()
    row = proposal(ref).get()
    new = {"proposal": row, "code": "more", "act": "advice", "body": "advisers", "position": 0}
    for round_ in (1, 2):
        assert refused(lambda: ProposalStepRecord.objects.create(**new, round=round_))  # noqa: B023
    assert refused(lambda: _delete(ProposalStepRecord))
    drafted = proposal(house.draft()).get()
    new["proposal"] = drafted
    assert not refused(lambda: ProposalStepRecord.objects.create(**new, round=1))
    assert refused(lambda: ProposalStepRecord.objects.create(**new, round=1, **given("positive")))
    assert refused(lambda: ProposalStepRecord.objects.create(**new, round=2))


def _delete(model: type[Model]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")


def test_the_state_of_a_proposal_follows_from_its_steps(house: House) -> None:
    ref = house.submitted(parties=VELSEN)
    settled = {"settled_on": TODAY}
    for state in ("decided", "rejected", "withdrawn"):
        assert refused(lambda: proposal(ref).update(state=state, **settled))  # noqa: B023
    assert refused(lambda: proposal(ref).update(state="drafted"))
    assert refused(lambda: proposal(ref).update(state="drafted", round=2))
    assert refused(lambda: proposal(ref).update(round=2))
    assert refused(lambda: proposal(ref).update(version=0))
    house.say(ref, "advice", Outcome.POSITIVE)
    house.say(ref, "consent", Outcome.GIVEN)
    house.say(ref, "decision", Outcome.ADOPTED)
    for state in ("drafted", "submitted"):
        assert refused(lambda: proposal(ref).update(state=state, settled_on=None))  # noqa: B023
    assert refused(lambda: proposal(ref).update(state="rejected"))
    assert refused(lambda: proposal(ref).update(settled_on=TODAY.replace(day=3)))
    assert refused(lambda: _delete(ProposalRecord))


def test_what_bodies_look_at_does_not_change(house: House) -> None:
    ref = house.submitted(parties=VELSEN)
    for change in (
        {"title": "Anders"},
        {"route": "reserve", "amount_cents": 1},
        {"touches": False, "touches_reason": "om"},
        {"parties": []},
        {"entries": [["plan", "p"]]},
        {"amount_cents": 5},
        {"content_digest": "f" * 64},
    ):
        assert refused(lambda: proposal(ref).update(**change))  # noqa: B023


def test_touching_otherwise_has_a_reason_and_nothing_runs_without_steps(house: House) -> None:
    ref = house.draft(parties=VELSEN)
    assert refused(lambda: proposal(ref).update(touches=False))
    assert not refused(lambda: proposal(ref).update(touches=False, touches_reason="om"))
    assert refused(lambda: proposal(ref).update(state="submitted", submitted_at=NOW))
    assert refused(lambda: proposal(ref).update(state="decided", settled_on=TODAY))
    new = {"ref": "X", "title": "X", "route": "plan", "touches": True, "touches_default": True}
    new |= {"drafted_at": NOW}
    assert not refused(lambda: ProposalRecord.objects.create(**new))
    for more in ({"round": 2}, {"state": "submitted", "submitted_at": NOW}):
        assert refused(lambda: ProposalRecord.objects.create(**new, **more))  # noqa: B023


def test_rounds_end_with_a_reason_that_stays(house: House) -> None:
    ref = house.submitted()
    row = proposal(ref).get()
    end = {"proposal": row, "round": 1, "ended_at": NOW}
    assert refused(lambda: RoundEndRecord.objects.create(**end, kind="revised", reason=""))
    assert refused(
        lambda: RoundEndRecord.objects.create(**{**end, "round": 2}, kind="revised", reason="om")
    )
    proposals.revise(house.team, ref=ref, reason="om")
    assert refused(lambda: RoundEndRecord.objects.update(reason="iets anders"))
    assert refused(lambda: _delete(RoundEndRecord))
    more = {**end, "round": 2, "kind": "revised", "reason": "om"}
    assert refused(lambda: RoundEndRecord.objects.create(**more))


def test_the_reserve_gives_what_was_decided_and_no_more(house: House) -> None:
    waiting = proposal(house.submitted("reserve")).get()
    other = proposal(house.decided("plan", amount_cents=100_000)).get()
    decided = proposal(house.decided("reserve")).get()

    def take(row: ProposalRecord, amount: int, ref: str = "W") -> None:
        ReserveWithdrawalRecord.objects.create(
            ref=ref, proposal=row, amount_cents=amount, purpose="p", day=TODAY, withdrawn_at=NOW
        )

    for row, amount in ((waiting, 1), (other, 1), (decided, 100_001), (decided, 0), (decided, -1)):
        assert refused(lambda: take(row, amount))  # noqa: B023
    new = NewWithdrawal(proposal=decided.ref, amount_cents=60_000, purpose="Pilot")
    reserve.withdraw(house.controller, withdrawal=new)
    assert refused(lambda: take(decided, 40_001))
    assert not refused(lambda: take(decided, 40_000))
    assert refused(lambda: ReserveWithdrawalRecord.objects.update(amount_cents=1))
    assert refused(lambda: _delete(ReserveWithdrawalRecord))


def test_what_took_place_and_what_was_registered_stays(house: House) -> None:
    ref = meetings.plan(house.secretary, meeting=NewMeeting(body="board", day=TODAY))
    meetings.put_on_agenda(house.secretary, ref=ref, item=NewAgendaItem(title="Opening"))
    meetings.record_held(house.secretary, ref=ref, present=5)
    assert refused(lambda: MeetingRecord.objects.update(state="planned", present=None))
    assert refused(lambda: MeetingRecord.objects.update(day=TODAY.replace(day=9)))
    meeting = MeetingRecord.objects.get()
    assert refused(
        lambda: AgendaItemRecord.objects.create(meeting=meeting, number=2, title="Nog iets")
    )
    assert refused(lambda: _delete(MeetingRecord))
    document = NewBoardDocument(title="Plan", name="p.txt", content=b"Een plan", number="D-1")
    board_documents.register(house.secretary, document=document)
    assert refused(lambda: BoardDocumentRecord.objects.update(number="D-2"))
    assert refused(lambda: BoardDocumentRecord.objects.update(digest="0" * 64))
    assert refused(lambda: _delete(BoardDocumentRecord))


def _held_meeting(house: House) -> MeetingRecord:
    ref = meetings.plan(house.secretary, meeting=NewMeeting(body="board", day=TODAY))
    meetings.record_held(house.secretary, ref=ref, present=5)
    return MeetingRecord.objects.get(ref=ref)


def _everything(house: House) -> dict[str, str]:
    """Make a row in every table; returns references by what they are."""
    running, decided = house.submitted(parties=VELSEN), house.decided("reserve")
    new = NewWithdrawal(proposal=decided, amount_cents=60_000, purpose="Pilot")
    reserve.withdraw(house.controller, withdrawal=new)
    revised = house.submitted()
    proposals.revise(house.team, ref=revised, reason="om")
    _held_meeting(house)
    document = NewBoardDocument(title="Plan", name="p.txt", content=b"Een plan", number="D-1")
    board_documents.register(house.secretary, document=document)
    return {"running": running, "decided": decided, "revised": revised}


def _step_of(ref: str) -> None:
    ProposalStepRecord.objects.create(
        proposal=proposal(ref).get(), round=1, code="more", act="advice", body="b", position=0
    )


def _withdrawal_of(ref: str) -> None:
    ReserveWithdrawalRecord.objects.create(
        ref="W", proposal=proposal(ref).get(), amount_cents=40_001, purpose="p", day=TODAY,
        withdrawn_at=NOW,
    )  # fmt: skip


BROKEN: dict[str, Callable[[dict[str, str]], Any]] = {
    "proposal_insert_guard": lambda _: ProposalRecord.objects.create(
        ref="X", title="X", route="plan", touches=True, touches_default=True, drafted_at=NOW,
        round=2,
    ),
    "proposal_update_guard": lambda ref: proposal(ref["running"]).update(title="Anders"),
    "proposal_step_insert_guard": lambda ref: _step_of(ref["running"]),
    "proposal_step_update_guard": lambda ref: step(ref["running"], "decision").update(
        **given("adopted")
    ),
    "proposal_round_end_insert_guard": lambda ref: RoundEndRecord.objects.create(
        proposal=proposal(ref["decided"]).get(), round=1, kind="revised", reason="om", ended_at=NOW
    ),
    "proposal_round_end_update_guard": lambda _: RoundEndRecord.objects.update(reason="anders"),
    "reserve_withdrawal_insert_guard": lambda ref: _withdrawal_of(ref["decided"]),
    "reserve_withdrawal_update_guard": lambda _: ReserveWithdrawalRecord.objects.update(
        amount_cents=1
    ),
    "meeting_update_guard": lambda _: MeetingRecord.objects.update(body="chain"),
    "agenda_item_insert_guard": lambda _: AgendaItemRecord.objects.create(
        meeting=MeetingRecord.objects.get(), number=1, title="Nog iets"
    ),
    "board_document_update_guard": lambda _: BoardDocumentRecord.objects.update(number="D-2"),
    "proposal_delete_guard": lambda _: _delete(ProposalRecord),
    "proposal_step_delete_guard": lambda _: _delete(ProposalStepRecord),
    "proposal_round_end_delete_guard": lambda _: _delete(RoundEndRecord),
    "reserve_withdrawal_delete_guard": lambda _: _delete(ReserveWithdrawalRecord),
    "meeting_delete_guard": lambda _: _delete(MeetingRecord),
    "board_document_delete_guard": lambda _: _delete(BoardDocumentRecord),
}  # fmt: skip
"""Per guard a statement that it alone refuses."""


@pytest.mark.parametrize(("name", "table"), [(name, table) for name, table, *_rest in wall.GUARDS])
def test_each_guard_is_missed_when_it_is_gone(house: House, name: str, table: str) -> None:
    refs = _everything(house)
    assert refused(lambda: BROKEN[name](refs))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE" if connection.vendor != "sqlite" else ";")
        place = "" if connection.vendor == "sqlite" else f" ON {table}"
        cursor.execute(f"DROP TRIGGER {name}{place}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED" if connection.vendor != "sqlite" else ";")
    assert not refused(lambda: BROKEN[name](refs))


def test_control_the_check_itself_lets_right_things_through(house: House) -> None:
    ref = house.submitted()
    assert not refused(lambda: proposal(ref).update(version=F("version") + 1))
