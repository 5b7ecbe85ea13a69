"""The staff, their second factors and sessions, keys for programs, and the counters that must survive a restart."""

from accounts.models.elsewhere import SignInTrip, StaffIdentity
from accounts.models.factors import EncryptedTOTPDevice, RecoveryCode
from accounts.models.guards import IdempotencyRecord, ThrottleCounter
from accounts.models.keys import ApiKey
from accounts.models.staff import StaffSession, User
from accounts.models.training import Training

__all__ = [
    "ApiKey",
    "EncryptedTOTPDevice",
    "IdempotencyRecord",
    "RecoveryCode",
    "SignInTrip",
    "StaffIdentity",
    "StaffSession",
    "ThrottleCounter",
    "Training",
    "User",
]
