"""What each role may do: one table, read by pages, services, tests and docs."""

from collections.abc import Iterable, Mapping
from enum import StrEnum


class Role(StrEnum):
    """The desks of the house."""

    CALL_AGENT = "call_agent"
    CALL_SUPERVISOR = "call_supervisor"
    MAIL_ROOM = "mail_room"
    OFFICER = "officer"
    LEAD = "lead"
    STEWARD = "steward"
    AUDITOR = "auditor"
    ADMIN = "admin"


class Permission(StrEnum):
    """One thing that somebody may or may not do."""

    QUEUE_SEE = "queue_see"
    REQUEST_READ = "request_read"
    REQUEST_WORK = "request_work"
    REQUEST_DECIDE = "request_decide"
    REQUEST_REVEAL = "request_reveal"
    REQUEST_EXPORT = "request_export"
    CALL_TAKE = "call_take"
    CALL_LOOKUP = "call_lookup"
    CALL_QUALITY = "call_quality"
    MAIL_PRINT = "mail_print"
    MAIL_ARRIVED = "mail_arrived"
    TASK_WORK = "task_work"
    LEDGER_READ = "ledger_read"
    METRICS_READ = "metrics_read"
    USERS_MANAGE = "users_manage"
    RULES_PROPOSE = "rules_propose"
    RULES_APPROVE = "rules_approve"
    WEBHOOKS_MANAGE = "webhooks_manage"
    SUPPRESSIONS_READ = "suppressions_read"
    ASSURANCE_READ = "assurance_read"
    JOBS_MANAGE = "jobs_manage"
    GUESTS_INVITE = "guests_invite"
    ACCESS_REVIEW = "access_review"
    CALLS_RECONCILE = "calls_reconcile"
    SCRIPTS_EDIT = "scripts_edit"
    SCRIPTS_APPROVE = "scripts_approve"
    TRAINING_RECORD = "training_record"


P = Permission
_OFFICER = frozenset(
    {
        P.QUEUE_SEE,
        P.REQUEST_READ,
        P.REQUEST_WORK,
        P.REQUEST_DECIDE,
        P.REQUEST_REVEAL,
        P.REQUEST_EXPORT,
        P.METRICS_READ,
        P.SUPPRESSIONS_READ,
    }
)

# The auditor reads case files without REQUEST_REVEAL, so personal data stays masked. Approving needs a second person
# besides whoever proposed: the services that approve compare the two, the table cannot.
MATRIX: Mapping[Role, frozenset[Permission]] = {
    Role.CALL_AGENT: frozenset({P.CALL_TAKE, P.CALL_LOOKUP}),
    Role.CALL_SUPERVISOR: frozenset(
        {P.CALL_QUALITY, P.METRICS_READ, P.CALLS_RECONCILE, P.SCRIPTS_EDIT, P.SCRIPTS_APPROVE, P.TRAINING_RECORD}
    ),
    Role.MAIL_ROOM: frozenset({P.MAIL_PRINT, P.MAIL_ARRIVED}),
    Role.OFFICER: _OFFICER,
    Role.LEAD: _OFFICER
    | {P.RULES_PROPOSE, P.RULES_APPROVE, P.ASSURANCE_READ, P.GUESTS_INVITE, P.ACCESS_REVIEW, P.CALLS_RECONCILE}
    | {P.SCRIPTS_APPROVE, P.TRAINING_RECORD},
    Role.STEWARD: frozenset({P.TASK_WORK}),
    Role.AUDITOR: frozenset(
        {P.LEDGER_READ, P.METRICS_READ, P.REQUEST_READ, P.ASSURANCE_READ, P.ACCESS_REVIEW, P.CALLS_RECONCILE}
    ),
    Role.ADMIN: frozenset(
        {
            P.USERS_MANAGE,
            P.RULES_PROPOSE,
            P.RULES_APPROVE,
            P.WEBHOOKS_MANAGE,
            P.ASSURANCE_READ,
            P.JOBS_MANAGE,
            P.GUESTS_INVITE,
            P.TRAINING_RECORD,
        }
    ),
}

# What counts or lists the whole house, and so is not for a guest who may see a part of it.
WHOLE_HOUSE = frozenset({P.METRICS_READ, P.ACCESS_REVIEW, P.CALLS_RECONCILE, P.SUPPRESSIONS_READ})

HOME: Mapping[Role, str] = {
    Role.LEAD: "/officer/",
    Role.OFFICER: "/officer/",
    Role.CALL_AGENT: "/phone/",
    Role.CALL_SUPERVISOR: "/phone/",
    Role.STEWARD: "/steward/",
    Role.MAIL_ROOM: "/mailroom/",
    Role.AUDITOR: "/auditor/",
    Role.ADMIN: "/admin-room/",
}


def permissions_of(roles: Iterable[str]) -> frozenset[Permission]:
    """Everything that the roles together allow; a role nobody knows allows nothing."""
    held = set(roles)
    return frozenset[Permission]().union(*(allows for role, allows in MATRIX.items() if role in held))


def home_of(roles: Iterable[str]) -> str:
    """The page on which a member of staff begins: that of the first of their roles in the table's order."""
    held = set(roles)
    return next((page for role, page in HOME.items() if role in held), "/staff/account/")
