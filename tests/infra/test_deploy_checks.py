"""`check --deploy` tells when a well-known file cannot be believed."""

from datetime import UTC, date, datetime

import pytest
from django.core import checks as django_checks
from django.core.checks import registry

from dsar_portal import checks

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
CONTACT = "mailto:privacy@example.org"


def told(found: list[django_checks.CheckMessage]) -> list[str]:
    return [str(one.id).removeprefix("portal.") for one in found]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({}, ["W001"]),
        ({"supported": False, "last_update": "2026-11-22"}, ["W001"]),
        ({"supported": True, "last_update": "2026-11-22"}, []),
        ({"supported": True, "last_update": date(2026, 11, 22)}, []),
        ({"supported": True}, ["E001"]),
        ({"supported": True, "last_update": "11/22/2026"}, ["E001"]),
        ({"supported": True, "last_update": "2027-11-22"}, ["E002"]),
    ],
)
def test_the_privacy_signal_is_declared_with_a_real_day(table: dict, says: list[str]) -> None:
    assert told(checks.gpc_findings(table, now=NOW)) == says


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({}, ["W002"]),
        ({"contact": CONTACT, "expires": "2027-10-31T00:00:00Z"}, []),
        ({"contact": CONTACT, "expires": datetime(2027, 10, 31, tzinfo=UTC)}, []),
        ({"contact": "tel:+18772385595", "expires": "2027-10-31T00:00:00Z"}, []),
        ({"contact": "privacy@example.org", "expires": "2027-10-31T00:00:00Z"}, ["E003"]),
        ({"contact": "http://example.org/report", "expires": "2027-10-31T00:00:00Z"}, ["E003"]),
        ({"contact": "mailto:", "expires": "2027-10-31T00:00:00Z"}, ["E003"]),
        ({"expires": "soon"}, ["E003", "E004"]),
        ({"contact": CONTACT, "expires": "2026-11-23T14:59:59Z"}, ["E005"]),
        ({"contact": CONTACT, "expires": "2026-12-20T00:00:00Z"}, ["W003"]),
        ({"contact": CONTACT, "expires": "2028-10-31T00:00:00Z"}, ["W004"]),
    ],
)
def test_a_finder_of_holes_can_believe_the_file(table: dict, says: list[str]) -> None:
    assert told(checks.security_findings(table, now=NOW)) == says


def test_the_profile_in_the_repository_passes_and_the_check_runs_at_deploy(clock: object) -> None:
    registered = registry.registry.get_checks(include_deployment_checks=True)
    assert checks.well_known_files in registered
    assert checks.well_known_files not in registry.registry.get_checks()
    assert checks.well_known_files(None) == []
