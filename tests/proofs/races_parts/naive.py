"""The control of the races: the same services, reading, checking and writing without any guard."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import psycopg

BETWEEN_LOOK_AND_WRITE_SECONDS = 0.02
"""What a step or two over a network take."""
WALL = (
    "DROP TRIGGER case_update_guard ON case_file",
    "DROP TRIGGER handover_insert_guard ON handover",
    "DROP TRIGGER handover_update_guard ON handover",
    "DROP TRIGGER handover_accepted ON handover",
    "DROP TRIGGER closure_insert_guard ON case_closure",
    "DROP INDEX handover_one_open_per_case",
)


def tear_down_the_wall(address: str) -> None:
    """Drop, in a scratch database, what would stop two winners."""
    with psycopg.connect(address, autocommit=True) as connection:
        for statement in WALL:
            connection.execute(statement.encode())


def falsify_the_log(address: str) -> None:
    """Change one entry of the log, as somebody could who took that wall down too."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(b"ALTER TABLE journal DISABLE TRIGGER USER")
        connection.execute(b"UPDATE journal SET name = 'NothingHappened' WHERE sequence = 3")


@contextmanager
def without_guards() -> Iterator[None]:
    """Take the row locks on cases and handovers and the guarded updates out of the services."""
    from django.db.models import QuerySet

    locked = QuerySet.select_for_update

    def unlocked(self: Any, *given: Any, **named: Any) -> Any:
        free = self.model.__name__ in {"CaseRecord", "HandoverRecord"}
        return self if free else locked(self, *given, **named)

    with ExitStack() as stack:
        for change in (
            mock.patch.object(QuerySet, "select_for_update", unlocked),
            mock.patch("voordeur.services.handover._answer", _answer),
            mock.patch("voordeur.services.handover.touch", _touch),
            mock.patch("voordeur.services.cases.touch", _touch),
        ):
            stack.enter_context(change)
        yield


def _answer(context: Any, row: Any, state: Any, answer: Any) -> None:
    """Write the answer as one would who has just looked, and move the case by hand."""
    from voordeur.records.cases.models import CaseRecord
    from voordeur.records.handover.models import HandoverRecord

    time.sleep(BETWEEN_LOOK_AND_WRITE_SECONDS)
    HandoverRecord.objects.filter(pk=row.pk).update(
        state=state.value, answered_at=context.now, answer_reason=answer.reason
    )
    if state.value == "accepted":
        CaseRecord.objects.filter(pk=row.case_id).update(
            accountable_id=row.receiver_id, accepted_handover_id=row.pk
        )


def _touch(context: Any, case: Any, **changes: object) -> None:
    from voordeur.records.cases.models import CaseRecord

    CaseRecord.objects.filter(pk=case.pk).update(**changes, last_act_at=context.now)
