"""A declaration under penalty of perjury, signed by typing one's name (7062(c))."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from verification.assurance import Point, Tier
from verification.models import Check, Declaration, Evidence

SLUG = "declaration"
SAID = _("Thank you. We have your signed statement.")
CURRENT = "2026-11"
# A version is never edited, only followed by another: what was signed must stay readable.
TEXTS = {
    "2026-11": _(
        "I declare under penalty of perjury that I am the person this request is about, or that I am allowed by law "
        "to ask for this person, and that what I have told you is true."
    ),
}
MAX_NAME = 200


def offered(check: Check) -> bool:
    """Offered where the tier needs it."""
    return check.status == Check.Status.OPEN and check.required >= Tier.T2


def text(version: str = CURRENT) -> str:
    """The text of one version, in the active language."""
    return str(TEXTS[version])


def attempt(check: Check, *, typed_name: str, text_version: str, now: datetime) -> Declaration:
    """Keep one signature. Raises `ValueError` for an empty or endless name, or an unknown text."""
    name = " ".join(typed_name.split())
    if not name or len(name) > MAX_NAME or text_version not in TEXTS:
        raise ValueError("A declaration needs a typed name and the version of its text.")
    return Declaration.objects.create(check_row=check, typed_name=name, text_version=text_version, at=now)


def signed(check: Check) -> bool:
    """Whether there is a signature, here or on a paper that staff hold."""
    on_screen = Declaration.objects.filter(check_row=check).exists()
    return on_screen or Evidence.objects.filter(check_row=check, points__contains=[SLUG]).exists()


def points(check: Check) -> list[Point]:
    """None: a signature backs what other methods show, and shows nothing by itself."""
    del check
    return []
