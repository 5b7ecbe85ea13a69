"""Who sits at this desk: the keepers of the company's own systems."""

from datetime import datetime

from django.http import HttpRequest

from accounts.access import staff
from accounts.principals import Principal
from accounts.roles import Permission

TASKS = staff(Permission.TASK_WORK)


class Desk(HttpRequest):
    """The request as a view of this room gets it: the middleware has let a steward in."""

    now: datetime
    principal: Principal
