"""What the database itself refuses of work; the same on both databases."""

import importlib
from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from tests.people import NOW
from tests.services.working import Work, work_room
from voordeur.records.work.models import EmployerTalkRecord, ReferralRecord, VacancyRecord

__all__ = ["work_room"]
pytestmark = pytest.mark.django_db
wall = importlib.import_module("voordeur.records.work.migrations.0002_only_forward")


def refused(write: Callable[[], Any]) -> bool:
    """Tell whether the database refused; whatever it did is undone."""
    try:
        with transaction.atomic():
            write()
            transaction.set_rollback(True)
    except DatabaseError:
        return True
    return False


def moved(ref: str, **columns: Any) -> bool:
    return not refused(lambda: ReferralRecord.objects.filter(ref=ref).update(**columns))


def drop(name: str, table: str) -> None:
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")


def test_every_trigger_is_there_after_all_migrations() -> None:
    expected = {name for name, *_rest in wall.GUARDS}
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
            expected |= {f"{table}_never_truncated" for table, _what in wall.KEPT}
        assert expected <= {row[0] for row in cursor.fetchall()}


def test_a_referral_goes_step_by_step_and_no_step_skips_the_yes(work: Work) -> None:
    ref = work.suggested()
    assert not moved(ref, state="introduced", said_yes_at=NOW)
    assert not moved(ref, state="interested")
    assert moved(ref, state="interested", said_yes_at=NOW)
    assert moved(ref, state="declined")


def test_what_ended_stays_ended(work: Work) -> None:
    ref = work.suggested()
    ReferralRecord.objects.filter(ref=ref).update(state="declined")
    assert not moved(ref, state="suggested")
    assert moved(ref, note="")
    VacancyRecord.objects.update(state="withdrawn")
    assert refused(lambda: VacancyRecord.objects.update(state="open"))


def test_nobody_is_put_before_an_employer_at_once(work: Work) -> None:
    ref = work.suggested()
    row = ReferralRecord.objects.get(ref=ref)
    ReferralRecord.objects.filter(ref=ref).update(state="declined")
    row.pk, row.ref, row.state, row.said_yes_at = None, "ANDERS", "introduced", NOW
    assert refused(row.save)


def test_no_seat_is_given_twice_and_nothing_is_removed(work: Work) -> None:
    assert refused(lambda: VacancyRecord.objects.update(filled=4))
    assert refused(lambda: VacancyRecord.objects.update(filled=3))
    work.suggested()
    assert refused(lambda: ReferralRecord.objects.all()._raw_delete("default"))
    assert refused(lambda: VacancyRecord.objects.all()._raw_delete("default"))


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("work_referral_update_guard", "work_referral"),
        ("work_vacancy_update_guard", "work_vacancy"),
    ],
)
def test_without_its_trigger_each_would_go_through(work: Work, name: str, table: str) -> None:
    """The control: the same statements pass once the trigger is gone."""
    ref = work.suggested()
    drop(name, table)
    if table == "work_referral":
        assert moved(ref, state="introduced", said_yes_at=NOW)
    else:
        VacancyRecord.objects.update(state="withdrawn")
        assert not refused(lambda: VacancyRecord.objects.update(state="open"))


def test_the_log_of_contact_keeps_what_was_followed_up(work: Work) -> None:
    row = VacancyRecord.objects.get().employer
    talk = EmployerTalkRecord.objects.create(
        ref="TALK1",
        employer=row,
        sort="call",
        theme="staff",
        day=NOW.date(),
        about="x",
        organisation=row.manager,
        told_at=NOW,
        followed_at=NOW,
    )
    rows = EmployerTalkRecord.objects.filter(pk=talk.pk)
    assert refused(lambda: rows.update(followed_at=None))
    assert not refused(lambda: rows.update(about="y"))
