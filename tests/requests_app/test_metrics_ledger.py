"""The yearly figures come from the ledger: they agree with the rows, and a changed row does not move them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import connection, transaction

from accounts.demo import load_demo_staff
from dsar_portal import yearly
from dsar_portal.demo.seeding import seed
from outbound.loading import load_register
from requests_app import metrics
from requests_app.metrics import Row
from requests_app.models import PrivacyRequest
from requests_app.profile import PROFILE
from requests_app.services import auditing
from requests_app.zones import local_day
from tests import cast

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
RIGHTS = ("deletion", "correction", "access", "opt_out")

pytestmark = pytest.mark.django_db


@pytest.fixture
def _demo_data() -> Iterator[None]:
    # Forty-two histories through the real verbs take a while: one test uses them.
    with time_machine.travel(NOW, tick=False):
        load_register(now=NOW)
        load_demo_staff(password="a lantern over the orchard", now=NOW)
        assert len(list(seed(42, rng_seed=7, now=NOW))) == 42
        yield


def _by_rows(year: int) -> list[metrics.Line]:
    """The same figures, counted in the table of requests: what the ledger must agree with."""
    found = PrivacyRequest.objects.filter(
        day_zero__range=(date(year, 1, 1), date(year, 12, 31)), duplicate_of=None, right__in=RIGHTS
    ).exclude(status="closed")
    rows = []
    for one in found:
        days = (local_day(one.answered_at, PROFILE.time_zone) - one.day_zero).days if one.answered_at else None
        late = bool(one.breached_at) or (one.answered_at is not None and one.answered_at > one.respond_at)
        rows += [
            Row(kind, one.status, one.primary_ground, days, late=late) for kind in metrics.types(one.right, one.kinds)
        ]
    return [metrics.line(kind, [row for row in rows if row.type == kind]) for kind in metrics.TYPES]


@pytest.mark.usefixtures("_demo_data")
def test_rows_and_ledger_agree_until_a_row_is_forged() -> None:
    figures = metrics.yearly(2026)
    assert figures == _by_rows(2026)
    assert [line.received for line in metrics.yearly(2025)] == [0] * len(metrics.TYPES)
    by_type = {line.type: line.received for line in figures}
    assert min(by_type["opt_out"], by_type["limit"], by_type["marketing"]) > 0
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


def test_an_opt_out_of_two_things_is_in_both_lines_and_one_of_letters_in_neither() -> None:
    cast.register(NOW)
    for kinds in (["sale_sharing", "limit_sensitive"], ["marketing_email", "marketing_mail"]):
        cast.ask(cast.body({"right": "opt_out", "kinds": kinds}), now=NOW)
    received = {line.type: line.received for line in metrics.yearly(2026)}
    assert received == {"delete": 0, "correct": 0, "know": 0, "opt_out": 1, "limit": 1, "marketing": 1}


def test_the_printed_basis_says_how_opt_outs_are_told_apart_and_names_only_entries_that_are_made() -> None:
    told = " ".join(yearly.basis_of().values())
    assert "limit: kinds contain limit_sensitive" in told
    assert "marketing: all other opt-outs" in told
    assert not [name for name in ("right_changed", "received_at_changed", "duplicate_unlinked") if name in told]


def test_an_officer_of_one_company_sees_that_companys_figures() -> None:
    cast.register(NOW)
    for company in ("jm-care-plan", "jm-insurance", "group"):
        cast.ask(cast.body("deletion", companies=[company]), now=NOW)
    seen = {
        name: next(
            line.received for line in auditing.figures(year=2026, by=cast.staff(name), now=NOW) if line.type == "delete"
        )
        for name in ("olu", "mina")
    }
    assert seen == {"olu": 3, "mina": 1}
