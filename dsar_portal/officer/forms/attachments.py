"""Files of messages in staff words: how far one is, and why one cannot be sent."""

from django.utils.translation import gettext_lazy as _

from dsar_portal import wording
from dsar_portal.officer.forms.papers import WHY_NOT as OF_PAPERS

ACCEPTED = "image/jpeg,image/png,application/pdf"
KINDS: wording.Words = {"message": _("File"), "evidence": _("Paper that shows what is right")}
STATES: wording.Words = {
    "quarantined": _("Being scanned and drawn"),
    "clean": _("Can be opened"),
    "unfit": _("Could not be used"),
    "gone": _("Destroyed when its time was up"),
}
TONES = {"quarantined": "grey", "unfit": "orange"}
WHY_NOT: wording.Words = {
    **OF_PAPERS,
    "unknown_type": _("Choose a PDF, a JPEG or a PNG."),
    "damaged": _("The file cannot be opened. Save it again, and choose the new one."),
    "active_content": _("The PDF holds something that runs by itself, or another file. Print it to a new PDF."),
}
