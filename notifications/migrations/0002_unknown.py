"""A letter may be `unknown`. The new rule is checked for new rows at once, for old ones in 0003, without a long lock."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

STATUSES = [
    "queued",
    "sent",
    "to_print",
    "printed",
    "posted",
    "returned",
    "failed",
    "unknown",
    "held",
    "cancelled",
    "superseded",
]


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]
    operations = [
        migrations.AlterField(
            "letter",
            "status",
            models.CharField(
                choices=[(status, status.replace("_", " ").title()) for status in STATUSES],
                default="queued",
                max_length=12,
            ),
        ),
        migrations.RemoveConstraint("letter", "letter_status_known"),
        AddConstraintNotValid(
            "letter",
            models.CheckConstraint(condition=models.Q(("status__in", STATUSES)), name="letter_status_known"),
        ),
    ]
