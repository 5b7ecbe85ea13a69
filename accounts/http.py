"""The request as the pages of this app see it, after the middleware."""

from datetime import datetime

from django.http import HttpRequest

from accounts.models import StaffSession, User
from accounts.principals import Principal


class StaffRequest(HttpRequest):
    """What `AccessMiddleware` and the clock add."""

    now: datetime
    principal: Principal | None
    staff_session: StaffSession | None
    user: User
