"""Who sits at this desk: the mail room. It handles envelopes and never reads what is in them on the screen."""

from datetime import datetime

from django.http import HttpRequest

from accounts.access import staff
from accounts.principals import Principal
from accounts.roles import Permission

PRINT = staff(Permission.MAIL_PRINT)
ARRIVED = staff(Permission.MAIL_ARRIVED)


class Desk(HttpRequest):
    """The request as a view of this room gets it: the middleware has let the mail room in."""

    now: datetime
    principal: Principal
