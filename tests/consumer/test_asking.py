"""Filing on the web: one question a page, nothing asked that is not needed, filed once."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from requests_app.models import Draft, PrivacyRequest, Submission
from tests.consumer.conftest import errors, shown

pytestmark = pytest.mark.django_db
EIGHT = [
    "access", "correction", "deletion", "opt_out", "restriction", "objection", "automated_decision",
    "consent_withdrawal",
]  # fmt: skip


def test_nora_asks_for_a_copy_and_learns_what_happens_next(file, client: Client) -> None:
    done = file()
    row = PrivacyRequest.objects.get()
    assert done["references"] == [row.reference]
    assert (row.right, row.scope, row.status, row.channel) == ("access", "specific_pieces", "verifying", "web")
    assert "We answer by:" in done["text"]
    assert row.submission.consumer["email"] == "nora@example.org"
    assert str(row.submission.consumer["date_of_birth"]) == "1961-04-09"


@pytest.mark.parametrize("right", EIGHT)
def test_each_right_has_its_own_way_through_the_form(right: str, file) -> None:
    # With a second right, because an opt-out alone takes the short way.
    rights = [right] if right != "opt_out" else ["opt_out", "objection"]
    file(what={"rights": rights})
    assert sorted(PrivacyRequest.objects.values_list("right", flat=True)) == sorted(rights)


def test_all_eight_at_once_of_two_companies(file) -> None:
    done = file(what={"rights": EIGHT}, companies={"companies": ["jm-insurance", "jm-facets"]})
    assert len(done["references"]) == 16
    assert Submission.objects.count() == 1


def test_only_what_the_chosen_right_needs_is_asked(fill) -> None:
    asked = fill(what={"rights": ["objection"]})
    assert "access" not in asked
    assert "birth" not in asked
    assert "acting" not in asked
    assert "objection" in asked


def test_an_opt_out_alone_leads_to_the_short_form(client: Client) -> None:
    client.post("/request/who/", {"capacity": "self"})
    assert client.post("/request/what/", {"rights": ["opt_out"]}).headers["Location"] == "/opt-out/"


@pytest.mark.parametrize(
    ("capacity", "authority"),
    [
        ("authorized_agent", "power_of_attorney"),
        ("parent_or_guardian", "parent"),
        ("executor", "court_paper"),
        ("conservator", "court_paper"),
    ],
)
def test_somebody_asks_for_somebody_else(capacity: str, authority: str, file) -> None:
    file(who={"capacity": capacity}, acting={"authority": authority})
    row = Submission.objects.get()
    assert row.capacity == capacity
    assert row.requester["authority"] == authority
    assert row.requester["email"] == "ada@agents.example"


def test_an_agent_says_what_allows_them(fill, client: Client) -> None:
    with pytest.raises(AssertionError, match="allows you to act"):
        fill(who={"capacity": "authorized_agent"}, acting={"authority": ""})


def test_nobody_needs_an_e_mail_address(file) -> None:
    done = file(contact={"email": "", "phone": ""}, answer={"delivery": "post"})
    assert "We confirm by mail" in done["text"]


def test_a_safe_contact_replaces_every_other(file) -> None:
    file(safe={"safe": "other", "safe_email": "sister@example.net"})
    assert Submission.objects.get().contact() == {"email": "sister@example.net"}


def test_who_must_not_be_contacted_is_told_to_look_at_the_status_page(file) -> None:
    assert "We do not write to you" in file(safe={"safe": "none"})["text"]


def test_the_check_page_lists_every_answer_and_comes_back_to_itself(fill, client: Client) -> None:
    fill()
    page = client.get("/request/check/").text
    for answer in ("Nora Quist", "April 9, 1961", "nora@example.org", "55-102938", "Neenah WI 54956", "Wisconsin"):
        assert answer in page
    changed = client.post("/request/name/?change=1", {"given_name": "Nora", "family_name": "Quist-Meyer"})
    assert changed.headers["Location"] == "/request/check/"
    assert "Nora Quist-Meyer" in client.get("/request/check/").text


def test_another_right_brings_only_its_own_page(fill, client: Client) -> None:
    fill()
    page = client.post("/request/what/?change=1", {"rights": ["access", "deletion"]})
    assert page.headers["Location"] == "/request/deletion/?change=1"
    assert client.post("/request/deletion/?change=1", {"what": ""}).headers["Location"] == "/request/check/"


def test_a_double_click_and_the_back_button_file_once(fill, client: Client) -> None:
    fill()
    first = shown(client.post("/request/check/", follow=True).text)
    again = shown(client.post("/request/check/", follow=True).text)
    back = shown(client.get("/request/check/", follow=True).text)
    assert first["references"] == again["references"] == back["references"]
    assert first["code"] == again["code"]
    assert Submission.objects.count() == 1


def test_answers_lie_on_the_server_and_the_browser_has_only_a_key(fill, client: Client) -> None:
    fill()
    kept = str(dict(client.session.items())) + str({name: morsel.value for name, morsel in client.cookies.items()})
    assert "Quist" not in kept
    assert "nora@" not in kept
    assert Draft.objects.get().answers["name"]["family_name"] == "Quist"


def test_the_language_switch_keeps_step_and_answers(fill, client: Client) -> None:
    fill()
    client.post("/language/", {"language": "es", "next": "/request/name/"})
    page = client.get("/request/name/").text
    assert 'lang="es"' in page
    assert 'value="Quist"' in page


def test_save_and_come_back_on_another_device(fill, client: Client) -> None:
    fill()
    saved = client.post("/request/save/").text
    code = saved.split('id="reference-code">')[1].split("<")[0]
    other = Client()
    assert other.get("/request/check/").headers["Location"] == "/request/ended/"
    assert "opens no saved form" in other.post("/request/return/", {"code": "AAAA"}).text
    assert other.post("/request/return/", {"code": code.lower()}).headers["Location"] == "/request/check/"
    assert "Nora Quist" in other.get("/request/check/").text


def test_a_form_that_is_gone_says_so(client: Client) -> None:
    page = client.post("/request/name/", {"given_name": "Nora"}, follow=True)
    assert "There is no open form here" in page.text


def test_a_second_request_starts_with_an_empty_form(file, client: Client) -> None:
    file()
    assert client.get("/request/").headers["Location"] == "/request/who/"
    client.post("/request/who/", {"capacity": "self"})
    assert 'value="Quist"' not in client.get("/request/name/").text


def test_corrections_one_by_one_without_scripts(fill, client: Client) -> None:
    client.post("/request/who/", {"capacity": "self"})
    client.post("/request/what/", {"rights": ["correction"]})
    one = {"count": "1", "field_0": "phone", "requested_0": "1"}
    more = client.post("/request/correction/", {**one, "add": "1"})
    assert "Correction 2" in more.text
    page = client.post("/request/correction/", {"count": "2", "field_0": "", "field_1": "email", "requested_1": ""})
    assert errors(page.text) == ["Say how it should read."]
    two = {**one, "count": "2", "field_1": "email", "requested_1": "n@example.org"}
    assert client.post("/request/correction/", two).headers["Location"].startswith("/request/")
    assert len(Draft.objects.get().answers["correction"]) >= 9


def test_enter_in_a_correction_goes_on_and_adds_nothing(fill, client: Client) -> None:
    """A browser presses the first button of the form when somebody types Enter."""
    client.post("/request/who/", {"capacity": "self"})
    client.post("/request/what/", {"rights": ["correction"]})
    page = client.get("/request/correction/").text
    # The buttons of the language, in the header, belong to the same form and stand before it.
    buttons = re.findall(r'<button[^>]* form="words"[^>]*>', page)
    buttons += re.findall(r"<button[^>]*>", page.split('<form id="words"', 1)[1])
    assert "name=" not in buttons[0]
    assert any('name="add"' in button for button in buttons)


def test_an_agent_opts_somebody_out_without_a_check(fill, client: Client) -> None:
    asked = fill(who={"capacity": "authorized_agent"}, what={"rights": ["opt_out"]})
    assert "acting" in asked
    assert not {"relationships", "birth", "answer"} & set(asked)
    page = client.post("/request/check/", follow=True)
    assert "Your opt-out is in force" in page.text
    row = PrivacyRequest.objects.get()
    assert (row.required_tier, row.submission.capacity) == (0, "authorized_agent")


def test_a_draft_is_kept_thirty_days_and_then_gone(fill, client: Client, clock) -> None:
    fill()
    clock.shift(timedelta(days=29))
    assert client.get("/request/check/").status_code == 200
    clock.shift(timedelta(days=2))
    assert client.get("/request/check/").headers["Location"] == "/request/ended/"


def test_starting_again_throws_the_answers_away(fill, client: Client) -> None:
    fill()
    assert "You have started a form" in client.get("/request/").text
    client.post("/request/again/")
    assert Draft.objects.count() == 0
    assert client.get("/request/").headers["Location"] == "/request/who/"


def test_what_went_wrong_elsewhere_is_named_with_a_link_to_its_page(fill, client: Client) -> None:
    fill(answer={"delivery": "post"})
    client.post("/request/contact/?change=1", {"email": "nora@example.org", "country": "US"})
    page = client.post("/request/check/")
    assert "/request/answer/?change=1#id_delivery" in page.text
    assert "<title>Error: " in page.text
    assert Submission.objects.count() == 0
