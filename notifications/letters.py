"""The catalogue of letters: what each kind must be given, and what it is.

Every kind has a template in `templates/letters/<language>/<kind>.txt`. Subjects are neutral: they name the
reference and nothing else, because a subject line is read by whoever holds the phone.

`reference` is wanted by every kind. Days are dates or YYYY-MM-DD. Words inside the context (facts, reasons,
category names) are the caller's, in the language of the letter. Codes (rights, kinds, outcomes) become words here.
Items are {category, system, outcome, outcome_words, ground, ground_words, facts, cite, until}: `category` always,
`ground_words` for what is refused.
"""

from collections.abc import Mapping
from typing import Any

from notifications.context import (
    ITEM_MEMBERS,
    RIGHTS,
    Incomplete,
    any_of,
    checked,
    day,
    flag,
    number,
    one_of,
    right,
    rights,
    rows,
    text,
    texts,
)
from notifications.keys import COURT, ENCLOSURE, LINK, LOCKED, NOT_TOLD, RECEIVED, REFERENCE, REGULATOR, TOLD, USE_BY
from notifications.letter_kinds import CAPACITIES, FORM_MEMBERS, KEPT_OUTCOMES, OPT_OUT_KINDS, LetterKind
from notifications.letters_of_answers import ANSWERS
from notifications.letters_of_papers import PAPERS

__all__ = ["CATALOGUE", "KEPT_OUTCOMES", "Incomplete", "LetterKind", "checked_context", "language_of"]

LANGUAGES = ("en", "es")
# In every kind: the slug of the one member company that the letter is about. Its name then stands over the letter.
COMPANY = "company"
# A code that is read back in the call in which it was asked for says so; any other is never given to anybody.
BY_PHONE = flag("by_phone", "the person asked for it in a call with us")

