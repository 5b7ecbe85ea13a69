"""Members of staff and their sessions."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower

from accounts.roles import Role
from audit.ids import new_id
from audit.rows import AuditedRow


class UserManager(BaseUserManager["User"]):
    """Finds staff by user name, in lower case."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=(username or "").strip().lower())


class User(AbstractBaseUser, AuditedRow):  # type: ignore[django-manager-missing]  # django-otp is untyped
    """A member of staff, or a guest whose account ends by itself."""

    ledger_type: ClassVar[str] = "user"

    username = models.CharField(max_length=60, unique=True)
    display_name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    roles = ArrayField(models.CharField(max_length=30, choices=[(r.value, r.value) for r in Role]), default=list)
    companies = ArrayField(models.CharField(max_length=60), default=list, blank=True, help_text="Empty: all companies")
    language = models.CharField(max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    # Set by an administrator and told over the telephone: good for one thing, choosing an own one.
    must_change_password = models.BooleanField(default=False, db_default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True, blank=True)
    # What a guest auditor may see: requests received from `scope_since` to before `scope_until`, and none but these.
    scope_since = models.DateTimeField(null=True, blank=True)
    scope_until = models.DateTimeField(null=True, blank=True)
    scope_requests = ArrayField(models.UUIDField(), default=list, db_default=[], blank=True)
    # Sign-ins are ledger entries; a column would be a second truth, written without one.
    last_login = None

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="user_username_lower", condition=models.Q(username=Lower("username"))),
            models.CheckConstraint(
                name="user_roles_known", condition=models.Q(roles__contained_by=[role.value for role in Role])
            ),
        ]

    def may_enter(self, now: datetime) -> bool:
        """Whether the account is open at `now`."""
        return self.is_active and (self.expires_at is None or now < self.expires_at)

    def check_password(self, raw_password: str | None) -> bool:
        """Compare, without Django's silent upgrade of old hashes: it would change the row outside the ledger."""
        return check_password(raw_password, self.password)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions grant nothing here: rights come from the table in `accounts.roles`."""
        return False


class StaffSession(models.Model):
    """One sign-in. Its id is the opaque session id of ledger entries; ending the row ends the session at once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sessions")
    aal = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    browser = models.CharField(max_length=120, blank=True)
    # The provider that asked for both factors in our place; empty where our own code was asked.
    vouched_by = models.CharField(max_length=20, blank=True, default="", db_default="")

    class Meta:
        indexes = [models.Index(fields=["user", "ended_at"])]
