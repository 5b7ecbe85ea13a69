"""What the mail room reports: what was posted, and what arrived."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal import wording
from dsar_portal.forms import PlainText, PortalForm, Radios
from requests_app import reference


class PostedForm(PortalForm):
    """A letter was handed to the post."""

    tracking = forms.RegexField(
        r"^[A-Za-z0-9 -]*$",
        label=_("Tracking number"),
        required=False,
        max_length=40,
        error_messages={"invalid": _("Use only letters, digits and dashes, as printed on the receipt.")},
    )


# Why a scan is not taken, by the code of the guard.
WHY_NOT: dict[str, Any] = {
    "empty": _("The scan is empty. Scan the form again."),
    "too_large": _("The scan is larger than 10 megabytes. Scan it with a lower resolution."),
    "too_many_pixels": _("The scan has too many pixels. Scan it with a lower resolution."),
    "two_kinds": _("This file holds another file inside. Make a new photo or PDF of it, and send that."),
    "too_many_pages": _("The scan has more than 30 pages. Scan the form alone."),
    "busy": _("Many files are arriving just now. Try again in a minute."),
    "encrypted": _("The PDF is locked with a password. Scan the form again without one."),
}
CANNOT_BE_READ = _("The scan cannot be read. Use a PDF, or a picture as JPEG, PNG or WebP.")
ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"


class FormBackForm(PortalForm):
    """One of our forms came back: its bar code, and the scan of it."""

    number = PlainText(
        lines=True,
        label=_("Bar code"),
        help_text=_("Scan it, or type the number under it, like F-7K3M-92QX."),
        longest=40,
        error_messages={"required": _("Scan the bar code, or type the number under it.")},
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-10", "autocomplete": "off", "spellcheck": "false", "autofocus": True}
        ),
    )
    scan = forms.FileField(
        label=_("Scan of the form (optional)"),
        help_text=_("PDF or picture, up to 10 megabytes. Without it, put the paper into the tray of the officers."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": ACCEPTED}),
    )

    def content(self) -> bytes:
        """What was scanned; empty where nothing was. Raises nothing: the core judges it."""
        scan = self.cleaned_data.get("scan")
        return bytes(scan.read()) if scan else b""

    @property
    def has_empty_scan(self) -> bool:
        """Whether a file was chosen that holds nothing: that is told apart from none."""
        scan = self.cleaned_data.get("scan")
        return scan is not None and not scan.size


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
    reference = PlainText(lines=True, label=_("Reference, if the letter names one"), required=False, longest=40)
    sender = PlainText(
        lines=True,
        label=_("Sender, as on the envelope"),
        required=False,
        longest=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    body = PlainText(
        lines=True,
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
