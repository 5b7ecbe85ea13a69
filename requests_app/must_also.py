"""What has to go with each ground, as far as the person who decides must bring it. Pure: knows no framework.

Every ground of `grounds` names what goes with it. What only a person can know is checked here: a decision without it
is refused with a sentence. What the portal knows by itself is said by the letter: `also_words`. Every code is in one
of the two, or in both.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from requests_app.free_requests import FreeUse
from requests_app.grounds import GROUNDS, LAPSING, RETENTIONS

# Fewer words than this name no facts of a case.
SOME_WORDS, MANY_WORDS = 4, 8
NUMBER_OF_MATTER = re.compile(r"[\w/-]*\d[\w/-]{3,}|[\w/-]{3,}\d[\w/-]*")


@dataclass(frozen=True)
class Direction:
    """An authority's direction on record: its last day (90 days, and again if renewed), and where; no systems: all.

    Cal. Civ. Code 1798.145(a)(1)(B).
    """

    until: date
    systems: frozenset[str] = frozenset()

    def covers(self, system: str) -> bool:
        return not self.systems or system in self.systems


@dataclass(frozen=True)
class Circumstances:
    """What is known of a case beside the decision itself. `right` is that of the original, for an appeal too."""

    right: str
    today: date
    fits: frozenset[str] = frozenset(GROUNDS)
    scope: str = ""
    enough_for_categories: bool = False
    searched: tuple[str, ...] = ()
    still_searching: bool = False
    # The places, as (category, system), where something of the person lies.
    found: frozenset[tuple[str, str]] = frozenset()
    repeats_another: bool = False
    free: FreeUse | None = None
    refused_before: bool = False
    marketing_systems: frozenset[str] = frozenset()
    directed: tuple[Direction, ...] = ()


@dataclass(frozen=True)
class Reason:
    """One refusal: of one item, or of the request as a whole. `facts` are all words that the person will read of it."""

    ground: str
    facts: str
    cite: str = ""
    until: str = ""
    retention: str = ""
    evidence: str = ""
    category: str = ""
    system: str = ""
    whole: bool = False
    denied: bool = False


Fault = tuple[str, str]
Check = Callable[[Reason, Circumstances], Fault | None]


def faults(reason: Reason, known: Circumstances) -> list[Fault]:
    """What is missing beside this ground: (field, sentence) pairs, in the order of the ground's list."""
    ground = GROUNDS.get(reason.ground)
    if ground is None:
        return []
    found = [CHECKS[code](reason, known) for code in ground.must_also if code in CHECKS]
    if reason.whole and (not ground.whole or (ground.code, known.right) in _NEVER_WHOLE):
        found.insert(0, ("ground", _ONLY_SINGLE))
    if reason.until and reason.ground not in LAPSING:
        found.append(("until", _NO_DAY))
    return [fault for fault in found if fault is not None]


_NO_DAY = (
    "This ground has no day on which it ends, and on that day the data would be erased. Leave the day out, or choose "
    "the ground that ends then."
)
# 11 CCR 7024(h): what is older than 12 months can be out of proportion; the last 12 months are always owed.
_NEVER_WHOLE = frozenset({("DISPROP", "access")})
_ONLY_SINGLE = (
    "This ground excuses single kinds of data, never the answer as a whole. Choose it for each kind it is about."
)


def _words(text: str) -> int:
    return len(re.findall(r"\w+", text))


def _explain_why(reason: Reason, known: Circumstances) -> Fault | None:
    if _words(reason.facts) >= SOME_WORDS:
        return None
    return "facts", "Explain why, in a sentence about this case. The law wants more than the ground itself."


def _detailed_facts(reason: Reason, known: Circumstances) -> Fault | None:
    if _words(reason.facts) >= MANY_WORDS:
        return None
    return (
        "facts",
        "Give the facts in detail: what was looked at, and what it showed or would take. The ground is not enough.",
    )


def _fall_back(reason: Reason, known: Circumstances) -> Fault | None:
    if known.right == "access" and known.scope == "specific_pieces" and known.enough_for_categories and reason.whole:
        return (
            "ground",
            "Enough was shown for the categories. Narrow the request to them instead of refusing it (11 CCR 7024(a)).",
        )
    return None


def _systems_searched(reason: Reason, known: Circumstances) -> Fault | None:
    if not known.searched:
        words = "No system was searched yet. The letter must list those that were, so nothing can be called not found."
    elif known.still_searching:
        words = "Some systems have not answered yet. Only when all have, something can be called not found."
    elif (reason.whole and known.found) or (reason.category, reason.system) in known.found:
        words = "Something was found. Choose a ground that says why it is refused or kept."
    else:
        return None
    return "ground", words


