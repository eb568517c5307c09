"""What ended stays: triggers that keep trajectories, steps and agreements as they were.

Words are not held: what a person wrote can be forgotten. The statements are spelled out here, per
database, so that this migration never changes meaning.
"""

# ruff: noqa: S608 (every statement here is made of words that stand in this file)

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor

ENDED = "('finished', 'stopped')"
OVER = "('finished', 'cancelled')"
_TRAJECTORY_KEEPS = ("state", "outcome", "ended_at", "agreed_at", "level_end")
_STEP_KEEPS = (
    "state", "instrument", "provider_id", "starts_on", "ends_on", "cost_cents", "cost_word",
    "ordered_on", "finished_on", "result", "level_before", "level_after",
)  # fmt: skip
_AGREEMENT_KEEPS = ("ref", "trajectory_id", "kind", "payer_id", "for_organisation_id", "asked_at")


def _changes(columns: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)


def _trajectory_update(differs: str) -> str:
    return f"""NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.case_id <> OLD.case_id
    OR NEW.version < OLD.version
    OR (OLD.state IN {ENDED} AND ({_changes(_TRAJECTORY_KEEPS, differs)}))
    OR (OLD.agreed_at IS NOT NULL AND NEW.agreed_at IS NULL)
    OR (OLD.state NOT IN {ENDED} AND NEW.state IN {ENDED} AND EXISTS (
        SELECT 1 FROM trajectory_step s WHERE s.trajectory_id = OLD.id
          AND s.state NOT IN {OVER}))"""


def _step_update(differs: str) -> str:
    return f"""NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.trajectory_id <> OLD.trajectory_id
    OR NEW.version < OLD.version
    OR ((OLD.state IN {OVER} OR EXISTS (SELECT 1 FROM trajectory t
        WHERE t.id = OLD.trajectory_id AND t.state IN {ENDED}))
      AND ({_changes(_STEP_KEEPS, differs)}))"""


def _agreement_update(differs: str) -> str:
    return f"""NEW.id <> OLD.id OR ({_changes(_AGREEMENT_KEEPS, differs)})
    OR (OLD.state <> 'asked' AND ({_changes(("state", "answered_at"), differs)}))"""


_STEP_INSERT = f"""EXISTS (SELECT 1 FROM trajectory t WHERE t.id = NEW.trajectory_id
      AND t.state IN {ENDED})"""


def _sqlite_known(table: str) -> str:
    """SQLite's REPLACE removes what is in the way without asking; so nothing may be in the way."""
    return f"EXISTS (SELECT 1 FROM {table} o WHERE o.id = NEW.id OR o.ref = NEW.ref)"


KEPT = (
    ("trajectory", "a trajectory"),
    ("trajectory_step", "a step"),
    ("trajectory_word", "what was said"),
    ("trajectory_attendance", "attendance"),
    ("trajectory_continuity", "an agreement"),
)

# name, table, timing, condition on SQLite, condition on PostgreSQL, what it says
GUARDS = [
    (
        "trajectory_update_guard",
        "trajectory",
        "UPDATE",
        _trajectory_update("IS NOT"),
        _trajectory_update("IS DISTINCT FROM"),
        "wall: a trajectory ends once, without open steps",
    ),
    (
        "trajectory_step_insert_guard",
        "trajectory_step",
        "INSERT",
        f"{_STEP_INSERT} OR {_sqlite_known('trajectory_step')}",
        _STEP_INSERT,
        "wall: a trajectory that ended gets no steps",
    ),
    (
        "trajectory_step_update_guard",
        "trajectory_step",
        "UPDATE",
        _step_update("IS NOT"),
        _step_update("IS DISTINCT FROM"),
        "wall: a step that is over does not change",
    ),
    (
        "trajectory_continuity_update_guard",
        "trajectory_continuity",
        "UPDATE",
        _agreement_update("IS NOT"),
        _agreement_update("IS DISTINCT FROM"),
        "wall: an agreement is answered once",
    ),
    *(
        (f"{table}_delete_guard", table, "DELETE", "TRUE", "TRUE", f"wall: {what} is never removed")
        for table, what in KEPT
    ),
]


def _sqlite(name: str, table: str, timing: str, condition: str, says: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {timing} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
    )


def _postgres(name: str, table: str, timing: str, condition: str, says: str) -> str:
    row = "OLD" if timing == "DELETE" else "NEW"
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {condition} THEN RAISE EXCEPTION '{says}' USING ERRCODE = 'check_violation'; END IF;
  RETURN {row};
END $$;
CREATE TRIGGER {name} BEFORE {timing} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def build(_apps: Apps, schema_editor: Editor) -> None:
    """Make every trigger."""
    if schema_editor.connection.vendor == "sqlite":
        for name, table, timing, condition, _other, says in GUARDS:
            schema_editor.execute(_sqlite(name, table, timing, condition, says))
        return
    for name, table, timing, _other, condition, says in GUARDS:
        schema_editor.execute(_postgres(name, table, timing, condition, says), params=None)
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
        ("trajectories", "0002_words_attendance_continuity"),
        ("handover", "0002_wall"),
    ]

    operations = [migrations.RunPython(build, demolish)]
