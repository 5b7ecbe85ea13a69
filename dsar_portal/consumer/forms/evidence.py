"""A paper that shows what is right, for a correction."""

from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms.fields import Typed
from dsar_portal.consumer.forms.papers import PaperForm
from dsar_portal.consumer.forms.short import plain


class EvidenceForm(PaperForm):
    """One file, and what to look for in it."""

    LONGEST = 2_000
    body = Typed(label=_("What does it show? (optional)"), rows=3)

    def clean_body(self) -> str:
        return plain(str(self.cleaned_data.get("body") or ""), missing="", longest=self.LONGEST)