CATALOGUE: dict[str, LetterKind] = {
    **ANSWERS,
    **PAPERS,
    "acknowledgement": LetterKind(
        (
            REFERENCE,
            rights(),
            RECEIVED,
            day("respond_by", "the day by which we answer"),
            one_of("tier", "the level of proof the request needs", "T0", "T1", "T2", "T3"),
            one_of("capacity", "who asks", *CAPACITIES, default="self"),
            flag("extendable", "the law lets us extend once", default=True),
        )
    ),
    "identity_request": LetterKind(
        (
            REFERENCE,
            right(),
            number("points_needed", "how many facts we need"),
            texts("choices", "the facts to choose from", required=True),
            flag("declaration", "a signed declaration is needed too"),
            day("answer_by", "the day by which we ask for it"),
            day("respond_by", "the day by which we answer"),
            LINK,
            flag("clock_pauses", "the time limit waits for the answer (United Kingdom only)"),
        )
    ),
    "verification_code": LetterKind(
        (
            REFERENCE,
            text("code", "the code"),
            number("valid_minutes", "how long it works"),
            BY_PHONE,
            rows("others", "codes of other requests that named the same mailbox", ("reference", "code")),
        ),
        statutory=False,
        secret=True,
    ),
    "verification_text": LetterKind(
        (REFERENCE, text("code", "the code"), number("valid_minutes", "how long it works"), BY_PHONE),
        statutory=False,
        secret=True,
        brief=True,
    ),
    "mailed_code": LetterKind(
        (REFERENCE, text("code", "the code"), day("valid_until", "the last day to use it")),
        statutory=False,
        secret=True,
    ),
    "paper_forms": LetterKind(
        (
            REFERENCE,
            RECEIVED,
            day("respond_by", "the day by which we answer"),
            rows("forms", "the forms, each with its number", FORM_MEMBERS, required=True),
            text("statement", "the words of the declaration", default=""),
            text("text_version", "which version of these words", default=""),
        ),
        statutory=False,
    ),
    "extension": LetterKind(
        (
            REFERENCE,
            right(),
            RECEIVED,
            day("original_due", "the first due day"),
            day("new_due", "the new due day"),
            text("reason", "the specific reason; never empty"),
            text("done_so_far", "what has been done so far"),
        )
    ),
    "withdrawal": LetterKind(
        (
            REFERENCE,
            right(),
            day("withdrawn_on", "the day it was taken back"),
            any_of("still_stopped", "what an opt-out stopped and what stays so", *OPT_OUT_KINDS),
        )
    ),
    "delay": LetterKind(
        (
            REFERENCE,
            right(),
            RECEIVED,
            day("original_due", "the day we missed"),
            day("new_due", "the day by which we now answer"),
            text("cause", "why we are late; never empty"),
            REGULATOR,
            COURT,
        )
    ),
    "agent_notice": LetterKind(
        (
            REFERENCE,
            one_of("audience", "who reads it", "agent", "consumer"),
            text("agent_name", "who acts for the person"),
            rights(),
            RECEIVED,
            one_of("answer_to", "who gets the answer", "consumer", "requester", default="consumer"),
            texts("missing", "what the permission lacks, for the agent"),
            day("answer_by", "the day by which the agent cures it", default=""),
        )
    ),
    "agent_question": LetterKind(
        (
            REFERENCE,
            text("agent_name", "who asks for the person"),
            rights(),
            RECEIVED,
            LINK,
            day("answer_by", "the last day to answer on the page"),
        ),
        statutory=False,
    ),
    "permission_kept": LetterKind(
        (
            REFERENCE,
            text("agent_name", "who may ask for the person"),
            any_of("rights", "what the agent may ask for; none: everything", *sorted(RIGHTS)),
            day("valid_until", "the last day of the permission", default=""),
            one_of("answer_to", "who gets the answers", "consumer", "requester", default="consumer"),
            LINK,
        ),
        statutory=False,
    ),
    "form_saved": LetterKind((day("kept_until", "the last day on which the form is kept"),), statutory=False),
    "message_waiting": LetterKind((REFERENCE,), statutory=False),
    "inquiry_answer": LetterKind((REFERENCE, RECEIVED, text("answer", "what we answer")), statutory=False),
    "package_ready": LetterKind(
        (REFERENCE, day("available_until", "the last day to download it"), LINK, ENCLOSURE, LOCKED)
    ),
    "package_code": LetterKind(
        (REFERENCE, text("code", "the code"), number("valid_minutes", "how long it works")),
        statutory=False,
        secret=True,
    ),
    "access_code_letter": LetterKind(
        (REFERENCE, rights(), RECEIVED, text("access_code", "the access code"), USE_BY), secret=True
    ),
    "request_seen_notice": LetterKind((REFERENCE, rights(), RECEIVED), statutory=False),
    "release_warning": LetterKind(
        (REFERENCE, rights(), RECEIVED, day("waits_until", "the day until which it can be stopped"), LINK),
        statutory=False,
    ),
    "release_warning_text": LetterKind((REFERENCE, LINK), statutory=False, brief=True),
    "contact_changed": LetterKind(
        (
            REFERENCE,
            day("changed_on", "the day of the change"),
            flag("of_case", "where letters about this request go was changed, not what is on file"),
        )
    ),
    "restriction_lift": LetterKind(
        (REFERENCE, day("lifted_on", "the day the limit ends"), text("reason", "why it ends"))
    ),
    "hold_released": LetterKind(
        (
            REFERENCE,
            day("erased_on", "the day the kept data was deleted"),
            rows("items", "what was deleted now", ITEM_MEMBERS, required=True),
            TOLD,
            NOT_TOLD,
        )
    ),
    "staff_alert": LetterKind(
        (
            REFERENCE,
            text("what", "what is wrong, without personal data"),
            text("path", "where to look, a path of this portal"),
            day("due_on", "the day it is due", default=""),
        ),
        statutory=False,
        staff=True,
    ),
}


def checked_context(kind: str, context: Mapping[str, Any]) -> dict[str, Any]:
    """The context as it will be stored. Raises `Incomplete` if the letter could not say what it must."""
    given = dict(context)
    company = str(given.pop(COMPANY, ""))
    found = checked(CATALOGUE[kind].keys, given)
    if kind in {"denial", "partial"}:
        _check_grounds(kind, found["items"])
    return {**found, COMPANY: company} if company else found


def language_of(wanted: str) -> str:
    """The nearest language we write letters in."""
    base = wanted.lower().split("-")[0]
    return base if base in LANGUAGES else "en"


def _check_grounds(kind: str, items: list[dict[str, str]]) -> None:
    refused = [item for item in items if kind == "denial" or item.get("outcome") in KEPT_OUTCOMES]
    if not refused:
        raise Incomplete("A partial answer names at least one item that was refused.")
    if not all(item.get("ground_words") for item in refused):
        raise Incomplete("Each refused item needs `ground_words`: the law wants a reason for each.")
