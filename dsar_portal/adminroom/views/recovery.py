"""Somebody cannot get in any more: what an administrator does about it, one button a deed."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts import services
from accounts.access import declare_access
from accounts.models import User
from accounts.selectors import user_of
from dsar_portal.adminroom.access import USERS, Desk
from dsar_portal.adminroom.forms import ReopenForm, end_of, local_day
from dsar_portal.adminroom.views.users import page

REFUSALS = (services.NotAllowed, services.NotPossible)


@declare_access(USERS)
@require_POST
def reactivate(request: Desk, user_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    found = _found(user_id)
    form = ReopenForm(request.POST, today=local_day(request.now))
    if form.is_valid():
        ends = end_of(form.cleaned_data["expires_on"])
        try:
            services.reactivate(user_id=user_id, expires_at=ends, by=request.principal, now=request.now)
        except REFUSALS as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The account is open again. Its old keys stay withdrawn."))
            return redirect("adminroom:user", user_id)
    return page(request, found, form=form, reopening=form)


@declare_access(USERS)
@never_cache
@require_POST
def reset_password(request: Desk, user_id: UUID) -> HttpResponse:
    """Make a temporary password and show it, once: the page after the button is the only place where it is read."""
    found = _found(user_id)
    try:
        given = services.reset_password(user_id=user_id, by=request.principal, now=request.now)
    except REFUSALS as refused:
        return _refused(request, found, refused)
    return render(request, "adminroom/password_reset.html", {"found": given.user, "password": given.password})


@declare_access(USERS)
@require_POST
def reset_factor(request: Desk, user_id: UUID) -> HttpResponse:
    """Forget a lost code app."""
    done = _("The code app is forgotten. The next sign-in with the password sets up a new one.")
    return _do(request, user_id, services.reset_factor, done)


@declare_access(USERS)
@require_POST
def unlock(request: Desk, user_id: UUID) -> HttpResponse:
    """Let somebody try again at once after too many wrong tries."""
    return _do(request, user_id, services.unlock, _("The wrong tries are forgotten. The account can be used at once."))


def _do(request: Desk, user_id: UUID, deed: Callable[..., Any], done: str) -> HttpResponse:
    found = _found(user_id)
    try:
        deed(user_id=user_id, by=request.principal, now=request.now)
    except REFUSALS as refused:
        return _refused(request, found, refused)
    messages.success(request, done)
    return redirect("adminroom:user", user_id)


def _refused(request: Desk, found: User, refused: Exception) -> HttpResponse:
    messages.error(request, str(refused))
    return redirect("adminroom:user", found.id)


def _found(user_id: UUID) -> User:
    found = user_of(user_id)
    if found is None:
        raise Http404
    return found
