import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    """What a guest auditor may see."""

    dependencies = [("accounts", "0002_must_change_password")]

    operations = [
        migrations.AddField("user", "scope_since", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("user", "scope_until", models.DateTimeField(blank=True, null=True)),
        migrations.AddField(
            "user",
            "scope_requests",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.UUIDField(), blank=True, default=list, db_default=[], size=None
            ),
        ),
    ]
