"""A field that no person sees and many a machine fills. No puzzle: who falls in by mistake is told the way out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms.fields import Typed
from dsar_portal.forms import PortalForm

# A name that form fillers of machines like, and those of browsers do not know.
TRAP = "homepage"


class Trapped(PortalForm):
    """A form that anybody may send, with the field in it. The page draws it with `consumer/trap.html`."""

    homepage = Typed(label=_("Leave this field empty"), auto="off", attrs={"tabindex": "-1"})

    def clean_homepage(self) -> str:
        """Refuse what was filled in, and let the keyboard reach the field now that it is shown."""
        typed: Any = self.cleaned_data.get(TRAP)
        if typed:
            self.fields[TRAP].widget.attrs.pop("tabindex", None)
            raise forms.ValidationError(_("Empty this field and send the form again. It is there to stop machines."))
        return ""
