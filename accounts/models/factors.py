"""Second factors: a code generator, and recovery codes for the day it is lost."""

import hashlib
import secrets
from base64 import b32decode
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django_otp.models import Device, ThrottlingMixin
from django_otp.oath import TOTP

from accounts.models.staff import User
from audit.ids import new_id
from vault.fields import EncryptedText

STEP_SECONDS = 30
TOLERANCE_STEPS = 1
FREE_TRIES = 4


def random_id() -> int:
    """A primary key known before the row is saved: the secret is sealed for its row, and django-otp wants a number."""
    return secrets.randbelow(2**62) + 1


if TYPE_CHECKING:

    class TOTPBase(models.Model):
        """What mypy knows of django-otp's untyped classes."""

        throttling_failure_count: int
        confirmed: models.BooleanField[bool, bool]
        name: models.CharField[str, str]
        user: models.ForeignKey[User, User]
        user_id: object
        persistent_id: str
        objects: models.Manager["EncryptedTOTPDevice"]

        class Meta:
            abstract = True

        def verify_is_allowed(self) -> tuple[bool, object]: ...
        def throttle_reset(self, commit: bool = True) -> None: ...
        def throttle_increment(self, commit: bool = True) -> None: ...

else:

    class TOTPBase(ThrottlingMixin, Device):
        class Meta:
            abstract = True


class EncryptedTOTPDevice(TOTPBase):
    """A code generator whose secret lies encrypted. `last_t` is the last step used: no code works twice."""

    id = models.BigIntegerField(primary_key=True, default=random_id, editable=False)
    secret = EncryptedText()
    last_t = models.BigIntegerField(default=-1)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(confirmed=True), name="totp_one_confirmed_per_user"
            )
        ]

    def get_throttle_factor(self) -> int:
        """Free the first tries, then 16 s, 32 s, ...: only who knows the password comes this far."""
        return 1 if self.throttling_failure_count > FREE_TRIES else 0

    def code_at(self, step: int) -> str:
        """The code of one step of 30 seconds."""
        totp = TOTP(b32decode(self.secret), STEP_SECONDS)
        totp.time = step * STEP_SECONDS
        return f"{totp.token():06d}"

    def matching_step(self, token: str, now: datetime) -> int | None:
        """The unused step whose code `token` is, or None. Every step is compared, in constant time."""
        current = int(now.timestamp()) // STEP_SECONDS
        steps = range(current - TOLERANCE_STEPS, current + TOLERANCE_STEPS + 1)
        hits = [step for step in steps if secrets.compare_digest(self.code_at(step), token)]
        return next((step for step in hits if step > self.last_t), None)

    def verify_at(self, token: str, now: datetime) -> bool:
        """Check and consume a code. Call it on a locked row, in a transaction that commits whatever the answer."""
        if not self.verify_is_allowed()[0]:
            return False
        step = self.matching_step(token, now) if token.isascii() else None
        if step is None:
            self.throttle_increment()
            return False
        self.last_t = step
        self.throttle_reset(commit=False)
        self.save()
        return True


class RecoveryCode(models.Model):
    """One of a handful of single-use codes on paper. About 118 random bits, so a plain hash is enough."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="recovery_codes")
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_once")]

    @staticmethod
    def hash_of(user_id: object, code: str) -> str:
        """The stored form of a code, however it was typed."""
        plain = "".join(letter for letter in code.upper() if letter.isalnum())
        return hashlib.sha256(f"{user_id}:{plain}".encode()).hexdigest()
