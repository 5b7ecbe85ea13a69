"""What goes with a ground: for every ground and each of its codes a decision is checked, or the letter says it."""

from dataclasses import replace
from datetime import date

import pytest
from django.utils import translation

from notifications.rendering import compose
from requests_app import also_words, must_also
from requests_app.also_words import Known
from requests_app.decision import DecidedItem, Decision, Unsound, check, filled
from requests_app.free_requests import FreeUse
from requests_app.grounds import GROUNDS, RETENTIONS
from requests_app.must_also import Circumstances, Direction, Reason
from tests.notifications.samples import context, nora

TODAY = date(2026, 11, 23)
PAIRS = [(ground, code) for ground in GROUNDS.values() for code in ground.must_also]
SOUND = Circumstances(
    right="access", today=TODAY, searched=("Claims",), repeats_another=True, refused_before=True,
    free=FreeUse(2, "ccpa", (date(2026, 1, 2), date(2026, 3, 4)), date(2027, 1, 2)), marketing_systems=frozenset({"m"}),
    directed=(Direction(date(2027, 2, 21)),),
)  # fmt: skip
WORDS = "We looked at both letters of June and at the photo, and the year is right."
# For each code that is checked: a reason that lacks it, and where the fault is shown. SOUND and `good` lack nothing.
LACKING = {
    "explain_why": (Reason("FRAUD-COR", "No."), SOUND, "facts"),
    "detailed_facts": (Reason("DISPROP", "It takes much too long."), SOUND, "facts"),
    "fall_back_to_categories": (
        Reason("ID-UNVERIFIED", WORDS, whole=True), replace(SOUND, scope="specific_pieces", enough_for_categories=True),
        "ground",
    ),
    "list_systems_searched": (Reason("NORECORD", WORDS), replace(SOUND, searched=()), "ground"),
    "apply_policy": (Reason("NOTCONSUMER", WORDS, denied=True), SOUND, "ground"),
    "evidence": (Reason("EXCESSIVE", WORDS), SOUND, "evidence"),
    "next_free_on": (Reason("FREQ-2X12", WORDS), replace(SOUND, free=FreeUse(2, "ccpa", (), None)), "ground"),
    "same_request_goes_on": (Reason("DUPLICATE", WORDS), replace(SOUND, repeats_another=False), "ground"),
    "end_date": (Reason("DEL-CONTRACT", WORDS), SOUND, "until"),
    "statute_and_expiry": (Reason("DEL-LEGAL", WORDS, until="2030-01-01"), SOUND, "cite"),
    "matter_stays_inside": (
        Reason("DEL-CLAIMS", f"{WORDS} See 2026-CV-1182.", evidence="Matter 2026-CV-1182"), SOUND, "facts",
    ),
    "no_other_use": (Reason("DEL-LEHOLD", WORDS, until="2027-02-22"), SOUND, "until"),
    "no_denial": (Reason("DEL-BACKUP", WORDS, denied=True), SOUND, "ground"),
    "new_documents_reopen": (Reason("COR-REPEAT", WORDS), replace(SOUND, refused_before=False), "ground"),
    "what_to_send": (Reason("COR-DOCS", "Documents."), SOUND, "facts"),
    "balancing_note": (Reason("GDPR-COMPELLING", WORDS), SOUND, "evidence"),
}  # fmt: skip


def good(ground: str) -> Reason:
    """A reason with all that any ground wants."""
    return Reason(ground, WORDS, cite="26 U.S.C. 6001", until="2027-02-21", evidence="Four letters in two months.")


@pytest.mark.parametrize(("ground", "code"), PAIRS, ids=lambda one: getattr(one, "code", one))
def test_each_code_is_checked_or_said(ground, code) -> None:
    homes = [code in table for table in (must_also.CHECKS, also_words.SENTENCES, also_words.BY_THE_LETTER)]
    assert any(homes), f"{ground.code} must also {code}: nobody checks it and no letter says it"
    if code in must_also.CHECKS:
        reason, known, where = LACKING[code]
        fault = must_also.CHECKS[code](reason, known)
        assert fault is not None
        assert (fault[0], fault[1][-1]) == (where, ".")
        assert must_also.CHECKS[code](good(ground.code), SOUND) is None
    if code in also_words.SENTENCES:
        assert said(code, ground.code, "en") != said(code, ground.code, "es")


def said(code: str, ground: str, language: str) -> str:
    known = Known(
        ground, kinds=("Identifiers",), searched=("Claims",), withheld=("Passport number",), given=True,
        next_free_on=date(2027, 1, 2),
    )  # fmt: skip
    with translation.override(language):
        words = also_words.sentence(code, known)
    assert len(words.split()) > 4
    return words


@pytest.mark.parametrize("code", sorted(also_words.BY_THE_LETTER))
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_has_a_paragraph_of_its_own_is_in_the_letter(code: str, language: str) -> None:
    member = also_words.BY_THE_LETTER[code]
    with_it = context("denial", language, **{member: ["Look here."] if member == "done_instead" else True})
    without = {**with_it, member: [] if member == "done_instead" else False}
    written = [
        compose(kind="denial", context=one, to=nora(language), on=TODAY).text for one in (with_it, without)
    ]  # fmt: skip
    assert len(written[0]) > len(written[1]) + 10


