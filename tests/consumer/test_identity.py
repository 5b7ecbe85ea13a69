"""Showing who one is: code, facts, declaration; and nothing that says whether a person is known."""

import pytest
from django.test import Client

from jobs import services as jobs
from jobs.models import Job
from requests_app.models import PrivacyRequest
from tests.consumer.conftest import errors, mailed
from verification import services as verification

pytestmark = pytest.mark.django_db
SAM = {
    "name": {"given_name": "Sam", "family_name": "Nowhere"},
    "contact": {"email": "sam@example.com", "phone": "", "line1": "", "city": "", "zip": ""},
    "identifiers": {"policy_number": "99-000000"},
}


def worker(now, *, kind: str = "verification.match") -> None:
    """Let the work of one kind that is due be done."""
    due = Job.objects.due(now).filter(kind=kind).values_list("id", flat=True)
    for job_id in list(due):
        jobs.run_job(job_id=job_id, now=now)


def prove(client: Client, now) -> None:
    client.post("/status/identity/code/", {"send": "1"})
    client.post("/status/identity/code/", {"code": str(mailed("verification_code")["code"])})
    client.post("/status/identity/facts/", {"customer_number": "", "policy_number": "55-102938"})
    client.post("/status/identity/statement/", {"typed_name": "Nora Quist"})
    worker(now)


def test_nora_shows_who_she_is_and_the_work_begins(register, file, client: Client, clock, now) -> None:
    file()
    assert "Do this now" in client.get("/request/done/").text
    prove(client, now)
    assert PrivacyRequest.objects.get().status == "in_progress"
    assert "You have shown all that we need" in client.get("/status/identity/").text


def test_a_strangers_pages_look_exactly_like_noras(register, file, client: Client, clock, now) -> None:
    file(**SAM)
    prove(client, now)
    page = client.get("/status/identity/").text
    assert PrivacyRequest.objects.get().status == "verifying"
    for telling in ("not on file", "unknown", "no match", "found"):
        assert telling not in page.lower()


def test_a_wrong_code_says_how_many_tries_are_left_and_a_new_one_works(register, file, client: Client, clock) -> None:
    file()
    client.post("/status/identity/code/", {"send": "1"})
    code = str(mailed("verification_code")["code"])
    wrong = client.post("/status/identity/code/", {"code": f"{(int(code) + 1) % 10**8:08d}"})
    assert "You have 4 tries left" in wrong.text
    assert "<title>Error: " in wrong.text
    client.post("/status/identity/code/", {"send": "1"})
    assert "is not right" in client.post("/status/identity/code/", {"code": code}).text
    fresh = str(mailed("verification_code")["code"])
    right = client.post("/status/identity/code/", {"code": f"{fresh[:4]} {fresh[4:]}"}, follow=True)
    assert "The code is right" in right.text
    assert PrivacyRequest.objects.count() == 1


def test_a_fourth_code_in_an_hour_has_to_wait(register, file, client: Client, clock) -> None:
    file()
    pages = [client.post("/status/identity/code/", {"send": "1"}, follow=True).text for _time in range(4)]
    assert "So many codes went there" in pages[3]
    assert "So many codes went there" not in pages[2]


def test_a_used_code_is_worth_nothing(register, file, client: Client, clock) -> None:
    file()
    client.post("/status/identity/code/", {"send": "1"})
    code = str(mailed("verification_code")["code"])
    client.post("/status/identity/code/", {"code": code})
    assert "does not work any more" in client.post("/status/identity/code/", {"code": code}).text


def test_facts_three_times_then_a_day_of_rest(register, file, client: Client, clock) -> None:
    file()
    pages = [client.post("/status/identity/facts/", {"policy_number": "1"}, follow=True).text for _time in range(4)]
    assert all("We are checking what you told us" in page for page in pages[:3])
    assert "There were too many tries" in pages[3]
    assert "Fill in at least one" in client.post("/status/identity/facts/", {}).text


def test_a_birthday_is_given_as_month_day_and_year(register, file, client: Client, clock, now, monkeypatch) -> None:
    file()
    given: list[dict[str, str]] = []
    monkeypatch.setattr(verification, "give_facts", lambda **what: given.append(what["facts"]))
    birthday = {"date_of_birth_0": "4", "date_of_birth_1": "9", "date_of_birth_2": "1961"}
    client.post("/status/identity/facts/", birthday)
    assert given == [{"date_of_birth": "1961-04-09"}]


def test_a_birthday_that_is_no_day_is_said_so_and_what_was_typed_stays(register, file, client: Client, clock) -> None:
    file()
    wrong = {"date_of_birth_0": "2", "date_of_birth_1": "31", "date_of_birth_2": "1961", "phone": "920 555 0142"}
    page = client.post("/status/identity/facts/", wrong).text
    assert errors(page) == ["Enter a real date, like March 27 1985"]
    for typed in ('value="31"', 'value="1961"', 'value="920 555 0142"', '<option value="2" selected'):
        assert typed in page


def test_an_opt_out_has_nothing_to_show(client: Client) -> None:
    client.post("/opt-out/", {"contact": "nora@example.org", "kinds": ["sale_sharing"]})
    assert "You do not have to show who you are" in client.get("/status/identity/").text
    for way in ("statement", "facts", "code", "letter", "call", "another"):
        assert client.get(f"/status/identity/{way}/").status_code == 404, way


def test_categories_need_no_statement_under_penalty_of_perjury(file, client: Client) -> None:
    file(access={"scope": "categories"})
    assert client.get("/status/identity/statement/").status_code == 404


def test_an_agent_is_told_which_paper_we_need(file, client: Client) -> None:
    file(who={"capacity": "executor"}, acting={"authority": "court_paper"})
    page = client.get("/status/identity/").text
    assert "Show that you may act for this person" in page
    assert "A paper from a court" in page


@pytest.mark.parametrize(
    ("known_as", "asked", "not_asked"),
    [
        (
            ["policyholder"],
            {"policy_number", "last_premium_month", "item_type"},
            {"employee_number", "care_plan_number"},
        ),
        (["employee"], {"employee_number", "postal_code"}, {"policy_number", "claim_month", "shipment_tracking"}),
        (["other"], {"policy_number", "employee_number", "purchase_retailer", "claim_month"}, set()),
    ],
)
def test_the_facts_that_are_asked_fit_how_the_person_knows_us(
    file, client: Client, clock, known_as: list[str], asked: set[str], not_asked: set[str]
) -> None:
    file(relationships={"relationships": known_as})
    fields = set(client.get("/status/identity/facts/").context["form"].fields)
    assert asked <= fields
    assert fields.isdisjoint(not_asked)
    page = client.post("/status/identity/facts/", {next(iter(asked & {"policy_number", "employee_number"})): ""})
    assert "Fill in at least one" in page.text


def test_a_month_that_is_none_is_said_at_once(file, client: Client, clock) -> None:
    file(relationships={"relationships": ["policyholder"]})
    page = client.post("/status/identity/facts/", {"last_premium_month": "soon"})
    assert errors(page.text) == ["Enter a month and a year, like March 2026"]
    assert client.post("/status/identity/facts/", {"last_premium_month": "3/2026"}).status_code == 302
