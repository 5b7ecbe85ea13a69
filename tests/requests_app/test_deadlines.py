"""The clock, against every published vector and worked example, and against what must hold for any request."""

import csv
import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app import calendars, zones
from requests_app.clock import NotExtendable, RightUnknown, compute, day0
from requests_app.deadlines import assess, business_days_before, held_by
from requests_app.regimes import REGIMES

CHICAGO = ("America/Chicago",)
VECTORS = list(
    csv.DictReader(Path(__file__).with_name("deadline_vectors.csv").read_text(encoding="utf-8").splitlines())
)


def _day(text):
    return date.fromisoformat(text) if text else None


def _at(text):
    return datetime.fromisoformat(text)


def _dates(regime, right, received, zone="America/Chicago", **more):
    return compute(REGIMES[regime], right, _at(received), (zone,), **more)


@pytest.mark.parametrize("row", VECTORS, ids=[f"{n}-{r['regime']}-{r['right']}" for n, r in enumerate(VECTORS, 2)])
def test_every_vector_is_met(row):
    ends = [_day(row["clarification_from"]), _day(row["clarification_to"])]
    dates = _dates(
        row["regime"],
        row["right"],
        row["received_at"],
        row["timezone"],
        extended=row["extended"] == "y",
        identity_received_on=_day(row["identity_received_on"]),
        clarifications=[tuple(ends)] if any(ends) else [],
    )
    law_acknowledges = dates.acknowledge_by if not dates.acknowledge_is_house else None
    assert law_acknowledges == _day(row["acknowledge_by"])
    assert dates.respond_by == _day(row["respond_by"])
    assert (dates.extension_notice_by if dates.extended else None) == _day(row["extension_notice_by"])
    assert dates.respond_at == _at(row["respond_by_instant"])


class TestWorkedExamples:
    def test_1_thanksgiving_is_skipped_and_the_extension_counts_from_receipt(self):
        first = _dates("ccpa", "access", "2026-11-23T15:00:00Z")
        longer = _dates("ccpa", "access", "2026-11-23T15:00:00Z", extended=True)
        assert (first.acknowledge_by, first.respond_by) == (date(2026, 12, 8), date(2027, 1, 7))
        assert first.strict_by == date(2027, 1, 6)
        assert (longer.respond_by, longer.work_by) == (date(2027, 2, 21), date(2027, 2, 19))
        assert longer.extension_notice_by == date(2027, 1, 7)

    def test_2_an_opt_out_in_california_governs_over_the_promise(self):
        both = assess(
            regimes=[REGIMES["jm_policy"], REGIMES["ccpa"]],
            right="opt_out",
            received_at=_at("2026-11-23T15:00:00Z"),
            person_zone="America/Los_Angeles",
        )
        assert both.respond_by == date(2026, 12, 15)
        assert both.governing.regime.slug == "ccpa"
        assert {row.regime.slug: row.dates.respond_by for row in both.rows}["jm_policy"] == date(2027, 1, 7)

    def test_3_one_second_over_new_year_is_one_day(self):
        assert _dates("ccpa", "deletion", "2027-01-01T05:59:59Z").respond_by == date(2027, 2, 14)
        assert _dates("ccpa", "deletion", "2027-01-01T06:00:00Z").respond_by == date(2027, 2, 15)

    def test_4_the_earlier_zone_governs(self):
        in_la = assess(
            regimes=[REGIMES["ccpa"]],
            right="access",
            received_at=_at("2026-07-01T05:30:00Z"),
            person_zone="America/Los_Angeles",
        )
        assert in_la.respond_by == date(2026, 8, 14)
        assert in_la.acknowledge_by == date(2026, 7, 15)
        assert in_la.respond_at == _at("2026-08-15T06:59:59Z")

    def test_5_day_zero_is_never_the_day_in_utc(self):
        assert _dates("ccpa", "access", "2026-03-08T05:30:00Z").respond_by == date(2026, 4, 21)

    def test_8_leap_day_extended_over_memorial_day(self):
        dates = _dates("ccpa", "deletion", "2028-02-29T18:00:00Z", extended=True)
        assert (dates.respond_by, dates.work_by) == (date(2028, 5, 29), date(2028, 5, 26))

    def test_9_observed_holidays_are_skipped(self):
        dates = _dates("ccpa", "access", "2027-12-17T18:00:00Z")
        assert (dates.acknowledge_by, dates.respond_by) == (date(2028, 1, 4), date(2028, 1, 31))

    def test_10_a_month_ends_on_a_sunday(self):
        assert _dates("gdpr", "access", "2027-01-31T10:00:00Z", "Europe/Berlin").respond_by == date(2027, 3, 1)

    def test_11_the_uk_rolls_over_substitute_days(self):
        dates = _dates("ukgdpr", "access", "2026-11-25T10:00:00Z", "Europe/London")
        assert dates.respond_by == date(2026, 12, 29)
        assert dates.work_by == date(2026, 12, 24)

    def test_14_berlin_gets_the_month_of_europe(self):
        both = assess(
            regimes=[REGIMES["jm_policy"], REGIMES["gdpr"]],
            right="access",
            received_at=_at("2026-11-23T15:00:00Z"),
            person_zone="Europe/Berlin",
        )
        assert both.respond_by == date(2026, 12, 23)
        assert both.acknowledge_by == date(2026, 12, 8)


