"""A program asks for a letter and a call in the name of whom it files for; it learns nothing of what is on file."""

import pytest

from tests.api.caller import Caller
from tests.cast import body, work_off
from verification.models import CallBack, PostedCode

pytestmark = pytest.mark.usefixtures("clock")


def filed(website: Caller) -> str:
    answer = website.post("submissions/", body({"right": "access", "scope": "specific_pieces"}))
    return f"requests/{answer.json()['requests'][0]['reference']}/verification/"


def test_a_wrong_code_counts_even_where_the_call_may_be_repeated(website: Caller, now) -> None:
    room = filed(website)
    assert website.post(f"{room}letter/", {}).status_code == 202
    assert website.post(f"{room}letter/", {}).status_code == 409
    work_off(now)
    wrong = {"code": "2222-2222-2222"}
    for left in (4, 3):
        answer = website.post(f"{room}letter/code/", wrong, Idempotency_Key=f"try-{left}")
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "#/code")
        assert f"Tries left: {left}." in answer.json()["errors"][0]["detail"]
    assert website.post(f"{room}letter/code/", wrong, Idempotency_Key="try-3").json() == answer.json()
    assert PostedCode.objects.get().tries == 2


def test_a_call_is_asked_for_once(website: Caller, now) -> None:
    room = filed(website)
    assert website.post(f"{room}call/", {"window": "midnight"}).status_code == 422
    assert website.post(f"{room}call/", {"window": "evening"}).status_code == 202
    assert website.post(f"{room}call/", {}).status_code == 202
    assert CallBack.objects.get().window == ""
