"""What the database itself refuses of mixes and consents; the same on both databases."""

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.brokered import Room, purse_room
from tests.people import NOW
from tests.services.test_broker import needs_both
from voordeur.records.funding.models import (
    BatchPlanRecord,
    MixConsentRecord,
    MixRecord,
    PlanAdoptionRecord,
    PlanChoiceRecord,
)
from voordeur.records.trajectories.models import TrajectoryRecord
from voordeur.services import consents

__all__ = ["needs_both", "purse_room"]
pytestmark = pytest.mark.django_db
wall = importlib.import_module("voordeur.records.funding.migrations.0004_consents_in_order")


def refused(write: Callable[[], Any]) -> bool:
    """Tell whether the database refused; whatever it did is undone."""
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


def test_every_trigger_is_there_after_all_migrations() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        present = {row[0] for row in cursor.fetchall()}
    assert {name for name, *_rest in wall.GUARDS} <= present


def test_a_mix_is_agreed_only_when_every_owner_said_yes(room: Room, row: TrajectoryRecord) -> None:
    mix = room.choose(row)
    rows = MixRecord.objects.filter(pk=mix.pk)
    for state in ("agreed", "refused", "withdrawn"):
        assert refused(lambda: rows.update(state=state, settled_at=NOW))  # noqa: B023
    assert refused(lambda: rows.update(state="expired"))
    assert not refused(lambda: rows.update(state="expired", settled_at=NOW))
    assert refused(lambda: rows.update(total_cents=1))
    assert refused(lambda: rows.update(legality="Anders"))
    said = MixConsentRecord.objects.filter(mix=mix, source="local")
    said.update(state="given", answered_at=NOW)
    assert not refused(lambda: rows.update(state="agreed", settled_at=NOW))


def test_a_consent_is_answered_once_and_never_removed(room: Room, row: TrajectoryRecord) -> None:
    mix = room.choose(row)
    rows = MixConsentRecord.objects.filter(mix=mix, source="local")
    assert refused(lambda: rows.update(amount_cents=1))
    assert refused(lambda: rows.update(state="not_needed"))
    consents.give_consent(room.owner, mix=mix.ref, source="local")
    assert refused(lambda: rows.update(state="refused", reason="toch niet", answered_at=NOW))
    assert refused(lambda: rows.update(state="asked", answered_at=None))
    assert not refused(lambda: rows.update(state="withdrawn", reason="stopt", answered_at=NOW))
    for table in (rows, MixRecord.objects.filter(pk=mix.pk)):
        assert refused(lambda: table._raw_delete(table.db))  # type: ignore[attr-defined]  # noqa: B023


def test_what_was_chosen_of_a_plan_and_taken_over_stays(room: Room) -> None:
    plan = BatchPlanRecord.objects.create(
        ref="PLAN1", policy={"kind": "plan"}, asked_at=NOW, organisation="werkcentrum"
    )
    said = {"exponent": 0, "reason": "Besluit", "organisation": "werkcentrum", "chosen_at": NOW}
    choice = PlanChoiceRecord.objects.create(plan=plan, **said)
    taken = PlanAdoptionRecord.objects.create(plan=plan, trajectory="T1", made=True, adopted_at=NOW)
    for row in (choice, taken):
        rows = type(row)._default_manager.filter(pk=row.pk)
        assert refused(rows.delete)
        assert refused(lambda: rows._raw_delete("default"))  # type: ignore[attr-defined]  # noqa: B023
    assert refused(lambda: PlanChoiceRecord.objects.update(reason="Anders"))
    assert refused(lambda: PlanAdoptionRecord.objects.update(made=False))
    again = {"plan": plan, "trajectory": "T1", "made": True, "adopted_at": NOW}
    assert refused(lambda: PlanAdoptionRecord.objects.create(**again))


def test_without_the_trigger_a_choice_could_change(room: Room) -> None:
    """The control: it is the trigger that refuses, and nothing else."""
    plan = BatchPlanRecord.objects.create(
        ref="PLAN1", policy={"kind": "plan"}, asked_at=NOW, organisation="werkcentrum"
    )
    said = {"exponent": 0, "reason": "Besluit", "organisation": "werkcentrum", "chosen_at": NOW}
    PlanChoiceRecord.objects.create(plan=plan, **said)
    with connection.cursor() as cursor:
        on = " ON batch_plan_choice" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER batch_plan_choice_update_guard{on}")
    assert not refused(lambda: PlanChoiceRecord.objects.update(reason="Anders"))
