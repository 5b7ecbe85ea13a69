"""A signed note from outside."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.auditor.forms.fields import PLAIN
from dsar_portal.forms import PortalForm

MAX_NOTE = 4_000


class CompareForm(PortalForm):
    """A signed note that was kept outside, and perhaps a second one."""

    note = forms.CharField(
        label=_("Signed note kept outside"),
        max_length=MAX_NOTE,
        required=False,
        strip=False,
        help_text=_("Paste the whole text: name, number, root, empty line, signature."),
        widget=forms.Textarea({**PLAIN, "rows": 6, "class": "app-code-input"}),
        error_messages={"max_length": _("This is too long for a signed note")},
    )
    file = forms.FileField(
        label=_("Or the file with the note"),
        required=False,
        max_length=200,
        error_messages={"empty": _("The file is empty"), "invalid": _("Choose the file again")},
    )
    other = forms.CharField(
        label=_("A second note, to compare the two (optional)"),
        max_length=MAX_NOTE,
        required=False,
        strip=False,
        help_text=_("Leave it empty to compare with the newest checkpoint of this ledger."),
        widget=forms.Textarea({**PLAIN, "rows": 6, "class": "app-code-input"}),
        error_messages={"max_length": _("This is too long for a signed note")},
    )

    def clean(self) -> dict[str, Any]:
        """One note at least: pasted or as a file."""
        cleaned: dict[str, Any] = self.cleaned_data
        upload = cleaned.get("file")
        if upload is not None and not cleaned.get("note", "").strip():
            cleaned["note"] = self._text_of(upload)
        if not self.errors and not cleaned.get("note", "").strip():
            self.add_error("note", _("Paste a signed note, or choose its file"))
        return cleaned

    def _text_of(self, upload: Any) -> str:
        try:
            return str(upload.read(MAX_NOTE + 1)[:MAX_NOTE].decode())
        except UnicodeDecodeError:
            self.add_error("file", _("This file is no signed note: it holds no plain text"))
            return ""
