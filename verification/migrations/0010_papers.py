"""Papers sent in as proof, and each look at one. None is stored, shown, judged or destroyed without its entry."""

import audit.ids
import django.db.models.deletion
import vault.fields
from django.db import migrations, models
from django.db.models import F, Q

from audit.triggers import audited


class Migration(migrations.Migration):

    dependencies = [
        ("verification", "0009_check_without_code_times"),
        ("audit", "0001_initial"),
    ]

    operations = [
        migrations.AddField("check", "document_asked_at", models.DateTimeField(null=True)),
        migrations.CreateModel(
            name="Paper",
            fields=[
                ("id", models.UUIDField(default=audit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("rev", models.PositiveIntegerField(default=0, editable=False)),
                ("kind", models.CharField(max_length=24)),
                ("state", models.CharField(
                    choices=[
                        ("quarantined", "Quarantined"), ("waiting", "Waiting"), ("accepted", "Accepted"),
                        ("refused", "Refused"), ("unfit", "Unfit"),
                    ],
                    default="quarantined", max_length=12,
                )),
                ("came_by", models.CharField(max_length=8)),
                ("given_at", models.DateTimeField()),
                ("entered_by", models.CharField(blank=True, default="", max_length=64)),
                ("original", models.UUIDField(null=True)),
                ("media_type", models.CharField(max_length=100)),
                ("pages", models.PositiveSmallIntegerField(default=0)),
                ("scan", models.CharField(blank=True, default="", max_length=12)),
                ("missing", models.JSONField(default=list)),
                ("concluded_at", models.DateTimeField(null=True)),
                ("concluded_by", models.CharField(blank=True, default="", max_length=64)),
                ("destroyed_at", models.DateTimeField(null=True)),
                ("check_row", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="papers", to="verification.check"
                )),
            ],
            options={
                "indexes": [models.Index(fields=["state", "given_at"], name="paper_inbox")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(kind__in=(
                            "identity_document", "signed_permission", "power_of_attorney", "parent", "court_paper",
                        )),
                        name="paper_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=Q(state__in=("quarantined", "waiting", "accepted", "refused", "unfit")),
                        name="paper_state_known",
                    ),
                    models.CheckConstraint(condition=Q(came_by__in=("web", "api", "post")), name="paper_way_known"),
                    models.CheckConstraint(
                        condition=Q(state__in=("quarantined", "unfit")) | Q(scan__in=("clean", "not_scanned")),
                        name="paper_shown_when_scanned",
                    ),
                    models.CheckConstraint(
                        condition=~Q(state__in=("accepted", "refused"))
                        | ~Q(concluded_by="") & Q(concluded_at__isnull=False),
                        name="paper_judged_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=Q(entered_by="") | ~Q(concluded_by=F("entered_by")),
                        name="paper_entered_and_judged_apart",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Look",
            fields=[
                ("id", models.UUIDField(default=audit.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ("rev", models.PositiveIntegerField(default=0, editable=False)),
                ("asked_by", models.CharField(max_length=64)),
                ("asked_at", models.DateTimeField()),
                ("reason", vault.fields.EncryptedText(default="")),
                ("needs_two", models.BooleanField()),
                ("granted_by", models.CharField(blank=True, default="", max_length=64)),
                ("granted_at", models.DateTimeField(null=True)),
                ("until", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("paper", models.ForeignKey(
                    on_delete=django.db.models.deletion.PROTECT, related_name="looks", to="verification.paper"
                )),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(needs_two=True) | ~Q(granted_by=F("asked_by")) | Q(granted_by=""),
                        name="look_by_two",
                    ),
                    models.CheckConstraint(
                        condition=Q(granted_at__isnull=True, granted_by="", until__isnull=True, opened_at__isnull=True)
                        | ~Q(granted_by="") & Q(granted_at__isnull=False, until__isnull=False),
                        name="look_granted_by_somebody",
                    ),
                    models.UniqueConstraint(
                        condition=Q(granted_at=None, closed_at=None), fields=("paper", "asked_by"),
                        name="one_open_question",
                    ),
                ],
            },
        ),
        audited("verification_paper", "paper"),
        audited("verification_look", "look"),
    ]
