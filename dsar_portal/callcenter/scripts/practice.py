"""The made-up callers of practice calls, and what would be on file about them. Nobody in here exists.

Numbers are from the ranges that are never given out: 555-01xx, example.org, and a Social Security number that was
printed on a sample card and withdrawn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from secrets import choice

from verification.assurance import Point, Tier, enough
from verification.directories.normalise import fact

FILE, CLAIM = "file", "claim"


@dataclass(frozen=True)
class Caller:
    """Who calls, in their own words; what they answer when asked; and what a good call comes to.

    `on_file` is the made-up directory: answers of a practice call are compared with it and with nothing else.
    """

    key: str
    opens: str
    answers: tuple[tuple[str, str], ...]
    rights: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    ends: str = FILE
    consent: str = "yes"
    heard: Mapping[str, str] = field(default_factory=dict)
    on_file: Mapping[str, str] = field(default_factory=dict)


CALLERS: dict[str, Caller] = {
    one.key: one
    for one in (
        Caller(
            "stop_calls",
            "You people keep ringing me at dinner about insurance. I want that to stop. I never even bought anything.",
            (
                ("The recording", "Fine, record it."),
                ("Name", "Robin Sample. S-A-M-P-L-E."),
                ("State", "Wisconsin, 54911."),
                ("Phone", "920-555-0171, that is the one you ring."),
                ("E-mail, address", "You do not need that."),
                ("Is it safe to write or call there", "Yes. But no calls, please!"),
            ),
            rights=frozenset({"opt_out"}),
            kinds=frozenset({"marketing_phone"}),
            heard={"given_name": "Robin", "family_name": "Sample", "state": "WI", "phone": "920-555-0171"},
        ),
        Caller(
            "whole_copy",
            "I want to know everything you have about me. All of it, please, on paper.",
            (
                ("The recording", "I prefer that you do not record me."),
                ("Name", "Avery Muñoz, with the little wave on the N."),
                ("State", "California, 95814."),
                ("How we know them", "I have had a ring insured with you for years."),
                ("Phone and address", "916-555-0133. 4 Made-Up Lane, Sacramento."),
                ("E-mail", "I have none."),
                ("Is it safe to write or call there", "Yes, both."),
                ("Policy number", "55-900417."),
                ("Date of birth", "May 2, 1970."),
                ("Month of the last payment", "October 2026."),
                ("Without being asked", "Do you want my Social Security number? It is 078-05-1120."),
            ),
            rights=frozenset({"access"}),
            consent="no",
            heard={"given_name": "Avery", "family_name": "Muñoz", "state": "CA", "phone": "916-555-0133"},
            on_file={
                "policy_number": "55-900417",
                "date_of_birth": "1970-05-02",
                "last_premium_month": "2026-10",
                "customer_number": "C-700417",
                "phone": "916-555-0133",
                "postal_code": "95814",
            },
        ),
        Caller(
            "delete_all",
            "Please erase all my data. I returned the care plan and I want nothing left with you.",
            (
                ("The recording", "All right."),
                ("Name", "Jo Specimen, S-P-E-C-I-M-E-N."),
                ("State", "Texas, 78701."),
                ("How we know them", "A care plan for a watch."),
                ("Phone, e-mail", "512-555-0164, jo@example.org."),
                ("Is it safe to write or call there", "Only by e-mail: I share the phone."),
                ("Care plan number", "CP-11834. (That is not on file: say nothing about it.)"),
                ("Where it was bought", "At Brilliant Example Jewelers."),
                ("After the consequences", "Yes. Confirm yes."),
            ),
            rights=frozenset({"deletion"}),
            heard={"given_name": "Jo", "family_name": "Specimen", "state": "TX", "email": "jo@example.org"},
            on_file={"care_plan_number": "CP-11843", "purchase_retailer": "Brilliant Example Jewelers"},
        ),
        Caller(
            "claim_question",
            "My necklace was stolen three weeks ago and nobody tells me when you pay. What is going on?",
            (("Anything else", "No, I only want to know about my claim."),),
            ends=CLAIM,
        ),
    )
}


def caller_of(key: str) -> Caller:
    """The caller of this key; for none or an unknown one, any."""
    return CALLERS.get(key) or choice(list(CALLERS.values()))


def reached(caller: Caller, answers: Mapping[str, str]) -> Tier:
    """The level that these answers show, held against the made-up directory. A statement is never signed by voice."""
    fitting = [kind for kind, text in answers.items() if _fits(caller, kind, text)]
    return enough(points=[Point(kind, "facts_on_file") for kind in fitting], declaration=False, on_file_contact=False)


def misheard(caller: Caller, typed: Mapping[str, str]) -> Iterable[str]:
    """The fields in which something else stands than the caller said."""
    return [name for name, said in caller.heard.items() if fact(name, typed.get(name, "")) != fact(name, said)]


def _fits(caller: Caller, kind: str, text: str) -> bool:
    known = fact(kind, caller.on_file.get(kind, ""))
    return bool(known) and fact(kind, text) == known
