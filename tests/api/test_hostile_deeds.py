"""Every deed of the API against what does not fit, what is not one's own, and what is sent twice."""

from datetime import datetime
from typing import Any

import pytest

from requests_app.models import Note, PrivacyRequest, Submission
from tests.api.caller import Caller, is_problem, key_of, pointers
from tests.api.test_deeds import EVIDENCE, REASONS, at_work, decision, filed
from tests.cast import ask, body
from tests.untouched import HIDDEN, RUNNABLE, nothing_written

KEY = '"8e03978e-40d5-43dd-bc93-6894a57f9324"'
# Looking at a request is on record, whatever becomes of the deed.
LOOKS = ("case.viewed", "api_key.used")
DEEDS: dict[str, dict[str, Any]] = {
    "extend": REASONS,
    "assign": {"assignee": "olu"},
    "notes": {"body": "Called."},
    "messages": {"body": "We have started."},
    "verification": EVIDENCE,
    "review": decision(),
    "return": {"reason": "Look again."},
    "approve": {},
    "decide": decision(),
    "withdraw": {},
    "appeal": {"explanation": "You forgot one."},
    "close": {"reason": "spam"},
}
TEXTS = {"extend": "explanation", "assign": "assignee", "notes": "body", "messages": "body", "verification": "reason",
         "review": "summary", "return": "reason", "decide": "summary", "appeal": "explanation"}  # fmt: skip
CHOICES = {"extend": "reason", "verification": "method", "review": "outcome", "decide": "outcome", "close": "reason",
           "messages": "direction"}  # fmt: skip
WRONG_TYPES: tuple[Any, ...] = (7, ["a"], {"a": 1}, True)


@pytest.fixture
def there(olu: Caller) -> str:
    """The address of a request of Nora's."""
    return f"requests/{filed(olu, 'access')}/"


def test_an_unknown_member_is_named(olu: Caller, there: str) -> None:
    with nothing_written(*LOOKS):
        for deed, given in DEEDS.items():
            answer = olu.post(f"{there}{deed}/", {**given, "status": "completed"})
            is_problem(answer, 422)
            assert "#/status" in pointers(answer), deed


@pytest.mark.parametrize("raw", [b"{", b"[]", b"null", b'"x"', b'{"body": "a", "body": "b"}', b'{"body": "\\u0000"}'])
def test_what_is_no_object_is_refused(olu: Caller, there: str, raw: bytes) -> None:
    with nothing_written(*LOOKS):
        for deed in DEEDS:
            answer = olu.post(f"{there}{deed}/", raw=raw)
            assert is_problem(answer, answer.status_code)["detail"]
            assert answer.status_code in {400, 422}, deed


@pytest.mark.parametrize("deed", TEXTS)
def test_wrong_types_empty_long_and_hidden(olu: Caller, there: str, deed: str) -> None:
    name = TEXTS[deed]
    empty = () if deed in {"review", "decide", "appeal", "assign"} else ("", "  ")
    with nothing_written(*LOOKS):
        for typed in (*WRONG_TYPES, *empty, "x" * 20_001, *(text for text in HIDDEN.values() if "\x00" not in text)):
            answer = olu.post(f"{there}{deed}/", {**DEEDS[deed], name: typed})
            is_problem(answer, 422)
            assert f"#/{name}" in pointers(answer), typed
        is_problem(olu.post(f"{there}{deed}/", {**DEEDS[deed], name: "x" * 270_000}), 413)


def test_what_is_not_in_the_list(olu: Caller, there: str) -> None:
    with nothing_written(*LOOKS):
        for deed, name in CHOICES.items():
            for typed in ("", "no", "СOMPLEXITY", None, *WRONG_TYPES):
                answer = olu.post(f"{there}{deed}/", {**DEEDS[deed], name: typed})
                is_problem(answer, 422)
                assert f"#/{name}" in pointers(answer), (deed, typed)


