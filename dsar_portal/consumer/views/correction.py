"""Papers on the page for corrections: taken and taken out again while the rest of the page stays as it was typed."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from dsar_portal.consumer import access
from dsar_portal.consumer.access import VisitorRequest
from dsar_portal.consumer.forms.papers import WHY_NOT
from dsar_portal.consumer.views.limits import refusal
from requests_app.services import draft_papers
from vault.sniff import Refused

# Of people who have filed nothing yet, from one address: enough for a family, tiresome for who would fill a disk.
PER_HOUR = 30


@dataclass(frozen=True)
class Came:
    """What became of the file of one press: `trouble` stands beside the field, `stays` shows the page again."""

    trouble: str = ""
    stays: bool = False


def too_many(request: VisitorRequest) -> HttpResponse | None:
    """Count a file that comes from this network address; the page to show where it is one too many."""
    return refusal(request, "form.paper", per_hour=PER_HOUR) if "file" in request.FILES else None


def take(request: VisitorRequest) -> Came:
    """Do what was pressed with the papers: attach one, take one out, or nothing. Raises `drafts.NoDraft`."""
    key, by = access.draft_key(request), access.visitor()
    if "remove" in request.POST:
        draft_papers.remove(token=key, file=request.POST["remove"], by=by, now=request.now)
        return Came(stays=True)
    file, asked = request.FILES.get("file"), "attach" in request.POST
    if file is None:
        return Came(trouble=_("Take a picture, or choose a file") if asked else "")
    try:
        draft_papers.attach(token=key, content=file.read(), name=file.name or "", by=by, now=request.now)
    except Refused as refused:
        return Came(trouble=str(WHY_NOT[refused.cause]))
    except draft_papers.TooMany:
        words = _("You have attached %(count)s files. You can send more after you send the form.")
        return Came(trouble=words % {"count": draft_papers.MOST})
    return Came(stays=asked)
