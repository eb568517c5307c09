from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

WALL = import_module("voordeur.records.toolbox.migrations.0003_never_too_full")
nothing = migrations.RunPython.noop


class Migration(migrations.Migration):
    dependencies = [
        ("toolbox", "0003_never_too_full"),
        ("work", "0003_learning_places_and_elsewhere"),
    ]

    operations = [
        # On the way back SQLite makes the table anew, which no trigger may watch meanwhile.
        migrations.RunPython(nothing, WALL.build),
        migrations.AddField(
            model_name="bookingrecord",
            name="employer",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="work.employeraccountrecord",
            ),
        ),
        migrations.RunPython(nothing, WALL.demolish),
    ]
