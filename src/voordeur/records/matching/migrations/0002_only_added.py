"""A list that was shown stays as it was; only facts of who is forgotten leave: on both databases.

The statements are spelled out here, per database, so that this migration never changes meaning.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor

TABLE = "match_list"
_SAME = (
    "id",
    "entry",
    "at",
    "sort",
    "actor_kind",
    "organisation_id",
    "weights_version",
    "vocabulary_version",
    "shown",
    "digest",
)
_CHANGED = " OR ".join(f"NEW.{one} <> OLD.{one}" for one in _SAME)
_MOVED = " OR ".join(
    f"COALESCE(NEW.{one}, 0) <> COALESCE(OLD.{one}, 0)"
    for one in ("account_id", "vacancy_id", "case_id")
)
_UPDATE = f"""{_CHANGED} OR {_MOVED} OR NEW.forgotten < OLD.forgotten
    OR (NEW.facts <> OLD.facts AND NEW.forgotten <= OLD.forgotten)"""

# name, timing, condition, what it says
GUARDS = [
    ("match_list_update_guard", "BEFORE UPDATE", _UPDATE, "wall: a shown list stays as it was"),
    ("match_list_delete_guard", "BEFORE DELETE", "TRUE", "wall: a shown list is never removed"),
]


def _sqlite(name: str, timing: str, condition: str, says: str) -> str:
    return (
        f"CREATE TRIGGER {name} {timing} ON {TABLE} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{says}'); END"
    )


def _postgres(name: str, timing: str, condition: str, says: str) -> str:
    row = "OLD" if timing == "BEFORE DELETE" else "NEW"
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {condition} THEN RAISE EXCEPTION '{says}' USING ERRCODE = 'check_violation'; END IF;
  RETURN {row};
END $$;
CREATE TRIGGER {name} {timing} ON {TABLE} FOR EACH ROW EXECUTE FUNCTION {name}();
"""


def build(_apps: Apps, schema_editor: Editor) -> None:
    """Make every trigger."""
    write = _sqlite if schema_editor.connection.vendor == "sqlite" else _postgres
    for guard in GUARDS:
        schema_editor.execute(write(*guard), params=None)
    if schema_editor.connection.vendor != "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER {TABLE}_never_truncated BEFORE TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION never_truncated()",
            params=None,
        )


def demolish(_apps: Apps, schema_editor: Editor) -> None:
    """Take every trigger away again."""
    if schema_editor.connection.vendor == "sqlite":
        for name, *_rest in GUARDS:
            schema_editor.execute(f"DROP TRIGGER {name}")
        return
    schema_editor.execute(f"DROP TRIGGER {TABLE}_never_truncated ON {TABLE}", params=None)
    for name, *_rest in GUARDS:
        schema_editor.execute(f"DROP TRIGGER {name} ON {TABLE}", params=None)
        schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("matching", "0001_shown_lists"),
        ("handover", "0002_wall"),
    ]

    operations = [migrations.RunPython(build, demolish)]
