"""Warm handovers: the sender answers for the person until somebody else says yes."""

from datetime import date

import pytest

from tests.people import Cast, hire
from tests.services.dossier import (
    SHARED,
    YES,
    acts,
    away,
    day_after,
    offered,
    refused,
    registered,
    undone,
)
from voordeur.domain.consent.grants import FieldGroup
from voordeur.domain.handover.lifecycle import HandoverAction
from voordeur.domain.kernel.actors import ActorKind, Role
from voordeur.domain.kernel.refusal import Reason
from voordeur.records.cases.models import CaseRecord
from voordeur.records.consent.models import GrantRecord
from voordeur.records.handover.models import HandoverRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.region.models import OrganisationRecord
from voordeur.services import access, cases, consent_choices, handover, people
from voordeur.services.context import Context
from voordeur.services.handover import Answer, Offer


def fresh(case: CaseRecord) -> CaseRecord:
    return CaseRecord.objects.get(pk=case.pk)


def kept(row: HandoverRecord) -> HandoverRecord:
    return HandoverRecord.objects.get(pk=row.pk)


RETURN = Answer(action=HandoverAction.RETURN, reason="no_capacity", note="Over een maand wel.")


def redirect(third: str, **changes: object) -> Answer:
    values: dict[str, object] = {"reason": "better_place", "third": third, **changes}
    return Answer(action=HandoverAction.REDIRECT, **values)  # type: ignore[arg-type]


