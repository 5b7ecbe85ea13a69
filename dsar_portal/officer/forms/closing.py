"""Why nobody waits for an answer to a question or complaint."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal import wording
from dsar_portal.forms import PortalForm
from dsar_portal.officer.forms.base import words
from requests_app.services.inquiry_closing import REASONS


class CloseInquiryForm(PortalForm):
    """Spam, which is nearly always the reason, or a test."""

    reason = forms.ChoiceField(
        label=_("Why does nobody wait for an answer?"), choices=words(wording.CLOSE_REASONS, REASONS), initial="spam",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Choose why nobody waits for an answer: spam or test.")
        ),
    )  # fmt: skip