def test_nothing_is_checked_or_said_for_a_code_that_no_ground_has() -> None:
    codes = {code for _ground, code in PAIRS}
    assert set(must_also.CHECKS) | set(also_words.SENTENCES) | set(also_words.BY_THE_LETTER) == codes
    assert set(LACKING) == set(must_also.CHECKS)


def test_a_letter_in_the_language_says_the_sentences() -> None:
    for language in ("en", "es"):
        words = said("list_systems_searched", "NORECORD", language)
        letter = compose(kind="denial", context=context("denial", language, also=[words]), to=nora(language), on=TODAY)
        assert words in " ".join(letter.text.split())


def faults(decision: Decision, right: str = "deletion", known: Circumstances = SOUND) -> dict[str, str]:
    try:
        check(filled(decision), right=right, known=replace(known, right=right))
    except Unsound as unsound:
        return dict(unsound.errors)
    return {}


KEPT = DecidedItem("commercial", "claims", "kept", "DEL-LEGAL")


class TestRulesForKeeping:
    def test_a_rule_and_its_trigger_give_law_and_day(self) -> None:
        item = replace(KEPT, retention="L-TAX", triggered_on="2025-12-31")
        done = filled(Decision("denied", WORDS, (item,)))
        assert (done.items[0].cite, done.items[0].until) == ("26 U.S.C. 6001", "2032-12-31")
        assert faults(Decision("denied", WORDS, (item,))) == {}

    def test_a_rule_without_its_trigger_wants_a_day(self) -> None:
        assert set(faults(Decision("denied", WORDS, (replace(KEPT, retention="L-TAX"),)))) == {"#/items/0/until"}

    def test_a_rule_without_end_needs_none(self) -> None:
        endless = [code for code, rule in RETENTIONS.items() if rule.years is None]
        assert endless
        for code in endless:
            assert faults(Decision("denied", WORDS, (replace(KEPT, retention=code),))) == {}

    def test_an_unknown_rule_and_a_day_that_is_none_are_told(self) -> None:
        item = replace(KEPT, retention="L-MOON", triggered_on="2025-02-31", cite="x", until="2030-01-01")
        assert set(faults(Decision("denied", WORDS, (item,)))) == {"#/items/0/triggered_on", "#/items/0/retention"}

    def test_the_same_of_a_refusal_as_a_whole(self) -> None:
        whole = Decision("denied", WORDS, (), "DEL-LEGAL")
        assert set(faults(whole)) == {"#/cite"}
        assert set(faults(replace(whole, cite="26 U.S.C. 6001"))) == {"#/until"}
        assert faults(replace(whole, cite="26 U.S.C. 6001", until="2032-12-31")) == {}
        assert set(faults(replace(whole, cite="x", until="2020-01-01"))) == {"#/until"}


def test_an_exemption_excuses_single_kinds_of_data_and_never_the_answer() -> None:
    assert set(faults(Decision("denied", WORDS, (), "X-GLBA"))) == {"#/ground"}
    assert faults(Decision("denied", WORDS, (replace(KEPT, ground="X-GLBA"),))) == {}


class TestFees:
    excessive = Decision("denied", WORDS, (), "EXCESSIVE", evidence="Forty requests in a month.")

    def test_a_fee_rests_on_evidence(self) -> None:
        assert faults(replace(self.excessive, fee="25.00")) == {}
        assert set(faults(replace(self.excessive, fee="25.00", evidence=""))) == {"#/evidence"}
        assert "$25.00" in also_words.sentence("fee_option", Known("EXCESSIVE", fee="25.00"))
        assert "$" not in also_words.sentence("fee_option", Known("EXCESSIVE"))

    def test_a_fee_is_for_what_is_excessive_alone(self) -> None:
        contract = Decision("denied", WORDS, (), "DEL-CONTRACT", until="2030-01-01", fee="5", evidence="It costs us.")
        assert set(faults(contract)) == {"#/fee"}
        assert set(faults(replace(self.excessive, fee="a lot"))) == {"#/fee"}

    @pytest.mark.parametrize("right", ["opt_out", "consent_withdrawal", "appeal"])
    def test_some_rights_never_cost_anything(self, right: str) -> None:
        assert set(faults(replace(self.excessive, fee="5"), right)) == {"#/fee"}


def test_nothing_weighs_more_than_an_objection_to_direct_marketing() -> None:
    item = DecidedItem("contact", "m", "kept", "GDPR-COMPELLING")
    decision = Decision("denied", WORDS, (item,), evidence="Their wish against our need to write to them.")
    assert set(faults(decision, "objection")) == {"#/items/0/ground"}
    assert faults(replace(decision, items=(replace(item, system="claims"),)), "objection") == {}


def test_a_ground_of_another_right_or_regime_is_refused_for_the_whole_too() -> None:
    assert set(faults(Decision("denied", WORDS, (), "DEL-DEBUG"), known=replace(SOUND, fits=frozenset()))) == {
        "#/ground"
    }
