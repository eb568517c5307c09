"""Proposals through their routes: in order, once, with everybody who must be asked."""

from dataclasses import replace
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.governance import BODIES, ROUTES, House, house, keep, route_data, step
from tests.people import NOW
from voordeur.domain.governance.proposals import Outcome, ProposalState
from voordeur.domain.kernel.actors import ActorKind
from voordeur.domain.kernel.refusal import Reason, RefusedError
from voordeur.records.governance.models import ProposalRecord, ProposalStepRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.region.models import OrganisationRecord
from voordeur.services import (
    audit,
    proposal_pages,
    proposals,
    register,
    register_acts,
    verify,
)
from voordeur.services.context import Context, visitor_context
from voordeur.services.proposals import Objection, ProposalContent, StepAnswer
from voordeur.services.register_acts import Change

__all__ = ["house"]
pytestmark = pytest.mark.django_db
VELSEN = ("gemeente-velsen",)
YES, GIVEN, ADOPTED = Outcome.POSITIVE, Outcome.GIVEN, Outcome.ADOPTED


def refusal(call: Any) -> tuple[Reason, dict[str, str]]:
    with pytest.raises(RefusedError) as refused:
        call()
    return refused.value.refusal.reason, refused.value.refusal.facts


def reason(call: Any) -> Reason:
    return refusal(call)[0]


def test_a_proposal_goes_through_advice_consent_and_decision(house: House) -> None:
    ref = house.submitted(parties=VELSEN)
    assert house.say(ref, "advice", YES) is ProposalState.SUBMITTED
    assert house.say(ref, "consent", GIVEN) is ProposalState.SUBMITTED
    assert house.say(ref, "decision", ADOPTED) is ProposalState.DECIDED
    assert house.say(ref, "informed", Outcome.INFORMED) is ProposalState.DECIDED
    names = [line.name for line in audit.everything()][-6:]
    assert names == [
        "ProposalDrafted",
        "ProposalSubmitted",
        "AdviceGiven",
        "ConsentGiven",
        "DecisionTaken",
        "InformationSent",
    ]
    assert verify.verify().ok


def test_a_decision_before_its_advice_says_what_is_missing(house: House) -> None:
    ref = house.submitted(parties=VELSEN)
    found = refusal(lambda: house.say(ref, "decision", ADOPTED))
    assert found == (Reason.OUT_OF_ORDER, {"missing": "advice:advisers consent:chain"})
    house.say(ref, "advice", Outcome.NEGATIVE)
    found = refusal(lambda: house.say(ref, "decision", ADOPTED))
    assert found == (Reason.OUT_OF_ORDER, {"missing": "consent:chain"})


def test_negative_advice_blocks_nothing_and_a_refused_consent_does(house: House) -> None:
    ref = house.submitted(parties=VELSEN)
    house.say(ref, "advice", Outcome.NEGATIVE)
    house.say(ref, "consent", Outcome.REFUSED)
    found = refusal(lambda: house.say(ref, "decision", ADOPTED))
    assert found == (Reason.STEP_REFUSED, {"missing": "consent:chain"})
    proposals.revise(house.team, ref=ref, reason="Wij passen het aan")
    proposals.submit(house.team, ref=ref)
    assert reason(lambda: house.say(ref, "decision", ADOPTED)) is Reason.OUT_OF_ORDER
    house.say(ref, "advice", YES)
    house.say(ref, "consent", GIVEN)
    assert house.say(ref, "decision", ADOPTED) is ProposalState.DECIDED
    page = proposal_pages.proposal_page(house.reader, ref=ref)
    assert page.line.round == 2
    (first,) = page.rounds
    assert (first.number, first.reason) == (1, "Wij passen het aan")
    assert [one.outcome for one in first.steps] == [
        Outcome.NEGATIVE, Outcome.REFUSED, None, None,
    ]  # fmt: skip
    assert verify.verify().ok


