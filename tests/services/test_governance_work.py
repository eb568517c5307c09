"""Meetings, board documents, packages for councils and the reserve."""

from typing import Any

import pytest

from tests.governance import House, house
from tests.people import NOW
from tests.services.hostile_files import EXE
from voordeur.domain.governance.proposals import Outcome, ProposalState
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.services import (
    board_documents,
    meetings,
    packages,
    proposal_pages,
    reserve,
    verify,
)
from voordeur.services.board_documents import NewBoardDocument
from voordeur.services.context import visitor_context
from voordeur.services.meetings import NewAgendaItem, NewMeeting
from voordeur.services.packages import NewPackage
from voordeur.services.reserve import NewWithdrawal

__all__ = ["house"]
pytestmark = pytest.mark.django_db
TODAY = NOW.date()
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def reason(call: Any) -> Reason:
    with pytest.raises(RefusedError) as refused:
        call()
    return refused.value.refusal.reason


def plan(house: House, body: str = "board", **more: Any) -> str:
    return meetings.plan(house.secretary, meeting=NewMeeting(body=body, day=TODAY, **more))


def test_a_meeting_has_an_agenda_with_what_is_asked_of_its_body(house: House) -> None:
    ref = plan(house, starts_at="09:30", place="Stadhuis")
    about = house.submitted()
    put = lambda item: meetings.put_on_agenda(house.secretary, ref=ref, item=item)  # noqa: E731
    assert put(NewAgendaItem(title="Opening")) == 1
    assert put(NewAgendaItem(title="Het plan", proposal=about)) == 2
    page = meetings.meeting_page(house.reader, ref=ref)
    assert [one.title for one in page.items] == ["Opening", "Het plan"]
    (asked,) = page.items[1].steps
    assert (asked.code, asked.turn) == ("decision", False)
    assert asked.missing == ("advies van Advisers ontbreekt",)
    assert (page.line.quorum, page.has_quorum) == (4, None)
    assert not page.may_write
    assert meetings.meeting_page(house.secretary, ref=ref).may_write
    (line,) = meetings.meetings(house.reader, body="board")
    assert (line.items, line.held, line.place) == (2, False, "Stadhuis")
    assert meetings.meetings(house.reader, body="chain") == ()


def test_a_decision_is_taken_in_a_meeting_with_who_was_there(house: House) -> None:
    ref = plan(house)
    about = house.submitted()
    item = NewAgendaItem(title="Het plan", proposal=about)
    meetings.put_on_agenda(house.secretary, ref=ref, item=item)
    house.say(about, "advice", Outcome.POSITIVE)
    meetings.record_held(house.secretary, ref=ref, present=3)
    say = lambda **more: house.say(about, "decision", meeting=ref, present=None, **more)  # noqa: E731
    assert reason(lambda: say(outcome=Outcome.ADOPTED)) is Reason.NO_QUORUM
    wrong = plan(house, "chain")
    assert reason(
        lambda: house.say(about, "decision", Outcome.ADOPTED, meeting=wrong)
    ) is Reason.INVALID_INPUT  # fmt: skip
    say(outcome=Outcome.HELD)
    page = meetings.meeting_page(house.reader, ref=ref)
    assert page.has_quorum is False
    assert [one.outcome for one in page.items[0].steps] == [Outcome.HELD]


def test_what_took_place_has_a_fixed_agenda(house: House) -> None:
    ref = plan(house)
    meetings.record_held(house.secretary, ref=ref, present=5, conclusions="Akkoord")
    item = NewAgendaItem(title="Nog iets")
    add = lambda: meetings.put_on_agenda(house.secretary, ref=ref, item=item)  # noqa: E731
    assert reason(add) is Reason.MEETING_HELD
    again = lambda: meetings.record_held(house.secretary, ref=ref, present=6)  # noqa: E731
    assert reason(again) is Reason.MEETING_HELD
    page = meetings.meeting_page(house.reader, ref=ref)
    assert (page.conclusions, page.has_quorum) == ("Akkoord", True)


