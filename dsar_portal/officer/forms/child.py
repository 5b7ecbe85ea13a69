"""Why data is no child's data, or why a legal hold is on somebody else than the child."""

from django.utils.translation import gettext_lazy as _

from dsar_portal.forms import PortalForm
from dsar_portal.officer.forms.base import PlainText


class ApartForm(PortalForm):
    """A legal hold is on somebody else: how the officer knows."""

    why = PlainText(label=_("How you know that the hold is on somebody else"), longest=2_000)


class FreeForm(PortalForm):
    """The protection ends: how the officer knows."""

    reason = PlainText(label=_("How you know that it is no child’s data"), longest=2_000)