class TestTheUnitedKingdom:
    def test_proof_of_identity_moves_only_the_uk(self):
        late = {"identity_received_on": date(2026, 12, 10)}
        plain = _dates("jm_policy", "access", "2026-11-23T15:00:00Z")
        assert _dates("jm_policy", "access", "2026-11-23T15:00:00Z", **late).respond_by == plain.respond_by
        uk = _dates("ukgdpr", "access", "2026-11-23T15:00:00Z", "Europe/London", **late)
        assert uk.respond_by == date(2027, 1, 11)

    def test_a_clarification_asked_after_the_due_day_takes_nothing(self):
        asked = {"clarifications": [(date(2027, 1, 10), date(2027, 1, 20))]}
        dates = _dates("ukgdpr", "access", "2026-11-23T15:00:00Z", "Europe/London", **asked)
        assert dates.respond_by == date(2026, 12, 23)

    def test_a_clarification_cannot_end_before_it_starts(self):
        with pytest.raises(ValueError, match="before it was asked"):
            _dates("ukgdpr", "access", "2026-11-23T15:00:00Z", clarifications=[(date(2026, 12, 2), date(2026, 12, 1))])

    def test_two_questions_take_their_own_days_and_a_day_in_both_only_once(self):
        twice = [(date(2026, 12, 4), date(2026, 12, 5)), (date(2026, 12, 1), date(2026, 12, 4))]
        dates = _dates("ukgdpr", "access", "2026-11-23T15:00:00Z", "Europe/London", clarifications=twice)
        assert dates.respond_by == date(2026, 12, 29), "28 December is a holiday in lieu"
        assert [step.params["days"] for step in dates.steps if step.code == "clarification_pause"] == [4, 1]


class TestRefusals:
    def test_opt_outs_are_never_extended(self):
        for slug in ("jm_policy", "ccpa", "canspam", "tcpa", "va", "gdpr"):
            with pytest.raises(NotExtendable):
                _dates(slug, "opt_out", "2026-11-23T15:00:00Z", extended=True)

    def test_a_right_that_the_regime_does_not_know(self):
        with pytest.raises(RightUnknown, match="ia knows no right correction"):
            _dates("ia", "correction", "2026-11-23T15:00:00Z")
        with pytest.raises(RightUnknown):
            assess(regimes=[REGIMES["tcpa"]], right="access", received_at=_at("2026-11-23T15:00:00Z"), person_zone=None)

    def test_a_time_without_offset_and_an_unknown_zone(self):
        with pytest.raises(ValueError, match="offset"):
            _dates("ccpa", "access", "2026-11-23T15:00:00")
        for name in ("Mars/Olympus", "../../etc/passwd", "", "zone.tab"):
            with pytest.raises(ValueError, match="no time zone"):
                _dates("ccpa", "access", "2026-11-23T15:00:00Z", name)


class TestExtensions:
    def _assess(self, right="access", extended=()):
        return assess(
            regimes=[REGIMES["jm_policy"], REGIMES["ccpa"]],
            right=right,
            received_at=_at("2026-11-23T15:00:00Z"),
            person_zone="America/Los_Angeles",
            extended_regimes=extended,
        )

    def test_the_governing_day_moves_only_when_all_earliest_regimes_are_extended(self):
        assert self._assess(extended=["ccpa"]).respond_by == date(2027, 1, 7)
        assert self._assess(extended=["ccpa", "jm_policy"]).respond_by == date(2027, 2, 21)

    def test_the_regime_that_holds_the_date_is_named(self):
        assert held_by(self._assess()) is None
        assert held_by(self._assess("opt_out")) == "ccpa"
        assert held_by(self._assess(extended=["ccpa", "jm_policy"])) in {"ccpa", "jm_policy"}


