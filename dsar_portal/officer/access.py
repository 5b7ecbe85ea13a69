"""Who sits at this desk: officers and leads, and auditors who read along."""

from datetime import datetime

from django.http import HttpRequest

from accounts.access import staff
from accounts.principals import Principal
from accounts.roles import Permission

QUEUE = staff(Permission.QUEUE_SEE)
READ = staff(Permission.REQUEST_READ)
WORK = staff(Permission.REQUEST_WORK, Permission.REQUEST_DECIDE)
REVEAL = staff(Permission.REQUEST_REVEAL)
FIGURES = staff(Permission.METRICS_READ)
EXPORT = staff(Permission.REQUEST_EXPORT)


class Desk(HttpRequest):
    """The request as a view of this room gets it: the middleware has let a member of staff in."""

    now: datetime
    principal: Principal
