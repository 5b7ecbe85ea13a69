"""The privacy policy in every version: the one of today, and the one that applied when somebody asked."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from requests_app import policies
from requests_app.models import Submission
from requests_app.policies import load
from requests_app.profile import PROFILE

pytestmark = pytest.mark.django_db
NEWER = "updated: 2027-01-01\n\n# Privacy Policy\n\nWe promise more.\n"


@pytest.fixture
def two_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A newer version followed the one of 2023; the profile names the newer."""
    now = PROFILE.policy_version
    (tmp_path / f"{now}.en.txt").write_text(NEWER, encoding="utf-8")
    (tmp_path / "2023-01.en.txt").write_text("updated: 2023-01-01\n\n# Privacy Policy\n\n## Old\n\n- first\n- second\n")
    (tmp_path / "2023-01.es.txt").write_text("updated: 2023-01-01\n\n# Política\n\n| Uno | Dos\n", encoding="utf-8")
    monkeypatch.setattr(policies, "POLICIES", load(tmp_path))


def test_the_policy_says_when_it_was_updated(client: Client) -> None:
    page = client.get("/privacy-policy/").text
    assert "June 1, 2023" in page
    assert "This is the policy that applies today." in page
    assert "Right to deletion" in page
    assert "/privacy-policy/" in client.get("/").text


def test_who_reads_spanish_hears_that_the_text_is_english(client: Client) -> None:
    client.cookies["django_language"] = "es"
    page = client.get("/privacy-policy/").text
    assert '<div lang="en">' in page
    assert "1 de junio de 2023" in page


@pytest.mark.usefixtures("two_versions")
def test_an_older_version_stays_and_says_that_it_is_older(client: Client) -> None:
    page = client.get("/privacy-policy/2023-01/").text
    assert "This is an older version." in page
    assert "<li>first</li>" in page
    assert "January 1, 2023" in client.get("/privacy-policy/").text
    client.cookies["django_language"] = "es"
    assert "Política" in client.get("/privacy-policy/2023-01/").text


@pytest.mark.usefixtures("two_versions")
def test_a_request_shows_the_version_that_applied_when_it_was_made(client: Client, file) -> None:
    file()
    assert f"/privacy-policy/{PROFILE.policy_version}/" in client.get("/status/requests/", follow=True).text
    assert Submission.objects.get().policy_version == PROFILE.policy_version


@pytest.mark.parametrize("version", ["2022-01", "..", "2023-06.en.txt", "%00"])
def test_a_version_that_never_was_is_not_found(client: Client, version: str) -> None:
    assert client.get(f"/privacy-policy/{version}/").status_code == 404


def test_a_folder_without_the_policy_of_the_profile_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="has no file of it"):
        load(tmp_path)
    (tmp_path / f"{PROFILE.policy_version}.en.txt").write_text("# Privacy Policy\n")
    with pytest.raises(ImproperlyConfigured, match="begins with a line like"):
        load(tmp_path)
