"""How many statements filing takes: a figure that must not creep up."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.selectors import entries_for
from requests_app.choices import Channel
from requests_app.models import PrivacyRequest
from requests_app.services.batch import submit_many
from tests.api.caller import Caller
from tests.cast import anonymous, body

# One filing reads the key, counts it, looks for a free reference and for changes of the law, and writes each of its
# tables, with the contact points of its check and the plan of its duties, and the ledger once. It took 36 before.
MOST = 14
MOST_OPT_OUT = 17
SAVEPOINTS = ("SAVEPOINT", "RELEASE")


def _statements(captured: CaptureQueriesContext) -> list[str]:
    return [one["sql"] for one in captured if not one["sql"].startswith(SAVEPOINTS)]


@pytest.mark.parametrize(("right", "most"), [("access", MOST), ("opt_out", MOST_OPT_OUT)])
def test_one_filing(website: Caller, right: str, most: int) -> None:
    website.post("submissions/", body(right))
    with CaptureQueriesContext(connection) as captured:
        assert website.post("submissions/", body(right)).status_code == 201
    assert len(_statements(captured)) <= most, "\n".join(sql[:120] for sql in _statements(captured))


def test_a_batch_writes_each_table_once(db: None, now: datetime) -> None:
    raws = [body({"right": "access", "scope": "categories"}) for _ in range(20)]
    with CaptureQueriesContext(connection) as captured:
        rows = submit_many(raws=raws, channel=Channel.API, by=anonymous(), now=now)
    written = [sql for sql in _statements(captured) if sql.startswith("INSERT")]
    assert len(written) <= 10
    for row in rows:
        assert row.filed is not None
        request = PrivacyRequest.objects.get(id=row.filed.requests[0].id)
        assert next(entry.action for entry in entries_for(request.id)) == "request.filed"
        assert request.rev == 3
