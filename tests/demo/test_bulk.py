"""Requests by COPY: the ledger holds, words open, search finds, days are the engine's, a seed gives the same again."""

import json
from datetime import datetime, timedelta

import pytest

from accounts.demo import load_demo_staff
from accounts.models import User
from accounts.principals import Principal
from audit.selectors import entries_for
from dsar_portal.demo.bulk import prototypes, run, stories
from dsar_portal.demo.bulk.references import free
from fulfillment import selectors as held
from jobs.models import Job
from notifications import selectors as outbox
from outbound.loading import load_register
from requests_app import lifecycle, selectors
from requests_app.models import DutyPlan, KeptData, PrivacyRequest, RequestDeadline, SearchKey
from requests_app.reference import parse
from requests_app.selectors.queue import QueueFilters
from requests_app.services import dates
from tests import cast
from tests.audit.conftest import Book
from tests.conftest import cloned_database

COUNT, SEED = 16, 11


def _seed(now: datetime) -> list[tuple[str, str, str, datetime]]:
    """Some requests, and what can be told of each."""
    run.seed(COUNT, rng_seed=SEED, now=now, progress=lambda _words: None, processes=1)
    rows = PrivacyRequest.objects.order_by("received_at", "reference")
    return list(rows.values_list("reference", "right", "status", "received_at"))


def _staff(name: str) -> Principal:
    return Principal.staff(User.objects.get(username=name), "test")


def test_copied_requests_are_requests_like_all_others(demo: datetime, book: Book) -> None:
    told = _seed(demo)
    assert len({reference for reference, *_ in told}) == len(told) == COUNT
    assert book.sequence() > COUNT * 5
    report = book.check()
    assert report.holds, report.problems[:3]
    for request in PrivacyRequest.objects.select_related("submission"):
        _assert_sound(request, now=demo)
    assert not Job.objects.exists()
    # The clock knows when to look at each of them.
    open_ones = PrivacyRequest.objects.filter(status__in=lifecycle.OPEN)
    assert set(DutyPlan.objects.values_list("request_id", flat=True)) == {one.id for one in open_ones}


def _assert_sound(request: PrivacyRequest, *, now: datetime) -> None:
    assert parse(request.reference) == request.reference
    entries = entries_for(request.id)
    assert max(entry.at for entry in entries) <= now
    _assert_lawful_way(request, [(entry.before, entry.after) for entry in entries if entry.subject_type == "request"])
    # The engine gives the very same days to this request.
    stored = {(row.regime, row.duty): row.by for row in RequestDeadline.objects.filter(request=request)}
    extended = sorted({row.regime for row in RequestDeadline.objects.filter(request=request, extended=True)})
    twin = PrivacyRequest.objects.select_related("submission").get(id=request.id)
    dated = dates.date_request(twin, extended=extended)
    answers = {day for (_regime, duty), day in stored.items() if duty == dates.RESPOND}
    assert {row.dates.respond_by for row in dated.rows} == answers
    assert (twin.day_zero, twin.respond_at) == (request.day_zero, request.respond_at)
    _assert_opens(request, now=now)


def _assert_lawful_way(request: PrivacyRequest, steps: list[tuple[str | None, str | None]]) -> None:
    status = None
    allowed = {(step.source, step.target) for step in lifecycle.TRANSITIONS.values()} | {(None, "received")}
    for before, after in steps:
        if after is not None:
            assert before == status
            assert (before, after) in allowed
            status = after
    assert status == request.status


def _assert_opens(request: PrivacyRequest, *, now: datetime) -> None:
    """Every sealed word opens, and says the same as its neighbours."""
    view = selectors.case_view(request=request, by=_staff("olu"), now=now)
    assert request.submission.consumer
    assert all(isinstance(item.content, dict) for item in view.items)
    for letter in view.letters:
        assert letter.status in {"sent", "to_print"}
        assert request.reference in outbox.words_of(letter.id).text
    email = str(request.submission.consumer.get("email") or "")
    found = selectors.queue(by=_staff("olu"), filters=QueueFilters(q=email), now=now)
    assert request.id in {row.id for row in found.rows}


@pytest.mark.parametrize("outcome", ["partly_completed", "denied"])
def test_what_a_copied_letter_promises_to_erase_a_row_waits_for(
    demo: datetime, monkeypatch: pytest.MonkeyPatch, outcome: str
) -> None:
    place = next(n for n, one in enumerate(stories.STORIES) if (one.right, one.walk) == ("deletion", outcome))
    monkeypatch.setattr(stories, "choose", lambda _dice, count: [(place, 0)] * count)
    run.seed(2, rng_seed=SEED, now=demo, progress=lambda _words: None, processes=1)
    for request in PrivacyRequest.objects.all():
        items = held.items_for(request.id)
        dated = {(one.category, one.system, one.until) for one in items if one.outcome == "kept" and one.until}
        assert dated
        assert set(KeptData.objects.filter(request=request).values_list("category", "system", "until")) == dated


def test_the_same_seed_gives_the_same_requests(demo: datetime) -> None:
    first = _seed(demo)
    keys = SearchKey.objects.order_by("digest", "kind")
    words = [bytes(key) for key in keys.values_list("digest", flat=True)]
    with cloned_database():
        load_register(now=demo)
        load_demo_staff(password="a lantern over the orchard", now=demo)
        assert _seed(demo) == first
        assert [bytes(key) for key in keys.all().values_list("digest", flat=True)] == words


def test_a_history_takes_nothing_along_that_its_sweeps_did_to_others(demo: datetime) -> None:
    long_ago = demo - timedelta(days=300)
    other = cast.ask(cast.body("deletion"), now=long_ago)
    cast.work_off(long_ago)
    cast.prove(other, now=long_ago, waits=True)
    place = next(n for n, one in enumerate(stories.STORIES) if (one.right, one.walk) == ("access", "completed"))
    made = prototypes.make(place, 0, people=prototypes.reachable(), now=demo)
    its_own = {str(made.submission.id), *(str(one.id) for one in made.requests)}
    abouts = [json.loads(leaf).get("request") for _id, leaf in made.leaves]
    assert len(abouts) > 20
    assert set(abouts) <= {*its_own, None}


@pytest.mark.django_db
def test_references_never_come_twice() -> None:
    names = free(7)
    some = [next(names) for _ in range(20_000)]
    assert len(set(some)) == len(some)
    assert all(parse(name) == name for name in some[:100])


def test_most_ask_to_be_left_alone_and_few_are_open() -> None:
    open_ones = sum(story.share for story in stories.STORIES if story.is_open)
    opted_out = sum(story.share for story in stories.STORIES if story.right == "opt_out")
    whole = sum(story.share for story in stories.STORIES)
    assert 0.01 < open_ones / whole < 0.05
    assert opted_out / whole > 0.6


@pytest.mark.parametrize("place", [n for n, story in enumerate(stories.STORIES) if story.is_open])
def test_an_open_history_is_young_enough_to_be_open(place: int) -> None:
    story = stories.STORIES[place]
    ages = [stories.age_of(story, variant) for variant in range(story.variants)]
    assert timedelta(days=story.days) < timedelta(days=min(ages))
    assert max(ages) <= 45
