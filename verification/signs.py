"""Signs of fraud: what is seen, from which number on it says something, and what follows. Pure.

A sign never refuses anybody. It raises the proof that is asked for (7060(f), 7061(b)) or asks a person to look, who may
explain it away. It touches no opt-out, and whoever asks never hears of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

RAISE, ASK = "raise", "ask"
# Days before receipt in which a change of what is on file says something (rules.md section 7.8), and hours or days
# over which the others are counted.
RECENT = timedelta(days=30)
NETWORK_WINDOW = timedelta(hours=24)
CONTACT_WINDOW = timedelta(days=30)
AGENT_WINDOW = timedelta(days=90)


@dataclass(frozen=True)
class SignRule:
    """One sign. `least`: from which count on it is one; `says` explains it to an officer, with that count."""

    effect: str
    least: int
    says: str


SIGNS: dict[str, SignRule] = {
    "contact_new": SignRule(
        RAISE, 1, "A contact point on file is younger than 30 days: {n}. Whoever changed it may be the one who asks."
    ),
    "disposable_mail": SignRule(
        RAISE, 1, "The e-mail address given is of a provider whose mailboxes anybody opens for minutes."
    ),
    "many_people": SignRule(
        RAISE, 4, "From the contact point given, {n} different people were asked about in 30 days. No registered agent."
    ),
    "call_back_denied": SignRule(RAISE, 1, "At the number on file somebody said that they did not ask."),
    "same_network": SignRule(
        ASK, 10, "In 24 hours {n} submissions about different people came from one network address."
    ),
    "place_mismatch": SignRule(
        ASK, 2, "Places do not fit the residence that was given: {n} of country, postal code and area code."
    ),
    "agent_failures": SignRule(ASK, 3, "Of this agent {n} checks failed in 90 days."),
    "contacts_barred": SignRule(
        ASK, 1, "Whoever asks wants nobody to write to any contact point on file, and gives one that is not on file."
    ),
    "barred_before": SignRule(
        ASK, 1, "Somebody asked before that contacts on file be left alone, and showed none of them to be theirs. "
        "That is not obeyed here, but it may have been the person: a person decides."
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What was gathered about one submission. Counts and days, nothing that names anybody."""

    received_on: date
    on_file_since: tuple[date | None, ...] = ()
    from_network: int = 0
    people_from_contact: int = 0
    disposable: bool = False
    agent_failed: int = 0
    misplaced: int = 0
    barred: bool = False
    barred_before: bool = False
    registered_agent: bool = False


@dataclass(frozen=True)
class Seen:
    """One sign that was seen, with its count."""

    code: str
    count: int


def seen(facts: Facts) -> list[Seen]:
    """The signs in these facts. Numbers of a registered agent are their business, and no sign."""
    counts = dict(_counts(facts))
    return [Seen(code, counts[code]) for code, rule in SIGNS.items() if counts.get(code, 0) >= rule.least]


def _counts(facts: Facts) -> Iterator[tuple[str, int]]:
    latest = facts.received_on - RECENT
    yield "contact_new", sum(1 for since in facts.on_file_since if since is not None and since > latest)
    yield "disposable_mail", int(facts.disposable)
    yield "place_mismatch", facts.misplaced
    yield "contacts_barred", int(facts.barred)
    yield "barred_before", int(facts.barred_before)
    if not facts.registered_agent:
        yield "same_network", facts.from_network
        yield "many_people", facts.people_from_contact
        yield "agent_failures", facts.agent_failed


def sentence(code: str, count: int) -> str:
    """The sign in words for an officer."""
    return SIGNS[code].says.format(n=count)
