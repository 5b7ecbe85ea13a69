"""The regimes that bind a request, and the grounds that they leave to who decides it. Reads only."""

from collections.abc import Mapping

from requests_app import grounds
from requests_app.grounds import Ground
from requests_app.models import PrivacyRequest
from requests_app.profile import PROFILE
from requests_app.regimes import Regime
from requests_app.selectors.law import rules_on, version_of

EUROPEAN = ("gdpr", "ukgdpr")


def rules_of(request: PrivacyRequest) -> Mapping[str, Regime]:
    """All regimes as they stood when the request was dated."""
    return rules_on(request.day_zero, version=version_of(request)).regimes


def regimes_of(request: PrivacyRequest) -> list[Regime]:
    """The regimes that bind the request, as they stood when it was dated."""
    book = rules_of(request)
    slugs = set(request.deadlines.values_list("regime", flat=True))
    return [book[slug] for slug in sorted(slugs) if slug in book]


def is_european(request: PrivacyRequest) -> bool:
    """Whether the law of the European Union or the United Kingdom binds the request, or the one it appeals."""
    original = request.appeal_of or request
    return original.deadlines.filter(regime__in=EUROPEAN).exists()


def fitting_grounds(request: PrivacyRequest) -> list[Ground]:
    """The grounds that may be chosen: by right, by the regimes that bind, and by the company that is asked.

    For an appeal those of the request that it is about.
    """
    original = request.appeal_of or request
    company = PROFILE.company(original.company)
    return grounds.fitting(original.right, regimes_of(original), company.kind if company else "")
