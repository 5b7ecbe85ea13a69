"""Reasons to refuse or to keep: the right ones for the right request, and the day on which they lapse."""

from datetime import date

from requests_app.grounds import GROUNDS, RETENTIONS, fitting, kept_until
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
