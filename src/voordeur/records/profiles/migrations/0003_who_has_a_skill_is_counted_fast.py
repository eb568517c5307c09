from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0002_more_hours"),
    ]

    operations = [
        migrations.RemoveIndex(model_name="profilelinerecord", name="profile_line_code"),
        migrations.AddIndex(
            model_name="profilelinerecord",
            index=models.Index(fields=["code", "part"], name="profile_line_code_part"),
        ),
    ]
