"""What a letter says beside each ground, in the reader's language: the portal knows it, so no officer has to write it.

The other half of `must_also`: every code that a ground names is checked there, said here, or both.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _

from requests_app.regulators import INSURANCE_REGULATORS


@dataclass(frozen=True)
class Known:
    """What the sentences need: of the case, and of the items that rest on this ground. Words in the letter's language.

    `kinds`: what the items are called. `withheld`: kinds of values never sent. `given`: whether the rest was given.
    `repeated_answered_on`: when the request that this one repeats was answered; None while it goes on.
    """

    ground: str
    kinds: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    next_free_on: date | None = None
    fee: str = ""
    given: bool = False
    repeated_answered_on: date | None = None


Say = Callable[[Known], str]


def sentence(code: str, known: Known) -> str:
    """The sentence of one code; empty where the letter says it elsewhere, or an officer writes it."""
    say = SENTENCES.get(code)
    return say(known) if say else ""


def _list(words: tuple[str, ...]) -> str:
    return ", ".join(dict.fromkeys(words))


def _cure(known: Known) -> str:
    if known.ground == "AGT-SCOPE":
        return _(
            "Send us a signed permission that names this request, or a power of attorney. The person can also ask us "
            "directly. Then we go on."
        )
    return _(
        "Send us the person's signed permission, or a power of attorney. The person can also ask us directly. Then we "
        "go on."
    )


def _searched(known: Known) -> str:
    return _("We looked in these systems: %(systems)s.") % {"systems": _list(known.searched)}


def _policy(known: Known) -> str:
    return _("You still get all that our own privacy policy promises to everybody.")


def _each_asks(known: Known) -> str:
    return _("Each person in the household can ask us for the data that is about them.")


def _fee(known: Known) -> str:
    if known.fee:
        return _(
            "We can still do it for a fee of $%(amount)s. It covers what the work costs us. Tell us if you want that. "
            "You do not have to pay anything now."
        ) % {"amount": known.fee}
    return _("We do not ask you for a fee. If you ask for less, or tell us more, we look at it again free of charge.")


def _next_free(known: Known) -> str:
    day = formats.date_format(known.next_free_on, "DATE_FORMAT") if known.next_free_on else ""
    free = _("You can ask again free of charge from %(day)s on.") % {"day": day} if day else ""
    return f"{free} {_fee(known)}".strip() if known.fee else free


def _record_kinds(known: Known) -> str:
    return _("We did not search these kinds of records: %(kinds)s.") % {"kinds": _list(known.kinds)}


def _same_goes_on(known: Known) -> str:
    if known.repeated_answered_on:
        day = formats.date_format(known.repeated_answered_on, "DATE_FORMAT")
        return _(
            "We answered your first request on %(day)s. That answer counts for both. This letter confirms that we "
            "closed the second one."
        ) % {"day": day}
    return _("Your first request goes on. This letter confirms that we closed the second one.")


def _withdrawn(known: Known) -> str:
    return _("This letter confirms that the request was taken back.")


def _types_held(known: Known) -> str:
    held = _list(known.withheld or known.kinds)
    return _("We hold this kind of data about you, and we never send it: %(kinds)s.") % {"kinds": held}


def _rest(known: Known) -> str:
    if known.given:
        return _("We took out only that part. You get the rest.")
    return _("We looked for a part that we could give you alone. There was none.")


def _other_right(known: Known) -> str:
    words = {
        "X-GLBA": _("You can tell us at any time not to share this data with companies outside our group."),
        "X-FCRA": _("You can get your report from the reporting agency, and dispute what is wrong in it."),
        "X-DPPA": _("You can ask the motor vehicle office of your state about this data."),
        "X-INSCODE": _(
            "You can ask us to see and to correct your insurance records under the insurance law of your state."
        ),
    }
    return words.get(known.ground, "")


def _insurance_regulator(known: Known) -> str:
    return _("You can turn to the insurance regulator of your state: %(page)s") % {"page": INSURANCE_REGULATORS}


def _provider(known: Known) -> str:
    return _("Tell us the name of a health care provider. We will send this data there, and they can show it to you.")


def _no_other_use(known: Known) -> str:
    return _("Until then we use this data for nothing else.")


def _backup(known: Known) -> str:
    return _("This is no refusal. The change reaches the backups when they are next used.")


def _documents(known: Known) -> str:
    return _("Send us these documents through the status page. Then we look at it again.")


def _reopened(known: Known) -> str:
    return _("If you have new documents, send them. Then we look at it again at once.")


def _human(known: Known) -> str:
    return _(
        "A person can look at the decision again. You can tell that person your view and contest the decision. Write "
        "to us or call."
    )


SENTENCES: Mapping[str, Say] = {
    "how_to_cure": _cure,
    "list_systems_searched": _searched,
    "apply_policy": _policy,
    "each_may_ask": _each_asks,
    "fee_option": _fee,
    "next_free_on": _next_free,
    "list_record_categories": _record_kinds,
    "same_request_goes_on": _same_goes_on,
    "confirm_in_writing": _withdrawn,
    "state_type_held": _types_held,
    "give_rest": _rest,
    "name_other_right": _other_right,
    "regulator_contact": _insurance_regulator,
    "name_provider": _provider,
    "no_other_use": _no_other_use,
    "no_denial": _backup,
    "what_to_send": _documents,
    "new_documents_reopen": _reopened,
    "human_review_offered": _human,
}

# What has a paragraph of its own in every refusal, whatever the ground; by the member of the letter that opens it.
BY_THE_LETTER: Mapping[str, str] = {
    "say_identity_not_shown": "identity_not_shown",
    "may_ask_again": "identity_not_shown",
    "fall_back_to_categories": "done_instead",
    "opt_out_offer": "opt_out_offer",
    "deletion_option": "delete_offer",
    "statement_250_words": "dispute_statement",
}