def test_impossible_days_in_a_decision(olu: Caller, now: datetime) -> None:
    reference = at_work(olu, "deletion", now)
    kept = {"category": "commercial", "system": "policy-admin", "outcome": "kept", "ground": "DEL-LEGAL",
            "cite": "Wis. Adm."}  # fmt: skip
    with nothing_written(*LOOKS):
        for day in ("2032-02-31", "0001-01-01", "1999-12-31", "31/12/2032", 20321231, "٢٠٣٢-١٢-٣١"):
            items = [{**kept, "until": day}]
            answer = olu.post(f"requests/{reference}/review/", decision("partly_completed", items=items))
            assert "#/items/0/until" in pointers(answer), day


def test_ten_thousand_items_are_too_many(olu: Caller, there: str) -> None:
    with nothing_written(*LOOKS):
        item = {"category": "commercial", "system": "marketing", "outcome": "erased"}
        answer = olu.post(f"{there}review/", decision(items=[item] * 501))
        assert pointers(answer) == {"#/items"}
        is_problem(olu.post(f"{there}review/", decision(items=[item] * 10_000)), 413)
        is_problem(olu.post(f"{there}notes/", {f"f{number}": 1 for number in range(10_000)}), 422)


def test_what_other_programs_would_run_is_kept_as_typed(olu: Caller, there: str) -> None:
    for text in RUNNABLE:
        assert olu.post(f"{there}notes/", {"body": text}).status_code == 201
    assert {note.body for note in Note.objects.all()} == set(RUNNABLE)


def test_a_wrong_check_character_is_told_apart(olu: Caller, there: str) -> None:
    reference = there.split("/")[1]
    wrong = reference[:-1] + ("2" if reference[-1] != "2" else "3")
    with nothing_written(*LOOKS):
        for deed, given in DEEDS.items():
            problem = is_problem(olu.post(f"requests/{wrong}/{deed}/", given), 404)
            assert problem["type"].endswith("/problems/mistyped-reference/"), deed


def test_nobody_elses_request_takes_a_deed(olu: Caller, there: str, now: datetime) -> None:
    own = key_of("petra", "requests:create", "requests:read", "requests:work", "requests:decide", now=now)
    mina = key_of("mina", now=now)  # behind the wall of the care plan companies
    for caller in (own, mina):
        caller.get("taxonomy/")
        with nothing_written(*LOOKS):
            for deed, given in DEEDS.items():
                theirs = is_problem(caller.post(f"{there}{deed}/", given), 404)
                unknown = is_problem(caller.post(f"requests/JM-2222-2222/{deed}/", given), 404)
                assert theirs | {"instance": ""} == unknown | {"instance": ""}, deed


def test_nobody_elses_package_items_or_receipt(olu: Caller, there: str, now: datetime) -> None:
    mina = key_of("mina", now=now)
    mina.get("taxonomy/")
    with nothing_written(*LOOKS):
        for part in ("", "package/", "package/?part=csv", "items/", "timeline/", "deadlines/", "receipt/"):
            is_problem(mina.get(there + part), 404)


