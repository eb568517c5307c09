"""Kinds of vacancies, shared places, vacancies from elsewhere, and the register of the jobs agreement.

SQLite makes a table anew when a column with a default or a constraint is added, and its triggers go
with the old one; they are spelled out here and made again.
"""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor as Editor

_GUARDS = (
    (
        "work_vacancy_update_guard",
        "BEFORE UPDATE",
        """NEW.id <> OLD.id OR NEW.ref <> OLD.ref OR NEW.employer_id <> OLD.employer_id
    OR (OLD.state = 'withdrawn' AND NEW.state <> 'withdrawn')""",
        "wall: a withdrawn vacancy stays withdrawn",
    ),
    (
        "work_vacancy_delete_guard",
        "BEFORE DELETE",
        "TRUE",
        "wall: a vacancy is never removed",
    ),
)


def guard_again(_apps: Apps, schema_editor: Editor) -> None:
    """Make the triggers of the vacancies on SQLite; PostgreSQL kept them."""
    if schema_editor.connection.vendor != "sqlite":
        return
    for name, timing, condition, says in _GUARDS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")
        schema_editor.execute(
            f"CREATE TRIGGER {name} {timing} ON work_vacancy WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{says}'); END",
            params=None,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("region", "0001_first_records"),
        ("residents", "0001_first_records"),
        ("work", "0002_only_forward"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, guard_again),
        migrations.CreateModel(
            name="RegisterStatusRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("status", models.CharField(max_length=20)),
                ("told_by", models.CharField(max_length=20)),
                ("told_on", models.DateField()),
                ("noted_at", models.DateTimeField()),
            ],
            options={
                "db_table": "work_register_status",
                "ordering": ("id",),
            },
        ),
        migrations.AddField(
            model_name="employeraccountrecord",
            name="origin",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="vacancyrecord",
            name="expires_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="vacancyrecord",
            name="kind",
            field=models.CharField(default="job", max_length=20),
        ),
        migrations.AddField(
            model_name="vacancyrecord",
            name="origin",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="vacancyrecord",
            name="origin_code",
            field=models.CharField(blank=True, max_length=80),
        ),
        migrations.AddField(
            model_name="vacancyrecord",
            name="origin_url",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="vacancyrecord",
            name="partners",
            field=models.ManyToManyField(
                db_table="work_vacancy_partner", related_name="+", to="work.employeraccountrecord"
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancyrecord",
            constraint=models.UniqueConstraint(
                condition=models.Q(("origin", ""), _negated=True),
                fields=("origin", "origin_code"),
                name="vacancy_once_per_origin",
            ),
        ),
        migrations.AddConstraint(
            model_name="vacancyrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("origin", ""),
                    models.Q(
                        models.Q(("origin_code", ""), _negated=True), ("expires_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="vacancy_from_elsewhere_expires",
            ),
        ),
        migrations.AddField(
            model_name="registerstatusrecord",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="region.organisationrecord",
            ),
        ),
        migrations.AddField(
            model_name="registerstatusrecord",
            name="resident",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="residents.residentrecord",
            ),
        ),
        migrations.AddConstraint(
            model_name="registerstatusrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", ""), _negated=True),
                    models.Q(("told_by", ""), _negated=True),
                ),
                name="register_status_is_told",
            ),
        ),
        migrations.RunPython(guard_again, migrations.RunPython.noop),
    ]
