"""The yearly figures come from the ledger: they agree with the rows, and a changed row does not move them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection, transaction

from accounts.demo import load_demo_staff
from dsar_portal.demo.seeding import seed
from outbound.loading import load_register
from requests_app import metrics
from requests_app.choices import Kind
from requests_app.metrics import Row
from requests_app.models import PrivacyRequest
from requests_app.profile import PROFILE
from requests_app.zones import local_day

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TYPE_OF = {"deletion": "delete", "correction": "correct", "access": "know", "opt_out": "opt_out"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def _demo_data() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        load_register(now=NOW)
        load_demo_staff(password="a lantern over the orchard", now=NOW)
        assert len(list(seed(42, rng_seed=7, now=NOW))) == 42
        yield


def _by_rows(year: int) -> list[metrics.Line]:
    """The same figures, counted in the table of requests: what the ledger must agree with."""
    found = PrivacyRequest.objects.filter(
        day_zero__range=(date(year, 1, 1), date(year, 12, 31)), duplicate_of=None, right__in=TYPE_OF
    ).exclude(status="closed")
    rows = []
    for one in found:
        kind = "limit" if one.kinds == [Kind.LIMIT_SENSITIVE] else TYPE_OF[one.right]
        days = (local_day(one.answered_at, PROFILE.time_zone) - one.day_zero).days if one.answered_at else None
        rows.append(Row(kind, one.status, one.primary_ground, days))
    return [metrics.line(kind, [row for row in rows if row.type == kind]) for kind in metrics.TYPES]


@pytest.mark.usefixtures("_demo_data")
def test_rows_and_ledger_agree_until_a_row_is_forged() -> None:
    figures = metrics.yearly(2026)
    assert figures == _by_rows(2026)
    know = next(line for line in figures if line.type == "know")
    assert min(know.complied_part, know.denied, know.denied_exempt, know.open_or_withdrawn) > 0
    with transaction.atomic(), connection.cursor() as cursor:
        # Behind the portal's back; the database would refuse to commit it.
        cursor.execute(
            "UPDATE requests_app_privacyrequest SET rev = rev + 1, status = 'denied', duplicate_of_id = NULL"
        )
        assert _by_rows(2026) != figures
        assert metrics.yearly(2026) == figures
        transaction.set_rollback(True)


@pytest.mark.usefixtures("_demo_data")
def test_another_year_has_nothing_of_it() -> None:
    assert [line.received for line in metrics.yearly(2025)] == [0] * len(metrics.TYPES)
