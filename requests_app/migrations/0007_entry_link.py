import django.db.models.deletion
from django.db import migrations, models

import audit.ids
from audit.triggers import audited


class Migration(migrations.Migration):
    """Links in letters, none of them without its ledger entry."""

    dependencies = [("requests_app", "0006_submission_purged_at"), ("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="EntryLink",
            fields=[
                (
                    "id",
                    models.UUIDField(default=audit.ids.new_id, editable=False, primary_key=True, serialize=False),
                ),
                ("rev", models.PositiveIntegerField(default=0, editable=False)),
                ("token_hash", models.BinaryField(max_length=32, unique=True)),
                ("purpose", models.CharField(max_length=10)),
                ("request_ref", models.UUIDField(db_index=True)),
                ("package_ref", models.UUIDField(null=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("used_count", models.PositiveIntegerField(default=0)),
                (
                    "submission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="requests_app.submission",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("purpose__in", ("verify", "download"))), name="link_purpose_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("purpose", "download"), _negated=True),
                            ("package_ref__isnull", False),
                            _connector="OR",
                        ),
                        name="download_link_has_its_package",
                    ),
                ],
            },
        ),
        audited("requests_app_entrylink", "link"),
    ]
