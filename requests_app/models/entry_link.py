"""A link in a letter that leads back to one submission, or to one answer, without typing reference and code."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from audit.rows import AuditedRow
from requests_app.models.submission import Submission

LINK_PURPOSES = ("verify", "download", "appeal")


class EntryLink(AuditedRow):
    """One link. Only the SHA-256 of its 256-bit token is kept; following it uses nothing up."""

    ledger_type: ClassVar[str] = "link"

    token_hash = models.BinaryField(max_length=32, unique=True)
    purpose = models.CharField(max_length=10)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="links")
    request_ref = models.UUIDField(db_index=True)
    package_ref = models.UUIDField(null=True)  # the one answer that a download link leads to
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="link_purpose_known", condition=Q(purpose__in=LINK_PURPOSES)),
            models.CheckConstraint(
                name="download_link_has_its_package", condition=~Q(purpose="download") | Q(package_ref__isnull=False)
            ),
        ]
