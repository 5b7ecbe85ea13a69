"""Deletions decided before kept data had rows get them once; nobody is promised more than the letter said."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from audit import selectors as ledger
from requests_app.models import KeptData, PrivacyRequest
from requests_app.services import holds, kept_healing, lapsing
from tests import cast
from tests.requests_app.keeping import NOW, answered, decide, decision, finish, fresh, open_tasks, places

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Decisions write no rows, as before there were any."""
    cast.register(NOW)
    with monkeypatch.context() as before:
        before.setattr(lapsing, "note", lambda *_args, **_named: 0)
        yield


def kept(ground: str, until: str, *, everything: bool = False) -> PrivacyRequest:
    request = answered()
    where = places(request) if everything else places(request)[:1]
    request = decide(request, decision(request, dict.fromkeys(where, (ground, until))), now=NOW)
    finish(request, now=NOW)
    assert not KeptData.objects.filter(request=request).exists()
    return fresh(request)


def test_what_was_dated_gets_its_rows_once_and_is_erased_on_its_day() -> None:
    part, whole = kept("DEL-CONTRACT", "2026-12-31"), kept("DEL-CONTRACT", "2026-12-31", everything=True)
    assert [kept_healing.heal(now=NOW), kept_healing.heal(now=NOW)] == [2, 0]
    rows = KeptData.objects.filter(request=part).values_list("category", "system", "until")
    assert list(rows) == [(*places(part)[0], cast.day("2026-12-31"))]
    assert KeptData.objects.filter(request=whole).count() == len(places(whole))
    assert [entry.action for entry in ledger.entries_for(part.id)].count("kept.noted") == 1
    assert lapsing.run_due(now=NOW + timedelta(days=60)) == 2
    assert open_tasks(part)


def test_what_had_no_day_gets_none_though_a_hold_binds_now() -> None:
    request = kept("DEL-CLAIMS", "", everything=True)
    holds.place(request_id=request.id, reason="litigation", matter="CV-4711", by=cast.staff("olu"), now=NOW)
    assert kept_healing.heal(now=NOW) == 0
    assert not KeptData.objects.exists()
