"""A receipt, as pasted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms.fields import Typed
from dsar_portal.forms import PortalForm


class ReceiptForm(PortalForm):
    """The number of an entry, or its check value."""

    receipt = Typed(
        label=_("Entry number or check value"),
        help_text=_("Copy it from your confirmation page. Either one is enough."),
        auto="off",
        attrs={"spellcheck": "false"},
    )

    def clean_receipt(self) -> str:
        typed = str(self.cleaned_data.get("receipt") or "")[:200]
        if not typed:
            raise forms.ValidationError(_("Paste the entry number or the check value"))
        return typed
