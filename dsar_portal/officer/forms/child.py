"""Why data is no child's data."""

from django.utils.translation import gettext_lazy as _

from dsar_portal.forms import PortalForm
from dsar_portal.officer.forms.base import PlainText


class FreeForm(PortalForm):
    """The protection ends: how the officer knows."""

    reason = PlainText(label=_("How you know that it is no child’s data"), longest=2_000)
