"""What a field's attributes look like in a page: escaped, true ones alone, false ones and classes not at all."""

import pytest
from django import forms
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from dsar_portal.forms import PortalForm
from dsar_portal.templatetags.ui import attributes


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, ""),
        ({"id": "x", "class": "ours"}, ' id="x"'),
        ({"checked": True, "required": False}, " checked"),
        ({"maxlength": 1_234_567, "min": 1.5}, ' maxlength="1234567" min="1.5"'),
        ({"title": "a\"b<c>&'"}, ' title="a&quot;b&lt;c&gt;&amp;&#x27;"'),
        ({"title": mark_safe("&amp;")}, ' title="&amp;"'),
        ({'on"': gettext_lazy("Month")}, ' on&quot;="Month"'),
    ],
)
def test_attributes(given: dict[str, object], told: str) -> None:
    assert attributes(given) == told


def test_the_chosen_option_alone_is_selected() -> None:
    class Pets(PortalForm):
        pet = forms.ChoiceField(choices=[("", "None"), ("cat", "Cat"), ("d&g", "Dog")])

    page = str(Pets(initial={"pet": "d&g"})["pet"])
    assert '<option value="">None</option><option value="cat">Cat</option>' in page
    assert '<option value="d&amp;g" selected>Dog</option>' in page
    assert '<select class="govuk-select" name="pet" id="id_pet">' in page