def _apply_policy(reason: Reason, known: Circumstances) -> Fault | None:
    if not reason.denied:
        return None
    return (
        "ground",
        "Our own privacy policy promises everybody an answer. Who is outside a law still gets what it promises.",
    )


def _evidence(reason: Reason, known: Circumstances) -> Fault | None:
    if _words(reason.evidence) >= SOME_WORDS:
        return None
    return "evidence", "Write down the evidence that the request is unfounded or excessive. The law makes us prove it."


def _next_free_on(reason: Reason, known: Circumstances) -> Fault | None:
    if known.free is not None and known.free.used_up:
        return None
    return (
        "ground",
        "The free requests of the last 12 months are not used up, or no law that binds this request limits them.",
    )


def _same_request(reason: Reason, known: Circumstances) -> Fault | None:
    if known.repeats_another:
        return None
    return (
        "ground",
        "No other request of this person that is open or answered is linked to this one, so it repeats none.",
    )


def _end_date(reason: Reason, known: Circumstances) -> Fault | None:
    if reason.until:
        return None
    return "until", "Give the day on which the policy, claim, plan or shipment ends, or on which you look at it again."


def _statute_and_expiry(reason: Reason, known: Circumstances) -> Fault | None:
    if reason.retention and reason.retention not in RETENTIONS:
        return "retention", "Choose the rule for keeping records from the list."
    if not reason.cite.strip():
        return (
            "cite",
            "Name the law that makes us keep this: choose the rule for keeping records, or write the citation.",
        )
    endless = reason.retention and RETENTIONS[reason.retention].years is None
    if reason.until or endless:
        return None
    return "until", "Give the day on which the duty to keep ends, or the day from which its years are counted."


def _matter_stays_inside(reason: Reason, known: Circumstances) -> Fault | None:
    numbers = {match.group().casefold() for match in NUMBER_OF_MATTER.finditer(reason.evidence)}
    if not any(number in reason.facts.casefold() for number in numbers):
        return None
    return "facts", "The number of the matter stays inside. Take it out of the words that the person reads."


def _law_enforcement(reason: Reason, known: Circumstances) -> Fault | None:
    where = {reason.system} if reason.system else {system for _category, system in known.found} or {""}
    ends = [max((one.until for one in known.directed if one.covers(system)), default=None) for system in where]
    days = [day for day in ends if day is not None]
    if len(days) < len(ends):
        return "ground", "No direction of an authority is on record. Place the legal hold first, with its case number."
    # Where several bind as a whole, nothing may be said to stay longer than the first of them holds.
    last = min(days).isoformat()
    if reason.until and reason.until <= last:
        return None
    return "until", f"The authority’s direction on record holds until {last}. Give that day, or one before it."


def _no_denial(reason: Reason, known: Circumstances) -> Fault | None:
    if not reason.denied:
        return None
    return (
        "ground",
        "Waiting for the next use of a backup is no refusal. Erase or correct the rest: answer in part.",
    )


def _new_documents(reason: Reason, known: Circumstances) -> Fault | None:
    if known.refused_before:
        return None
    return "ground", "We find no refused correction of this person from the last six months, so this one repeats none."


def _what_to_send(reason: Reason, known: Circumstances) -> Fault | None:
    if _words(reason.facts) >= SOME_WORDS:
        return None
    return "facts", "Say which documents are missing, so that the person knows what to send."


def _balancing_note(reason: Reason, known: Circumstances) -> Fault | None:
    if reason.system in known.marketing_systems:
        return "ground", "Nothing weighs more than an objection to direct marketing. Stop it (GDPR art. 21(3))."
    if _words(reason.evidence) >= SOME_WORDS:
        return None
    return "evidence", "Write down how our reasons were weighed against the person’s (GDPR art. 21(1))."


CHECKS: Mapping[str, Check] = {
    "explain_why": _explain_why,
    "detailed_facts": _detailed_facts,
    "fall_back_to_categories": _fall_back,
    "list_systems_searched": _systems_searched,
    "apply_policy": _apply_policy,
    "evidence": _evidence,
    "next_free_on": _next_free_on,
    "same_request_goes_on": _same_request,
    "end_date": _end_date,
    "statute_and_expiry": _statute_and_expiry,
    "matter_stays_inside": _matter_stays_inside,
    "no_other_use": _law_enforcement,
    "no_denial": _no_denial,
    "new_documents_reopen": _new_documents,
    "what_to_send": _what_to_send,
    "balancing_note": _balancing_note,
}