def test_an_offer_moves_nothing_but_lets_the_receiver_see_what_was_chosen(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    after = fresh(case)
    assert after.accountable_id == "gemeente-velsen"
    assert (row.state, row.sender_id, row.receiver_id) == (
        "offered",
        "gemeente-velsen",
        "werkcentrum",
    )
    assert (row.reminder_on, row.due_on, row.escalate_on) == (
        date(2026, 3, 4),
        date(2026, 3, 5),
        date(2026, 3, 10),
    )
    opened = access.open_case(cast.alice.context, ref=case.ref, part="handover")
    assert opened.fields == SHARED
    assert acts(case) == ["CaseRegistered", "HandoverOffered"]


def test_a_yes_moves_owner_step_and_sight_at_once(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    later = away(cast.alice.context, 1)
    answer = Answer(
        action=HandoverAction.ACCEPT, next_step="Kennismaken", next_date=day_after(later, 2)
    )
    handover.accept(later, ref=row.ref, answer=answer)
    after = fresh(case)
    assert (after.accountable_id, after.next_step) == ("werkcentrum", "Kennismaken")
    assert after.adviser_id == cast.alice.context.account_id
    assert kept(row).state == "accepted"
    assert access.open_case(later, ref=case.ref, part="overview").fields == SHARED
    assert access.open_case(
        away(cast.bob.context, 1), ref=case.ref, part="overview"
    ).fields == frozenset({FieldGroup.NAME})
    assert acts(case)[-1] == "HandoverAccepted"


def test_a_no_puts_looking_for_another_on_the_sender_s_list_today(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    handover.decline(away(cast.alice.context, 1), ref=row.ref, answer=RETURN)
    after = fresh(case)
    assert after.accountable_id == "gemeente-velsen"
    assert (after.next_step, after.next_date) == ("Een andere partij zoeken", date(2026, 3, 3))
    undone(
        lambda: access.open_case(away(cast.alice.context, 1), ref=case.ref, part="x"),
        Reason.NOT_FOUND,
    )
    mails = OutboxRecord.objects.filter(kind="handover_returned")
    assert [mail.recipient for mail in mails] == [cast.bob.email]


def test_who_refused_need_not_be_chosen_again_and_no_reason_is_asked(cast: Cast) -> None:
    case = registered(cast.bob.context)
    undone(lambda: offered(cast.bob.context, case, receiver="uwv"), Reason.REASON_NEEDED)
    row = offered(cast.bob.context, case)
    handover.decline(cast.alice.context, ref=row.ref, answer=RETURN)
    assert handover.refusers_of(case.pk, 1) == {"werkcentrum"}
    assert offered(cast.bob.context, case, receiver="uwv").state == "offered"


def test_a_redirect_goes_on_from_the_same_sender(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    ref = handover.decline(cast.alice.context, ref=row.ref, answer=redirect("uwv"))
    follow_up = HandoverRecord.objects.get(ref=ref or "")
    assert (follow_up.sender_id, follow_up.receiver_id) == ("gemeente-velsen", "uwv")
    assert follow_up.follows_id == row.pk
    assert follow_up.offered_by_id == cast.bob.context.account_id
    assert kept(row).state == "redirected"
    assert fresh(case).accountable_id == "gemeente-velsen"
    undone(lambda: access.open_case(cast.alice.context, ref=case.ref, part="x"), Reason.NOT_FOUND)


@pytest.mark.parametrize(
    ("third", "reason"),
    [
        ("", Reason.INVALID_INPUT),
        ("invented", Reason.INVALID_INPUT),
        ("gemeente-velsen", Reason.SAME_ORGANISATION),
        ("werkcentrum", Reason.SAME_ORGANISATION),
        ("vng", Reason.RECEIVER_TAKES_NO_HANDOVERS),
        ("leerwerkloket", Reason.NO_CONSENT),
    ],
)
def test_where_a_redirect_cannot_go(cast: Cast, third: str, reason: Reason) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    undone(
        lambda: handover.decline(cast.alice.context, ref=row.ref, answer=redirect(third)), reason
    )


def test_with_the_resident_s_yes_a_redirect_may_go_where_no_law_helps(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    answer = redirect("leerwerkloket", resident_agrees=True)
    handover.decline(cast.alice.context, ref=row.ref, answer=answer)
    grant = GrantRecord.objects.get(organisation_id="leerwerkloket")
    assert grant.legal_basis == "consent"


def test_an_offer_can_be_taken_back_until_it_is_answered(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    undone(
        lambda: handover.withdraw(cast.bob.context, ref=row.ref, reason=""), Reason.REASON_NEEDED
    )
    handover.withdraw(cast.bob.context, ref=row.ref, reason="sent_by_mistake")
    undone(lambda: access.open_case(cast.alice.context, ref=case.ref, part="x"), Reason.NOT_FOUND)
    undone(
        lambda: handover.accept(cast.alice.context, ref=row.ref, answer=YES),
        Reason.HANDOVER_ANSWERED,
    )


def test_every_answer_counts_once_whatever_comes_after(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    handover.accept(cast.alice.context, ref=row.ref, answer=YES)
    for again in (
        lambda: handover.accept(cast.alice.context, ref=row.ref, answer=YES),
        lambda: handover.decline(cast.alice.context, ref=row.ref, answer=RETURN),
        lambda: handover.decline(cast.alice.context, ref=row.ref, answer=redirect("uwv")),
        lambda: handover.withdraw(cast.bob.context, ref=row.ref, reason="sent_by_mistake"),
    ):
        undone(again, Reason.HANDOVER_ANSWERED)


def test_only_the_receiver_answers_and_only_the_sender_takes_back(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    undone(lambda: handover.accept(cast.bob.context, ref=row.ref, answer=YES), Reason.NOT_RECEIVER)
    undone(
        lambda: handover.withdraw(cast.alice.context, ref=row.ref, reason="sent_by_mistake"),
        Reason.NOT_SENDER,
    )
    for deed in (
        lambda: handover.accept(cast.charlie.context, ref=row.ref, answer=YES),
        lambda: handover.decline(cast.charlie.context, ref=row.ref, answer=RETURN),
        lambda: handover.withdraw(cast.charlie.context, ref=row.ref, reason="sent_by_mistake"),
    ):
        undone(deed, Reason.NOT_FOUND)
    controller = hire("Carla Proefpersoon", "werkcentrum", Role.CONTROLLER)
    undone(lambda: handover.accept(controller.context, ref=row.ref, answer=YES), Reason.NOT_FOUND)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"receiver": "gemeente-velsen"}, Reason.SAME_ORGANISATION),
        ({"receiver": "vng", "deviation": "Zo afgesproken."}, Reason.RECEIVER_TAKES_NO_HANDOVERS),
        ({"receiver": "invented", "deviation": "x"}, Reason.INVALID_INPUT),
        ({"reason": ""}, Reason.REASON_NEEDED),
        ({"receiver": "uwv"}, Reason.REASON_NEEDED),
        ({"receiver": "leerwerkloket", "deviation": "x"}, Reason.NO_CONSENT),
    ],
)
def test_what_cannot_be_offered(cast: Cast, changes: dict[str, object], reason: Reason) -> None:
    case = registered(cast.bob.context)
    undone(lambda: offered(cast.bob.context, case, **changes), reason)


def test_a_case_is_offered_to_one_party_at_a_time(cast: Cast) -> None:
    case = registered(cast.bob.context)
    offered(cast.bob.context, case)
    undone(
        lambda: offered(cast.bob.context, case, receiver="uwv", deviation="x"),
        Reason.HANDOVER_OPEN,
    )


def test_the_resident_s_yes_is_written_as_the_basis_and_can_be_taken_back(cast: Cast) -> None:
    case = registered(cast.bob.context)
    offered(cast.bob.context, case, receiver="leerwerkloket", deviation="x", resident_agrees=True)
    grant = GrantRecord.objects.get(organisation_id="leerwerkloket")
    assert grant.legal_basis == "consent"
    resident = Context(
        kind=ActorKind.RESIDENT, now=cast.bob.context.now, resident_id=case.resident_id
    )
    consent_choices.stop_sharing(resident, grant_ref=grant.ref)
    worker = hire("Lea Proefpersoon", "leerwerkloket", Role.PARTNER_PROFESSIONAL).context
    undone(lambda: access.open_case(worker, ref=case.ref, part="x"), Reason.NOT_FOUND)


def test_a_company_needs_no_consent(cast: Cast) -> None:
    case = registered(
        cast.alice.context,
        person=None,
        employer=people.EmployerDetails(name="Bakkerij Voorbeeld"),
        situation={"asker": "employer", "employer_need": "staff_vacancy"},
    )
    row = offered(cast.alice.context, case, receiver="wsp", reason="routing")
    assert GrantRecord.objects.get(organisation_id="wsp").legal_basis == "request"
    assert row.state == "offered"


def test_a_closed_case_is_not_offered(cast: Cast) -> None:
    case = registered(cast.bob.context)
    outcome = next(iter(handover.current_region().outcomes))
    cases.close(cast.bob.context, ref=case.ref, outcome=outcome, informed_by="phone")
    undone(lambda: offered(cast.bob.context, case), Reason.CASE_CLOSED)


def test_a_first_date_in_the_past_is_refused_whole(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    late = Answer(action=HandoverAction.ACCEPT, next_date=date(2026, 3, 1))
    undone(
        lambda: handover.accept(cast.alice.context, ref=row.ref, answer=late),
        Reason.DATE_IN_THE_PAST,
    )


def test_people_and_parties_are_told_at_every_step_without_a_name(cast: Cast) -> None:
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case)
    handover.accept(cast.alice.context, ref=row.ref, answer=YES)
    mails = list(OutboxRecord.objects.order_by("id"))
    told = [(mail.kind, mail.recipient) for mail in mails]
    assert told == [
        ("resident_registered", "dagmar@example.nl"),
        ("handover_offered", cast.eva.email),
        ("resident_offered", "dagmar@example.nl"),
        ("resident_accepted", "dagmar@example.nl"),
        ("handover_accepted", cast.bob.email),
    ]
    for mail in mails:
        assert "Dagmar" not in mail.subject
        if mail.kind.startswith("handover_"):
            assert "Dagmar" not in mail.body
            assert f"/werk/overdracht/{row.ref}/" in mail.body


def test_an_organisation_without_accounts_gets_a_link_at_its_general_address(cast: Cast) -> None:
    OrganisationRecord.objects.filter(code="uwv").update(contact_email="post@uwv.example.nl")
    case = registered(cast.bob.context)
    row = offered(cast.bob.context, case, receiver="uwv", deviation="x")
    assert row.link_email == "post@uwv.example.nl"
    mail = OutboxRecord.objects.get(kind="handover_offered")
    assert "/link/" in mail.body
    assert mail.recipient == "post@uwv.example.nl"


def test_a_case_of_somebody_else_is_not_offered_as_just_registered(cast: Cast) -> None:
    case = registered(cast.bob.context)
    offer = Offer(receiver="uwv", reason="routing")
    with refused(Reason.NOT_FOUND):
        handover.offer_registered(cast.alice.context, ref=case.ref, offer=offer)
    with refused(Reason.NOT_FOUND):
        handover.offer_registered(away(cast.bob.context, 1), ref=case.ref, offer=offer)


def test_notes_are_read_by_who_said_yes_and_by_nobody_before(cast: Cast) -> None:
    case = registered(cast.bob.context)
    note = cases.NewEntry(kind="note", text="Kan dinsdag niet.")
    cases.write_entry(cast.bob.context, ref=case.ref, entry=note)
    chosen = frozenset({FieldGroup.NAME, FieldGroup.CONTACT, FieldGroup.NOTES})
    row = offered(cast.bob.context, case, fields=chosen)
    opened = access.open_case(cast.alice.context, ref=case.ref, part="x")
    assert opened.fields == {FieldGroup.NAME, FieldGroup.CONTACT}
    handover.accept(cast.alice.context, ref=row.ref, answer=YES)
    opened = access.open_case(cast.alice.context, ref=case.ref, part="x")
    assert FieldGroup.NOTES in opened.fields
    assert FieldGroup.DOCUMENTS not in opened.fields  # control: only what was chosen
