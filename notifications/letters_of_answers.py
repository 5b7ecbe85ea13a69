"""The letters that answer a request: what was given or done, what was refused, and what an appeal came to."""

from notifications.context import (
    CATEGORY_MEMBERS,
    CHANGE_MEMBERS,
    ITEM_MEMBERS,
    day,
    flag,
    one_of,
    rows,
    some_of,
    text,
    texts,
)
from notifications.keys import COURT, NOT_TOLD, ON_PAPER, RECEIVED, REFERENCE, REFUSAL, REGULATOR, TOLD
from notifications.letter_kinds import DELIVERIES, OPT_OUT_KINDS, OTHER_RIGHTS, LetterKind

ANSWERS: dict[str, LetterKind] = {
    "denial": LetterKind(
        (REFERENCE, *REFUSAL, rows("items", "what is refused, each with its ground", ITEM_MEMBERS, required=True))
    ),
    "partial": LetterKind(
        (
            REFERENCE,
            *REFUSAL,
            rows("items", "everything, granted and refused; split by outcome", ITEM_MEMBERS, required=True),
            TOLD,
            NOT_TOLD,
            day("review_on", "the day on which the first ground for keeping ends", default=""),
            day("available_until", "the last day to download the answer, where there is one", default=""),
            ON_PAPER,
        )
    ),
    "completion_access": LetterKind(
        (
            REFERENCE,
            RECEIVED,
            day("period_from", "the first day the answer covers; empty: however old", default=""),
            day("period_to", "the last day the answer covers", default=""),
            one_of("delivery", "how the answer is handed over", *DELIVERIES),
            day("available_until", "the last day to download it; not for post", default=""),
            rows("categories", "what we hold of that time, along the data map", CATEGORY_MEMBERS),
            texts("sold_or_shared", "categories of recipients to whom data was sold or shared; empty: none"),
            texts("disclosed", "categories of recipients for a business purpose; empty: none"),
            texts("third_parties", "the list of third parties that OR, MN, CT, DE and MD grant"),
            texts("withheld_types", "kinds of data that are held but never sent (7024(d))"),
        )
    ),
    "completion_deletion": LetterKind(
        (
            REFERENCE,
            RECEIVED,
            rows("items", "what was done in each system", ITEM_MEMBERS, required=True),
            TOLD,
            NOT_TOLD,
            flag("backups_deferred", "copies in backups wait for the next use", default=True),
        )
    ),
    "completion_correction": LetterKind(
        (
            REFERENCE,
            RECEIVED,
            rows("changes", "what was changed and where; `described` says old and new", CHANGE_MEMBERS, required=True),
            TOLD,
            NOT_TOLD,
            texts("sources", "who gave us the wrong data, if not the person"),
        )
    ),
    "completion_other": LetterKind(
        (
            REFERENCE,
            one_of("right", "the right asked for", *OTHER_RIGHTS),
            RECEIVED,
            text("outcome", "what we decided and did, with reasons"),
            day("effective_on", "the day from which it holds"),
            rows("items", "what it covers", ITEM_MEMBERS),
            TOLD,
            NOT_TOLD,
        )
    ),
    "opt_out_confirmation": LetterKind(
        (
            REFERENCE,
            some_of("kinds", "what is stopped", *OPT_OUT_KINDS),
            some_of("scope", "where it holds", "browser", "account", "offline", "channels"),
            day("effective_on", "the day from which it holds"),
            day("not_asked_before", "the first day on which we may ask again"),
            TOLD,
            NOT_TOLD,
        )
    ),
    "appeal_decision": LetterKind(
        (
            REFERENCE,
            text("original_reference", "the reference of the request appealed"),
            RECEIVED,
            one_of("outcome", "the decision", "granted", "partly", "denied"),
            text("reasons", "the written reasons"),
            rows("items", "what stays refused, each with its ground", ITEM_MEMBERS),
            texts("also", "what has to go with each ground"),
            text("action", "what we do or did because of it", default=""),
            REGULATOR,
            COURT,
        )
    ),
}
