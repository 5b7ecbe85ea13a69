"""Keys for programs."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.models.staff import User
from accounts.scopes import Scope
from audit.rows import AuditedRow


class ApiKey(AuditedRow):
    """A bearer key. Only the hash of its secret is kept; the prefix finds the row and names the key in lists."""

    ledger_type: ClassVar[str] = "api_key"

    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.CharField(max_length=64)
    name = models.CharField(max_length=120)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="api_keys")
    scopes = ArrayField(models.CharField(max_length=30))
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    # The first use of each day, so that a busy key does not fill the ledger.
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="api_key_scopes_known", condition=models.Q(scopes__contained_by=[scope.value for scope in Scope])
            )
        ]

    def works_at(self, now: datetime) -> bool:
        """Whether the key is open at `now`, and its owner too."""
        in_time = self.expires_at is None or now < self.expires_at
        return self.revoked_at is None and in_time and self.user.may_enter(now)
