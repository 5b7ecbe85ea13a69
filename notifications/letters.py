"""The catalogue of letters: what each kind must be given, and what it is.

Every kind has a template in `templates/letters/<language>/<kind>.txt`. Subjects are neutral: they name the
reference and nothing else, because a subject line is read by whoever holds the phone.

`reference` is wanted by every kind. Days are dates or YYYY-MM-DD. Words inside the context (facts, reasons,
category names) are the caller's, in the language of the letter. Codes (rights, kinds, outcomes) become words here.
Items are {category, system, outcome, outcome_words, ground, ground_words, facts, cite, until}: `category` always,
`ground_words` for what is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from notifications.context import (
    CATEGORY_MEMBERS,
    CHANGE_MEMBERS,
    ITEM_MEMBERS,
    REGULATOR_MEMBERS,
    Incomplete,
    Key,
    any_of,
    checked,
    day,
    flag,
    number,
    one_of,
    record,
    right,
    rights,
    rows,
    some_of,
    text,
    texts,
)

__all__ = ["CATALOGUE", "KEPT_OUTCOMES", "Incomplete", "LetterKind", "checked_context", "language_of"]

LANGUAGES = ("en", "es")
OPT_OUT_KINDS = (
    "marketing_email",
    "marketing_phone",
    "marketing_sms",
    "marketing_mail",
    "sale_sharing",
    "targeted_advertising",
    "profiling",
    "limit_sensitive",
    "affiliate_sharing",
    "nonaffiliate_sharing",
)
DELIVERIES = ("secure_download", "encrypted_email", "post")
CAPACITIES = ("self", "authorized_agent", "parent_or_guardian", "executor", "conservator")
OTHER_RIGHTS = ("restriction", "objection", "automated_decision", "consent_withdrawal")
KEPT_OUTCOMES = frozenset({"kept", "withheld", "review_upheld"})


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter. `secret`: holds a code that is wiped once it has left. `staff`: goes to our own people."""

    keys: tuple[Key, ...]
    statutory: bool = True
    secret: bool = False
    staff: bool = False


_REFERENCE = text("reference", "the request's reference")
_RECEIVED = day("received_on", "the day we received the request")
_TOLD = texts("recipients_told", "whom we told: processors and third parties, in words")
_LINK = text("link", "a path that leads there without typing, for e-mail only", default="")
_USE_BY = day("valid_until", "the last day to use it first, where it replaces a lost one", default="")
_NOT_TOLD = text("not_told_because", "why others were not told, where they were not", default="")
# What every refusal must offer, in whole or in part (7022, 7023, 7024; state appeals; GDPR 12(4)).
_REFUSAL = (
    right(),
    _RECEIVED,
    text("facts", "the facts behind the refusal, specific to this person"),
    texts("done_instead", "what we did instead"),
    day("appeal_by", "the last day to appeal, where there is an appeal", default=""),
    record("regulator", "the attorney general or regulator", REGULATOR_MEMBERS),
    flag("opt_out_offer", "offer the opt-out of sale and sharing (7022(g))"),
    flag("dispute_statement", "offer a 250-word statement (7023(f)(3)) or a statement on file (insurance)"),
    flag("delete_offer", "offer deletion of the disputed data (7023(f)(4))"),
    flag("court_remedy", "name the supervisory authority and the courts (GDPR 12(4))"),
    flag("identity_not_shown", "the refusal rests on identity that was not shown"),
)

