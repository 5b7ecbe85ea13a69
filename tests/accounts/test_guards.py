"""Counters and stored answers hold under threads."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from accounts import idempotency, throttles
from accounts.idempotency import Answer, BadKey, Busy, OtherBody, once, parse_key
from accounts.models import IdempotencyRecord, ThrottleCounter, User
from tests.accounts.cast import hire

RULE = {"key": "nora@example.org", "limit": 3, "per_seconds": 60}


def _in_threads(work, count):
    def run(number):
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


@pytest.mark.django_db
def test_the_fourth_of_three_is_refused_until_the_window_ends(now):
    states = [throttles.hit("codes", now=now, **RULE) for _ in range(4)]
    assert [state.allowed for state in states] == [True, True, True, False]
    assert [state.remaining for state in states] == [2, 1, 0, 0]
    assert 59 <= states[3].reset_after <= 61
    assert throttles.hit("codes", now=now + timedelta(seconds=60), **RULE).remaining == 2


@pytest.mark.django_db
def test_buckets_and_keys_are_apart_and_say_nothing(now):
    throttles.hit("codes", now=now, **RULE)
    assert throttles.hit("sign_in", now=now, **RULE).remaining == 2
    assert throttles.peek("codes", now=now, **RULE).remaining == 2
    assert "nora" not in str(list(ThrottleCounter.objects.values_list("key", flat=True)))
    assert throttles.forget_old(now=now + timedelta(days=1)) == 2


@pytest.mark.django_db(transaction=True)
def test_twenty_threads_and_five_go_through(now):
    states = _in_threads(lambda _: throttles.hit("codes", key="k", limit=5, per_seconds=60, now=now), 20)
    assert sum(state.allowed for state in states) == 5


def _answer(text="{}", status=201):
    return lambda: Answer(status, text)


@pytest.mark.django_db
def test_a_repetition_gets_the_stored_answer(now):
    first = once(scope="s", key="k", body=b"a", now=now, effect=_answer('{"n": 1}'))
    again = once(scope="s", key="k", body=b"a", now=now, effect=_answer('{"n": 2}'))
    assert (first.replayed, again.replayed) == (False, True)
    assert (again.status, again.body) == (201, '{"n": 1}')
    assert once(scope="other", key="k", body=b"a", now=now, effect=_answer('{"n": 3}')).body == '{"n": 3}'


@pytest.mark.django_db
def test_another_body_under_the_same_key_is_refused(now):
    once(scope="s", key="k", body=b"a", now=now, effect=_answer())
    with pytest.raises(OtherBody):
        once(scope="s", key="k", body=b"b", now=now, effect=_answer())


@pytest.mark.django_db
def test_failures_are_not_kept_and_refusals_undo_the_record(now):
    for status in (500, 503, 429, 401):
        once(scope="s", key="k", body=b"a", now=now, effect=_answer(status=status))
    with pytest.raises(ZeroDivisionError):
        once(scope="s", key="k", body=b"a", now=now, effect=lambda: 1 / 0)
    assert not IdempotencyRecord.objects.exists()


@pytest.mark.django_db
def test_stored_answers_are_encrypted_and_forgotten(now):
    once(scope="s", key="k", body=b"a", now=now, effect=_answer('{"email": "nora@example.org"}'))
    assert b"nora" not in IdempotencyRecord.objects.values_list("body", flat=True).get().envelope
    assert idempotency.forget_old(now=now + timedelta(hours=47)) == 0
    assert idempotency.forget_old(now=now + timedelta(hours=49)) == 1


@pytest.mark.django_db(transaction=True)
def test_thirty_threads_one_effect(now):
    def call(number):
        effect = lambda: (hire(f"user{number}", now=now, factor=False), Answer(201, str(number)))[1]  # noqa: E731  # a deed of one line
        try:
            return once(scope="s", key="k", body=b"a", now=now, effect=effect)
        except Busy:
            return "busy"

    answers = _in_threads(call, 30)
    assert User.objects.count() == 1
    bodies = Counter(answer.body for answer in answers if answer != "busy")
    assert len(bodies) == 1
    assert sum(not answer.replayed for answer in answers if answer != "busy") == 1


@pytest.mark.django_db(transaction=True)
def test_a_key_in_use_is_busy(now):
    def other(_):
        with pytest.raises(Busy), transaction.atomic():
            idempotency.begin(scope="s", key="k", body=b"a")
        return True

    with transaction.atomic():
        idempotency.begin(scope="s", key="k", body=b"a")
        assert _in_threads(other, 1) == [True]


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ('"8e03978e-40d5"', "8e03978e-40d5"),
        ("8e03978e", "8e03978e"),
        (r'"a\"b"', 'a"b'),
        (" x ", "x"),
        ("k" * 255,) * 2,
    ],
)
def test_keys_are_read_quoted_or_bare(header, key):
    assert parse_key(header) == key


@pytest.mark.parametrize("header", ["", '""', "é", "a\tb", "k" * 256, '" "'])
def test_what_is_no_key_is_refused(header):
    with pytest.raises(BadKey):
        parse_key(header)
