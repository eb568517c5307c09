"""What the database itself refuses of trajectories; the same on both databases."""

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.people import NOW, Cast
from tests.services.dossier import SITUATION, registered
from voordeur.records.cases.models import CaseRecord
from voordeur.records.trajectories.models import (
    AttendanceRecord,
    ContinuityRecord,
    TrajectoryRecord,
    TrajectoryStepRecord,
    TrajectoryWordRecord,
)

pytestmark = pytest.mark.django_db
wall = importlib.import_module("voordeur.records.trajectories.migrations.0003_what_ended_stays")


def refused(write: Callable[[], Any]) -> bool:
    """Tell whether the database refused; whatever it did is undone."""
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


@pytest.fixture
def live(cast: Cast) -> TrajectoryRecord:
    """A running trajectory with a finished and a planned step."""
    case: CaseRecord = registered(cast.alice.context, situation=SITUATION)
    row = TrajectoryRecord.objects.create(
        ref="TRAJECT1",
        case=case,
        goal="Werk",
        state="running",
        payer_id=case.finally_responsible_id,
        made_at=NOW,
        agreed_at=NOW,
    )
    step(row, "STEP1", state="finished", result="reached", finished_on=NOW.date())
    step(row, "STEP2")
    return row


def step(row: TrajectoryRecord, ref: str, **more: Any) -> TrajectoryStepRecord:
    said = {"ref": ref, "what": "Cursus", "position": 1, "cost_cents": 500, **more}
    return TrajectoryStepRecord.objects.create(trajectory=row, **said)


def changed(row: TrajectoryRecord | TrajectoryStepRecord, **columns: Any) -> bool:
    return refused(lambda: type(row).objects.filter(pk=row.pk).update(**columns))


def ended(row: TrajectoryRecord) -> TrajectoryRecord:
    row.steps.filter(state="planned").update(state="cancelled")
    columns = {"state": "finished", "outcome": "work", "ended_at": NOW}
    TrajectoryRecord.objects.filter(pk=row.pk).update(**columns)
    return row


def test_every_trigger_is_there_after_all_migrations() -> None:
    expected = {name for name, *_rest in wall.GUARDS}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
            expected |= {f"{table}_never_truncated" for table, _what in wall.KEPT}
        assert expected <= {row[0] for row in cursor.fetchall()}


def test_a_live_trajectory_and_a_planned_step_change(live: TrajectoryRecord) -> None:
    assert not changed(live, state="paused")
    assert not changed(live.steps.get(ref="STEP2"), cost_cents=700)
    assert not refused(lambda: step(live, "STEP3"))


def test_it_ends_only_without_open_steps_and_then_stays(live: TrajectoryRecord) -> None:
    columns = {"state": "finished", "outcome": "work", "ended_at": NOW}
    assert changed(live, **columns)
    ended(live)
    assert changed(live, state="running", outcome="", ended_at=None)
    assert changed(live, outcome="stopped_by_person")
    assert not changed(live, goal="")


def test_a_step_that_is_over_stays_as_it_was(live: TrajectoryRecord) -> None:
    done = live.steps.get(ref="STEP1")
    for columns in ({"state": "running"}, {"result": "partly"}, {"cost_cents": 1}):
        assert changed(done, **columns), columns
    assert not changed(done, position=9)
    ended(live)
    assert changed(live.steps.get(ref="STEP2"), state="planned")
    assert refused(lambda: step(live, "STEP4"))


def test_the_yes_of_the_person_is_not_wiped_out(live: TrajectoryRecord) -> None:
    assert changed(live, state="draft", agreed_at=None)


def test_an_agreement_is_answered_once(live: TrajectoryRecord) -> None:
    asked = ContinuityRecord.objects.create(
        ref="AGREE1",
        trajectory=live,
        kind="moves",
        payer_id=live.payer_id,
        for_organisation_id=live.payer_id,
        reason="Verhuisd",
        asked_at=NOW,
    )
    rows = ContinuityRecord.objects.filter(pk=asked.pk)
    assert refused(lambda: rows.update(kind="stays"))
    rows.update(state="accepted", answered_at=NOW)
    assert refused(lambda: rows.update(state="refused", note="Toch niet"))


def test_nothing_is_ever_removed(live: TrajectoryRecord) -> None:
    one = live.steps.get(ref="STEP1")
    AttendanceRecord.objects.create(
        step=one, day=NOW.date(), state="present", recorded_at=NOW, recorded_by=None
    )
    TrajectoryWordRecord.objects.create(
        ref="WORD1", trajectory=live, text="Fijn", by_resident=True, said_at=NOW
    )
    for table in ("trajectory_attendance", "trajectory_word", "trajectory_step", "trajectory"):
        with connection.cursor() as cursor:
            statement = f"DELETE FROM {table}"
            assert refused(lambda c=cursor, s=statement: c.execute(s)), table


def test_a_step_is_not_written_over(live: TrajectoryRecord) -> None:
    way = {"sqlite": "REPLACE INTO", "postgresql": "INSERT INTO"}[connection.vendor]
    with connection.cursor() as cursor:
        statement = f"{way} trajectory_step SELECT * FROM trajectory_step"
        assert refused(lambda: cursor.execute(statement))
