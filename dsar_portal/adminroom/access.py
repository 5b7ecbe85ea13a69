"""Who sits at this desk: administrators; the legal rules may also be read by whoever proposes or approves them."""

from datetime import datetime

from django.http import HttpRequest

from accounts.access import staff
from accounts.principals import Principal
from accounts.roles import Permission

USERS = staff(Permission.USERS_MANAGE)
JOBS = staff(Permission.JOBS_MANAGE)
RULES_PROPOSE = staff(Permission.RULES_PROPOSE)
RULES_APPROVE = staff(Permission.RULES_APPROVE)
RULES = staff(Permission.RULES_PROPOSE, Permission.RULES_APPROVE)


class Desk(HttpRequest):
    """The request as a view of this room gets it: the middleware has let a member of staff in."""

    now: datetime
    principal: Principal
