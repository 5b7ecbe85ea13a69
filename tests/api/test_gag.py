"""What an authority forbids to tell, the program that filed the request does not learn either."""

from datetime import datetime

import pytest

from accounts.models import ApiKey
from accounts.principals import Principal
from requests_app.choices import Channel
from requests_app.services import holds, review
from tests import cast
from tests.api.caller import Caller
from tests.requests_app.keeping import decision, finish, fresh, places


@pytest.mark.parametrize(("may_tell", "ground"), [(False, "DEL-LEGAL"), (True, "DEL-LEHOLD")])
def test_items_and_request_name_no_authority(website: Caller, now: datetime, may_tell: bool, ground: str) -> None:
    cast.register(now)
    key = Principal.api_client(ApiKey.objects.get())
    filed = cast.ask(cast.body("deletion"), now=now, channel=Channel.API, by=key)
    cast.prove(filed, now=now)
    cast.work_off(now)
    request = filed.requests[0].request
    finish(request, now=now)
    holds.place(
        request_id=request.id, reason="authority", matter="FBI-1", may_tell=may_tell, by=cast.staff("petra"), now=now
    )
    decided = decision(fresh(request), {where: ("DEL-LEHOLD", "2027-02-21") for where in places(request)})
    review.propose(request_id=request.id, decision=decided, by=cast.staff("petra"), now=now)
    review.approve(request_id=request.id, by=cast.staff("lena"), now=now)
    items = website.get(f"requests/{request.reference}/items/").json()["results"]
    assert {item["ground"] for item in items} == {ground}
    assert {item["until"] for item in items} == ({"2027-02-21"} if may_tell else {None})
    assert website.get(f"requests/{request.reference}/").json()["ground"] == ground
