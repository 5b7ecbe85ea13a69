"""What the classes of withheld values are called, in the reader's language."""

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


def withheld_label(code: str) -> str:
    """The name of a class of withheld values; the code itself if it is not known."""
    return str(WITHHELD.get(code, code))


def field_label(name: str) -> str:
    """A field's technical name as words: the systems' own names, which are not translated."""
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
