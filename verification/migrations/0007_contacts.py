import django.db.models.deletion
from django.db import migrations, models

import audit.ids
import vault.fields


class Migration(migrations.Migration):
    """Contact points of a check as rows of their own; the lock of one stands with its last code."""

    dependencies = [("verification", "0006_signs")]

    operations = [
        migrations.AddField(model_name="check", name="has_phone", field=models.BooleanField(null=True)),
        migrations.AddField(model_name="code", name="locked_until", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.UUIDField(default=audit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(choices=[("email", "E-mail address"), ("phone", "Phone number")], max_length=8),
                ),
                ("value", vault.fields.EncryptedText()),
                ("value_index", models.BinaryField()),
                ("further", models.BooleanField(default=False)),
                ("added_at", models.DateTimeField()),
                (
                    "check_row",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contacts",
                        to="verification.check",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("email", "phone"))), name="contact_kind_known"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("value_index", b""), _negated=True),
                        fields=("check_row", "value_index"),
                        name="contact_once",
                    ),
                ],
            },
        ),
    ]
