"""Money for staff never pays a step of a person, whoever writes the claim.

The statements are spelled out here, per database, so that this migration never changes meaning.
"""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor

NAME = "claim_earmark_guard"
SAYS = "wall: money for staff pays no step"
OUTSIDE = """EXISTS (SELECT 1 FROM budget b, cost k WHERE b.id = NEW.budget_id
      AND k.id = NEW.cost_id AND b.sort = 'staff' AND k.step_id IS NOT NULL)"""


def build(_apps: Apps, schema_editor: Editor) -> None:
    """Make the trigger."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE INSERT ON claim WHEN {OUTSIDE} "
            f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
        )
        return
    schema_editor.execute(
        f"CREATE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {OUTSIDE} THEN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'check_violation'; END IF; "
        f"RETURN NEW; END $$; "
        f"CREATE TRIGGER {NAME} BEFORE INSERT ON claim FOR EACH ROW EXECUTE FUNCTION {NAME}();",
        params=None,
    )


def demolish(_apps: Apps, schema_editor: Editor) -> None:
    """Take the trigger away again."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TRIGGER {NAME}")
        return
    schema_editor.execute(f"DROP TRIGGER {NAME} ON claim", params=None)
    schema_editor.execute(f"DROP FUNCTION {NAME}()", params=None)


class Migration(migrations.Migration):
    dependencies = [("money", "0003_invoices")]

    operations = [migrations.RunPython(build, demolish)]
