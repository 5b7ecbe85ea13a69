"""An opt-out outlives its request: after a restore from an older backup it is kept without it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0002_audited")]
    operations = [
        migrations.AlterField(
            "suppression",
            "request",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="suppressions",
                to="requests_app.privacyrequest",
            ),
        ),
    ]
