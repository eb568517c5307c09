"""An ending is never rewritten, but its free text can be wiped once the keeping time is over.

The statements are spelled out here, per database, so that this migration never changes meaning.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SAYS = "wall: an ending is never rewritten"
KEPT = ("id", "case_id", "episode", "outcome", "informed_by", "organisation_id", "closed_at")


def _condition(differs: str) -> str:
    changed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in KEPT)
    return f"{changed} OR NEW.note <> ''"


def allow(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let an update through that only empties the note."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER closure_update_guard")
        schema_editor.execute(
            "CREATE TRIGGER closure_update_guard BEFORE UPDATE ON case_closure "
            f"WHEN {_condition('IS NOT')} BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        )
        return
    _replace_on_postgres(schema_editor, _condition("IS DISTINCT FROM"))


def refuse(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse every update again."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER closure_update_guard")
        schema_editor.execute(
            "CREATE TRIGGER closure_update_guard BEFORE UPDATE ON case_closure "
            f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        )
        return
    _replace_on_postgres(schema_editor, "TRUE")


def _replace_on_postgres(schema_editor: BaseDatabaseSchemaEditor, condition: str) -> None:
    schema_editor.execute(
        "CREATE OR REPLACE FUNCTION closure_update_guard() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF {condition} THEN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'check_violation'; "
        "END IF; RETURN NEW; END $$",
        params=None,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_links_between_records"),
        ("handover", "0002_wall"),
    ]

    operations = [migrations.RunPython(allow, refuse)]