def test_nobody_is_asked_to_consent_when_nothing_is_touched(house: House) -> None:
    ref = house.submitted()
    house.say(ref, "advice", YES)
    assert house.say(ref, "decision", ADOPTED) is ProposalState.DECIDED


def test_touching_is_the_default_with_a_municipality_and_another_answer_has_a_reason(
    house: House,
) -> None:
    OrganisationRecord.objects.filter(code="uwv").update(contact_email="keten@uwv.example.nl")
    assert (
        reason(lambda: house.draft(parties=VELSEN, touches=False, touches_reason=" "))
        is Reason.REASON_NEEDED
    )
    ref = house.draft(parties=VELSEN)
    call = lambda why: proposals.change_touches(  # noqa: E731
        house.secretary, ref=ref, touches=False, reason=why
    )
    assert reason(lambda: call("")) is Reason.REASON_NEEDED
    assert not OutboxRecord.objects.exists()
    call("Alleen een lezing")
    (mail,) = OutboxRecord.objects.all()
    assert mail.recipient == "keten@uwv.example.nl"
    assert "Alleen een lezing" in mail.body
    (line,) = proposal_pages.open_proposals(house.reader)
    assert (line.touches, line.touches_changed) == (False, True)
    assert line.touches_reason == "Alleen een lezing"
    proposals.submit(house.team, ref=ref)
    assert reason(lambda: call("toch")) is Reason.PROPOSAL_RUNS
    assert [one.code for one in _lane(house, ref)] == ["advice", "decision", "informed"]


def _lane(house: House, ref: str) -> tuple[proposal_pages.LaneStep, ...]:
    return proposal_pages.proposal_page(house.reader, ref=ref).line.steps


def test_the_lane_says_whose_turn_it_is_by_when_and_what_is_missing(house: House) -> None:
    ref = house.submitted(parties=VELSEN)
    (line,) = proposal_pages.open_proposals(house.reader)
    assert [one.name for one in line.turn] == ["Advisers"]
    assert line.due_on is not None
    assert line.due_on.isoformat() == "2026-03-16"
    assert line.missing == (
        "advies van Advisers ontbreekt",
        "instemming van Chain ontbreekt",
        "besluit van Board ontbreekt",
    )
    later = house.on(20)
    (line,) = proposal_pages.open_proposals(later.reader)
    assert line.late
    later.say(ref, "advice", YES)
    (line,) = proposal_pages.open_proposals(later.reader)
    assert [one.code for one in line.turn] == ["consent"]
    assert line.due_on is not None
    assert line.due_on.isoformat() == "2026-04-07"  # two weeks, Good Friday and Easter between
    english = replace(later.reader, language="en")
    (line,) = proposal_pages.open_proposals(english)
    assert line.missing[0] == "consent of Chain is missing"


def test_a_board_without_its_quorum_can_only_hold_over(house: House) -> None:
    ref = house.submitted()
    house.say(ref, "advice", YES)
    for present in (None, 3):
        assert (
            reason(lambda: house.say(ref, "decision", ADOPTED, present=present))  # noqa: B023
            is Reason.NO_QUORUM
        )
    assert house.say(ref, "decision", Outcome.HELD, present=3) is ProposalState.SUBMITTED
    assert reason(lambda: house.say(ref, "decision", ADOPTED)) is Reason.STEP_GIVEN
    proposals.revise(house.team, ref=ref, reason="Volgende keer met meer mensen")
    proposals.submit(house.team, ref=ref)
    house.say(ref, "advice", YES)
    assert house.say(ref, "decision", ADOPTED, present=4) is ProposalState.DECIDED


def test_a_decision_keeps_who_objected(house: House) -> None:
    ref = house.submitted()
    house.say(ref, "advice", YES)
    house.say(ref, "decision", ADOPTED, objections=(Objection("uwv", "Te duur"),))
    decision = next(one for one in _lane(house, ref) if one.code == "decision")
    assert decision.consensus is False
    assert [(one.name, one.words) for one in decision.objections] == [("UWV", "Te duur")]


