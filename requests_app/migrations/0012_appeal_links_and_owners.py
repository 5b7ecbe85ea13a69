from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    """A letter that refuses links to its appeal; and who owns the cause of a missed day."""

    dependencies = [("requests_app", "0011_duty_plan")]

    operations = [
        migrations.AddField(
            model_name="privacyrequest",
            name="delay_owner",
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name="privacyrequest",
            name="delay_department",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.RemoveConstraint(model_name="entrylink", name="link_purpose_known"),
        AddConstraintNotValid(
            model_name="entrylink",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ("verify", "download", "appeal"))), name="link_purpose_known"
            ),
        ),
    ]
