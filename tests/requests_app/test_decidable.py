"""Every ground, right, law and form of an answer: what section 4 of the rules allows can be decided, the rest cannot.

The table is written from the rules, not from the code: the rights (Know, Delete, Correct, Restrict, Object, Stop a
use, Withdraw consent, Automated decision), where a ground holds, and in which forms it may be used.
"""

from dataclasses import replace
from datetime import date

import pytest

from requests_app.choices import Right
from requests_app.decision import FITTING, REFUSING, DecidedItem, Decision, Unsound, check
from requests_app.free_requests import FreeUse
from requests_app.grounds import GROUNDS, fitting
from requests_app.must_also import Circumstances, Direction
from requests_app.regimes import REGIMES

TODAY = date(2027, 3, 1)
LETTERS = {
    "K": "access", "D": "deletion", "C": "correction", "R": "restriction", "O": "objection", "S": "opt_out",
    "W": "consent_withdrawal", "A": "automated_decision",
}  # fmt: skip
# Who asks, by the laws that bind beside our own promise.
LAWS = {
    "promise alone": (), "California": ("ccpa",), "Virginia": ("va",), "Iowa": ("ia",), "Utah": ("ut",),
    "Europe": ("gdpr",), "Britain": ("ukgdpr",), "Canada": ("pipeda",), "insured": ("naic670",),
    "insured in California": ("ccpa", "ca_iippa"),
}  # fmt: skip
EUROPE, ABROAD = {"Europe", "Britain"}, {"Europe", "Britain", "Canada"}
US = set(LAWS) - ABROAD
WHERE = {
    "everywhere": set(LAWS), "US": US, "US and Europe": US | EUROPE, "own data": US - {"Virginia"},
    "states": {"Virginia", "Iowa", "Utah"}, "correcting": {"Virginia", "Utah"},
}  # fmt: skip
# Code, rights, where, forms: `whole` the request refused at a stroke, `items` one by one, `part` beside others given.
ROWS = """
ID-UNVERIFIED   | KDCA     | everywhere    | whole items part
ID-NOMETHOD     | KDC      | US            | whole items part
AGT-NOAUTH      | KDCROSWA | everywhere    | whole items part
AGT-SCOPE       | KDCROSWA | everywhere    | whole items part
FRAUD-OPT       | S        | US            | whole items part
FRAUD-COR       | C        | US            | whole items part
NORECORD        | KDCROSWA | everywhere    | whole items part
NOTCONSUMER     | KDCROSWA | US            | part
HOUSEHOLD       | KDC      | US            | whole items part
EXCESSIVE       | KDCROSWA | everywhere    | whole items part
FREQ-2X12       | K        | US            | whole items part
DISPROP         | K        | US            | items part
DISPROP         | C        | US            | whole items part
NOSEARCH        | K        | US            | items part
WITHHELD-ID     | K        | everywhere    | items part
SECGEN          | K        | US            | items part
THIRDPARTY      | K        | everywhere    | items part
TRADESECRET     | K        | US            | items part
PRIVILEGE       | KD       | everywhere    | whole items part
X-GLBA          | KDC      | US            | items part
X-FCRA          | KDC      | US            | items part
X-DPPA          | KDC      | US            | items part
X-INSCODE       | KDC      | US            | items part
X-HIPAA         | KDC      | US            | items part
X-EMPLOY        | KD       | states        | items part
X-EMPLOY        | C        | correcting    | items part
X-DEID          | KDC      | US            | items part
DEL-NOTFROM     | D        | own data      | whole items part
DEL-CONTRACT    | D        | US and Europe | whole items part
DEL-SECURITY    | D        | US            | whole items part
DEL-DEBUG       | D        | US            | whole items part
DEL-SPEECH      | D        | US            | whole items part
DEL-CALECPA     | D        | US            | whole items part
DEL-RESEARCH    | D        | US            | whole items part
DEL-INTERNAL    | D        | US            | whole items part
DEL-LEGAL       | DR       | everywhere    | whole items part
DEL-CLAIMS      | DRO      | everywhere    | whole items part
DEL-LEHOLD      | D        | US            | whole items part
DEL-BACKUP      | DC       | everywhere    | part
COR-ACCURATE    | C        | everywhere    | whole items part
COR-DOCS        | C        | US            | whole items part
COR-REPEAT      | C        | US            | whole items part
GDPR-COMPELLING | O        | everywhere    | whole items part
GDPR-ADM-EXC    | A        | everywhere    | whole items part
INS-ANTICIP     | KC       | US            | whole items part
INS-MEDROUTE    | K        | US            | items part
DUPLICATE       | KDCROSWA | everywhere    | whole items part
"""
WORDS = "We looked at both letters of June and at the photo, and the year is right."
EVIDENCE = "Four letters in two months, weighed against the wish."
# What ends on a day that has to be said.
DATED = {"DEL-CONTRACT", "DEL-LEGAL", "DEL-LEHOLD"}
SOUND = Circumstances(
    right="deletion", today=TODAY, searched=("Claims",), repeats_another=True, refused_before=True,
    free=FreeUse(2, "ccpa", (date(2026, 5, 2), date(2026, 7, 4)), date(2027, 5, 2)),
    directed=(Direction(date(2027, 5, 30)),),
)  # fmt: skip