def test_a_rejected_proposal_is_at_its_end(house: House) -> None:
    ref = house.submitted()
    house.say(ref, "advice", YES)
    assert house.say(ref, "decision", Outcome.REJECTED) is ProposalState.REJECTED
    assert reason(lambda: house.say(ref, "informed", Outcome.INFORMED)) is (
        Reason.PROPOSAL_NOT_RUNNING
    )
    for act in (proposals.revise, proposals.withdraw):
        assert reason(lambda: act(house.team, ref=ref, reason="nee")) is (  # noqa: B023
            Reason.PROPOSAL_NOT_RUNNING
        )


def test_every_college_adopts_apart_and_the_last_one_decides(house: House) -> None:
    ref = house.submitted("adoptions")
    assert house.say(ref, "adopted", ADOPTED, "gemeente-velsen") is ProposalState.SUBMITTED
    assert reason(lambda: house.say(ref, "adopted", ADOPTED, "gemeente-velsen")) is (
        Reason.STEP_GIVEN
    )
    assert reason(lambda: house.say(ref, "adopted", ADOPTED)) is Reason.NOT_FOUND
    assert house.say(ref, "adopted", ADOPTED, "gemeente-haarlem") is ProposalState.DECIDED


def test_what_was_said_needs_words_a_day_and_an_outcome_that_fits(house: House) -> None:
    ref = house.submitted()
    say = house.say
    assert reason(lambda: say(ref, "advice", Outcome.NEGATIVE, note=" ")) is Reason.REASON_NEEDED
    assert reason(lambda: say(ref, "advice", ADOPTED)) is Reason.INVALID_INPUT
    tomorrow = NOW.date().replace(day=3)
    assert reason(lambda: say(ref, "advice", YES, on=tomorrow)) is Reason.DAY_STILL_TO_COME
    later = house.on(12)
    later.say(ref, "advice", YES, on=NOW.date().replace(day=10))
    early = NOW.date().replace(day=9)
    assert reason(lambda: later.say(ref, "decision", ADOPTED, on=early)) is (
        Reason.DAYS_OUT_OF_ORDER
    )
    assert reason(lambda: say(ref, "nowhere", YES)) is Reason.NOT_FOUND


def test_a_body_that_is_no_more_takes_no_step(house: House) -> None:
    keep(
        house.secretary,
        "route",
        route_data("old", ROUTES[0]["steps"][0], step("d", "decision", "former", after="advice")),
    )
    ref = house.draft("old")
    found, facts = refusal(lambda: proposals.submit(house.team, ref=ref))
    assert found is Reason.ROUTE_HAS_HOLE
    assert "body_not_in_force:d" in facts["holes"]
    running = house.submitted()
    ended = {**BODIES[1], "valid": {"until": "2026-03-10"}}
    keep(house.secretary, "body", ended, base_version=1)
    assert reason(lambda: house.on(11).say(running, "advice", YES)) is Reason.BODY_NOT_IN_FORCE
    house.on(11).say(running, "advice", YES, on=NOW.date())


def test_who_may_write_and_who_reads(house: House, region: object) -> None:
    content = ProposalContent(title="Iets", route="plan")
    for nobody in (house.reader, house.controller):
        assert reason(lambda: proposals.draft(nobody, content=content)) is (  # noqa: B023
            Reason.ROLE_DOES_NOT_ALLOW
        )
    ref = house.submitted()
    said = StepAnswer(step="advice", outcome=YES, on=NOW.date())
    assert reason(lambda: proposals.record_step(house.team, ref=ref, answer=said)) is (
        Reason.ROLE_DOES_NOT_ALLOW
    )
    page = proposal_pages.proposal_page(house.team, ref=ref)
    assert not page.may_record
    assert page.may_revise
    assert proposal_pages.proposal_page(house.secretary, ref=ref).may_record
    assert not proposal_pages.proposal_page(house.reader, ref=ref).may_revise
    for outsider in (
        visitor_context(NOW),
        Context(kind=ActorKind.RESIDENT, now=NOW, resident_id=1),
    ):
        assert reason(lambda: proposal_pages.open_proposals(outsider)) is Reason.NOT_FOUND  # noqa: B023
        assert reason(lambda: proposals.draft(outsider, content=content)) is Reason.NOT_FOUND  # noqa: B023


