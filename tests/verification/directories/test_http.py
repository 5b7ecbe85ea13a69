"""A service that answers JSON as a directory: what leaves the house, what is taken for an answer, and what is not."""

import json
from datetime import date, datetime

import pytest

from outbound import bounded
from tests.verification.directories.conftest import Connect, Service, blocks, claims_table
from verification.directories import configured, normalise
from verification.directories.base import Candidate, DirectoryDown, OnFile, TooMany
from verification.services import asking

TYPED = {
    "given_name": "Nora", "family_name": "Quist", "date_of_birth": "04/09/1961", "email": "Nora@example.org",
    "claim_number": "CL-2023-004417", "phone": "920 555 0142", "policy_number": "55-102938",
}  # fmt: skip


def found(**typed: str) -> list[Candidate]:
    return configured.together().find(normalise.of_person(typed or TYPED))


def people(*some: object) -> bytes:
    return json.dumps({"result": {"people": some}}).encode()


def test_only_what_is_mapped_leaves_the_house_and_the_answer_is_read_by_the_mapping(claims: Service) -> None:
    (nora,) = found()
    assert claims.asked == [json.loads(blocks("json")[0])]
    assert claims.tokens == ["Bearer s3cret"]
    assert nora.person_key == "claims:17"
    assert nora.facts["claim_month"] == {"2023-05"}
    assert nora.facts["postal_address"] == {"12elmst|54956"}
    assert OnFile("email", "nora@example.org", date(2019, 5, 2)) in nora.on_file


def test_for_what_it_cannot_look_for_it_is_not_asked(claims: Service) -> None:
    assert found(policy_number="55-102938") == found(family_name="Quist") == []
    assert claims.asked == []


@pytest.mark.parametrize(
    ("body", "status", "headers"),
    [
        (b"<html>", 200, {}), (b"", 200, {}), (b"[" * 100_000, 200, {}), (b"\xff\xfe", 200, {}), (b"null", 200, {}),
        (b'{"result": []}', 200, {}), (b'{"result": {"people": {"id": 1}}}', 200, {}), (people("Nora"), 200, {}),
        (people({"id": {"$ne": 1}}), 200, {}), (people({"name": {"first": "Nora"}}), 200, {}),
        (people({"id": 1, "claims": "CL-1"}), 200, {}), (people({"id": 1, "name": {"first": ["Nora"]}}), 200, {}),
        (people(), 204, {}), (people(), 500, {}), (people(), 302, {"Location": "http://127.0.0.1:1/"}),
        (people(), 200, {"Content-Encoding": "gzip"}), (b" " * 1_100_000 + people(), 200, {}),
    ],
)  # fmt: skip
def test_garbage_is_no_answer_and_nobody_is_concluded_from_it(
    claims: Service, body: bytes, status: int, headers: dict[str, str]
) -> None:
    claims.body, claims.status, claims.headers = body, status, headers
    with pytest.raises(DirectoryDown) as down:
        found()
    assert "Nora" not in str(down.value)
    assert "s3cret" not in str(down.value)


def test_a_service_that_hangs_is_left_after_its_time(service: Service, connect: Connect) -> None:
    connect(claims_table(service).replace("seconds = 10", "seconds = 0.2"), claims_token="s3cret")
    service.hang.clear()
    with pytest.raises(DirectoryDown, match=r"no answer within 0\.2 s|ReadTimeout"):
        found()


def test_of_ten_thousand_nobody_is_meant(claims: Service) -> None:
    claims.body = people(*({"id": number, "name": {"first": "Nora", "last": "Quist"}} for number in range(10_000)))
    with pytest.raises(TooMany):
        found()


def test_an_address_inside_is_called_only_where_the_operator_says_so(
    service: Service, connect: Connect, settings, now: datetime
) -> None:
    settings.ALLOW_LOOPBACK = False
    connect(claims_table(service).replace("http://", "https://"), claims_token="s3cret")
    pulse = next(asking.pulses(now=now))
    assert "could not be asked (InvalidIPAddress" in pulse.down
    connect(claims_table(service), claims_token="s3cret")
    assert "could not be understood (NotAllowed)" in next(asking.pulses(now=now)).down
    assert service.asked == []
    monitored = bounded._manager(1, internal=True).config
    assert not monitored.ip_filter_enable
    assert monitored.never_redirect
