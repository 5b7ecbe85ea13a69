import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """Whom a steward told of a correction, an erasure or a limit."""

    dependencies = [("fulfillment", "0002_systems_and_audit")]

    operations = [
        migrations.AddField(
            model_name="task",
            name="told",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=40), blank=True, default=list, size=None
            ),
        )
    ]