@pytest.mark.parametrize(
    ("field", "content"),
    [
        ("title", {"title": " "}),
        ("title", {"title": "x" * 201}),
        ("route", {"route": "nowhere"}),
        ("parties", {"parties": ("nobody",)}),
        ("entries", {"entries": (("plan_line", "nothing"),)}),
        ("amount_cents", {"route": "reserve"}),
        ("amount_cents", {"amount_cents": 0}),
    ],
)
def test_what_cannot_be_kept_is_named(house: House, field: str, content: dict[str, Any]) -> None:
    written = ProposalContent(**{"title": "Iets", "route": "plan", **content})
    found, facts = refusal(lambda: proposals.draft(house.team, content=written))
    assert found is Reason.INVALID_INPUT
    assert facts == {"field": field}
    assert not ProposalRecord.objects.exists()


def _plan_with_a_change(house: House, ref: str) -> None:
    text = {"nl": "Doen"}
    keep(house.team, "agenda", {
        "code": "a", "title": text, "from": "2023", "until": "2027", "aim": text,
    })  # fmt: skip
    plan = {"code": "p", "title": text, "agenda": "a", "year": 2026, "state": "draft"}
    keep(house.team, "plan", plan)
    _propose(house, ref)


def _propose(house: House, ref: str, state: str = "adopted") -> None:
    plan = {"code": "p", "title": {"nl": "Doen"}, "agenda": "a", "year": 2026, "state": state}
    change = Change(kind="plan", data=plan, reason="vastgesteld", base_version=1)
    register_acts.propose_change(house.team, proposal=ref, change=change)


def _state(house: House) -> str:
    return register.find_entry(house.reader, "plan", "p").line("state")


def test_the_last_yes_brings_the_changes_into_force(house: House) -> None:
    ref = house.draft()
    _plan_with_a_change(house, ref)
    proposals.submit(house.team, ref=ref)
    house.say(ref, "advice", YES)
    assert _state(house) == "draft"
    house.say(ref, "decision", ADOPTED)
    assert _state(house) == "adopted"
    page = register.entry_page(house.reader, kind="plan", code="p")
    assert page.versions[0].proposal == ref
    line = list(audit.everything())[-1]
    assert (line.name, line.payload["changes"]) == ("DecisionTaken", 1)


def test_nobody_changes_what_bodies_are_looking_at(house: House) -> None:
    ref = house.draft()
    _plan_with_a_change(house, ref)
    proposals.submit(house.team, ref=ref)
    assert reason(lambda: _propose(house, ref, "closed")) is Reason.PROPOSAL_RUNS
    drop = lambda: register_acts.drop_change(  # noqa: E731
        house.team, proposal=ref, kind="plan", code="p"
    )
    assert reason(drop) is Reason.PROPOSAL_RUNS
    content = ProposalContent(title="Anders", route="plan")
    assert reason(lambda: proposals.change(house.team, ref=ref, content=content)) is (
        Reason.PROPOSAL_RUNS
    )
    proposals.revise(house.team, ref=ref, reason="Toch anders")
    _propose(house, ref, "closed")
    proposals.submit(house.team, ref=ref)
    house.say(ref, "advice", YES)
    house.say(ref, "decision", ADOPTED)
    assert _state(house) == "closed"


