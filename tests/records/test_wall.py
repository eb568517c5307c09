"""What the database itself refuses, whatever statement reaches it; the same on both databases."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from tests.people import NOW, Cast
from tests.services.dossier import YES, offered, registered
from voordeur.records.accounts.models import Account, MembershipRecord
from voordeur.records.appointments.models import AppointmentRecord
from voordeur.records.audit.models import JournalHeadRecord, JournalRecord
from voordeur.records.cases.models import AftercareRecord, CaseRecord, ClosureRecord, MoveRecord
from voordeur.records.consent.models import GrantRecord
from voordeur.records.handover.models import (
    EscalationRecord,
    HandoverRecord,
    OrganisationLinkRecord,
)
from voordeur.records.outbox.models import OutboxRecord
from voordeur.records.region.models import PolicyPositionRecord
from voordeur.records.residents.models import ResidentRecord
from voordeur.records.worklists.models import HoursAdjustmentRecord
from voordeur.services import cases, clock, handover, links
from voordeur.services.context import system_context
from voordeur.services.handover import Answer, HandoverAction
from voordeur.services.region import current_region

TODAY = NOW.date()


@pytest.fixture
def world(cast: Cast) -> Cast:
    """An open case with an offer, an accepted one, a closed one, a returned handover."""
    bob, alice = cast.bob.context, cast.alice.context
    offered(bob, registered(bob))
    taken = registered(bob)
    row = offered(bob, taken)
    handover.accept(alice, ref=row.ref, answer=YES)
    back = registered(bob)
    row = offered(bob, back)
    no = Answer(action=HandoverAction.RETURN, reason="no_capacity")
    handover.decline(alice, ref=row.ref, answer=no)
    ended = registered(bob)
    outcome = next(one.code for one in current_region().outcomes.values() if one.asks_aftercare)
    cases.close(bob, ref=ended.ref, outcome=outcome, informed_by="phone")
    clock.tick(system_context(NOW + timedelta(days=4)))
    links.make_organisation_link(cast.eva.context, organisation="uwv")
    return cast


def open_case() -> CaseRecord:
    return CaseRecord.objects.filter(state="open", accepted_handover=None).latest("id")


def closed_case() -> CaseRecord:
    return CaseRecord.objects.get(state="closed")


def taken_case() -> CaseRecord:
    return CaseRecord.objects.exclude(accepted_handover=None).get()


def waiting() -> HandoverRecord:
    return HandoverRecord.objects.get(state="offered")


def returned() -> HandoverRecord:
    return HandoverRecord.objects.get(state="returned")


def case_values(**changes: object) -> dict[str, object]:
    values: dict[str, object] = {
        "ref": "2222222222",
        "resident": ResidentRecord.objects.first(),
        "accountable_id": "uwv",
        "finally_responsible_id": "uwv",
        "question": "x",
        "channel": "desk",
        "next_step": "x",
        "next_date": TODAY,
        "opened_at": NOW,
        "last_act_at": NOW,
    }
    return {**values, **changes}


def handover_values(**changes: object) -> dict[str, object]:
    case = open_case()
    values: dict[str, object] = {
        "ref": "3333333333",
        "case": case,
        "episode": case.episode,
        "sender_id": case.accountable_id,
        "receiver_id": "uwv",
        "reason": "routing",
        "term_days": 5,
        "offered_at": NOW,
        "reminder_on": TODAY,
        "due_on": TODAY,
        "escalate_on": TODAY,
    }
    return {**values, **changes}


def new_case(**changes: object) -> Callable[[], object]:
    return lambda: CaseRecord.objects.create(**case_values(**changes))  # type: ignore[arg-type]


def new_offer(**changes: object) -> Callable[[], object]:
    return lambda: HandoverRecord.objects.create(**handover_values(**changes))  # type: ignore[misc]


def change_case(which: Callable[[], CaseRecord], **changes: object) -> Callable[[], object]:
    return lambda: CaseRecord.objects.filter(pk=which().pk).update(**changes)


def change_offer(which: Callable[[], HandoverRecord], **changes: object) -> Callable[[], object]:
    return lambda: HandoverRecord.objects.filter(pk=which().pk).update(**changes)


def change_grant(**changes: object) -> Callable[[], object]:
    return lambda: GrantRecord.objects.filter(pk=ended_grant().pk).update(**changes)


def ended_grant() -> GrantRecord:
    return GrantRecord.objects.filter(valid_until__isnull=False).latest("id")


def removed(model: type) -> Callable[[], object]:
    return lambda: model.objects.all()._raw_delete("default")  # type: ignore[attr-defined]


def appointment(**changes: object) -> AppointmentRecord:
    values: dict[str, object] = {
        "ref": "4444444444",
        "location": "x",
        "organisation_id": "werkcentrum",
        "starts_at": NOW,
        "ends_at": NOW + timedelta(minutes=30),
        "booked_at": NOW,
    }
    return AppointmentRecord.objects.create(**{**values, **changes})


def _close_while_offered() -> None:
    case = waiting().case
    ClosureRecord.objects.create(
        case=case,
        episode=case.episode,
        outcome="x",
        informed_by="phone",
        organisation_id=case.accountable_id,
        closed_at=NOW,
    )
    CaseRecord.objects.filter(pk=case.pk).update(state="closed", outcome="x", closed_at=NOW)


def _line(*, sequence: int) -> None:
    JournalRecord.objects.create(
        sequence=sequence,
        at=NOW,
        kind="act",
        name="x",
        actor_kind="system",
        payload="{}",
        previous="0" * 64,
        digest=f"{sequence:064d}",
    )


REFUSED: dict[str, Callable[[], object]] = {
    # a case
    "case: without an owner": new_case(accountable_id=None),
    "case: of nobody": new_case(resident=None),
    "case: open without a step": new_case(next_step=""),
    "case: open without a date": new_case(next_date=None),
    "case: born closed": new_case(state="closed", closed_at=NOW, outcome="x"),
    "case: born in a later episode": new_case(episode=2),
    "case: in a state nobody knows": new_case(state="lost"),
    "case: the same reference": lambda: new_case(ref=open_case().ref)(),  # noqa: PLW0108  it asks when it runs
    "case: next with an unknown party": new_case(next_party="nobody"),
    "case: another owner by hand": change_case(open_case, accountable_id="uwv"),
    "case: owner moved back by hand": change_case(taken_case, accountable_id="gemeente-velsen"),
    "case: acceptance forgotten": change_case(taken_case, accepted_handover=None),
    "case: an old acceptance reused": lambda: CaseRecord.objects.filter(pk=open_case().pk).update(
        accountable_id="werkcentrum", accepted_handover=taken_case().accepted_handover_id
    ),
    "case: no owner": change_case(open_case, accountable_id=None),
    "case: date forgotten": change_case(open_case, next_date=None),
    "case: step forgotten": change_case(open_case, next_step=""),
    "case: closed without an ending": change_case(
        open_case, state="closed", outcome="x", closed_at=NOW, next_date=None
    ),
    "case: closed without an outcome": change_case(open_case, state="closed", closed_at=NOW),
    "case: closed while offered": _close_while_offered,
    "case: outcome rewritten": change_case(closed_case, outcome="other"),
    "case: reopened in the same episode": change_case(
        closed_case, state="open", outcome="", closed_at=None, next_step="x", next_date=TODAY
    ),
    "case: reopened two episodes on": change_case(
        closed_case,
        state="open",
        outcome="",
        closed_at=None,
        next_step="x",
        next_date=TODAY,
        episode=3,
    ),
    "case: an episode more while open": change_case(open_case, episode=2),
    "case: another reference": change_case(open_case, ref="5555555555"),
    "case: another person": lambda: CaseRecord.objects.filter(pk=open_case().pk).update(
        resident=ResidentRecord.objects.exclude(pk=open_case().resident_id).first()
    ),
    "case: removed": removed(CaseRecord),
    # a handover
    "handover: of a closed case": lambda: new_offer(  # noqa: PLW0108  it asks when it runs
        case=closed_case(), sender_id=closed_case().accountable_id
    )(),
    "handover: by a stranger": new_offer(sender_id="werkcentrum"),
    "handover: born accepted": new_offer(state="accepted", answered_at=NOW),
    "handover: of another episode": new_offer(episode=9),
    "handover: to oneself": lambda: new_offer(receiver_id=open_case().accountable_id)(),  # noqa: PLW0108  it asks when it runs
    "handover: a second at the same time": lambda: new_offer(  # noqa: PLW0108  it asks when it runs
        case=waiting().case, sender_id=waiting().sender_id
    )(),
    "handover: dates in the wrong order": new_offer(due_on=TODAY - timedelta(days=1)),
    "handover: escalated before due": new_offer(escalate_on=TODAY - timedelta(days=1)),
    "handover: in a state nobody knows": change_offer(waiting, state="expired", answered_at=NOW),
    "handover: answered without a time": change_offer(waiting, state="accepted"),
    "handover: a no without a reason": change_offer(waiting, state="returned", answered_at=NOW),
    "handover: withdrawn without a reason": change_offer(
        waiting, state="withdrawn", answered_at=NOW
    ),
    "handover: to another party": change_offer(waiting, receiver_id="uwv"),
    "handover: from another party": change_offer(waiting, sender_id="uwv"),
    "handover: of another case": lambda: HandoverRecord.objects.filter(pk=waiting().pk).update(
        case=closed_case()
    ),
    "handover: a no turned into a yes": change_offer(returned, state="accepted"),
    "handover: an answer undone": change_offer(returned, state="offered", answered_at=None),
    "handover: another reason afterwards": change_offer(returned, answer_reason="other"),
    "handover: removed": removed(HandoverRecord),
    "signal: twice at one level": lambda: EscalationRecord.objects.create(
        handover=waiting(), level=1, to_role="team_lead", raised_at=NOW
    ),
    "link: two in use for one party": lambda: OrganisationLinkRecord.objects.create(
        ref="6666666666", organisation_id="uwv", made_at=NOW, ends_on=TODAY
    ),
    # an ending
    "ending: of an episode that ended": lambda: ClosureRecord.objects.create(
        case=closed_case(),
        episode=1,
        outcome="x",
        informed_by="phone",
        organisation_id="uwv",
        closed_at=NOW,
    ),
    "ending: without an outcome": lambda: ClosureRecord.objects.create(
        case=open_case(),
        episode=1,
        outcome="",
        informed_by="phone",
        organisation_id="uwv",
        closed_at=NOW,
    ),
    "ending: rewritten": lambda: ClosureRecord.objects.update(outcome="other"),
    "ending: removed": removed(ClosureRecord),
    "aftercare: twice on a day": lambda: AftercareRecord.objects.create(
        case=closed_case(), episode=1, due_date=AftercareRecord.objects.earliest("id").due_date
    ),
    "move: that changes nothing": lambda: MoveRecord.objects.create(
        case=open_case(),
        changed="work",
        from_value="x",
        to_value="x",
        start_date=TODAY,
        recorded_at=NOW,
    ),
    # a grant
    "grant: for nothing": change_grant(purpose=""),
    "grant: on no basis": change_grant(legal_basis=""),
    "grant: for more fields": change_grant(fields=["name", "notes", "documents"]),
    "grant: for another party": change_grant(organisation_id="uwv"),
    "grant: for another purpose": change_grant(purpose="aftercare"),
    "grant: for longer": change_grant(valid_until=NOW + timedelta(days=900)),
    "grant: for ever": change_grant(valid_until=None),
    "grant: ends before it starts": change_grant(valid_until=NOW - timedelta(days=900)),
    "grant: on another case": lambda: GrantRecord.objects.filter(pk=ended_grant().pk).update(
        case=closed_case()
    ),
    "grant: removed": removed(GrantRecord),
    # the log
    "log: a line changed": lambda: JournalRecord.objects.filter(sequence=1).update(payload="{}"),
    "log: removed": removed(JournalRecord),
    "log: a line in between": lambda: _line(sequence=2),
    "log: a line far ahead": lambda: _line(sequence=9999),
    "log: a second head": lambda: JournalHeadRecord.objects.create(id=2),
    "log: the head elsewhere": lambda: JournalHeadRecord.objects.update(sequence=F("sequence") + 1),
    "log: the head removed": removed(JournalHeadRecord),
    # and the rest
    "membership: ends before it starts": lambda: MembershipRecord.objects.create(
        account=Account.objects.first(),
        organisation_id="uwv",
        start_date=TODAY,
        end_date=TODAY,
    ),
    "account: the same address": lambda: Account.objects.create(
        email=Account.objects.earliest("id").email, name="x"
    ),
    "appointment: two people on one seat": lambda: (
        appointment(),
        appointment(ref="7777777777"),
    ),
    "appointment: ends before it starts": lambda: appointment(ends_at=NOW),
    "appointment: in a state nobody knows": lambda: appointment(state="lost"),
    "message: the same effect twice": lambda: OutboxRecord.objects.create(
        dedupe_key=OutboxRecord.objects.earliest("id").dedupe_key,
        kind="x",
        recipient="x@example.nl",
        subject="x",
        body="x",
        next_attempt_at=NOW,
        created_at=NOW,
    ),
    "policy: two positions from one day": lambda: [
        PolicyPositionRecord.objects.create(
            municipality="velsen",
            topic="nug",
            position="x",
            valid_from=date(2026, 1, 1),
            recorded_at=NOW,
        )
        for _time in range(2)
    ],
    "hours: changed for no time": lambda: HoursAdjustmentRecord.objects.create(
        location="x", start_date=TODAY, end_date=TODAY, seats=1, reason="x", recorded_at=NOW
    ),
}


def accepted(statement: Callable[[], object]) -> bool:
    """Try a statement and undo it, whatever the database said."""
    try:
        with transaction.atomic():
            statement()
            transaction.set_rollback(True)
    except DatabaseError:
        return False
    return True


def test_the_database_refuses_every_one_of_these(world: Cast) -> None:
    before = state()
    assert [name for name, statement in REFUSED.items() if accepted(statement)] == []
    assert state() == before


def test_what_is_right_is_not_refused(world: Cast) -> None:
    """The control: a wall that refuses everything would pass the test above."""
    right = (
        new_case(),
        new_offer(),
        change_offer(waiting, state="returned", answered_at=NOW, answer_reason="no_capacity"),
        change_case(open_case, next_date=TODAY + timedelta(days=9)),
        change_grant(valid_until=F("valid_from")),
    )
    assert [accepted(statement) for statement in right] == [True] * len(right)


def state() -> tuple[object, ...]:
    return tuple(
        list(model.objects.order_by("pk").values())
        for model in (CaseRecord, HandoverRecord, ClosureRecord, GrantRecord, JournalRecord)
    )


def triggers() -> set[str]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        return {name for (name,) in cursor.fetchall()}


WALL = {
    "case_insert_guard",
    "case_update_guard",
    "case_delete_guard",
    "handover_insert_guard",
    "handover_update_guard",
    "handover_delete_guard",
    "handover_accepted",
    "closure_insert_guard",
    "closure_update_guard",
    "closure_delete_guard",
    "journal_insert_guard",
    "journal_update_guard",
    "journal_delete_guard",
    "journal_head_guard",
    "journal_head_insert_guard",
    "journal_head_delete_guard",
    "grant_update_guard",
    "grant_delete_guard",
}


def test_the_whole_wall_stands(db: object) -> None:
    assert triggers() >= WALL


ROUND_TRIP = """
import django
django.setup()
from django.core.management import call_command
from tests.records.test_wall import WALL, triggers
call_command("migrate", verbosity=0)
before = triggers()
assert WALL <= before
call_command("migrate", "handover", "0001_first_records", verbosity=0)
assert not WALL & triggers(), WALL & triggers()
call_command("migrate", verbosity=0)
assert triggers() == before
"""


def test_the_wall_comes_back_after_migrating_back_and_forth(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if connection.vendor == "postgresql":
        request.getfixturevalue("db")
        before = triggers()
        call_command("migrate", "handover", "0001_first_records", verbosity=0)
        assert not WALL & triggers()
        call_command("migrate", verbosity=0)
        assert triggers() == before
        return
    # SQLite cannot change its schema within a transaction: a database of its own.
    here = {
        **os.environ,
        "VOORDEUR_DATABASE_URL": f"sqlite:///{tmp_path / 'wall.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", ROUND_TRIP], env=here, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
