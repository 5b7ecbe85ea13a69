"""Reasons to refuse or to keep: the right ones for the right request, and the day on which they lapse."""

from datetime import date

from requests_app.grounds import GROUNDS, RETENTIONS, cite_of, fitting, kept_until
from requests_app.regimes import REGIMES, RIGHTS


def _codes(right, *slugs):
    return {ground.code for ground in fitting(right, [REGIMES[slug] for slug in slugs])}


def test_an_opt_out_is_never_refused_for_lack_of_identity():
    codes = _codes("opt_out", "jm_policy", "ccpa", "canspam")
    assert not {code for code in codes if code.startswith("ID-")}
    assert "FRAUD-OPT" in codes


def test_a_deletion_can_be_kept_from_but_not_corrected_away():
    codes = _codes("deletion", "jm_policy")
    assert {"DEL-LEGAL", "DEL-CLAIMS", "DEL-CONTRACT", "ID-UNVERIFIED"} <= codes
    assert not {code for code in codes if code.startswith("COR-")}


def test_numbers_that_could_be_misused_are_withheld_under_every_regime():
    for slug in ("jm_policy", "ccpa", "va", "gdpr", "naic670"):
        assert "WITHHELD-ID" in _codes("access", slug)


def test_european_grounds_do_not_reach_california_alone():
    assert "GDPR-COMPELLING" in _codes("objection", "gdpr")
    assert "GDPR-COMPELLING" not in _codes("objection", "ccpa")


def test_every_ground_names_known_rights_and_speaks_plainly():
    for code, ground in GROUNDS.items():
        assert code == ground.code
        assert ground.rights <= RIGHTS
        assert ground.text.endswith(".")
        assert len(ground.text.split()) <= 24


def test_the_longest_duty_to_keep_decides():
    policy, tax = RETENTIONS["L-NY-243-POLICY"], RETENTIONS["L-TAX"]
    assert kept_until([(policy, date(2026, 6, 30)), (tax, date(2025, 12, 31))]) == date(2032, 12, 31)


def test_a_duty_without_end_has_no_day():
    assert kept_until([(RETENTIONS["L-TAX"], date(2025, 12, 31)), (RETENTIONS["L-LITHOLD"], date(2026, 1, 1))]) is None
    assert kept_until([]) is None


def test_a_leap_day_still_ends():
    assert RETENTIONS["L-WI-61660"].until(date(2028, 2, 29)) == date(2029, 2, 28)


def test_what_our_promise_allows_does_not_free_us_from_european_law():
    codes = _codes("deletion", "jm_policy", "gdpr")
    assert {"DEL-LEGAL", "DEL-CLAIMS", "DEL-CONTRACT", "ID-UNVERIFIED", "NORECORD"} <= codes
    assert not {"DEL-DEBUG", "DEL-INTERNAL", "X-GLBA", "HOUSEHOLD"} & codes


def test_exemptions_of_insurers_are_not_for_the_others():
    promise = [REGIMES["jm_policy"]]
    for company, offered in (
        ("insurer", True),
        ("agency", True),
        ("", True),
        ("care_plan", False),
        ("shipping", False),
    ):
        codes = {ground.code for ground in fitting("access", promise, company)}
        assert ({"X-GLBA", "X-INSCODE", "INS-ANTICIP", "INS-MEDROUTE"} <= codes) == offered
        assert "X-FCRA" in codes


def test_a_withdrawal_is_a_verb_and_never_a_ground_to_choose():
    assert "WITHDRAWN" in GROUNDS
    assert not any("WITHDRAWN" in _codes(right, "jm_policy") for right in RIGHTS)


def test_a_person_reads_the_law_that_is_theirs():
    assert cite_of("DEL-CLAIMS", european=True).startswith("GDPR art. 17(3)(e)")
    assert "GDPR" not in cite_of("DEL-CLAIMS", european=False)
    assert cite_of("COR-REPEAT", european=True) == "11 CCR 7023(g)"


def test_every_row_of_the_rules_is_there():
    """Section 4 of the rules, row by row."""
    rows = """ID-UNVERIFIED ID-NOMETHOD AGT-NOAUTH AGT-SCOPE FRAUD-OPT FRAUD-COR NORECORD NOTCONSUMER HOUSEHOLD
        EXCESSIVE FREQ-2X12 DISPROP NOSEARCH WITHHELD-ID SECGEN THIRDPARTY TRADESECRET PRIVILEGE X-GLBA X-FCRA
        X-DPPA X-INSCODE X-HIPAA X-EMPLOY X-DEID DEL-NOTFROM DEL-CONTRACT DEL-SECURITY DEL-DEBUG DEL-SPEECH DEL-CALECPA
        DEL-RESEARCH DEL-INTERNAL DEL-LEGAL DEL-CLAIMS DEL-LEHOLD DEL-BACKUP COR-ACCURATE COR-DOCS COR-REPEAT
        GDPR-COMPELLING GDPR-ADM-EXC INS-ANTICIP INS-MEDROUTE WITHDRAWN DUPLICATE"""
    assert set(GROUNDS) == set(rows.split())
    assert {code.split("-NY-243")[0] for code in RETENTIONS} == {
        "L-WI-INS680", "L-WI-61660", "L-WI-INS661", "L", "L-CA-26953", "L-DNC", "L-OPTOUT", "L-DSARLOG", "L-TAX",
        "L-OFAC", "L-LITHOLD", "L-SIU",
    }  # fmt: skip
