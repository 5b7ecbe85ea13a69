"""What a steward reports back about one task."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.forms import Checkboxes, PlainText, PortalForm, Radios
from fulfillment.found import Found


class TaskForm(PortalForm):
    """The result of one task. `categories` are the kinds of data that the system holds."""

    result = forms.ChoiceField(
        label=_("Result"),
        choices=[("done", _("Done")), ("nothing_found", _("Nothing found, or it does not apply here"))],
        widget=Radios(),
    )
    category = forms.ChoiceField(label=_("Kind of data found"), required=False)
    found = PlainText(
        lines=True,
        label=_("What the system holds"),
        help_text=_("One fact a line, as “name: value”. For tasks that collect data."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        longest=50_000,
    )
    told = forms.MultipleChoiceField(
        label=_("Whom did you tell of this change?"),
        help_text=_(
            "Those who have this data from us. The letter to the person names them, so tick only who was told."
        ),
        required=False,
        widget=Checkboxes(),
    )
    note = PlainText(
        lines=True,
        longest=4_000,
        label=_("Note for the officer"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        *args: Any,
        categories: list[tuple[str, str]],
        collects: bool,
        recipients: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        told = self.fields["told"]
        assert isinstance(told, forms.MultipleChoiceField)  # noqa: S101 - for the type checker: declared above
        told.choices = list(recipients)
        if not recipients:
            del self.fields["told"]
        if not collects:
            del self.fields["category"], self.fields["found"]
            return
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker: declared above
        field.choices = [("", _("Choose")), *categories]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("found") and not data.get("category"):
            self.add_error("category", _("Choose the kind of data."))
        if data.get("result") == "nothing_found" and data.get("told"):
            self.add_error("told", _("Nothing was changed here, so nobody was told. Untick them, or choose “Done”."))
        if data.get("result") == "nothing_found" and data.get("found"):
            self.add_error("result", _("You wrote what the system holds, so this is done. Choose “Done”."))
        return data

    def brought(self, title: str) -> tuple[Found, ...]:
        """What was found, in the shape that connectors bring too."""
        text = self.cleaned_data.get("found", "")
        if not text:
            return ()
        lines = [line.partition(":") for line in text.splitlines() if line.strip()]
        content = {name.strip()[:80]: value.strip() for name, sign, value in lines if sign}
        loose = [name.strip() for name, sign, _value in lines if not sign]
        if loose:
            content["text"] = "\n".join(loose)
        return (Found(self.cleaned_data["category"], title, content, source=title),)
