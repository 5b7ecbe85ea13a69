"""Rights come in pairs, and are tested as one table: role × deed, every cell."""

from datetime import UTC, datetime

import pytest

from accounts.principals import Principal
from requests_app import permissions
from requests_app.models import PrivacyRequest
from tests import cast

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DEEDS = ("see", "read", "work", "decide", "approve", "withdraw", "write", "note", "reveal", "hold")
TABLE = {
    # who:          see  read work deci appr with writ note reve hold
    "nora":        "1    1    0    0    0    1    1    0    0    0",
    "sam":         "0    0    0    0    0    0    0    0    0    0",
    "casey":       "1    0    0    0    0    1    0    1    0    0",
    "sol":         "0    0    0    0    0    0    0    0    0    0",
    "mo":          "0    0    0    0    0    0    0    0    0    0",
    "olu":         "1    1    1    1    1    1    1    1    1    1",
    "mina":        "0    0    0    0    0    0    0    0    0    0",
    "lena":        "1    1    1    1    1    1    1    1    1    1",
    "dev":         "0    0    0    0    0    0    0    0    0    0",
    "ari":         "1    1    0    0    0    0    0    0    0    0",
    "ada":         "0    0    0    0    0    0    0    0    0    0",
}  # fmt: skip

pytestmark = pytest.mark.django_db


def principal(who: str, request: PrivacyRequest) -> Principal:
    if who == "nora":
        return Principal.consumer(request.submission_id, "s")
    if who == "sam":
        return Principal.consumer(cast.ask(cast.body("access"), now=NOW).submission.id, "s")
    return cast.staff(who)


@pytest.mark.parametrize("who", list(TABLE))
def test_every_cell(who: str) -> None:
    request = cast.ask(cast.body("restriction"), now=NOW).requests[0].request
    by = principal(who, request)
    found = {deed: getattr(permissions, f"can_{deed}")(by, request) for deed in DEEDS}
    assert found == dict(zip(DEEDS, [cell == "1" for cell in TABLE[who].split()], strict=True))


@pytest.mark.parametrize("who", list(TABLE))
def test_check_raises_exactly_where_can_says_no(who: str) -> None:
    request = cast.ask(cast.body("restriction"), now=NOW).requests[0].request
    by = principal(who, request)
    for deed in DEEDS:
        can, check = getattr(permissions, f"can_{deed}"), getattr(permissions, f"check_can_{deed}")
        if can(by, request):
            check(by, request)
            continue
        with pytest.raises(permissions.NotAllowed if permissions.can_see(by, request) else permissions.NotFound):
            check(by, request)


def test_whoever_typed_it_in_does_not_decide_it() -> None:
    request = cast.ask(cast.body("restriction"), now=NOW, by=cast.staff("olu")).requests[0].request
    assert not permissions.can_decide(cast.staff("olu"), request)
    assert permissions.can_decide(cast.staff("petra"), request)
