from django.db import migrations, models

import audit.ids
from audit.triggers import audited


class Migration(migrations.Migration):
    """What agents say on the phone can be changed in the portal, by two people."""

    dependencies = [
        ("audit", "0001_initial"),
        ("requests_app", "0016_release_holds"),
    ]

    operations = [
        migrations.CreateModel(
            name="ScriptChange",
            fields=[
                ("id", models.UUIDField(default=audit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("rev", models.PositiveIntegerField(default=0, editable=False)),
                ("key", models.CharField(max_length=40)),
                ("question_en", models.TextField(blank=True)),
                ("question_es", models.TextField(blank=True)),
                ("en", models.TextField(blank=True)),
                ("es", models.TextField(blank=True)),
                ("reason", models.TextField()),
                ("proposed_by", models.UUIDField()),
                ("proposed_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("number", models.PositiveIntegerField(null=True, unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by", None),
                            ("number", None),
                            models.Q(("decided_by", models.F("proposed_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="script_change_takes_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", None),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="approved_script_change_is_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("en", ""), ("es", "")),
                            models.Q(models.Q(("en", ""), _negated=True), models.Q(("es", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="script_is_in_both_languages",
                    ),
                ],
            },
        ),
        audited("requests_app_scriptchange", "script_change"),
    ]
