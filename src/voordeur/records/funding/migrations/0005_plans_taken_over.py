"""Choices and taking over of plans: rows that come in and never change."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor

TABLES = ("batch_plan_choice", "batch_plan_adoption")
GUARDS = [
    (f"{table}_{timing.lower()}_guard", table, timing)
    for table in TABLES
    for timing in ("UPDATE", "DELETE")
]
SAYS = "wall: what was chosen and taken over stays"


def build(_apps: Apps, schema_editor: Editor) -> None:
    """Make every trigger: rows come in and never change."""
    for name, table, timing in GUARDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {timing} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )
            continue
        schema_editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'check_violation'; END $$; "
            f"CREATE TRIGGER {name} BEFORE {timing} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}();",
            params=None,
        )


def demolish(_apps: Apps, schema_editor: Editor) -> None:
    """Take every trigger away again."""
    for name, table, _timing in GUARDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {name}")
            continue
        schema_editor.execute(f"DROP TRIGGER {name} ON {table}", params=None)
        schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0004_consents_in_order"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanAdoptionRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("trajectory", models.CharField(max_length=12)),
                ("made", models.BooleanField()),
                ("adopted_at", models.DateTimeField()),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adoptions",
                        to="funding.batchplanrecord",
                    ),
                ),
            ],
            options={
                "db_table": "batch_plan_adoption",
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "trajectory"), name="plan_adopted_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanChoiceRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("exponent", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                ("organisation", models.CharField(max_length=60)),
                ("chosen_at", models.DateTimeField()),
                (
                    "chosen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="funding.batchplanrecord",
                    ),
                ),
            ],
            options={
                "db_table": "batch_plan_choice",
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="plan_choice_has_reason",
                    )
                ],
            },
        ),
        migrations.RunPython(build, demolish),
    ]