def allowed() -> set[tuple[str, str, str, str]]:
    """Every (ground, right, law, form) of the table. Canada's law knows access and correction alone."""
    found = set()
    for row in ROWS.strip().splitlines():
        code, rights, where, forms = (cell.strip() for cell in row.split("|"))
        for right in (LETTERS[letter] for letter in rights):
            laws = set(WHERE[where])
            if "promise alone" in laws and right not in {"access", "correction"}:
                laws.add("Canada")
            found |= {(code, right, law, form) for law in laws for form in forms.split()}
    return found


def answer(code: str, right: str, form: str) -> Decision | None:
    """An answer with all its fields filled; None where the right knows no such form."""
    outcomes = FITTING[Right(right)]
    given, refused = outcomes[0], next((one for one in outcomes if one in REFUSING), None)
    filled = {"cite": "26 U.S.C. 6001", "until": "2027-05-30" if code in DATED else ""}
    if form == "whole":
        return Decision("denied", WORDS, (), code, evidence=EVIDENCE, **filled)
    if refused is None:
        return None
    item = DecidedItem("commercial", "claims", refused, code, facts=WORDS, **filled)
    if form == "items":
        return Decision("denied", WORDS, (item, replace(item, system="billing")), evidence=EVIDENCE)
    return Decision("partly_completed", WORDS, (item, DecidedItem("contact", "claims", given)), evidence=EVIDENCE)


def accepted(decision: Decision, *, right: str, law: str) -> bool:
    binding = [REGIMES[slug] for slug in ("jm_policy", *LAWS[law])]
    ours = [regime for regime in binding if regime.rule_on(right, TODAY)]
    known = replace(SOUND, right=right, fits=frozenset(one.code for one in fitting(right, ours)))
    try:
        check(decision, right=right, known=known)
    except Unsound:
        return False
    return True


@pytest.mark.parametrize("right", LETTERS.values())
def test_a_decision_is_taken_where_the_rules_allow_it_and_refused_elsewhere(right: str) -> None:
    wanted, wrong, seen = allowed(), [], 0
    for code in GROUNDS:
        for law in LAWS:
            for form in ("whole", "items", "part"):
                decision = answer(code, right, form)
                if decision is not None:
                    seen += 1
                    if accepted(decision, right=right, law=law) != ((code, right, law, form) in wanted):
                        wrong.append((code, law, form))
    assert wrong == []
    assert seen >= len(GROUNDS) * len(LAWS)


def test_the_table_names_every_ground_that_can_be_chosen() -> None:
    assert {code for code, _right, _law, _form in allowed()} == set(GROUNDS) - {"WITHDRAWN"}


FOUND = replace(SOUND, found=frozenset({("commercial", "claims"), ("contact", "marketing")}))
ERASED, GONE = DecidedItem("commercial", "claims", "erased"), DecidedItem("contact", "marketing", "erased")
KEPT = DecidedItem("contact", "marketing", "kept", "DEL-CLAIMS")


def faults(decision: Decision, right: str = "deletion", known: Circumstances = FOUND) -> list[str]:
    try:
        check(decision, right=right, known=known)
    except Unsound as unsound:
        return [pointer for pointer, _words in unsound.errors]
    return []


class TestWhatWasFound:
    """A program may leave out what the page always shows: it must not get by with less."""

    def test_a_deletion_says_what_becomes_of_everything(self) -> None:
        assert faults(Decision("completed", "", (ERASED, GONE))) == []
        assert faults(Decision("completed", "", (ERASED,))) == ["#/items"]
        assert faults(Decision("completed", "", ())) == ["#/items"]
        assert faults(Decision("partly_completed", WORDS, (ERASED, KEPT))) == []
        assert faults(Decision("denied", WORDS, (KEPT,))) == ["#/items"]
        assert faults(Decision("denied", WORDS, (), "DEL-CLAIMS")) == []

    @pytest.mark.parametrize("right", ["deletion", "access"])
    def test_what_was_found_is_not_called_nothing(self, right: str) -> None:
        nothing = tuple(DecidedItem(*place, "nothing_found") for place in sorted(FOUND.found))
        known = replace(FOUND, right=right)
        assert faults(Decision("completed", "", nothing), right, known) == ["#/items/0/outcome", "#/items/1/outcome"]
        assert faults(Decision("completed", "", nothing), right, replace(known, found=frozenset())) == []

    def test_who_is_refused_everything_is_not_given_a_part(self) -> None:
        assert faults(Decision("denied", WORDS, (ERASED, KEPT))) == ["#/outcome"]

    def test_the_ground_of_the_whole_is_that_of_a_refusal_of_all(self) -> None:
        part = Decision("partly_completed", WORDS, (ERASED, KEPT), "EXCESSIVE", evidence=EVIDENCE, fee="25.00")
        assert faults(part) == ["#/ground", "#/fee"]
        assert faults(replace(part, ground="", fee="")) == []

    def test_an_appeal_brings_what_its_own_right_can_bring(self) -> None:
        known = replace(SOUND, right="access")
        assert faults(Decision("completed", WORDS, (ERASED,)), "appeal", known) == ["#/items/0/outcome"]
        assert faults(Decision("completed", WORDS, (replace(ERASED, outcome="given"),)), "appeal", known) == []
