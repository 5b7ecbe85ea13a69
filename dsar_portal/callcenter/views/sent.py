"""The page of a call as it was sent, the same for real and for practice calls."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from audit.ids import new_id
from dsar_portal.callcenter.access import Desk
from dsar_portal.callcenter.forms import body
from dsar_portal.callcenter.forms.call import CallForm
from dsar_portal.callcenter.scripts import script
from dsar_portal.callcenter.scripts.readback import read_back
from requests_app.services import call_filing, calls
from requests_app.services.call_filing import Taken


class Sent:
    """The page as it was sent, without the secrets that a caller volunteered: they go no further than here."""

    def __init__(self, request: Desk) -> None:
        self.data = request.POST.copy()
        try:
            UUID(self.data.get("call", ""))
        except ValueError:
            # A page whose number is not sound becomes a call of its own.
            self.data["call"] = str(new_id())
        self.removed = body.take_out(self.data)
        self.form = CallForm(self.data)
        self.form.is_valid()
        self.fields = body.typed(self.data)
        self.call_id = UUID(str(self.data["call"]))
        self.started_at: datetime = self.form.cleaned_data.get("started_at") or request.now


def taken_of(sent: Sent) -> Taken:
    """What the agent brings back from the call besides the request. Raises Invalid."""
    fields = sent.fields
    return Taken(
        call_id=sent.call_id,
        started_at=sent.started_at,
        script_version=script.current().version,
        consent=fields.get("consent") == "yes",
        received_at=body.received_at(fields),
        passphrase=str(fields.get("passphrase", "")).strip(),
        answers=body.answers(sent.data, fields),
        assistance=tuple(code for code in call_filing.ASSISTANCE if code in fields["assistance"]),
        helper_consent=bool(fields.get("helper_consent")),
        deletion_confirmed=bool(fields.get("delete_yes")),
        removed=sent.removed,
    )


def is_confirmed(sent: Sent, *, now: datetime) -> bool:
    """The tick counts for the text that was on the screen: a later change has to be read back again."""
    form, raw = sent.form, body.body_of(sent.fields)
    mark = read_back(raw, answer_by=calls.answer_by(raw, now=now)).mark
    if not sent.data.get("confirmed"):
        form.add_error("confirmed", _("Read the text back, wait for a yes, then tick the box."))
    elif sent.data.get("shown") != mark:
        form.add_error("confirmed", _("Something changed after the read-back. Read it again, then tick the box."))
    elif sent.fields.get("consent") not in {"yes", "no"}:
        form.add_error("consent", _("Say the recording notice and note the answer."))
    return not form.errors
