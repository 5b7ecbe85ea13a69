"""Which rules bind whom, and a file of rules that cannot be half right."""

import tomllib
from copy import deepcopy
from datetime import date

import pytest

from requests_app.regime_reader import REGIMES_FILE
from requests_app.regimes import REGIMES, Period, RegimesInvalid, Residence, Unit, binding, load, read

TODAY = date(2026, 11, 23)
RAW = tomllib.loads(REGIMES_FILE.read_text(encoding="utf-8"))


def _binding(state=None, right="access", *, country="US", relationships=(), companies=(), kinds=(), on=TODAY):
    found = binding(
        residence=Residence(country, state),
        relationships=relationships,
        companies=companies,
        right=right,
        kinds=kinds,
        received_on=on,
    )
    return [regime.slug for regime in found]


class TestBinding:
    def test_the_promise_binds_everyone_with_every_right(self):
        for right in REGIMES["jm_policy"].rights:
            assert "jm_policy" in _binding("WI", right, kinds=["marketing_mail"])
            assert "jm_policy" in _binding(None, right, country=None)

    def test_wisconsin_has_only_the_promise(self):
        assert _binding("WI", relationships=["policyholder"]) == ["jm_policy"]

    def test_california_adds_its_own_also_for_employees(self):
        assert _binding("CA") == ["jm_policy", "ccpa"]
        assert _binding("CA", relationships=["employee"]) == ["jm_policy", "ccpa"]

    def test_other_states_leave_out_staff_and_business_contacts(self):
        assert _binding("VA") == ["jm_policy", "va"]
        assert _binding("VA", relationships=["employee"]) == ["jm_policy"]
        assert _binding("VA", relationships=["employee", "policyholder"]) == ["jm_policy", "va"]

    def test_a_law_binds_from_its_first_day(self):
        assert _binding("OK", on=date(2026, 12, 31)) == ["jm_policy"]
        assert _binding("OK", on=date(2027, 1, 1)) == ["jm_policy", "ok"]

    def test_a_rule_inside_a_law_has_its_own_first_day(self):
        assert "ccpa" not in _binding("CA", "automated_decision")
        assert "ccpa" in _binding("CA", "automated_decision", on=date(2027, 1, 1))

    def test_opt_outs_bind_by_kind(self):
        assert _binding("WI", "opt_out", kinds=["marketing_email"]) == ["jm_policy", "canspam"]
        assert _binding("WI", "opt_out", kinds=["marketing_sms"]) == ["jm_policy", "tcpa"]
        assert _binding("WI", "opt_out", kinds=["marketing_mail"]) == ["jm_policy"]
        assert _binding("CA", "opt_out", kinds=["sale_sharing"]) == ["jm_policy", "ccpa"]
        assert _binding("CA", "opt_out", kinds=["marketing_mail"]) == ["jm_policy"]

    def test_europe_binds_users_of_the_shipping_solution(self):
        assert _binding(country="DE", relationships=["shipping_user"]) == ["jm_policy", "gdpr"]
        assert _binding(country="DE", companies=["shipping"]) == ["jm_policy", "gdpr"]
        assert _binding(country="DE", relationships=["website_visitor"]) == ["jm_policy"]
        assert _binding(country="GB", relationships=["package_recipient"]) == ["jm_policy", "ukgdpr"]

    def test_the_country_decides_before_the_state(self):
        # Germany's code is Delaware's, Canada's is California's.
        assert _binding("CA", country="CA") == ["jm_policy"]
        assert _binding("DE", country="DE") == ["jm_policy"]

    def test_what_is_not_ready_binds_nobody(self):
        for regime in REGIMES.values():
            if not regime.binds:
                assert not regime.confirmed


class TestTheFile:
    def test_every_regime_says_its_source(self):
        for regime in REGIMES.values():
            assert regime.cite
            assert regime.family in {"house", "ccpa", "us_state", "gdpr", "canada", "insurance", "marketing"}

    @pytest.mark.parametrize(
        ("spoil", "fault"),
        [
            (lambda raw: raw["regimes"]["va"].pop("cite"), "va: cite is missing"),
            (lambda raw: raw["regimes"]["va"].update(colour="red"), "va: colour is not known"),
            (lambda raw: raw["regimes"]["va"].update(states="VA"), "va: states should be a list"),
            (lambda raw: raw["regimes"]["va"].update(like="us_county"), "va: there is no shape us_county"),
            (lambda raw: raw["regimes"]["va"].pop("states"), "va: says neither everyone"),
            (lambda raw: raw["regimes"]["gdpr"].update(rolls="mars"), "gdpr: rolls should be one of"),
            (
                lambda raw: raw["regimes"]["ccpa"]["rights"]["access"].update(respond="soon"),
                "access: 'soon' is not",
            ),
            (lambda raw: raw["regimes"]["ccpa"]["rights"]["access"].update(extended="45 days"), "the longer total"),
            (lambda raw: raw["regimes"]["ccpa"]["rights"].update(fly={"respond": "1 day"}), "ccpa.fly: is not a rule"),
            (lambda raw: raw["regimes"]["ccpa"]["acknowledge"].update(rights=["fly"]), "ccpa.acknowledge"),
            (lambda raw: raw["regimes"]["tcpa"].update(rights={}), "tcpa: gives no right"),
            (lambda raw: raw.pop("version"), "version is missing"),
            (lambda raw: raw.update(regimes={}), "there is no regime"),
            (lambda raw: raw.update(regimes=[]), "regimes is not a table"),
        ],
    )
    def test_a_fault_is_named_with_its_place(self, spoil, fault):
        raw = deepcopy(RAW)
        spoil(raw)
        with pytest.raises(RegimesInvalid, match=fault):
            read(raw)

    def test_all_faults_are_named_at_once(self):
        raw = deepcopy(RAW)
        raw["regimes"]["va"].pop("cite")
        raw["regimes"]["tx"].pop("cite")
        with pytest.raises(RegimesInvalid) as refused:
            read(raw)
        assert len(refused.value.faults) == 2

    def test_a_file_that_is_not_toml(self, tmp_path):
        broken = tmp_path / "regimes.toml"
        broken.write_text("[regimes", encoding="utf-8")
        with pytest.raises(RegimesInvalid):
            load(broken)

    def test_periods(self):
        assert Period.parse("1 month") == Period(1, Unit.MONTHS)
        assert Period.parse("10 business days") == Period(10, Unit.BUSINESS_DAYS)
        for text in ("0 days", "45", "days", "-1 days", "45 weeks"):
            with pytest.raises(ValueError, match="not a period"):
                Period.parse(text)
