"""What the clock owes is a matter of the row alone: who looks late, early or twice comes to the same."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from requests_app.lifecycle import FINAL, Status
from requests_app.owing import Kind, Standing, due, next_at, owed
from requests_app.profile import LADDER

FILED = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
HOME = "America/Chicago"
NORAS = Standing(
    status="verifying",
    filed_at=FILED,
    day_zero=date(2026, 11, 23),
    acknowledge_by=date(2026, 12, 8),
    respond_by=date(2027, 1, 7),
    respond_at=datetime(2027, 1, 8, 5, 59, 59, tzinfo=UTC),
    acknowledged=True,
    breached=False,
)


def all_of(standing, done=()):
    return owed(standing, done=done, ladder=LADDER, zone_name=HOME)


def marks(standing, *, at, done=()):
    return [duty.mark for duty in due(all_of(standing, done), now=at)]


class TestNorasRequest:
    def test_owes_nothing_on_its_first_day_but_the_letter_a_day_later(self):
        assert marks(NORAS, at=FILED) == []
        assert marks(NORAS, at=FILED + timedelta(hours=24)) == ["ask_identity"]
        assert next_at(all_of(NORAS)) == FILED + timedelta(hours=24)

    def test_a_rung_opens_with_its_day_in_our_own_zone(self):
        half = datetime(2026, 12, 15, 6, 0, tzinfo=UTC)
        done = {"ask_identity"}
        assert marks(NORAS, at=half - timedelta(seconds=1), done=done) == []
        assert marks(NORAS, at=half, done=done) == ["remind.half"]

    def test_the_breach_comes_after_the_last_second_not_with_it(self):
        proved = replace(NORAS, status="in_progress")
        assert "breach" not in marks(proved, at=proved.respond_at)
        assert "breach" in marks(proved, at=proved.respond_at + timedelta(microseconds=1))

    def test_late_is_late_also_where_the_refusal_comes_in_the_same_moment(self):
        found = due(all_of(NORAS), now=NORAS.respond_at + timedelta(days=7))
        kinds = [duty.kind for duty in found]
        assert kinds.index(Kind.BREACH) < kinds.index(Kind.DENY_UNVERIFIED) == len(kinds) - 1
        assert Kind.ASK_IDENTITY not in kinds
        reminders = [duty.opens_at for duty in found if duty.kind is Kind.REMIND]
        assert reminders == sorted(reminders)
        assert len(reminders) == 5

    def test_who_was_refused_and_taken_up_again_is_not_asked_in_writing(self):
        assert "ask_identity" not in marks(NORAS, at=NORAS.respond_at, done={"deny_unverified"})

    def test_what_is_over_owes_nothing(self):
        assert all(all_of(replace(NORAS, status=status, acknowledged=False)) == [] for status in FINAL)
        assert next_at([]) is None

    def test_an_acknowledgement_that_is_not_sent_is_owed_at_once(self):
        silent = replace(NORAS, acknowledged=False)
        assert [duty.kind for duty in due(all_of(silent), now=FILED)] == [Kind.ACKNOWLEDGE]


STANDINGS = st.builds(
    replace,
    st.just(NORAS),
    status=st.sampled_from([*Status]).map(str),
    acknowledged=st.booleans(),
    breached=st.booleans(),
)
INSTANTS = st.datetimes(datetime(2026, 11, 1), datetime(2027, 3, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone


@given(STANDINGS, st.lists(INSTANTS, max_size=12))
def test_whatever_the_clock_says_in_between_each_duty_is_done_once_and_none_is_skipped(standing, looks):
    """Looks in any order, as of clocks that jump; then a last one long after. A request stays as it is meanwhile."""
    done: list[str] = []
    for now in [*looks, datetime(2028, 1, 1, tzinfo=UTC)]:
        done += [duty.mark for duty in due(all_of(standing, done), now=now) if duty.kind is not Kind.ACKNOWLEDGE]
    assert len(done) == len(set(done))
    everything = {duty.mark for duty in all_of(standing) if duty.kind is not Kind.ACKNOWLEDGE}
    assert everything - set(done) <= {"ask_identity"}


@given(STANDINGS, INSTANTS)
def test_nothing_is_due_before_the_planned_look_and_something_is_at_it(standing, now):
    planned = next_at(all_of(standing))
    found = due(all_of(standing), now=now)
    assert bool(found) == (planned is not None and planned <= now)