def test_a_meeting_that_cannot_be_is_not_planned(house: House) -> None:
    assert reason(lambda: plan(house, "nobody")) is Reason.INVALID_INPUT
    assert reason(lambda: plan(house, "former")) is Reason.BODY_NOT_IN_FORCE
    assert reason(lambda: plan(house, starts_at="25:00")) is Reason.INVALID_INPUT
    new = NewMeeting(body="board", day=TODAY.replace(day=20))
    assert reason(lambda: meetings.plan(house.reader, meeting=new)) is Reason.ROLE_DOES_NOT_ALLOW
    later = meetings.plan(house.secretary, meeting=new)
    held = lambda: meetings.record_held(house.secretary, ref=later, present=5)  # noqa: E731
    assert reason(held) is Reason.DAY_STILL_TO_COME
    assert reason(lambda: meetings.meeting_page(visitor_context(NOW), ref=later)) is (
        Reason.NOT_FOUND
    )


def document(**more: Any) -> NewBoardDocument:
    return NewBoardDocument(**{"title": "Plan", "name": "Plan.exe", "content": PDF, **more})


def test_a_board_document_is_found_by_its_number_however_it_is_written(house: House) -> None:
    about = house.draft()
    ref = board_documents.register(
        house.secretary, document=document(number="D-123859", proposal=about)
    )
    found = board_documents.find_by_number(house.reader, number=" d-123859 ")
    assert found is not None
    assert (found.ref, found.proposal) == (ref, about)
    assert board_documents.find_by_number(house.reader, number="D-1") is None
    assert board_documents.find_by_number(house.reader, number=" ") is None
    kept = board_documents.fetch(house.reader, ref=ref)
    assert (kept.name, kept.content_type, kept.content) == ("Plan.pdf", "application/pdf", PDF)
    assert [one.ref for one in board_documents.documents_of(house.reader, proposal=about)] == [ref]
    assert board_documents.documents_of(house.reader, entry=("body", "board")) == ()
    same = document(number="d-123859")
    assert reason(lambda: board_documents.register(house.secretary, document=same)) is (
        Reason.NUMBER_TAKEN
    )


@pytest.mark.parametrize(
    ("why", "more"),
    [
        (Reason.KIND_NOT_ALLOWED, {"content": EXE}),
        (Reason.INVALID_INPUT, {"content": b""}),
        (Reason.INVALID_INPUT, {"title": " "}),
        (Reason.INVALID_INPUT, {"number": "x" * 41}),
        (Reason.TOO_LARGE, {"content": PDF + b"x" * 10_000_001}),
        (Reason.NOT_FOUND, {"proposal": "nothing"}),
        (Reason.NOT_FOUND, {"meeting": "nothing"}),
        (Reason.NOT_FOUND, {"entry": ("body", "nothing")}),
    ],
)
def test_a_document_that_cannot_be_kept_is_refused(
    house: House, why: Reason, more: dict[str, Any]
) -> None:
    call = lambda: board_documents.register(house.secretary, document=document(**more))  # noqa: E731
    assert reason(call) is why
    assert board_documents.documents_of(house.reader) == ()


def test_documents_are_kept_by_the_secretariat_and_read_by_professionals(house: House) -> None:
    call = lambda: board_documents.register(house.reader, document=document())  # noqa: E731
    assert reason(call) is Reason.ROLE_DOES_NOT_ALLOW
    ref = board_documents.register(house.team, document=document())
    assert board_documents.register(house.team, document=document()) != ref  # no number: no clash
    assert reason(lambda: board_documents.fetch(visitor_context(NOW), ref=ref)) is Reason.NOT_FOUND
    assert reason(lambda: board_documents.fetch(house.reader, ref="nothing")) is Reason.NOT_FOUND


