"""What officers type about a paper: why they look, what they saw in it, and a scan out of an envelope."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal import wording
from dsar_portal.forms import Checkboxes, PortalForm
from dsar_portal.officer.forms.base import DeedForm, PlainLine, PlainText, words
from verification.paper_rules import CHECKLIST, IDENTITY

ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"
NAMES: wording.Words = {
    IDENTITY: _("Identity document"),
    **wording.AUTHORITIES,
    "parent": _("Proof of a parent or guardian"),
}
POINTS: wording.Words = {
    "legible": _("All of it can be read"),
    "names_consumer": _("It names the consumer, as in the request"),
    "names_requester": _("It names the person or firm that asks"),
    "covers_request": _("It covers privacy requests like this one"),
    "signed": _("The consumer signed it"),
    "witnessed": _("A notary or two witnesses signed it"),
    "dated": _("It is dated"),
    "in_force": _("It has not expired and was not taken back"),
    "official": _("It comes from an authority that gives out such papers"),
    "no_limit": _("You asked for court orders about the child, and none limits what the parent may see or ask"),
    "court_seal": _("It has the seal or stamp of a court"),
}
WHY_NOT: wording.Words = {
    "empty": _("The file is empty."),
    "too_large": _("The file is larger than 10 MB. Scan it with a lower resolution."),
    "unknown_type": _("Choose a JPEG, PNG or WebP picture, or a PDF."),
    "heic": _("HEIC pictures cannot be opened here. Save it as JPEG."),
    "damaged": _("The file cannot be opened. Scan it again."),
    "too_many_pixels": _("The picture has too many pixels. Scan it with a lower resolution."),
    "encrypted": _("The PDF is locked with a password. Print it to a new one."),
    "two_kinds": _("This file holds another file inside. Make a new photo or PDF of it, and send that."),
    "too_many_pages": _("The PDF has more than 30 pages. Scan only the pages that matter."),
    "busy": _("Many files are arriving just now. Try again in a minute."),
}


class LookForm(PortalForm):
    """Why somebody wants to look at a paper."""

    reason = PlainLine(label=_("Why do you need to look?"), longest=300)


class JudgeForm(PortalForm):
    """The checklist of one kind of paper."""

    note = PlainText(label=_("Note"), help_text=_("Kept encrypted with the evidence."), required=False, longest=2_000)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = forms.MultipleChoiceField(
            label=_("What you see in the paper"),
            help_text=_("Leave unticked what is missing: the letter to the requester will name it."),
            choices=words(POINTS, CHECKLIST[kind]),
            widget=Checkboxes,
            required=False,
        )
        self.fields = {"seen": seen, **self.fields}


class ScanForm(PortalForm):
    """A paper that came by post, scanned."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=())
    file = forms.FileField(
        label=_("The scan"),
        help_text=_("A JPEG, PNG or WebP picture or a PDF, up to 10 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": ACCEPTED}),
        error_messages={"required": _("Choose the scan")},
    )

    def __init__(self, *args: Any, wanted: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = words(NAMES, wanted)  # type: ignore[attr-defined]  # it is a ChoiceField


class AskDocumentForm(DeedForm):
    """Why nothing less than an identity document will do."""

    name = "document"
    reason = PlainText(
        label=_("Why no other proof will do"),
        help_text=_("Recorded. An identity document is the last resort: over-asking was fined (11 CCR 7060)."),
        longest=1_000,
    )
