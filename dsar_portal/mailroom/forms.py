"""What the mail room reports: what was posted, and what arrived."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal import wording
from dsar_portal.forms import PortalForm, Radios
from requests_app import plain_text, reference


class Text(forms.CharField):
    """Text without anything that hides, reverses or controls."""

    def __init__(self, *, longest: int = 200, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(strip=True, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            return plain_text.block(value or "", longest=self.longest)
        except plain_text.Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from None


class PostedForm(PortalForm):
    """A letter was handed to the post."""

    tracking = forms.RegexField(
        r"^[A-Za-z0-9 -]*$",
        label=_("Tracking number"),
        required=False,
        max_length=40,
        error_messages={"invalid": _("Use only letters, digits and dashes, as printed on the receipt.")},
    )


class ArrivedForm(PortalForm):
    """A letter came in. An officer reads it and decides what becomes of it."""

    kind = forms.ChoiceField(
        label=_("What it looks like"),
        choices=[
            ("request", _("A privacy request")),
            ("answer", _("An answer to one of our letters")),
            *((code, str(label)) for code, label in wording.INQUIRIES.items()),
        ],
        widget=Radios(attrs={"class": "govuk-radios--small"}),
    )
    reference = Text(label=_("Reference, if the letter names one"), required=False, longest=40)
    sender = Text(
        label=_("Sender, as on the envelope"), required=False, longest=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    body = Text(
        label=_("What it says"),
        help_text=_("Type the letter, or say where the paper lies."),
        longest=20_000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    language = forms.ChoiceField(label=_("Language"), choices=list(wording.LANGUAGES.items()))

    def clean_reference(self) -> str:
        typed: str = self.cleaned_data["reference"]
        try:
            return reference.parse(typed) if typed else ""
        except reference.Mistyped as mistyped:
            raise forms.ValidationError(str(mistyped)) from None

    def report(self) -> dict[str, Any]:
        """What the officers get: an inquiry that says what lies on the table."""
        data = self.cleaned_data
        known = data["kind"] in wording.INQUIRIES
        lead = {
            "request": _("A letter that looks like a privacy request. Enter it as one."),
            "answer": _("An answer to one of our letters."),
        }.get(data["kind"], "")
        about = f"{_('Reference on the letter')}: {data['reference']}" if data["reference"] else ""
        parts = [str(part) for part in (lead, about, data["body"]) if part]
        return {
            "kind": data["kind"] if known else "question",
            "body": "\n".join(parts),
            "contact": {"sender": data["sender"]} if data["sender"] else None,
            "language": data["language"],
        }
