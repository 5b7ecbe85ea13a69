"""The staff's main menu: which rooms there are, and who sees which."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True)
class Room:
    """A room of the portal and the permission that opens it."""

    label: Promise
    href: str
    permission: str
    shortcut: str = ""


@dataclass(frozen=True)
class Place:
    """One line of the menu as it is shown."""

    label: str
    href: str
    shortcut: str
    current: bool


ROOMS = (
    Room(gettext_lazy("Queue"), "/officer/", "QUEUE_SEE", "q"),
    Room(gettext_lazy("Dashboard"), "/officer/dashboard/", "METRICS_READ", "d"),
    Room(gettext_lazy("Calls"), "/phone/", "CALL_TAKE", "c"),
    Room(gettext_lazy("Call quality"), "/phone/quality/", "CALL_QUALITY", ""),
    Room(gettext_lazy("Call script"), "/phone/scripts/", "SCRIPTS_APPROVE", ""),
    Room(gettext_lazy("Training"), "/phone/training/", "TRAINING_RECORD", ""),
    Room(gettext_lazy("Mail room"), "/mailroom/", "MAIL_PRINT", "m"),
    Room(gettext_lazy("Tasks"), "/steward/", "TASK_WORK", "t"),
    Room(gettext_lazy("Ledger"), "/auditor/", "LEDGER_READ", "l"),
    Room(gettext_lazy("Assurance"), "/auditor/assurance/", "ASSURANCE_READ", ""),
    Room(gettext_lazy("Call list"), "/auditor/calls/", "CALLS_RECONCILE", ""),
    Room(gettext_lazy("Guest auditors"), "/auditor/guests/", "GUESTS_INVITE", ""),
    Room(gettext_lazy("Legal rules"), "/admin-room/regimes/", "RULES_PROPOSE", ""),
    Room(gettext_lazy("Administration"), "/admin-room/", "USERS_MANAGE", ""),
)


def principal_may(principal: Any, permission: str) -> bool:
    """Whether the principal holds the permission of this name; nobody may nothing."""
    held = getattr(principal, "permissions", None) or ()
    return any(getattr(one, "name", one) == permission for one in held)


def places_for(principal: Any, *, path: str) -> list[Place]:
    """The menu of this principal; the room they are in is marked, the deepest match only."""
    open_rooms = [room for room in ROOMS if principal_may(principal, room.permission)]
    inside = max((room.href for room in open_rooms if path.startswith(room.href)), key=len, default="")
    return [Place(str(room.label), room.href, room.shortcut, room.href == inside) for room in open_rooms]
