"""A paper as a file from a phone or a computer, and in words why a file is not taken."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.forms import PortalForm
from verification.paper_selectors import PaperView

# Phones that make other formats turn a picture into one of these when a page asks for them.
ACCEPTED = "image/jpeg,image/png,image/webp,application/pdf"
WHY_NOT: dict[str, Any] = {
    "empty": _("This file is empty. Choose another one."),
    "too_large": _("This file is larger than 10 megabytes. Take the picture again with a lower resolution."),
    "unknown_type": _("We cannot take this kind of file. Send a picture (JPEG, PNG or WebP) or a PDF."),
    "heic": _(
        "This is a HEIC picture, which we cannot open. Set your camera to “Most compatible”, or make a screenshot of "
        "the picture and send that."
    ),
    "damaged": _("We cannot open this file. Take the picture again, or save the PDF again, and send the new one."),
    "too_many_pixels": _("This picture has too many pixels. Take it again with a lower resolution."),
    "encrypted": _("This PDF is locked with a password. Print it to a new PDF without one, and send that."),
    "two_kinds": _("This file holds another file inside. Make a new photo or PDF of it, and send that."),
    "too_many_pages": _("This PDF has more than 30 pages. Send only the pages that matter."),
    "busy": _("Many files are arriving just now. Wait a minute, then send it again."),
}
STATES: dict[str, Any] = {
    "quarantined": _("We have it"),
    "waiting": _("We are looking at it"),
    "accepted": _("Accepted"),
    "refused": _("Not enough"),
    "unfit": _("We could not open it"),
}
TONES = {"accepted": "green", "refused": "orange", "unfit": "orange"}


class PaperForm(PortalForm):
    """One file."""

    file = forms.FileField(
        label=_("Take a picture, or choose a file"),
        help_text=_("A picture (JPEG, PNG or WebP) or a PDF, up to 10 megabytes."),
        # An empty file is told apart from no file, with a sentence of its own.
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": ACCEPTED}),
        error_messages={"required": _("Take a picture, or choose a file")},
    )

    def content(self) -> bytes:
        """What was sent."""
        return bytes(self.cleaned_data["file"].read())


def state(paper: PaperView) -> tuple[Any, str]:
    """How far a paper is, in words, and the tone of the badge."""
    return STATES[paper.state], TONES.get(paper.state, "blue")