CATALOGUE: dict[str, LetterKind] = {
    "acknowledgement": LetterKind(
        (
            _REFERENCE,
            rights(),
            _RECEIVED,
            day("respond_by", "the day by which we answer"),
            one_of("tier", "the level of proof the request needs", "T0", "T1", "T2", "T3"),
            one_of("capacity", "who asks", *CAPACITIES, default="self"),
            flag("extendable", "the law lets us extend once", default=True),
        )
    ),
    "identity_request": LetterKind(
        (
            _REFERENCE,
            right(),
            number("points_needed", "how many facts we need"),
            texts("choices", "the facts to choose from", required=True),
            flag("declaration", "a signed declaration is needed too"),
            day("answer_by", "the day by which we ask for it"),
            day("respond_by", "the day by which we answer"),
            _LINK,
            flag("clock_pauses", "the time limit waits for the answer (United Kingdom only)"),
        )
    ),
    "verification_code": LetterKind(
        (_REFERENCE, text("code", "the code"), number("valid_minutes", "how long it works")),
        statutory=False,
        secret=True,
    ),
    "extension": LetterKind(
        (
            _REFERENCE,
            right(),
            _RECEIVED,
            day("original_due", "the first due day"),
            day("new_due", "the new due day"),
            text("reason", "the specific reason; never empty"),
            text("done_so_far", "what has been done so far"),
        )
    ),
    "denial": LetterKind(
        (_REFERENCE, *_REFUSAL, rows("items", "what is refused, each with its ground", ITEM_MEMBERS, required=True))
    ),
    "partial": LetterKind(
        (
            _REFERENCE,
            *_REFUSAL,
            rows("items", "everything, granted and refused; split by outcome", ITEM_MEMBERS, required=True),
            _TOLD,
            _NOT_TOLD,
            day("review_on", "the day on which we look at the kept data again", default=""),
            day("available_until", "the last day to download the answer, where there is one", default=""),
        )
    ),
    "completion_access": LetterKind(
        (
            _REFERENCE,
            _RECEIVED,
            day("period_from", "the first day the answer covers"),
            day("period_to", "the last day the answer covers"),
            one_of("delivery", "how the answer is handed over", *DELIVERIES),
            day("available_until", "the last day to download it; not for post", default=""),
            rows("categories", "what we hold, along the data map", CATEGORY_MEMBERS, required=True),
            texts("sold_or_shared", "categories of recipients to whom data was sold or shared; empty: none"),
            texts("disclosed", "categories of recipients for a business purpose; empty: none"),
            texts("third_parties", "the list of third parties that OR, MN, CT, DE and MD grant"),
            texts("withheld_types", "kinds of data that are held but never sent (7024(d))"),
        )
    ),
    "completion_deletion": LetterKind(
        (
            _REFERENCE,
            _RECEIVED,
            rows("items", "what was done in each system", ITEM_MEMBERS, required=True),
            _TOLD,
            _NOT_TOLD,
            flag("backups_deferred", "copies in backups wait for the next use", default=True),
        )
    ),
    "completion_correction": LetterKind(
        (
            _REFERENCE,
            _RECEIVED,
            rows("changes", "what was changed and where; `described` says old and new", CHANGE_MEMBERS, required=True),
            _TOLD,
            _NOT_TOLD,
            texts("sources", "who gave us the wrong data, if not the person"),
        )
    ),
    "completion_other": LetterKind(
        (
            _REFERENCE,
            one_of("right", "the right asked for", *OTHER_RIGHTS),
            _RECEIVED,
            text("outcome", "what we decided and did, with reasons"),
            day("effective_on", "the day from which it holds"),
            rows("items", "what it covers", ITEM_MEMBERS),
            _TOLD,
            _NOT_TOLD,
        )
    ),
    "opt_out_confirmation": LetterKind(
        (
            _REFERENCE,
            some_of("kinds", "what is stopped", *OPT_OUT_KINDS),
            some_of("scope", "where it holds", "browser", "account", "offline", "channels"),
            day("effective_on", "the day from which it holds"),
            day("not_asked_before", "the first day on which we may ask again"),
            _TOLD,
            _NOT_TOLD,
        )
    ),
    "withdrawal": LetterKind(
        (
            _REFERENCE,
            right(),
            day("withdrawn_on", "the day it was taken back"),
            any_of("still_stopped", "what an opt-out stopped and what stays so", *OPT_OUT_KINDS),
        )
    ),
    "delay": LetterKind(
        (
            _REFERENCE,
            right(),
            _RECEIVED,
            day("original_due", "the day we missed"),
            day("new_due", "the day by which we now answer"),
            text("cause", "why we are late; never empty"),
        )
    ),
    "appeal_decision": LetterKind(
        (
            _REFERENCE,
            text("original_reference", "the reference of the request appealed"),
            _RECEIVED,
            one_of("outcome", "the decision", "granted", "partly", "denied"),
            text("reasons", "the written reasons"),
            text("action", "what we do or did because of it", default=""),
            record("regulator", "the attorney general or regulator", REGULATOR_MEMBERS),
        )
    ),
    "agent_notice": LetterKind(
        (
            _REFERENCE,
            one_of("audience", "who reads it", "agent", "consumer"),
            text("agent_name", "who acts for the person"),
            right(),
            _RECEIVED,
            one_of("answer_to", "who gets the answer", "consumer", "requester", default="consumer"),
            texts("missing", "what the permission lacks, for the agent"),
            day("answer_by", "the day by which the agent cures it", default=""),
        )
    ),
    "message_waiting": LetterKind((_REFERENCE,), statutory=False),
    "inquiry_answer": LetterKind((_REFERENCE, _RECEIVED, text("answer", "what we answer")), statutory=False),
    "package_ready": LetterKind((_REFERENCE, day("available_until", "the last day to download it"), _LINK)),
    "package_code": LetterKind(
        (_REFERENCE, text("code", "the code"), number("valid_minutes", "how long it works")),
        statutory=False,
        secret=True,
    ),
    "access_code_letter": LetterKind(
        (_REFERENCE, rights(), _RECEIVED, text("access_code", "the access code"), _USE_BY), secret=True
    ),
    "request_seen_notice": LetterKind((_REFERENCE, rights(), _RECEIVED), statutory=False),
    "contact_changed": LetterKind((_REFERENCE, day("changed_on", "the day of the change"))),
    "restriction_lift": LetterKind(
        (_REFERENCE, day("lifted_on", "the day the limit ends"), text("reason", "why it ends"))
    ),
    "hold_released": LetterKind(
        (
            _REFERENCE,
            day("erased_on", "the day the kept data was deleted"),
            rows("items", "what was deleted now", ITEM_MEMBERS, required=True),
        )
    ),
    "staff_alert": LetterKind(
        (
            _REFERENCE,
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
    found = checked(CATALOGUE[kind].keys, context)
    if kind in {"denial", "partial"}:
        _check_grounds(kind, found["items"])
    return found


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
