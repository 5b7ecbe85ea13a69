"""The end of setting up a second factor: the session becomes a verified one."""

from datetime import datetime

from django.db import transaction
from django_otp import login as otp_login

from accounts.http import StaffRequest
from accounts.services.factors import confirm_factor, make_recovery_codes
from accounts.services.sessions import actor_of, end_sessions


@transaction.atomic
def confirm_and_raise(*, request: StaffRequest, token: str, now: datetime) -> list[str] | None:
    """Confirm the pending code generator and verify this session with it.

    Returns new recovery codes to show once, or None if the code is wrong. All other sessions end.
    """
    user, session = request.user, request.staff_session
    by = actor_of(user, session)
    device = confirm_factor(user=user, token=token, by=by, now=now)
    if device is None or session is None:
        return None
    session.aal = 2
    session.save(update_fields=["aal"])
    request.session.cycle_key()
    otp_login(request, device)
    end_sessions(user=user, cause="second_factor_changed", by=by, now=now, besides=session.id)
    return make_recovery_codes(user=user, by=by, now=now)
