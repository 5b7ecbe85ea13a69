"""Papers in plain words: what each is called, what is not needed on it, and what was missing. For the person."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from verification.paper_rules import IDENTITY, PARENT

# The words of a letter about a paper that could not be opened; it has no checklist.
UNFIT = "unfit"

NAMES: dict[str, Any] = {
    IDENTITY: _("A copy of an identity document"),
    "signed_permission": _("A permission signed by the person"),
    "power_of_attorney": _("A power of attorney"),
    "parent": _("A paper that shows you are the parent or guardian"),
    "court_paper": _("A paper from a court"),
}
EXAMPLES: dict[str, Any] = {
    IDENTITY: _("A driver’s license, a state ID card or a passport. One is enough."),
    "signed_permission": _(
        "It names the person, names you, says that you may ask for their information, and has their signature and the "
        "date."
    ),
    "power_of_attorney": _(
        "It names the person, names you, covers requests like this one, and is signed before a notary or two witnesses."
    ),
    "parent": _("A birth certificate, for example, or the paper that makes you the guardian."),
    "court_paper": _("For example letters of the court that name you as executor or conservator, with the seal."),
}
COVER_UP_OTHERS: tuple[Any, ...] = (
    _("Social Security numbers, account numbers and card numbers"),
    _("What it says about money, health or other people"),
)
COVER_UP: dict[str, tuple[Any, ...]] = {
    IDENTITY: (
        _("The number of the document"),
        _("Your photo and your signature"),
        _("Height, eye color, and all the rest but your name, the day until which it is valid, and who gave it out"),
    ),
    PARENT: (_("The number of the document"), *COVER_UP_OTHERS),
}
_MISSING: dict[str, Any] = {
    "legible": _("We cannot read all of it. Please send a sharp picture of the whole page."),
    "names_consumer": _("It does not name the person your request is about."),
    "names_requester": _("It does not name you as the one who may act."),
    "covers_request": _("It does not say that you may ask for this person’s information."),
    "signed": _("The person your request is about has not signed it."),
    "witnessed": _("No notary and no two witnesses have signed it."),
    "dated": _("It has no date."),
    "in_force": _("It is not valid any more, or it is not clear that it still is."),
    "official": _("It is not from an office that gives out such papers."),
    "no_limit": _("It says that you may not ask for this, or only in part."),
    "court_seal": _("It has no seal or stamp of a court."),
    UNFIT: _("We could not open it safely. Please take a new picture, or save it as a new PDF."),
}


def name(kind: str, *, language: str | None = None) -> str:
    """What a kind of paper is called, in this language or the active one."""
    with translation.override(language or translation.get_language()):
        return str(NAMES[kind])


def missing_words(codes: Iterable[str], *, language: str | None = None) -> list[str]:
    """What was missing, a sentence each."""
    with translation.override(language or translation.get_language()):
        return [str(_MISSING[code]) for code in codes]


def cover_up(kind: str) -> tuple[Any, ...]:
    """What to cover before the picture is taken, because nobody needs it."""
    return COVER_UP.get(kind, COVER_UP_OTHERS)
