"""History of the register stays: a version is never changed or removed, and numbers have no gaps."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor

SQLITE = (
    (
        "register_version_insert_guard",
        """CREATE TRIGGER register_version_insert_guard BEFORE INSERT ON register_version
        WHEN NEW.number <> 1 + coalesce(
            (SELECT max(v.number) FROM register_version v WHERE v.entry_id = NEW.entry_id), 0)
          OR EXISTS (SELECT 1 FROM register_version v WHERE v.id = NEW.id)
        BEGIN SELECT RAISE(ABORT, 'wall: versions are numbered without a gap'); END""",
    ),
    (
        "register_version_update_guard",
        """CREATE TRIGGER register_version_update_guard BEFORE UPDATE ON register_version
        BEGIN SELECT RAISE(ABORT, 'wall: a version is never changed'); END""",
    ),
    (
        "register_version_delete_guard",
        """CREATE TRIGGER register_version_delete_guard BEFORE DELETE ON register_version
        BEGIN SELECT RAISE(ABORT, 'wall: a version is never removed'); END""",
    ),
    (
        "register_entry_update_guard",
        """CREATE TRIGGER register_entry_update_guard BEFORE UPDATE ON register_entry
        WHEN NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.code <> OLD.code
          OR NEW.version < OLD.version
        BEGIN SELECT RAISE(ABORT, 'wall: an entry keeps its kind and code'); END""",
    ),
    (
        "register_entry_delete_guard",
        """CREATE TRIGGER register_entry_delete_guard BEFORE DELETE ON register_entry
        BEGIN SELECT RAISE(ABORT, 'wall: an entry is retired, never removed'); END""",
    ),
)
POSTGRES = (
    (
        "register_version_insert_guard",
        "register_version",
        "INSERT",
        """NEW.number <> 1 + coalesce(
            (SELECT max(v.number) FROM register_version v WHERE v.entry_id = NEW.entry_id), 0)""",
        "wall: versions are numbered without a gap",
    ),
    (
        "register_version_update_guard",
        "register_version",
        "UPDATE",
        "TRUE",
        "wall: a version is never changed",
    ),
    (
        "register_version_delete_guard",
        "register_version",
        "DELETE",
        "TRUE",
        "wall: a version is never removed",
    ),
    (
        "register_entry_update_guard",
        "register_entry",
        "UPDATE",
        """NEW.id <> OLD.id OR NEW.kind <> OLD.kind OR NEW.code <> OLD.code
        OR NEW.version < OLD.version""",
        "wall: an entry keeps its kind and code",
    ),
    (
        "register_entry_delete_guard",
        "register_entry",
        "DELETE",
        "TRUE",
        "wall: an entry is retired, never removed",
    ),
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
        for _name, statement in SQLITE:
            schema_editor.execute(statement)
        return
    for guard in POSTGRES:
        schema_editor.execute(_postgres(*guard), params=None)


def demolish(_apps: Apps, schema_editor: Editor) -> None:
    """Take every trigger away again."""
    if schema_editor.connection.vendor == "sqlite":
        for name, _statement in SQLITE:
            schema_editor.execute(f"DROP TRIGGER {name}")
        return
    for name, table, *_rest in POSTGRES:
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}", params=None)
        schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [("register", "0001_first_records")]

    operations = [migrations.RunPython(build, demolish)]
