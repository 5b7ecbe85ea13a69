"""The request as the pages of this app see it, after the middleware; and the way to pages that are not ours."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import StaffSession, User
from accounts.principals import Principal


class StaffRequest(HttpRequest):
    """What `AccessMiddleware` and the clock add."""

    now: datetime
    principal: Principal | None
    staff_session: StaffSession | None
    user: User


def go_elsewhere(request: HttpRequest, template: str, *, url: str, **context: object) -> HttpResponse:
    """A page that leads on to a sign-in provider by itself, without scripts, and has the link for who stays.

    Not a redirect: browsers hold the whole chain of redirects behind a form to the page's `form-action`, and a
    provider may pass people on to addresses that we cannot know.
    """
    response = render(request, template, {**context, "url": url})
    response.headers["Refresh"] = f"0; url={url}"
    return response
