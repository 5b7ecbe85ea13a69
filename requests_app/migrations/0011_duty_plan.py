import django.db.models.deletion
from django.db import migrations, models

import audit.ids


class Migration(migrations.Migration):
    """When the clock looks at each request next, and what our own people are to be told.

    Both tables start empty: the sweep `duty_plans` plans every open request that has none, batch by batch.
    """

    dependencies = [("requests_app", "0010_legal_holds")]

    operations = [
        migrations.CreateModel(
            name="DutyPlan",
            fields=[
                (
                    "request",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="plan",
                        serialize=False,
                        to="requests_app.privacyrequest",
                    ),
                ),
                ("due_at", models.DateTimeField(null=True)),
                ("ladder", models.CharField(max_length=12)),
            ],
            options={
                "indexes": [models.Index(fields=["due_at", "request"], name="plan_by_due")],
            },
        ),
        migrations.CreateModel(
            name="StaffNotice",
            fields=[
                ("id", models.UUIDField(default=audit.ids.new_id, primary_key=True, serialize=False)),
                ("person", models.UUIDField(help_text="A member of staff; all zeros: the privacy office")),
                ("duty", models.CharField(max_length=40)),
                ("due_by", models.DateField()),
                ("made_at", models.DateTimeField()),
                ("mail", models.UUIDField(null=True)),
                ("mailed_at", models.DateTimeField(null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="requests_app.privacyrequest",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("request", "duty", "due_by", "person"), name="each_notice_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mail", None), ("mailed_at", None)),
                            models.Q(("mail__isnull", False), ("mailed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="mailed_notice_has_its_mail",
                    ),
                ],
                "indexes": [
                    models.Index(fields=["mailed_at", "person"], name="notice_by_mailing"),
                    models.Index(fields=["mail"], name="notice_by_mail"),
                ],
            },
        ),
    ]
