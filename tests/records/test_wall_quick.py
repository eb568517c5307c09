"""The wall is there, whole and the same on both databases, and no lock undermines it."""

import importlib
import re
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
wall = importlib.import_module("voordeur.records.handover.migrations.0002_wall")


@pytest.mark.django_db
def test_every_trigger_survives_the_migrations_after_it() -> None:
    """SQLite forgets the triggers of a table that a later migration builds again."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            expected = {name for name, _statement in wall.SQLITE}
        else:
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
            guards = {name for name, *_rest in wall.POSTGRES_GUARDS}
            expected = guards | {name for name, *_rest in wall.POSTGRES_CONSEQUENCES}
            expected |= {"handover_insert_guard"}
            expected |= {f"{table}_never_truncated" for table in wall.KEPT_TABLES}
        present = {row[0] for row in cursor.fetchall()}
    assert expected <= present


def test_both_walls_have_the_same_guards() -> None:
    on_postgres = {name for name, *_rest in wall.POSTGRES_GUARDS} | {"handover_insert_guard"}
    on_postgres |= {name for name, *_rest in wall.POSTGRES_CONSEQUENCES}
    assert {name for name, _statement in wall.SQLITE} == on_postgres


def test_row_locks_never_wait_for_the_check_of_a_foreign_key() -> None:
    """The log's end is locked last; a foreign key is checked after that, at the commit."""
    wrong = [
        f"{path.relative_to(ROOT)}: {call}"
        for path in (ROOT / "src").rglob("*.py")
        for call in re.findall(r"select_for_update\([^)]*\)", path.read_text())
        if "no_key=True" not in call
    ]
    assert wrong == []
