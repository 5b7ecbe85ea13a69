"""What the forms of the officers' desk are made of."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from dsar_portal import wording
from dsar_portal.forms import PortalForm
from requests_app import plain_text

LONG = {"rows": 4}


class PlainText(forms.CharField):
    """Several lines of any language, without anything that hides, reverses or controls."""

    widget = forms.Textarea

    def __init__(self, *, longest: int = 10_000, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(widget=forms.Textarea(attrs=LONG), strip=True, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            return plain_text.block(value or "", longest=self.longest)
        except plain_text.Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from None


class PlainLine(forms.CharField):
    """One line of text, without anything that hides, reverses or controls."""

    def __init__(self, *, longest: int = 200, **kwargs: Any) -> None:
        self.longest = longest
        super().__init__(strip=True, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            return plain_text.line(value or "", longest=self.longest)
        except plain_text.Unfit as unfit:
            raise forms.ValidationError(str(unfit)) from None


def words(table: wording.Words, codes: Iterable[str]) -> list[tuple[str, Any]]:
    """Choices for codes, in staff words."""
    return [(str(code), wording.word(table, str(code))) for code in codes]


class DeedForm(PortalForm):
    """A deed on one case. `rev` is the revision that its reader saw."""

    name: ClassVar[str] = ""
    rev = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.name}-%s")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
                field.error_messages["required"] = _say(field)

    def seen(self) -> int:
        """The revision that was read; one that no row has if it is missing."""
        return self.cleaned_data.get("rev") or -1


def _say(field: forms.Field) -> Any:
    """What to do about an empty field; its label names it."""
    if isinstance(field, forms.ChoiceField):
        return format_lazy(_("Choose one: {label}."), label=field.label)
    return format_lazy(_("Write this first: {label}."), label=field.label)