def test_a_change_that_slipped_in_behind_the_bodies_is_not_applied(house: House) -> None:
    ref = house.draft()
    _plan_with_a_change(house, ref)
    proposals.submit(house.team, ref=ref)
    house.say(ref, "advice", YES)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE register_draft SET reason = 'iets anders'")
    assert reason(lambda: house.say(ref, "decision", ADOPTED)) is Reason.CHANGED_MEANWHILE
    assert ProposalRecord.objects.get(ref=ref).state == "submitted"
    assert _state(house) == "draft"


def test_adopted_with_changes_waits_until_they_are_worked_in(house: House) -> None:
    ref = house.draft()
    _plan_with_a_change(house, ref)
    proposals.submit(house.team, ref=ref)
    house.say(ref, "advice", YES)
    house.say(ref, "decision", Outcome.ADOPTED_CHANGED, note="Sluit het plan")
    assert _state(house) == "draft"
    assert proposal_pages.proposal_page(house.team, ref=ref).may_work_changes_in
    _propose(house, ref, "closed")
    proposals.work_changes_in(house.team, ref=ref)
    assert _state(house) == "closed"
    again = lambda: proposals.work_changes_in(house.team, ref=ref)  # noqa: E731
    assert reason(again) is Reason.PROPOSAL_NOT_RUNNING
    assert reason(lambda: _propose(house, ref)) is Reason.PROPOSAL_NOT_RUNNING
    assert verify.verify().ok


def test_two_people_record_the_same_step_and_one_is_told(house: House) -> None:
    ref = house.submitted()
    house.say(ref, "advice", YES)
    assert reason(lambda: house.say(ref, "advice", Outcome.NEGATIVE)) is Reason.STEP_GIVEN
    assert ProposalStepRecord.objects.get(proposal__ref=ref, code="advice").outcome == "positive"


def test_withdrawing_ends_it_with_a_reason(house: House) -> None:
    ref = house.submitted()
    assert reason(lambda: proposals.withdraw(house.team, ref=ref, reason="")) is (
        Reason.REASON_NEEDED
    )
    proposals.withdraw(house.team, ref=ref, reason="Niet meer nodig")
    page = proposal_pages.proposal_page(house.reader, ref=ref)
    assert page.ended_because == "Niet meer nodig"
    assert page.line.state is ProposalState.WITHDRAWN
    assert [one.ref for one in proposal_pages.settled_proposals(house.reader)] == [ref]
    assert proposal_pages.open_proposals(house.reader) == ()
    assert reason(lambda: house.say(ref, "advice", YES)) is Reason.PROPOSAL_NOT_RUNNING


def test_lists_ask_as_many_queries_for_one_as_for_many(
    house: House, django_assert_num_queries: Any
) -> None:
    for number in (1, 12):
        while len(proposal_pages.open_proposals(house.reader)) < number:
            house.submitted(parties=VELSEN)
        with django_assert_num_queries(4):
            assert len(proposal_pages.open_proposals(house.reader)) == number


def test_verify_sees_a_step_that_was_changed_behind_its_back(house: House) -> None:
    ref = house.submitted()
    house.say(ref, "advice", YES)
    assert verify.verify().ok
    with connection.cursor() as cursor, transaction.atomic():
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER proposal_step_update_guard")
        else:
            cursor.execute("DROP TRIGGER proposal_step_update_guard ON proposal_step")
        cursor.execute("UPDATE proposal_step SET outcome = 'negative' WHERE code = 'advice'")
    report = verify.verify()
    assert not report.ok
    assert ref in str(report.differences[0])


def test_the_wall_stands_under_the_services(house: House) -> None:
    ref = house.submitted(parties=VELSEN)
    with pytest.raises(DatabaseError), transaction.atomic():
        ProposalStepRecord.objects.filter(proposal__ref=ref, code="decision").update(
            state="given", outcome="adopted", given_on=NOW.date(), given_at=NOW
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        ProposalRecord.objects.filter(ref=ref).update(state="decided", settled_on=NOW.date())
    with pytest.raises(DatabaseError), transaction.atomic():
        ProposalStepRecord.objects.filter(proposal__ref=ref, code="consent").delete()
