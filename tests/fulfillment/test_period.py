"""Who asks for a year gets a year: dated things outside it stay out, things without a date go along."""

import json

import pytest
from django.db import transaction

from fulfillment.models import DataSystem
from fulfillment.period import Period
from fulfillment.services import Found, build_package, describe_categories, open_package, release_package
from fulfillment.services.items import add_found
from jobs.services import run_due
from outbound.models import RegisterRecord
from tests.cast import day
from tests.conftest import NOW
from tests.fulfillment.conftest import CONSUMER, collect
from tests.fulfillment.test_packages import FACTS, SYSTEM

YEAR = Period(day("2025-11-23"), day("2026-11-23"))


@pytest.mark.parametrize(
    ("on", "belongs"),
    [("2025-11-22", False), ("2025-11-23", True), ("2026-11-23", True), ("2026-11-24", False), (None, True)],
)
def test_the_first_and_the_last_day_belong_to_it(on: str | None, belongs: bool) -> None:
    assert YEAR.covers(day(on) if on else None) is belongs
    assert Period().covers(day(on) if on else None)


@pytest.mark.django_db
def test_a_package_gives_the_asked_days_and_what_has_no_date(nora) -> None:
    RegisterRecord.objects.filter(person=nora, system="marketing").update(collected_on="2024-05-01")
    collected = collect()
    with transaction.atomic():
        system, found = DataSystem.objects.get(slug="policy-admin"), Found("contact", "Old card", {"box": "7"})
        add_found(request_id=collected, system=system, found=found, by=SYSTEM, now=NOW)
    facts = FACTS | {"period_from": "2025-11-23"}
    build_package(request_id=collected, facts=facts, by=SYSTEM, now=NOW)
    run_due(now=NOW)
    release_package(request_id=collected, by=SYSTEM, now=NOW)
    texts = {
        part: open_package(request_id=collected, part=part, by=CONSUMER, now=NOW).content.decode()
        for part in ("html", "json", "csv")
    }
    assert not any("anniversary" in text for text in texts.values())
    records = {(one["system"], one["collected_on"]) for one in json.loads(texts["json"])["records"]}
    assert ("policy-admin", None) in records
    assert ("shipping", "2026-01-02") in records
    assert "Data without a date is part of it, too." in texts["html"]
    kinds = [row["category"] for row in describe_categories(request_id=collected, period=Period.of(facts))]
    assert "Commercial information" not in kinds
    assert "Commercial information" in [row["category"] for row in describe_categories(request_id=collected)]