class TestBusinessDays:
    def test_counting_back_skips_holidays(self):
        assert business_days_before(date(2026, 11, 30), 1) == date(2026, 11, 27)
        assert business_days_before(date(2026, 11, 27), 1) == date(2026, 11, 25)


def test_where_a_state_has_two_zones_the_western_one_is_taken():
    assert zones.zone_for("US", "TX") == "America/Denver"
    assert zones.zone_for(None, "CA") == "America/Los_Angeles"
    assert zones.zone_for("CA", "ON") == "America/Winnipeg"
    assert zones.zone_for("DE", None) == "Europe/Berlin"
    assert zones.zone_for("KI", None) is None
    assert zones.zone_for(None, None) is None


def test_every_zone_we_name_exists():
    for name in {*zones._ZONE_OF_STATE.values(), *zones._ZONE_OF_PROVINCE.values(), *zones._COUNTRIES.values()}:
        assert zones.zone(name).key == name


START = datetime(2024, 1, 1, tzinfo=UTC)
INSTANTS = st.integers(0, 16 * 366 * 86_400).map(lambda seconds: START + timedelta(seconds=seconds))
PLACES = st.sampled_from(["America/Chicago", "America/Los_Angeles", "Europe/Berlin", "Pacific/Honolulu", "Asia/Tokyo"])
RULES = [(regime, right) for regime in REGIMES.values() for right in regime.rights]


@settings(deadline=None)
@given(INSTANTS, PLACES, st.sets(st.sampled_from(sorted(REGIMES)), min_size=1))
def test_the_governing_date_is_never_later_than_any_regimes_own(at, place, slugs):
    regimes = [REGIMES[slug] for slug in slugs if "access" in REGIMES[slug].rights]
    if not regimes:
        return
    request = assess(regimes=regimes, right="access", received_at=at, person_zone=place)
    for row in request.rows:
        assert request.respond_by <= row.dates.respond_by
        assert request.respond_at <= row.dates.respond_at
    for name in ("America/Chicago", place):
        alone = min(compute(regime, "access", at, (name,)).respond_by for regime in regimes)
        assert request.respond_by <= alone


@settings(deadline=None)
@given(INSTANTS, st.integers(0, 200_000), PLACES, st.sampled_from(RULES))
def test_who_asks_later_is_never_answered_earlier(at, seconds, place, rule):
    regime, right = rule
    later = at + timedelta(seconds=seconds)
    first = compute(regime, right, at, ("America/Chicago", place))
    second = compute(regime, right, later, ("America/Chicago", place))
    assert first.day0 <= second.day0
    assert first.respond_by <= second.respond_by
    # The instant ends in the zone that gave day zero. Where that zone changes in between (a holiday can give both the
    # same last day), the days still keep their order, and within one zone the instants do.
    if day0(at, "America/Chicago", place).zones == day0(later, "America/Chicago", place).zones:
        assert first.respond_at <= second.respond_at
    assert (first.acknowledge_by or first.day0) <= (second.acknowledge_by or second.day0)


@settings(deadline=None)
@given(INSTANTS, st.sampled_from([rule for rule in RULES if rule[0].extendable(rule[1])]))
def test_an_extension_is_never_earlier(at, rule):
    regime, right = rule
    plain, longer = compute(regime, right, at), compute(regime, right, at, extended=True)
    assert longer.respond_by > plain.respond_by
    assert longer.extension_notice_by == plain.respond_by


@settings(deadline=None)
@given(INSTANTS, st.sampled_from(RULES))
def test_work_ends_on_a_business_day_not_after_the_due_day(at, rule):
    dates = compute(*rule, at)
    assert dates.work_by <= dates.respond_by
    assert calendars.is_business_day(dates.work_by)
    assert dates.strict_by <= dates.respond_by


@settings(deadline=None)
@given(INSTANTS, PLACES)
def test_day_zero_is_the_earlier_local_day(at, place):
    zero = day0(at, "America/Chicago", place)
    assert zero.day == min(at.astimezone(zones.zone(name)).date() for name in ("America/Chicago", place))


@pytest.mark.parametrize("machine_zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Chicago"])
def test_the_machines_own_zone_does_not_matter(machine_zone):
    code = (
        "from datetime import datetime; from requests_app.clock import compute;"
        "from requests_app.regimes import REGIMES;"
        "d = compute(REGIMES['ccpa'], 'deletion', datetime.fromisoformat('2027-01-01T05:59:59Z'));"
        "print(d.day0, d.respond_by, d.respond_at.isoformat())"
    )
    environment = {**os.environ, "TZ": machine_zone}
    printed = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert printed.stdout.split() == ["2026-12-31", "2027-02-14", "2027-02-15T05:59:59+00:00"]
