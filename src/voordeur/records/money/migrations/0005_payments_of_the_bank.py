"""Payments of the bank: rows that come in once, are settled once and never go."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor

_KEEPS = ("id", "ref", "key", "day", "amount_cents", "imported_at")
_SAYS = ("state", "invoice_id", "note", "settled_at", "settled_by_id")


def _differs(columns: tuple[str, ...], word: str) -> str:
    return " OR ".join(f"NEW.{one} {word} OLD.{one}" for one in columns)


def _changes(word: str) -> str:
    """What was written stays, what was settled stays; the words may be forgotten."""
    return (
        f"{_differs(_KEEPS, word)} OR (OLD.state <> 'open' AND ({_differs(_SAYS, word)})) "
        "OR (NEW.text <> OLD.text AND NEW.text <> '')"
    )


# name, timing, condition on SQLite, condition on PostgreSQL
GUARDS = [
    (
        "payment_insert_guard",
        "INSERT",
        (
            "NEW.state <> 'open' OR typeof(NEW.amount_cents) <> 'integer' "
            "OR EXISTS (SELECT 1 FROM payment o WHERE o.id = NEW.id OR o.key = NEW.key OR o.ref = NEW.ref)"
        ),
        "NEW.state <> 'open'",
    ),
    ("payment_update_guard", "UPDATE", _changes("IS NOT"), _changes("IS DISTINCT FROM")),
    ("payment_delete_guard", "DELETE", "TRUE", "TRUE"),
]
SAYS = "wall: a payment comes in once and stays"


def build(_apps: Apps, schema_editor: Editor) -> None:
    """Make every trigger."""
    for name, timing, ours, theirs in GUARDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE {timing} ON payment WHEN {ours} "
                f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END"
            )
            continue
        row = "OLD" if timing == "DELETE" else "NEW"
        schema_editor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {theirs} THEN RAISE EXCEPTION '{SAYS}' USING ERRCODE = 'check_violation'; END IF; "
            f"RETURN {row}; END $$; "
            f"CREATE TRIGGER {name} BEFORE {timing} ON payment FOR EACH ROW EXECUTE FUNCTION {name}();",
            params=None,
        )


def demolish(_apps: Apps, schema_editor: Editor) -> None:
    """Take every trigger away again."""
    for name, *_rest in GUARDS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"DROP TRIGGER {name}")
            continue
        schema_editor.execute(f"DROP TRIGGER {name} ON payment", params=None)
        schema_editor.execute(f"DROP FUNCTION {name}()", params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("money", "0004_staff_pays_no_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaymentRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ref", models.CharField(max_length=12, unique=True)),
                ("key", models.CharField(max_length=64, unique=True)),
                ("day", models.DateField()),
                ("amount_cents", models.BigIntegerField()),
                ("text", models.CharField(blank=True, max_length=140)),
                ("state", models.CharField(default="open", max_length=10)),
                ("note", models.TextField(blank=True)),
                ("imported_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "invoice",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment",
                        to="money.invoicerecord",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "db_table": "payment",
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["state", "day"], name="payment_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount_cents__gt", 0)), name="payment_is_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("invoice__isnull", True),
                                ("settled_at__isnull", True),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("invoice__isnull", False),
                                ("settled_at__isnull", False),
                                ("state", "matched"),
                            ),
                            models.Q(
                                ("invoice__isnull", True),
                                ("settled_at__isnull", False),
                                ("state", "aside"),
                                models.Q(("note", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="payment_settled_is_whole",
                    ),
                ],
            },
        ),
        migrations.RunPython(build, demolish),
    ]
