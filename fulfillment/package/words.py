"""What the systems call things, in words of the reader's language: sources, fields, and what is never sent."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

WITHHELD: Mapping[str, Promise] = {
    "ssn": _("Social Security number"),
    "tax_id": _("Tax identification number"),
    "government_id": _("Number of a driver's license or other government document"),
    "account_number": _("Bank account, routing or card number"),
    "health_id": _("Health insurance or medical number"),
    "secret": _("Password or answer to a security question"),
    "biometric": _("Biometric data"),
    "other_person": _("Details about another person"),
}
# The systems' own codes of where data came from; another organisation adds its own.
SOURCES: Mapping[str, Promise] = {
    "you": _("You"),
    "us": _("We made it ourselves"),
    "your browser": _("Your browser or device"),
    "your jeweler": _("Your jeweler"),
    "consumer reporting agency": _("A consumer reporting agency"),
}


def withheld_label(code: str) -> str:
    """The name of a class of withheld values; the code itself if it is not known."""
    return str(WITHHELD.get(code, code))


def source_label(source: str) -> str:
    """Where data came from, in words; what a system says of it where it is no code that we know."""
    return str(SOURCES.get(source, source))
