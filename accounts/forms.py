"""Forms of signing in and of one's own account."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_CODE = {"inputmode": "text", "autocomplete": "one-time-code", "class": "govuk-input--width-20"}


class SignInForm(forms.Form):
    """All three at once, so that no answer tells which one was wrong."""

    use_required_attribute = False
    username = forms.CharField(
        label=_("User name"),
        max_length=60,
        error_messages={"required": _("Enter your user name")},
        widget=forms.TextInput(
            {
                "autocomplete": "username",
                "spellcheck": "false",
                "autocapitalize": "none",
                "class": "govuk-input--width-20",
            }
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        error_messages={"required": _("Enter your password")},
        widget=forms.PasswordInput({"autocomplete": "current-password", "class": "govuk-input--width-20"}),
    )
    otp = forms.CharField(
        label=_("Code"),
        max_length=40,
        required=False,
        help_text=_(
            "Six digits from your code app, or a recovery code. Leave it empty if you have not set up a code app yet."
        ),
        widget=forms.TextInput(_CODE),
    )


class CodeForm(forms.Form):
    """One code from the app that is being set up."""

    use_required_attribute = False
    otp = forms.CharField(
        label=_("Code from the app"),
        max_length=20,
        error_messages={"required": _("Enter the six digits that the app shows")},
        widget=forms.TextInput({**_CODE, "inputmode": "numeric"}),
    )


class PasswordForm(forms.Form):
    """A new password; the old one shows that it is still the same person."""

    use_required_attribute = False
    current = forms.CharField(
        label=_("Current password"),
        max_length=200,
        strip=False,
        error_messages={"required": _("Enter your current password")},
        widget=forms.PasswordInput({"autocomplete": "current-password", "class": "govuk-input--width-20"}),
    )
    new = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        help_text=_("At least 15 characters. Several words are easier to remember."),
        error_messages={"required": _("Enter a new password")},
        widget=forms.PasswordInput({"autocomplete": "new-password", "class": "govuk-input--width-20"}),
    )

    def __init__(self, *args: Any, right: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.right = right

    def clean_new(self) -> str:
        new: str = self.cleaned_data["new"]
        if new == self.cleaned_data.get("current"):
            raise forms.ValidationError(_("Choose another password than the current one"))
        return new

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if self.right is not None and not self.right(current):
            raise forms.ValidationError(_("This is not your current password"))
        return current
