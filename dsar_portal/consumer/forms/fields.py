"""The fields that this room's forms are made of. The core alone judges what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.forms import Checkboxes, Radios
from requests_app.places import COUNTRIES, US_STATES


class Typed(forms.CharField):
    """Text as typed. Not refused here for what it contains: the core says what is wrong, in better words."""

    def __init__(self, *, width: str = "", auto: str = "", rows: int = 0, **kwargs: Any) -> None:
        attrs: dict[str, Any] = {"class": f"govuk-input--width-{width}"} if width else {}
        attrs |= {"autocomplete": auto} if auto else {}
        attrs |= kwargs.pop("attrs", {})
        widget = forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs=attrs)
        super().__init__(required=kwargs.pop("required", False), widget=widget, **kwargs)
        self.validators = []


class One(forms.ChoiceField):
    """One of several, as radio buttons."""

    def __init__(
        self, words: dict[str, Any], *, hints: dict[str, Any] | None = None, tiles: bool = False, **kwargs: Any
    ) -> None:
        missing = kwargs.pop("missing", _("Choose one of the answers"))
        super().__init__(
            choices=list(words.items()),
            widget=Radios(hints=hints, tiles=tiles),
            error_messages={"required": missing, "invalid_choice": _("Choose one of the answers in the list")},
            **kwargs,
        )


class Many(forms.MultipleChoiceField):
    """Any number of several, as check boxes."""

    def __init__(
        self, choices: Any, *, hints: dict[str, Any] | None = None, tiles: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(
            choices=list(choices.items()) if isinstance(choices, dict) else choices,
            widget=Checkboxes(hints=hints, tiles=tiles),
            required=kwargs.pop("required", False),
            error_messages={
                "required": kwargs.pop("missing", _("Choose at least one of the answers")),
                "invalid_choice": _("Choose from the answers in the list"),
                "invalid_list": _("Choose from the answers in the list"),
            },
            **kwargs,
        )


class Chosen(forms.ChoiceField):
    """One of many, as a drop-down list."""

    def __init__(self, choices: Any, *, auto: str = "", **kwargs: Any) -> None:
        super().__init__(
            choices=choices,
            widget=forms.Select(attrs={"autocomplete": auto} if auto else {}),
            required=kwargs.pop("required", False),
            error_messages={"invalid_choice": _("Choose one of the answers in the list")},
            **kwargs,
        )


def state_choices() -> list[tuple[str, Any]]:
    return [("", _("Choose a state")), *US_STATES.items()]


def country_choices() -> list[tuple[str, Any]]:
    """The nearest first, then by name in the reader's language: give it to a field uncalled."""
    nearest, others = list(COUNTRIES.items())[:4], list(COUNTRIES.items())[4:]
    return [*nearest, *sorted(others, key=lambda pair: str(pair[1]))]


def address_fields(prefix: str = "", *, auto: bool = True) -> dict[str, forms.Field]:
    """The lines of a postal address; nothing in it is compulsory."""

    def hint(name: str) -> str:
        return name if auto else "off"

    return {
        f"{prefix}line1": Typed(label=_("Street or PO box"), auto=hint("address-line1")),
        f"{prefix}line2": Typed(label=_("Apartment, unit or urbanization (optional)"), auto=hint("address-line2")),
        f"{prefix}city": Typed(label=_("City"), auto=hint("address-level2"), width="20"),
        f"{prefix}state": Chosen(state_choices(), label=_("State or territory"), auto=hint("address-level1")),
        f"{prefix}zip": Typed(label=_("ZIP or postal code"), auto=hint("postal-code"), width="10"),
        f"{prefix}country": Chosen(country_choices, label=_("Country"), auto=hint("country"), initial="US"),
    }


def address_of(given: dict[str, Any], prefix: str = "") -> dict[str, Any] | None:
    """The address in the form that the core reads; None where nothing was typed."""
    lines = [given.get(f"{prefix}{name}") or "" for name in ("line1", "line2")]
    city, code = given.get(f"{prefix}city") or "", given.get(f"{prefix}zip") or ""
    country = given.get(f"{prefix}country") or "US"
    if not (any(lines) or city or code):
        return None
    state = given.get(f"{prefix}state") or ""
    return {
        "lines": lines,
        "city": city,
        "state": state if country == "US" else "",
        "postal_code": code,
        "country": country,
    }


def address_pointers(base: str, prefix: str = "") -> dict[str, str]:
    """Where the core's messages about an address belong on the page."""
    return {
        base: f"{prefix}line1",
        f"{base}/lines/0": f"{prefix}line1",
        f"{base}/lines/1": f"{prefix}line2",
        f"{base}/city": f"{prefix}city",
        f"{base}/state": f"{prefix}state",
        f"{base}/postal_code": f"{prefix}zip",
        f"{base}/country": f"{prefix}country",
    }
