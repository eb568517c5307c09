import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("toolbox", "0003_never_too_full"),
        ("work", "0003_learning_places_and_elsewhere"),
    ]

    operations = [
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
    ]
