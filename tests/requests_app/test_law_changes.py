"""A number of the law changes: Lena proposes, Ada approves, the promise to Nora only ever gets better."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from audit.actors import SYSTEM
from audit.selectors import entries_for, find_entries
from requests_app import law_changes
from requests_app.law_changes import Change
from requests_app.models import LawChange, PrivacyRequest
from requests_app.permissions import NotAllowed
from requests_app.selectors.binding import rules_of
from requests_app.selectors.law import approved, rules_on
from requests_app.services import dates, extension, law
from tests import cast

pytestmark = pytest.mark.django_db
REASON = "The policy now promises an answer sooner."
SOONER = Change("jm_policy", "access", "respond", "30 days", "Privacy Policy (January 2027)", date(2026, 11, 1))


@pytest.fixture
def lena():
    return cast.staff("lena")


@pytest.fixture
def ada():
    return cast.staff("ada")


@pytest.fixture
def in_force(lena, ada, now):
    """A function: this change, proposed and approved."""

    def make(change: Change) -> LawChange:
        row = law.propose(change=change, reason=REASON, by=lena, now=now)
        return law.approve(change_id=row.id, by=ada, now=now)

    return make


def asked(now: datetime) -> PrivacyRequest:
    filed = cast.ask(cast.body("access"), now=now)
    return PrivacyRequest.objects.get(reference=filed.requests[0].reference)


def test_a_request_is_dated_by_the_rules_of_its_day_and_keeps_them(in_force, now):
    before = asked(now)
    assert before.respond_by - before.day_zero == timedelta(days=45)
    assert before.law_version == law_changes.version_of([])
    tomorrow = now + timedelta(days=1)
    in_force(Change(**{**SOONER.__dict__, "effective_from": tomorrow.date()}))
    cast.work_off(now)
    before.refresh_from_db()
    assert before.respond_by - before.day_zero == timedelta(days=45)
    after = asked(tomorrow)
    assert after.respond_by - after.day_zero == timedelta(days=30)
    assert after.law_version.endswith("+1")


def test_a_row_from_before_any_change_keeps_the_rules_of_the_shipped_file(in_force, now):
    before = asked(now)
    before.law_version = ""
    in_force(SOONER)
    assert rules_of(before)["jm_policy"].rights["access"].respond.count == 45
    dated = dates.date_request(before)
    assert (dated.respond_by - before.day_zero, before.law_version) == (timedelta(days=45), law_changes.version_of([]))


def test_open_requests_get_the_earlier_day_once(in_force, now):
    request = asked(now)
    in_force(SOONER)
    cast.work_off(now)
    cast.work_off(now + timedelta(hours=1))
    request.refresh_from_db()
    assert request.respond_by - request.day_zero == timedelta(days=30)
    [entry] = [one for one in entries_for(request.id) if one.action == "request.deadlines_recalculated"]
    assert entry.facts["cause"] == "law.1"
    assert request.deadlines.get(regime="jm_policy", duty="respond").by == request.respond_by


def test_a_promised_day_never_moves_later_without_an_extension(in_force, now):
    request = asked(now)
    promised = request.respond_by
    in_force(Change(**{**SOONER.__dict__, "value": "60 days"}))
    cast.work_off(now)
    request.refresh_from_db()
    assert request.respond_by == promised
    extension.extend(request_id=request.id, reason="VOLUME", explanation="Many records.", by=cast.staff("olu"), now=now)
    request.refresh_from_db()
    assert request.respond_by - request.day_zero == timedelta(days=90)


def test_what_if_says_how_many_get_which_day_and_changes_nothing(now):
    first, second = asked(now), asked(now + timedelta(minutes=1))
    found = law.what_if(SOONER)
    assert found.earlier == ((first.respond_by, first.day_zero + timedelta(days=30), 2),)
    assert (found.looked_at, found.all_open, found.later, found.same) == (2, 2, 0, 0)
    later = law.what_if(Change(**{**SOONER.__dict__, "value": "60 days"}))
    assert (later.earlier, later.later) == ((), 2)
    second.refresh_from_db()
    assert second.respond_by == first.respond_by
    assert approved() == ()


def test_nobody_approves_what_they_proposed(lena, now):
    row = law.propose(change=SOONER, reason=REASON, by=lena, now=now)
    with pytest.raises(NotAllowed, match="Somebody else"):
        law.approve(change_id=row.id, by=lena, now=now)
    with pytest.raises(NotAllowed), transaction.atomic():
        law.propose(change=SOONER, reason=REASON, by=cast.staff("olu"), now=now)
    assert approved() == ()


def test_the_database_wants_two_people_as_well(in_force):
    row = in_force(SOONER)
    with pytest.raises(IntegrityError, match="law_change_takes_two"), transaction.atomic():
        LawChange.objects.filter(id=row.id).update(decided_by=row.proposed_by, rev=row.rev + 1)


def test_a_change_is_decided_once(in_force, lena, ada, now):
    row = in_force(SOONER)
    for deed in (law.approve, law.refuse):
        with pytest.raises(law.Unsound, match="decided already"):
            deed(change_id=row.id, by=ada, now=now)
    other = law.propose(change=Change(**{**SOONER.__dict__, "value": "20 days", "effective_from": date(2027, 1, 1)}),
                        reason=REASON, by=lena, now=now)  # fmt: skip
    law.refuse(change_id=other.id, by=lena, now=now)
    assert rules_on(date(2027, 2, 1)).regimes["jm_policy"].rights["access"].respond.count == 30


def test_every_step_is_in_the_ledger(in_force, lena, now):
    in_force(SOONER)
    refused = law.propose(change=Change(**{**SOONER.__dict__, "right": "deletion"}), reason=REASON, by=lena, now=now)
    law.refuse(change_id=refused.id, by=lena, now=now)
    for action, times in (("law.change_proposed", 2), ("law.change_approved", 1), ("law.change_refused", 1)):
        assert len(find_entries(action=action, limit=9)) == times
    [entry] = find_entries(action="law.change_approved", limit=9)
    assert (entry.facts["value"], entry.facts["number"]) == ("30_days", 1)


WRONG = {
    "unknown regime": ({"regime": "atlantis"}, "There is no regime 'atlantis'"),
    "unknown right": ({"right": "teleport"}, "gives no right 'teleport'"),
    "unknown value": ({"what": "colour"}, "cannot be changed"),
    "no right": ({"right": ""}, "for which right"),
    "a right too many": ({"what": "binds", "value": "no"}, "belongs to the regime as a whole"),
    "missing citation": ({"cite": "  "}, "Give the citation"),
    "no period": ({"value": "soon"}, "is not a period"),
    "longer than the extension": ({"value": "120 days"}, "does not fit the other rules"),
    "no yes or no": ({"what": "confirmed", "value": "maybe"}, "yes or no"),
    "31 February": ({"right": "", "what": "until", "value": "2027-02-31"}, "Give the day as"),
    "the promise ends": ({"right": "", "what": "until", "value": "2026-12-01"}, "From 2026-12-02 on nobody would owe"),
    "the promise binds nobody": ({"right": "", "what": "binds", "value": "no"}, "nobody would owe everybody"),
    "the promise begins later": (
        {"right": "", "what": "in_force", "value": "2027-06-01"},
        "nobody would owe everybody",
    ),
    "out of range": ({"right": "", "what": "in_force", "value": "0001-01-01"}, "out of range"),
}


@pytest.mark.parametrize(("changed", "words"), WRONG.values(), ids=WRONG)
def test_a_wrong_change_is_refused_with_a_sentence_and_nothing_is_kept(changed, words, lena, now):
    with pytest.raises(law.Unsound, match=words):
        law.propose(change=Change(**{**SOONER.__dict__, **changed}), reason=REASON, by=lena, now=now)
    assert not LawChange.objects.exists()
    assert not find_entries(action="law.change_proposed", limit=1)


def test_a_change_that_breaks_a_later_one_is_refused(in_force, lena, now):
    longest = Change(**{**SOONER.__dict__, "what": "extended", "value": "60 days", "effective_from": date(2027, 3, 1)})
    in_force(longest)
    with pytest.raises(law.Unsound, match="does not fit the other rules"):
        law.propose(change=Change(**{**SOONER.__dict__, "value": "70 days"}), reason=REASON, by=lena, now=now)


def test_what_was_being_filed_during_an_approval_is_dated_anew_an_hour_later(in_force, now):
    in_force(SOONER)
    cast.work_off(now)
    with pytest.MonkeyPatch.context() as old_rules:
        old_rules.setattr("requests_app.selectors.law._approved", tuple)
        late = asked(now)
    assert late.respond_by - late.day_zero == timedelta(days=45)
    cast.work_off(now + timedelta(hours=1, minutes=1))
    late.refresh_from_db()
    assert late.respond_by - late.day_zero == timedelta(days=30)


def test_one_request_that_fails_does_not_stop_the_others(in_force, now, monkeypatch):
    first, second = asked(now), asked(now + timedelta(minutes=1))
    change = in_force(SOONER)
    dated = law._redate_one

    def fails_on_the_first(request_id, **more):
        if request_id == min(first.id, second.id):
            raise RuntimeError
        return dated(request_id, **more)

    monkeypatch.setattr(law, "_redate_one", fails_on_the_first)
    with pytest.raises(law.NotAllRedated, match="1 open requests"):
        law.redate(change_id=change.id, by=SYSTEM, now=now)
    behind = PrivacyRequest.objects.get(id=max(first.id, second.id))
    assert behind.respond_by - behind.day_zero == timedelta(days=30)


def test_an_earlier_acknowledgement_counts_while_it_is_owed():
    first, later = date(2026, 12, 8), date(2027, 1, 7)
    owed = SimpleNamespace(respond_by=later, acknowledge_by=first, acknowledged_at=None)
    done = SimpleNamespace(respond_by=later, acknowledge_by=first, acknowledged_at=datetime(2026, 11, 24, tzinfo=UTC))
    sooner = SimpleNamespace(respond_by=later, acknowledge_by=first - timedelta(days=5))
    assert law._is_better(owed, sooner)
    assert not law._is_better(done, sooner)
    assert not law._is_better(owed, SimpleNamespace(respond_by=later + timedelta(days=1), acknowledge_by=None))


def test_two_changes_of_one_number_from_one_day_contradict(in_force, lena, now):
    in_force(SOONER)
    with pytest.raises(law.Unsound, match="Change 1 already sets this value"):
        law.propose(change=Change(**{**SOONER.__dict__, "value": "20 days"}), reason=REASON, by=lena, now=now)
    with pytest.raises(law.Unsound, match="Say in a sentence why"):
        law.propose(change=SOONER, reason="because", by=lena, now=now)


def test_rules_of_any_day_and_version_can_be_worked_out_again(in_force):
    in_force(SOONER)
    in_force(Change("ok", "", "in_force", "2027-03-01", "75A O.S. 300", date(2026, 11, 2)))
    plain, newest = law_changes.version_of([]), law_changes.version_of(approved())
    assert newest == f"{plain}+2"
    assert rules_on(date(2026, 12, 1), version=plain).regimes["jm_policy"].rights["access"].respond.count == 45
    assert rules_on(date(2026, 12, 1), version=f"{plain}+1").regimes["ok"].in_force == date(2027, 1, 1)
    assert rules_on(date(2026, 12, 1)).regimes["ok"].in_force == date(2027, 3, 1)
    assert rules_on(date(2026, 10, 31)).regimes["jm_policy"].rights["access"].respond.count == 45


def test_a_change_for_one_right_of_a_shape_touches_no_other_state(in_force):
    in_force(Change("tx", "deletion", "respond", "40 days", "Tex. Bus. & Com. Code 541.052", date(2026, 11, 2)))
    rules = rules_on(datetime(2026, 12, 1, tzinfo=UTC).date()).regimes
    assert [rules[state].rights["deletion"].respond.count for state in ("tx", "va")] == [40, 45]
    assert rules["tx"].rights["deletion"].extended.count == 90
    assert rules["tx"].rights["deletion"].cite == "Tex. Bus. & Com. Code 541.052"
