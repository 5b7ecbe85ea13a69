"""The staff, their keys and their ways in (`accounts`)."""

from audit.events.spec import Registry, event

EVENTS: Registry = {
    "staff.signed_in": event("A member of staff signed in.", "method aal roles provider"),
    "staff.sign_in_failed": event("Signing in did not work.", "cause known tries_left account provider"),
    "staff.locked_out": event("Too many wrong tries closed an account for a while.", "cause until known account"),
    "staff.unlocked": event("An administrator opened a closed account again.", "user"),
    "staff.signed_out": event("A member of staff signed out.", "cause"),
    "staff.session_ended": event("A session ended by itself or by an administrator.", "cause user"),
    "staff.second_factor_enrolled": event("A member of staff set up a second factor.", "method"),
    "staff.second_factor_confirmed": event("A second factor was confirmed for the first time.", "method"),
    "staff.second_factor_failed": event("A second factor was wrong.", "method tries_left"),
    "staff.second_factor_removed": event("A second factor was removed.", "method user"),
    "staff.second_factor_reset": event("An administrator reset somebody's second factor.", "method user"),
    "staff.recovery_code_used": event("A recovery code stood in for the second factor.", "codes_left"),
    "staff.recovery_codes_made": event("New recovery codes were made.", "count"),
    "staff.password_changed": event("A password was changed.", "cause"),
    "staff.password_reset": event("An administrator set a new first password.", "user"),
    "staff.password_withdrawn": event(
        "A password stopped working, and an administrator must set a new one: it had been replaced.", "user"
    ),
    "staff.practised": event("A member of staff finished a practice call: nothing was filed.", "caller ended"),
    "training.recorded": event("A member of staff was trained (11 CCR 7100).", "user held_on"),
    "training.struck": event("A training put on record by mistake was struck out.", "user held_on"),
    "access.refused": event("A member of staff tried what they may not do.", "permission verb status page"),
    "user.created": event(
        "An account for a member of staff was made.",
        "roles companies expires_on guest scope_since scope_until scope_requests",
    ),
    "user.roles_changed": event(
        "What a member of staff may do was changed.", "roles previous companies previous_companies"
    ),
    "user.sign_in_linked": event("An account at a sign-in provider was tied to a member of staff.", "provider user"),
    "user.sign_in_unlinked": event("An account at a sign-in provider no longer opens anything.", "provider user cause"),
    "user.changed": event("Details of an account were changed.", "fields"),
    "user.expired": event("An account ended on the day set for it.", "expires_on"),
    "user.deactivated": event("An account was closed.", "cause"),
    "user.reactivated": event("A closed account was opened again.", "roles expires_on"),
    "api_key.issued": event("A key for a program was issued.", "scopes user expires_on prefix"),
    "api_key.revoked": event("A key for a program was withdrawn.", "cause prefix user"),
    "api_key.expired": event("A key for a program ran out.", "prefix"),
    "api_key.used": event("A key for a program was used for the first time on a day.", "prefix day"),
    "api_key.refused": event("A program came with a wrong, old or withdrawn key.", "cause prefix"),
    "agent_key.added": event("A registered agent's key was added.", "agent fingerprint"),
    "agent_key.removed": event("A registered agent's key was removed.", "agent fingerprint"),
}
