"""A receipt as pasted or as a file, and in words what checking it found."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from audit.receipts import LONGEST, Checked, Finding
from dsar_portal.consumer.forms.fields import Typed
from dsar_portal.forms import PortalForm
from requests_app.timeline import PUBLIC


class ReceiptForm(PortalForm):
    """The text of a receipt, or its file, or the number of an entry or its check value."""

    receipt = Typed(
        label=_("Receipt, entry number or check value"),
        help_text=_("Paste the whole text of your receipt. A number from your confirmation page is enough, too."),
        auto="off",
        rows=6,
        attrs={"spellcheck": "false", "class": "app-mono"},
    )
    file = forms.FileField(
        label=_("Or choose the file"),
        help_text=_("Its name ends with .tlog-proof."),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"class": "govuk-file-upload"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        typed = _read(file) if file else str(data.get("receipt") or "")
        if not typed.strip():
            self.add_error("receipt", _("Paste the receipt or a number, or choose the file"))
        return {**data, "text": typed}


def _read(file: "UploadedFile[Any]") -> str:
    """At most what a receipt can have, and whatever it is as text."""
    return bytes(file.read(4 * LONGEST)).decode("utf-8", "replace")


@dataclass(frozen=True)
class Shown:
    """What a checked receipt says, for the page."""

    at: datetime
    what: str
    reference: str
    entry: str
    index: int
    origin: str


WORDS = {
    Finding.TOO_LONG: _(
        "This is too long for a receipt. Choose the file with the ending .tlog-proof that you got from us."
    ),
    Finding.NOT_A_RECEIPT: _("This is not a receipt. A receipt begins with the line c2sp.org/tlog-proof@v1."),
    Finding.CUT_OFF: _(
        "A part of the receipt is missing or damaged. Copy all of it, from the first line to the last, or choose the "
        "file."
    ),
    Finding.OTHER_LOG: _("This receipt is from another ledger, not from ours. We cannot check it here."),
    Finding.OTHER_KEY: _("The receipt names our ledger, but it is not signed with our key. We did not give it out."),
    Finding.FORGED: _("The signature is wrong. The receipt was changed or damaged after it was signed."),
    Finding.NO_SUCH_TEXT: _("The receipt was changed: its text is not one that our ledger can hold."),
    Finding.DOES_NOT_LEAD: _("The receipt was changed: its text and its proof do not belong together."),
    Finding.AHEAD: _(
        "Our key signed this receipt, but our ledger is shorter today than it was then. That must never happen. Keep "
        "your receipt and send it to us and to an authority: it is evidence against us."
    ),
    Finding.SPLIT: _(
        "Our key signed this receipt, but our ledger of today tells another history. That must never happen. Keep your "
        "receipt and send it to us and to an authority: it is evidence against us."
    ),
}
STEPS = (
    _("Our key signed the state of the ledger that stands in your receipt."),
    _("The text in your receipt is in that ledger, letter for letter."),
    _("The ledger of today still begins with that state. Nothing before it was changed."),
)
ENDED = _("That ledger has ended since, and another one goes on from its last state. Both are kept.")


def steps_of(checked: Checked) -> list[Any]:
    """What was checked and found good, one sentence each."""
    return [*STEPS, ENDED] if checked.finding == Finding.ENDED else list(STEPS)


def shown(checked: Checked) -> Shown | None:
    """What the receipt tells, where it holds."""
    if not checked.holds or checked.receipt is None or checked.checkpoint is None:
        return None
    leaf = json.loads(checked.receipt.leaf)
    told = PUBLIC.get(leaf["action"])
    return Shown(
        at=datetime.fromisoformat(leaf["at"]),
        what=_now(told) if told else leaf["action"],
        reference=str(leaf.get("facts", {}).get("reference", "")),
        entry=leaf["id"],
        index=checked.receipt.index,
        origin=checked.checkpoint.origin,
    )
