"""Who sits at this desk: agents who take calls, and who looks at a sample of them or at the words that are said."""

from datetime import datetime

from django.http import HttpRequest

from accounts.access import staff
from accounts.principals import Principal
from accounts.roles import Permission

HOME = staff(Permission.CALL_TAKE, Permission.CALL_QUALITY)
TRAINING = staff(Permission.TRAINING_RECORD)
TAKE = staff(Permission.CALL_TAKE)
LOOK_UP = staff(Permission.CALL_LOOKUP)
QUALITY = staff(Permission.CALL_QUALITY)
SCRIPTS = staff(Permission.SCRIPTS_EDIT, Permission.SCRIPTS_APPROVE)
SCRIPTS_EDIT = staff(Permission.SCRIPTS_EDIT)
SCRIPTS_APPROVE = staff(Permission.SCRIPTS_APPROVE)


class Desk(HttpRequest):
    """The request as a view of this room gets it: the middleware has let a member of staff in."""

    now: datetime
    principal: Principal
