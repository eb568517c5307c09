"""A training is never too full and what ended stays: triggers that hold whatever statement comes.

The statements are spelled out here, per database, so that this migration never changes meaning.
"""

# ruff: noqa: S608 (every statement here is made of words that stand in this file)

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor

_COME = """(SELECT COALESCE(SUM(b.people), 0) FROM toolbox_booking b
    WHERE b.training_id = {training} AND b.state = 'in')"""
_FULL = f"""NEW.state = 'in' AND {_COME.format(training="NEW.training_id")} >
    (SELECT t.places FROM toolbox_training t WHERE t.id = NEW.training_id)"""
_BOOKING_UPDATE = """NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.people <> OLD.people
    OR NEW.training_id <> OLD.training_id
    OR (OLD.state = 'cancelled' AND NEW.state <> 'cancelled')"""
_TRAINING_UPDATE = f"""NEW.id <> OLD.id OR NEW.ref <> OLD.ref
    OR (OLD.state = 'cancelled' AND NEW.state <> 'cancelled')
    OR NEW.places < {_COME.format(training="OLD.id")}"""
_DEVIATION_UPDATE = """NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.case_id <> OLD.case_id
    OR NEW.sort <> OLD.sort
    OR (OLD.state <> 'running' AND (NEW.state <> OLD.state OR NEW.ended_at <> OLD.ended_at))"""
KEPT = (
    ("toolbox_training", "a training"),
    ("toolbox_booking", "a booking"),
    ("toolbox_deviation", "a deviation"),
)
FULL = "wall: a training is never too full"

# name, table, when and timing, condition, what it says
GUARDS = [
    ("toolbox_booking_full_insert", "toolbox_booking", "AFTER INSERT", _FULL, FULL),
    ("toolbox_booking_full_update", "toolbox_booking", "AFTER UPDATE", _FULL, FULL),
    (
        "toolbox_booking_update_guard",
        "toolbox_booking",
        "BEFORE UPDATE",
        _BOOKING_UPDATE,
        "wall: who cancelled books anew",
    ),
    (
        "toolbox_training_update_guard",
        "toolbox_training",
        "BEFORE UPDATE",
        _TRAINING_UPDATE,
        FULL,
    ),
    (
        "toolbox_deviation_update_guard",
        "toolbox_deviation",
        "BEFORE UPDATE",
        _DEVIATION_UPDATE,
        "wall: a deviation ends once",
    ),
    *(
        (f"{table}_delete_guard", table, "BEFORE DELETE", "TRUE", f"wall: {what} is never removed")
        for table, what in KEPT
    ),
]
_ONE_AT_A_TIME = "PERFORM 1 FROM toolbox_training WHERE id = NEW.training_id FOR NO KEY UPDATE;"


def _sqlite(name: str, table: str, timing: str, condition: str, says: str) -> str:
    return (
        f"CREATE TRIGGER {name} {timing} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
    )


def _postgres(name: str, table: str, timing: str, condition: str, says: str) -> str:
    row = "OLD" if timing == "BEFORE DELETE" else "NEW"
    first = _ONE_AT_A_TIME if timing.startswith("AFTER") else ""
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {first}
  IF {condition} THEN RAISE EXCEPTION '{says}' USING ERRCODE = 'check_violation'; END IF;
  RETURN {row};
END $$;
CREATE TRIGGER {name} {timing} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def build(_apps: Apps, schema_editor: Editor) -> None:
    """Make every trigger."""
    write = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgres
    for guard in GUARDS:
        schema_editor.execute(write(*guard), params=None)
    if schema_editor.connection.vendor == "sqlite":
        return
    for table, _what in KEPT:
        schema_editor.execute(
            f"CREATE TRIGGER {table}_never_truncated BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION never_truncated()",
            params=None,
        )


def demolish(_apps: Apps, schema_editor: Editor) -> None:
    """Take every trigger away again."""
    if schema_editor.connection.vendor == "sqlite":
        for name, *_rest in GUARDS:
            schema_editor.execute(f"DROP TRIGGER {name}")
        return
    for table, _what in KEPT:
        schema_editor.execute(f"DROP TRIGGER {table}_never_truncated ON {table}", params=None)
    for name, table, *_rest in GUARDS:
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}", params=None)
        schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("toolbox", "0002_trainings_and_deviations"),
        ("handover", "0002_wall"),
    ]

    operations = [migrations.RunPython(build, demolish)]