class TestTwice:
    def test_without_a_key_each_call_files_and_the_two_are_linked(self, olu: Caller, now: datetime) -> None:
        from tests.cast import work_off

        first, second = (olu.post("submissions/", body("deletion")).json()["requests"][0] for _turn in range(2))
        work_off(now)
        rows = {row.reference: row for row in PrivacyRequest.objects.all()}
        assert rows[second["reference"]].duplicate_of == rows[first["reference"]]

    @pytest.mark.parametrize("deed", ["extend", "assign", "notes", "messages", "verification", "close", "withdraw"])
    def test_with_a_key_the_deed_is_done_once(self, olu: Caller, there: str, deed: str) -> None:
        first = olu.post(f"{there}{deed}/", DEEDS[deed], Idempotency_Key=KEY)
        assert first.status_code in {200, 201}, first.content
        with nothing_written():
            again = olu.post(f"{there}{deed}/", DEEDS[deed], Idempotency_Key=KEY)
        assert again.headers["Idempotent-Replayed"] == "true"
        assert again.json() == first.json()

    @pytest.mark.parametrize("deed", ["extend", "close", "withdraw"])
    def test_without_a_key_the_second_is_told_what_stands_against_it(self, olu: Caller, there: str, deed: str) -> None:
        assert olu.post(f"{there}{deed}/", DEEDS[deed]).status_code == 200
        with nothing_written(*LOOKS):
            assert len(is_problem(olu.post(f"{there}{deed}/", DEEDS[deed]), 409)["detail"]) > 20

    def test_an_old_revision_is_refused(self, olu: Caller, there: str) -> None:
        with nothing_written(*LOOKS):
            for deed, given in DEEDS.items():
                problem = is_problem(olu.post(f"{there}{deed}/", given, If_Match='"1"'), 412)
                assert "Read the request again" in problem["detail"], deed

    def test_after_the_end_nothing_more_is_done(self, olu: Caller, there: str) -> None:
        olu.post(f"{there}withdraw/")
        with nothing_written(*LOOKS):
            for deed in sorted(set(DEEDS) - {"notes", "appeal", "messages"}):
                answer = olu.post(f"{there}{deed}/", DEEDS[deed])
                assert answer.status_code in {403, 409, 422}, deed
                assert len(is_problem(answer, answer.status_code)["detail"]) > 20


class TestBatch:
    ROWS: tuple[Any, ...] = (
        {}, [], None, 7, "row", {"rights": []}, body("access", urgent=True), body(*["access"] * 100),
        body("access", details="x" * 10_001), body("access", consumer={"given_name": "a\u202eb"}),
        body("access", consumer={"family_name": "Q", "email": "n@example.org", "date_of_birth": "1961-02-31"}),
    )  # fmt: skip

    def test_no_unsound_row_leaves_anything_behind(self, website: Caller) -> None:
        website.get("taxonomy/")
        with nothing_written():
            told = website.post("submissions/batch/", list(self.ROWS)).json()
            assert (told["filed"], told["refused"]) == (0, len(self.ROWS))
            assert all(row["errors"][0]["detail"] for row in told["results"])

    @pytest.mark.parametrize("raw", [b"{", b"null", b"7", b'{"submissions": {}}', b'{"submissions": [], "x": 1}'])
    def test_what_is_no_batch(self, website: Caller, raw: bytes) -> None:
        website.get("taxonomy/")
        with nothing_written():
            answer = website.post("submissions/batch/", raw=raw)
            assert is_problem(answer, answer.status_code)["detail"]
            assert answer.status_code in {400, 422}

    def test_a_batch_sent_twice_files_once(self, website: Caller) -> None:
        rows = [body("access"), body("deletion")]
        first = website.post("submissions/batch/", rows, Idempotency_Key=KEY)
        with nothing_written():
            again = website.post("submissions/batch/", rows, Idempotency_Key=KEY)
        assert again.json() == first.json()
        assert Submission.objects.count() == 2

    def test_the_same_row_twice_is_two_requests(self, website: Caller) -> None:
        told = website.post("submissions/batch/", [body("access")] * 2).json()
        assert len({row["submission"]["access_code"] for row in told["results"]}) == 2

    def test_one_row_of_ten_thousand_rights_spoils_no_other(self, website: Caller) -> None:
        told = website.post("submissions/batch/", [body(*["access"] * 10_000), body("opt_out")]).json()
        assert [row["status"] for row in told["results"]] == [422, 201]

    def test_words_are_kept_as_typed(self, website: Caller) -> None:
        told = website.post("submissions/batch/", [body("access", details=text) for text in RUNNABLE]).json()
        assert told["filed"] == len(RUNNABLE)
        assert {row.details for row in Submission.objects.all()} == set(RUNNABLE)


def test_a_request_of_another_channel_is_not_the_programs(website: Caller, now: datetime) -> None:
    reference = ask(body("access"), now=now).requests[0].reference
    website.get("taxonomy/")
    with nothing_written(*LOOKS):
        for deed in ("messages", "withdraw", "appeal"):
            is_problem(website.post(f"requests/{reference}/{deed}/", DEEDS[deed]), 404)
