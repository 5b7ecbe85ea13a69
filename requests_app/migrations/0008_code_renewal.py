import django.db.models.deletion
from django.db import migrations, models

import audit.ids
from audit.triggers import audited


class Migration(migrations.Migration):
    """New access codes for people who lost theirs, none of them without its ledger entry."""

    dependencies = [("requests_app", "0007_entry_link"), ("audit", "0001_initial")]

    operations = [
        migrations.AddField(model_name="submission", name="code_since", field=models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="CodeRenewal",
            fields=[
                (
                    "id",
                    models.UUIDField(default=audit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("rev", models.PositiveIntegerField(default=0, editable=False)),
                ("code_hash", models.BinaryField(max_length=32, unique=True)),
                ("channel", models.CharField(max_length=10)),
                ("sent_by", models.CharField(max_length=10)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="renewals",
                        to="requests_app.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ("web", "phone"))), name="code_renewal_channel_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("sent_by__in", ("email", "post"))), name="code_renewal_route_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("made_at"))), name="code_renewal_expires"
                    ),
                ],
            },
        ),
        audited("requests_app_coderenewal", "code_renewal"),
    ]
