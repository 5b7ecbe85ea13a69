"""A form's row together with its entry. Internal to services."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from accounts.principals import Principal
from audit import ledger
from audit.facts import FactValue
from requests_app.models import PaperForm
from requests_app.permissions import NotFound


def locked(form_id: UUID) -> PaperForm:
    """The form under a row lock. Raises `NotFound`."""
    rows = PaperForm.objects.select_for_update(of=("self",)).select_related("request", "submission")
    form = rows.filter(id=form_id).first()
    if form is None:
        raise NotFound
    return form


def save(
    form: PaperForm, event: str, facts: Mapping[str, FactValue], *, by: Principal, now: datetime, new: bool = False
) -> PaperForm:
    """Save a form with its entry, under its request."""
    subject = form.next_subject()
    form.save(force_insert=new)
    told = {"kind": form.kind, **facts}
    ledger.record(event, actor=by.actor, subject=subject, at=now, request=form.request_id, facts=told)
    return form
