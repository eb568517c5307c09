"""Silence: reminded at half the term, escalated at the term and again, each exactly once."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.people import NOW, Cast, hire
from tests.services.dossier import YES, acts, away, offered, registered
from voordeur.domain.handover.deadlines import Signal
from voordeur.domain.kernel.actors import Role
from voordeur.records.accounts.models import MembershipRecord
from voordeur.records.audit.models import JournalRecord
from voordeur.records.handover.models import EscalationRecord, HandoverRecord
from voordeur.records.outbox.models import OutboxRecord
from voordeur.services import clock, handover
from voordeur.services.context import Context, system_context

THURSDAY = NOW + timedelta(days=3)
"""The offer of Monday to the Werkcentrum is due: three working days."""


@pytest.fixture
def row(cast: Cast) -> HandoverRecord:
    return offered(cast.bob.context, registered(cast.bob.context))


def at(moment: datetime) -> Context:
    return system_context(moment)


def raised() -> list[int]:
    return list(EscalationRecord.objects.order_by("id").values_list("level", flat=True))


def test_nothing_happens_before_half_the_term(row: HandoverRecord) -> None:
    assert clock.tick(at(NOW + timedelta(days=1))) == clock.TickReport(0, 0)
    assert raised() == []


def test_the_reminder_goes_to_the_receiver_once(cast: Cast, row: HandoverRecord) -> None:
    wednesday = NOW + timedelta(days=2)
    assert clock.tick(at(wednesday)) == clock.TickReport(1, 0)
    assert clock.tick(at(wednesday)) == clock.TickReport(0, 0)
    mails = OutboxRecord.objects.filter(kind="handover_reminder")
    # Nobody at the Werkcentrum is a partner professional: then all who do case work there.
    assert {mail.recipient for mail in mails} == {cast.alice.email, cast.eva.email}
    assert acts(row.case)[-1] == "HandoverReminded"


def test_at_the_term_the_team_leads_and_the_person_are_told(
    cast: Cast, row: HandoverRecord
) -> None:
    lead = hire("Lars Proefpersoon", "gemeente-velsen", Role.TEAM_LEAD)
    clock.tick(at(NOW + timedelta(days=2)))
    assert clock.tick(at(THURSDAY)) == clock.TickReport(0, 1)
    mails = OutboxRecord.objects.filter(kind="handover_escalation_1")
    assert {mail.recipient for mail in mails} == {cast.eva.email, lead.email}
    assert OutboxRecord.objects.filter(kind="resident_escalated").count() == 1
    line = JournalRecord.objects.get(name="HandoverEscalated")
    assert '"roles":["receiver:team_lead","sender:team_lead"]' in line.payload


def test_at_twice_the_term_a_coordinator_is_told(cast: Cast, row: HandoverRecord) -> None:
    nora = hire("Nora Proefpersoon", "werkcentrum", Role.COORDINATOR)
    clock.tick(at(THURSDAY))
    clock.tick(at(NOW + timedelta(days=8)))
    mail = OutboxRecord.objects.get(kind="handover_escalation_2")
    assert mail.recipient == nora.email
    assert raised() == [1, 2]


def test_silence_reaches_a_person_also_where_nobody_holds_the_role(
    cast: Cast, row: HandoverRecord
) -> None:
    clock.tick(at(NOW + timedelta(days=60)))
    mail = OutboxRecord.objects.get(kind="handover_escalation_2")
    assert mail.recipient == cast.bob.email


def test_a_clock_that_slept_for_weeks_catches_up_and_repeats_nothing(row: HandoverRecord) -> None:
    late = at(NOW + timedelta(days=45))
    assert clock.tick(late) == clock.TickReport(0, 2)
    assert clock.tick(late) == clock.TickReport(0, 0)
    assert clock.tick(at(NOW + timedelta(days=400))) == clock.TickReport(0, 0)
    assert raised() == [1, 2]


def test_a_clock_that_jumps_back_does_nothing(row: HandoverRecord) -> None:
    clock.tick(at(NOW + timedelta(days=45)))
    for days in (-400, -1, 0, 2, 3):
        assert clock.tick(at(NOW + timedelta(days=days))) == clock.TickReport(0, 0)


def test_an_answer_silences_the_clock(cast: Cast, row: HandoverRecord) -> None:
    handover.accept(away(cast.alice.context, 2), ref=row.ref, answer=YES)
    assert clock.tick(at(NOW + timedelta(days=45))) == clock.TickReport(0, 0)


def test_who_left_is_not_told(cast: Cast, row: HandoverRecord) -> None:
    MembershipRecord.objects.filter(account_id=cast.eva.context.account_id).update(
        end_date=(NOW + timedelta(days=1)).date()
    )
    clock.tick(at(THURSDAY))
    mails = OutboxRecord.objects.filter(kind="handover_escalation_1")
    assert cast.eva.email not in {mail.recipient for mail in mails}
    assert cast.alice.email in {mail.recipient for mail in mails}


def test_the_holder_of_a_link_is_reminded_with_a_link(cast: Cast) -> None:
    case = registered(cast.bob.context)
    offered(
        cast.bob.context, case, receiver="uwv", deviation="x", link_email="balie@uwv.example.nl"
    )
    clock.tick(at(NOW + timedelta(days=5)))
    mail = OutboxRecord.objects.get(kind="handover_reminder")
    assert mail.recipient == "balie@uwv.example.nl"
    assert "/link/" in mail.body


def test_a_signal_that_fails_takes_no_other_with_it(
    cast: Cast, row: HandoverRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another round was first: the database refuses the level, and the round goes on."""
    second = offered(cast.bob.context, registered(cast.bob.context))
    EscalationRecord.objects.create(handover=row, level=1, to_role="team_lead", raised_at=NOW)
    monkeypatch.setattr(clock, "_signals", lambda *_args: (Signal.ESCALATION_1,))
    assert clock.tick(at(THURSDAY)) == clock.TickReport(0, 1)
    assert EscalationRecord.objects.get(handover=second).level == 1


def test_the_round_costs_the_same_when_nothing_is_due(
    cast: Cast, row: HandoverRecord, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        clock.tick(at(datetime(2026, 3, 2, 12, 0, tzinfo=UTC)))
    assert len(queries) == 1
