"""The deeds around staff accounts. Each is recorded in the ledger."""

from accounts.services.factors import confirm_factor, has_factor, make_recovery_codes, pending_factor
from accounts.services.guests import Invitation, end_guest, guest_accounts, invite_guest, is_guest
from accounts.services.keys import authenticate_api_key, issue_api_key, revoke_api_key
from accounts.services.recovery import NotPossible, Temporary, reactivate, reset_factor, reset_password, unlock
from accounts.services.sessions import end_session, end_sessions, open_session
from accounts.services.sign_in import Outcome, sign_in, sign_out
from accounts.services.single_sign_on import link_identity, linked_providers, unlink_identity
from accounts.services.trainings import Course, record_training, strike_training
from accounts.services.users import NotAllowed, change_password, create_user, deactivate, set_roles

__all__ = [
    "Course",
    "Invitation",
    "NotAllowed",
    "NotPossible",
    "Outcome",
    "Temporary",
    "authenticate_api_key",
    "change_password",
    "confirm_factor",
    "create_user",
    "deactivate",
    "end_guest",
    "end_session",
    "end_sessions",
    "guest_accounts",
    "has_factor",
    "invite_guest",
    "is_guest",
    "issue_api_key",
    "link_identity",
    "linked_providers",
    "make_recovery_codes",
    "open_session",
    "pending_factor",
    "reactivate",
    "record_training",
    "reset_factor",
    "reset_password",
    "revoke_api_key",
    "set_roles",
    "sign_in",
    "sign_out",
    "strike_training",
    "unlink_identity",
    "unlock",
]
