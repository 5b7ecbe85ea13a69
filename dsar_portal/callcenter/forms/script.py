"""New words for a line of the script."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.forms import PlainText, PortalForm
from requests_app.services.scripts import LONGEST, Wording


def _words(label: Any, *, lang: str, rows: int = 3) -> PlainText:
    widget = forms.Textarea(attrs={"rows": rows, "lang": lang, "autocomplete": "off"})
    return PlainText(label=label, longest=LONGEST, lines=True, required=False, widget=widget)


class WordsForm(PortalForm):
    """The words of one line in both languages, and why they change. What is wrong is judged by the core."""

    name = forms.SlugField(
        label=_("Short name"), required=False, max_length=34,
        help_text=_("Small letters and _, like “no_address”. Nobody reads it aloud."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )  # fmt: skip
    question_en = _words(_("What the caller asks, in English"), lang="en", rows=2)
    question_es = _words(_("What the caller asks, in Spanish"), lang="es", rows=2)
    en = _words(_("What the agent says, in English"), lang="en")
    es = _words(_("What the agent says, in Spanish"), lang="es")
    reason = PlainText(
        label=_("Why"), longest=LONGEST, error_messages={"required": _("Say in a sentence why the words change.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, key: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.key = key
        if key:
            del self.fields["name"]
        if key.startswith("say."):
            del self.fields["question_en"], self.fields["question_es"]

    def wording(self) -> Wording:
        """The words for the core to judge."""
        given = self.cleaned_data
        key = self.key or f"ask.{str(given.get('name') or '').replace('-', '_')}"
        texts = {name: given.get(name, "") for name in ("en", "es", "question_en", "question_es")}
        return Wording(key, **texts)
