"""Who sits at this desk: whoever may read the ledger, guests with an end date included."""

from datetime import datetime

from django.http import HttpRequest

from accounts.access import staff
from accounts.principals import Principal
from accounts.roles import Permission

LEDGER = staff(Permission.LEDGER_READ)
# The lead and the administrator see what was proved without seeing the ledger itself.
ASSURANCE = staff(Permission.ASSURANCE_READ)
# One request's pack is also what an officer hands to an authority.
EVIDENCE = staff(Permission.LEDGER_READ, Permission.REQUEST_EXPORT)
WATCH = staff(Permission.ACCESS_REVIEW)
CALLS = staff(Permission.CALLS_RECONCILE)
GUESTS = staff(Permission.GUESTS_INVITE)


class Desk(HttpRequest):
    """The request as a view of this room gets it: the middleware has let a member of staff in."""

    now: datetime
    principal: Principal
