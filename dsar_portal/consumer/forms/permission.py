"""Yes or no to an agent who asked for somebody, and who gets the answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms.fields import One, Typed
from dsar_portal.forms import PortalForm
from requests_app import plain_text
from verification.methods.direct_confirmation import MAX_NAME
from verification.services.agent_questions import Answer


class PermissionForm(PortalForm):
    """The person's own word. A yes is signed by typing one's name; a no needs nothing more."""

    answer = One(
        {"yes": _("Yes, I let them ask"), "no": _("No, I did not")},
        label=_("Did you let them ask for you?"),
        missing=_("Answer yes or no"),
    )
    answer_to = One(
        {
            "consumer": _("Send the answer to me"),
            "requester": _("Send the answer to them, but no copy of my information"),
            "copies": _("Send everything to them, also a copy of my information"),
        },
        label=_("If yes: who gets our answer?"),
        required=False,
        initial="consumer",
    )
    later = One(
        {"no": _("For this request only"), "yes": _("Also for later requests, until I take it back")},
        label=_("If yes: what is it good for?"),
        required=False,
        initial="no",
    )
    typed_name = Typed(
        label=_("If yes: sign by typing your full name"),
        help_text=_("With it you say that you let them ask us on your behalf."),
        auto="name",
    )

    def clean_typed_name(self) -> str:
        try:
            return plain_text.line(self.cleaned_data.get("typed_name") or "", longest=MAX_NAME)
        except plain_text.Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from None

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        unsigned = not found.get("typed_name") and "typed_name" not in self.errors
        if found.get("answer") == "yes" and unsigned:
            self.add_error("typed_name", _("Type your full name"))
        return found

    def given(self) -> Answer:
        """What the person chose."""
        chosen = self.cleaned_data
        goes_to = chosen.get("answer_to") or "consumer"
        return Answer(
            permitted=chosen["answer"] == "yes",
            typed_name=chosen.get("typed_name") or "",
            later_too=chosen.get("later") == "yes",
            answer_to="consumer" if goes_to == "consumer" else "requester",
            copies_to_agent=goes_to == "copies",
        )
