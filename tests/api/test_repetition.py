"""A call that is sent twice, by a careful client or by a double click."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection
from django.utils import timezone

from requests_app.models import Note, Submission
from tests.api.caller import Caller, is_problem, key_of
from tests.cast import body

KEY = '"8e03978e-40d5-43dd-bc93-6894a57f9324"'


@pytest.mark.any_broker
def test_the_same_call_gets_the_same_answer_and_files_once(website: Caller) -> None:
    first = website.post("submissions/", body("access"), Idempotency_Key=KEY)
    again = website.post("submissions/", body("access"), Idempotency_Key=KEY.strip('"'))
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.headers.get("Idempotent-Replayed") is None
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.headers["Location"] == first.headers["Location"]
    assert Submission.objects.count() == 1


@pytest.mark.any_broker
def test_another_body_under_the_key_is_refused(website: Caller) -> None:
    website.post("submissions/", body("access"), Idempotency_Key=KEY)
    problem = is_problem(website.post("submissions/", body("deletion"), Idempotency_Key=KEY), 422)
    assert problem["type"].endswith("/problems/key-reused/")
    assert Submission.objects.count() == 1


def test_a_key_belongs_to_one_program(website: Caller, now: datetime) -> None:
    other = key_of("petra", "requests:create", now=now)
    codes = {caller.post("submissions/", body("access"), Idempotency_Key=KEY).json()["access_code"]
             for caller in (website, other)}  # fmt: skip
    assert len(codes) == Submission.objects.count() == 2


def test_a_refused_call_may_be_corrected_under_its_key(website: Caller) -> None:
    is_problem(website.post("submissions/", {"rights": []}, Idempotency_Key=KEY), 422)
    assert website.post("submissions/", body("access"), Idempotency_Key=KEY).status_code == 201


@pytest.mark.parametrize("key", ["", '""', "a" * 256, "näh"])
def test_a_key_that_is_none(website: Caller, key: str) -> None:
    is_problem(website.post("submissions/", body("access"), Idempotency_Key=key), 400)
    assert not Submission.objects.exists()


def test_a_note_sent_twice_stands_once(olu: Caller) -> None:
    reference = olu.post("submissions/", body("access")).json()["requests"][0]["reference"]
    for _ in range(2):
        answer = olu.post(f"requests/{reference}/notes/", {"body": "Called."}, Idempotency_Key=KEY)
    assert answer.status_code == 201
    assert answer.headers["Idempotent-Replayed"] == "true"
    assert answer.headers["ETag"] == f'"{answer.json()["rev"]}"'
    assert Note.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.any_broker
def test_ten_at_once_file_once(committed_db: str) -> None:
    website = key_of("olu", "requests:create", now=timezone.now())

    def call(_number: int) -> tuple[int, str]:
        try:
            answer = website.post("submissions/", body("access"), Idempotency_Key=KEY)
            return answer.status_code, json.dumps(answer.json())
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(call, range(10)))
    assert {status for status, _ in answers} <= {201, 409}
    assert len({told for status, told in answers if status == 201}) == 1
    assert Submission.objects.count() == 1