def test_a_package_informs_every_council_with_what_is_local(house: House) -> None:
    about = house.decided()
    new = NewPackage(
        title="Voortgang",
        day=TODAY,
        summary="Zo staat het ervoor",
        proposals=(about,),
        entries=(("body", "board"),),
        local={"velsen": "Bij ons loopt een proef", "haarlem": " "},
    )
    ref = packages.make(house.secretary, package=new)
    page = packages.package_page(house.reader, ref=ref, municipality="velsen")
    assert (page.local, page.municipality_name) == ("Bij ons loopt een proef", "Velsen")
    assert [(one.ref, one.state) for one in page.proposals] == [(about, ProposalState.DECIDED)]
    assert packages.package_page(house.reader, ref=ref, municipality="haarlem").local == ""
    assert packages.package_page(house.reader, ref=ref).entries == (("body", "board"),)
    (line,) = packages.packages(house.reader)
    assert line.municipalities == ("velsen",)
    assert reason(
        lambda: packages.package_page(house.reader, ref=ref, municipality="amsterdam")
    ) is Reason.NOT_FOUND  # fmt: skip


@pytest.mark.parametrize(
    "more",
    [
        {"title": ""},
        {"proposals": ("nothing",)},
        {"entries": (("body", "nothing"),)},
        {"local": {"amsterdam": "hoi"}},
    ],
)
def test_a_package_about_nothing_is_refused(house: House, more: dict[str, Any]) -> None:
    new = NewPackage(**{"title": "Voortgang", "day": TODAY, **more})
    assert reason(lambda: packages.make(house.secretary, package=new)) is Reason.INVALID_INPUT
    assert reason(lambda: packages.make(house.reader, package=new)) is Reason.ROLE_DOES_NOT_ALLOW


def take(house: House, ref: str, amount: int, purpose: str = "Pilot") -> str:
    new = NewWithdrawal(proposal=ref, amount_cents=amount, purpose=purpose)
    return reserve.withdraw(house.controller, withdrawal=new)


def test_nothing_leaves_the_reserve_without_a_decision(house: House) -> None:
    waiting = house.submitted("reserve")
    assert reason(lambda: take(house, waiting, 1)) is Reason.DECISION_NEEDED
    other = house.decided("plan", amount_cents=100_000)
    assert reason(lambda: take(house, other, 1)) is Reason.DECISION_NEEDED
    assert reason(lambda: take(house, "nothing", 1)) is Reason.DECISION_NEEDED
    page = reserve.reserve_page(house.controller)
    assert [one.proposal for one in page.proposals] == [waiting]
    verdict = page.proposals[0].may_withdraw
    assert not verdict
    house.say(waiting, "advice", Outcome.POSITIVE)
    house.say(waiting, "decision", Outcome.REJECTED)
    assert reason(lambda: take(house, waiting, 1)) is Reason.DECISION_NEEDED


def test_with_a_decision_the_controller_takes_so_much_and_no_more(house: House) -> None:
    ref = house.decided("reserve")
    assert reason(lambda: take(house, ref, 100_001)) is Reason.ABOVE_DECISION
    assert reason(lambda: take(house, ref, 0)) is Reason.INVALID_INPUT
    assert reason(lambda: take(house, ref, 1, " ")) is Reason.REASON_NEEDED
    take(house, ref, 60_000)
    assert reason(lambda: take(house, ref, 40_001)) is Reason.ABOVE_DECISION
    take(house, ref, 40_000)
    assert reason(lambda: take(house, ref, 1)) is Reason.ABOVE_DECISION
    page = reserve.reserve_page(house.reader)
    assert [one.amount_cents for one in page.withdrawals] == [40_000, 60_000]
    (decided,) = page.proposals
    assert (decided.withdrawn_cents, decided.left_cents) == (100_000, 0)
    assert not page.may_write
    new = NewWithdrawal(proposal=ref, amount_cents=1, purpose="x")
    assert reason(lambda: reserve.withdraw(house.team, withdrawal=new)) is (
        Reason.ROLE_DOES_NOT_ALLOW
    )
    assert verify.verify().ok


def test_a_proposal_page_says_why_it_cannot_go_on(house: House) -> None:
    ref = house.draft()
    page = proposal_pages.proposal_page(house.team, ref=ref)
    assert page.may_submit
    assert not page.may_record
    assert page.route_problems == ()
