"""The portal's form kit: the design system's markup for every field, and the few widgets Django lacks."""

import calendar
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import TemplatesSetting
from django.utils.datastructures import MultiValueDict
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from requests_app import plain_text

OptionHints = Mapping[str, Any]


class Renderer(TemplatesSetting):
    """Renders each field with templates/components/field.html."""

    field_template_name = "components/field.html"


class PortalForm(forms.Form):
    """A form whose messages come from the server, in our words.

    `heading_field` names the field whose label is the page's h1; `mark_optional` adds "(optional)" to labels.
    """

    use_required_attribute = False
    heading_field: str = ""
    mark_optional: bool = False

    def _clean_fields(self) -> None:
        """What takes one answer is refused when it comes twice: two programs would read two different answers."""
        super()._clean_fields()  # type: ignore[misc]  # Django's own hook, not in the stubs
        for name in self._repeated():
            self.add_error(name, _("This was sent more than once. Enter it once and send it again."))

    def _repeated(self) -> list[str]:
        if not isinstance(self.data, MultiValueDict):
            return []
        single = {name: field for name, field in self.fields.items() if not _takes_many(field)}
        keys = {key: name for name, field in single.items() for key in _keys(self.add_prefix(name), field)}
        return list(dict.fromkeys(keys[key] for key in keys if len(self.data.getlist(key)) > 1))


def _takes_many(field: forms.Field) -> bool:
    return isinstance(field, forms.MultipleChoiceField)


def _keys(prefixed: str, field: forms.Field) -> list[str]:
    parts = getattr(field.widget, "widgets_names", [""])
    return [prefixed + part for part in parts]


class PlainText(forms.CharField):
    """Text of any language, without anything that hides, reverses or controls. `lines` allows several."""

    def __init__(self, *, longest: int = 200, lines: bool = False, **kwargs: Any) -> None:
        self.longest, self.lines = longest, lines
        super().__init__(strip=True, **kwargs)

    def to_python(self, value: Any) -> str:
        try:
            read = plain_text.block if self.lines else plain_text.line
            return read(value or "", longest=self.longest)
        except plain_text.Unfit as unfit:
            raise ValidationError(str(unfit)) from None


class _Options:
    """Radios and checkboxes with a hint per option, tiles or one line."""

    def __init__(
        self, *args: Any, hints: OptionHints | None = None, tiles: bool = False, inline: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.hints, self.tiles, self.inline = dict(hints or {}), tiles, inline

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)  # type: ignore[misc]  # a mix-in: its widget has it
        context["widget"].update(tiles=self.tiles, inline=self.inline)
        return context

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]  # as above
        option["hint"] = self.hints.get(str(value), "")
        return option


class Radios(_Options, forms.RadioSelect):
    """Radio buttons; `hints` maps a value to its hint, `tiles` draws a card around each."""


class Checkboxes(_Options, forms.CheckboxSelectMultiple):
    """Check boxes; same options as Radios."""


class MemorableDate(forms.MultiWidget):
    """Month by name, then day and year: a date that English and Spanish read the same way."""

    template_name = "django/forms/widgets/memorable_date.html"
    use_fieldset = True

    def __init__(self, *, birthday: bool = False, attrs: dict[str, Any] | None = None) -> None:
        months: list[tuple[str | int, Any]] = [("", _("Month")), *MONTHS.items()]
        auto = ("bday-month", "bday-day", "bday-year") if birthday else ("off", "off", "off")
        number = {"inputmode": "numeric", "pattern": "[0-9]*"}
        super().__init__(
            [
                forms.Select(choices=months, attrs={"autocomplete": auto[0]}),
                forms.TextInput({**number, "autocomplete": auto[1], "maxlength": 2, "class": "govuk-input--width-2"}),
                forms.TextInput({**number, "autocomplete": auto[2], "maxlength": 4, "class": "govuk-input--width-4"}),
            ],
            attrs,
        )

    def decompress(self, value: date | None) -> list[int | None]:
        return [value.month, value.day, value.year] if value else [None, None, None]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0" if id_ else id_


class MemorableDateField(forms.MultiValueField):
    """A day given as month, day and year; says which part is wrong."""

    default_error_messages = {
        "required": _("Enter the month, day and year"),
        "incomplete": _("Enter the month, day and year"),
        "invalid": _("Enter a real date, like March 27 1985"),
    }

    def __init__(self, *, birthday: bool = False, **kwargs: Any) -> None:
        months = forms.TypedChoiceField(choices=[(n, n) for n in range(1, 13)], coerce=int)
        parts = (months, forms.IntegerField(min_value=1, max_value=31), forms.IntegerField(min_value=1850))
        kwargs.setdefault("widget", MemorableDate(birthday=birthday))
        super().__init__(parts, require_all_fields=True, **kwargs)

    def clean(self, value: Any) -> date | None:
        try:
            cleaned: date | None = super().clean(value)
        except ValidationError as problem:
            known = {str(message) for message in self.error_messages.values()}
            ours = [message for message in problem.messages if message in known]
            raise ValidationError(ours[:1] or [self.error_messages["invalid"]], code="invalid") from None
        return cleaned

    def compress(self, data_list: Sequence[Any]) -> date | None:
        if not data_list:
            return None
        month, day, year = data_list
        # Of a day that may stay empty, Django lets parts be missing.
        if not (month and day and year):
            raise ValidationError(self.error_messages["incomplete"], code="incomplete")
        if year > 9999 or day > calendar.monthrange(min(year, 9999), month)[1]:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return date(year, month, day)
