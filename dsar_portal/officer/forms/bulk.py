"""Forms for what is done to letters, and to many requests at once."""

from django import forms

from dsar_portal.officer.forms import ExtendForm
from dsar_portal.officer.forms.base import DeedForm


class ByPostForm(DeedForm):
    """A letter to send again on paper; the page names it, nobody types it."""

    name = "by-post"
    letter = forms.UUIDField(widget=forms.HiddenInput)


class ExtendManyForm(ExtendForm):
    """One reason and one text for all that was chosen."""

    name = "extend-many"
