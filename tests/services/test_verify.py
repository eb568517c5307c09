"""What was changed behind the back of the services is found, whatever it was."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection

from tests.people import NOW, Cast
from tests.services.dossier import YES, away, day_after, offered, registered
from voordeur.domain.handover.lifecycle import HandoverAction
from voordeur.records.audit.models import JournalHeadRecord, JournalRecord, JournalSubjectRecord
from voordeur.records.cases.models import CaseRecord, ClosureRecord
from voordeur.records.handover.models import EscalationRecord, HandoverRecord
from voordeur.services import access, cases, clock, handover, verify
from voordeur.services.context import system_context
from voordeur.services.handover import Answer
from voordeur.services.region import current_region


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """A history with every kind of event: offers, answers, silence, an ending, a return."""
    bob, alice = cast.bob.context, cast.alice.context
    taken = registered(bob)
    row = offered(bob, taken)
    handover.accept(away(alice, 1), ref=row.ref, answer=YES)
    cases.plan_next(
        away(alice, 1), ref=taken.ref, next_step="Bellen", next_date=day_after(alice, 9)
    )
    outcome = next(iter(current_region().outcomes))
    cases.close(away(alice, 2), ref=taken.ref, outcome=outcome, informed_by="phone")
    cases.reopen(
        away(alice, 3),
        ref=taken.ref,
        reason="work_ended",
        next_step="Bellen",
        next_date=day_after(alice, 9),
    )
    given_back = registered(bob)
    row = offered(bob, given_back)
    handover.decline(
        alice, ref=row.ref, answer=Answer(action=HandoverAction.RETURN, reason="no_capacity")
    )
    row = offered(bob, given_back)
    handover.withdraw(bob, ref=row.ref, reason="sent_by_mistake")
    onward = registered(bob)
    row = offered(bob, onward)
    handover.decline(
        alice,
        ref=row.ref,
        answer=Answer(action=HandoverAction.REDIRECT, reason="better_place", third="uwv"),
    )
    clock.tick(system_context(NOW + timedelta(days=4)))
    access.open_case(bob, ref=onward.ref, part="overview")
    ended = registered(bob)
    cases.close(bob, ref=ended.ref, outcome=outcome, informed_by="phone")
    return cast


def without_the_wall() -> None:
    """Take the triggers away, as somebody with the database in hand could."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')


def test_an_honest_history_verifies(busy: Cast) -> None:
    report = verify.verify()
    assert report.differences == ()
    assert report.ok
    assert (report.cases, report.handovers) == (4, 5)
    assert verify.verify(anchor=(report.lines, report.digest)).ok
    assert not verify.verify(anchor=(report.lines, "0" * 64)).ok


def an_open_case() -> CaseRecord:
    return CaseRecord.objects.filter(state="open", accepted_handover=None).first() or fail()


def fail() -> CaseRecord:
    raise AssertionError


def waiting() -> HandoverRecord:
    return HandoverRecord.objects.get(state="offered")


def first_act() -> JournalRecord:
    return JournalRecord.objects.filter(name="CaseRegistered").earliest("sequence")


def _rewrite(row: JournalRecord) -> None:
    from voordeur.services.audit import digest_of

    row.payload = row.payload.replace("gemeente-velsen", "uwv")
    row.digest = digest_of(row)
    JournalRecord.objects.filter(pk=row.pk).update(payload=row.payload, digest=row.digest)


def _shorten() -> None:
    last = JournalRecord.objects.latest("sequence")
    JournalSubjectRecord.objects.filter(entry=last)._raw_delete("default")
    JournalRecord.objects.filter(pk=last.pk)._raw_delete("default")
    before = JournalRecord.objects.latest("sequence")
    JournalHeadRecord.objects.update(sequence=before.sequence, digest=before.digest)


TAMPERINGS: dict[str, Callable[[], object]] = {
    "another owner": lambda: CaseRecord.objects.filter(pk=an_open_case().pk).update(
        accountable_id="uwv"
    ),
    "a later date": lambda: CaseRecord.objects.filter(pk=an_open_case().pk).update(
        next_date=date(2027, 1, 1)
    ),
    "an episode more": lambda: CaseRecord.objects.filter(pk=an_open_case().pk).update(episode=7),
    "closed quietly": lambda: CaseRecord.objects.filter(pk=an_open_case().pk).update(
        state="closed", outcome="x", closed_at=NOW
    ),
    "reopened quietly": lambda: CaseRecord.objects.filter(state="closed").update(
        state="open", outcome="", closed_at=None, next_step="x", next_date=NOW.date()
    ),
    "another outcome": lambda: CaseRecord.objects.filter(state="closed").update(outcome="other"),
    "another acceptance": lambda: CaseRecord.objects.exclude(accepted_handover=None).update(
        accepted_handover=None
    ),
    "a case from nowhere": lambda: CaseRecord.objects.create(
        ref="2222222222",
        resident_id=an_open_case().resident_id,
        accountable_id="uwv",
        finally_responsible_id="uwv",
        question="x",
        channel="desk",
        next_step="x",
        next_date=NOW.date(),
        opened_at=NOW,
        last_act_at=NOW,
    ),
    "an offer accepted quietly": lambda: HandoverRecord.objects.filter(pk=waiting().pk).update(
        state="accepted", answered_at=NOW
    ),
    "an offer to another": lambda: HandoverRecord.objects.filter(pk=waiting().pk).update(
        receiver_id="leerwerkloket"
    ),
    "an offer by another": lambda: HandoverRecord.objects.filter(pk=waiting().pk).update(
        sender_id="werkcentrum"
    ),
    "a longer term": lambda: HandoverRecord.objects.filter(pk=waiting().pk).update(
        due_on=date(2026, 4, 1), escalate_on=date(2026, 4, 2)
    ),
    "an answer undone": lambda: HandoverRecord.objects.filter(state="returned").update(
        state="withdrawn"
    ),
    "a signal removed": lambda: EscalationRecord.objects.all()._raw_delete("default"),
    "a signal invented": lambda: EscalationRecord.objects.create(
        handover=waiting(), level=2, to_role="coordinator", raised_at=NOW
    ),
    "an ending rewritten": lambda: ClosureRecord.objects.all().update(outcome="other"),
    "an ending removed": lambda: ClosureRecord.objects.all()._raw_delete("default"),
    "a line about nobody": lambda: JournalSubjectRecord.objects.all()._raw_delete("default"),
    "a line about somebody else": lambda: JournalSubjectRecord.objects.filter(
        entry=first_act()
    ).update(resident_id=999),
    "a line rewritten": lambda: JournalRecord.objects.filter(pk=first_act().pk).update(
        organisation_id="uwv"
    ),
    "a line rewritten with its digest": lambda: _rewrite(first_act()),
    "the end of the log removed": _shorten,
}


@pytest.mark.parametrize("kind", sorted(TAMPERINGS))
def test_every_kind_of_tampering_is_found(busy: Cast, kind: str) -> None:
    before = verify.verify()
    without_the_wall()
    TAMPERINGS[kind]()
    after = verify.verify(anchor=(before.lines, before.digest))
    assert not after.ok
    assert all(str(one) for one in after.differences)


def test_tampering_that_breaks_a_promise_names_the_promise(busy: Cast) -> None:
    without_the_wall()
    CaseRecord.objects.filter(pk=waiting().case_id).update(accountable_id="werkcentrum")
    found = {one.what for one in verify.verify().differences}
    assert "only the accountable organisation offers" in found


def test_verifying_writes_nothing(busy: Cast) -> None:
    before = JournalRecord.objects.count()
    verify.verify()
    assert JournalRecord.objects.count() == before
