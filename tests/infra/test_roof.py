"""What answers at the roof: health, well-known files, errors in plain words, and the language switch."""

import pytest
from django.test import Client
from pytest_django import Settings

pytestmark = pytest.mark.django_db


def test_the_process_says_that_it_is_up(client: Client) -> None:
    assert client.get("/healthz").json() == {"status": "up"}


def test_ready_needs_the_database_but_not_the_broker(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["broker"], answer.json()["migrations"]) == (200, "down", "done")


def test_figures_are_hidden_without_a_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics").status_code == 404


def test_figures_are_shown_to_whoever_holds_the_token(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = "a-long-token"
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    answer = client.get("/metrics", headers={"Authorization": "Bearer a-long-token"})
    assert "portal_jobs_due 0" in answer.content.decode()


def test_gpc_support_is_declared_as_the_profile_says(client: Client) -> None:
    assert client.get("/.well-known/gpc.json").json()["gpc"] is True


def test_a_finder_of_holes_learns_where_to_write(client: Client) -> None:
    assert "Contact: mailto:" in client.get("/.well-known/security.txt").content.decode()


def test_a_lost_visitor_gets_plain_words_and_the_phone_number(client: Client) -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "We could not find that page" in answer.content.decode()
    assert "877-238-5595" in answer.content.decode()


def test_a_program_gets_a_problem_without_html(client: Client) -> None:
    answer = client.get("/api/v1/no-such-thing/")
    assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")


def test_a_stale_form_is_refused_in_plain_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "es"})
    assert answer.status_code == 403
    assert "We could not accept that" in answer.content.decode()


def test_nora_changes_the_language_and_stays_on_her_page(client: Client) -> None:
    answer = client.post("/language/", {"language": "es", "next": "/no-such-page/"})
    assert answer.headers["Location"] == "/no-such-page/"
    assert '<html lang="es"' in client.get("/no-such-page/").content.decode()
