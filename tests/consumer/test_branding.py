"""Who comes by one member company sees its name and colours, and always the group's name too."""

import dataclasses

import pytest
from django.test import Client

from dsar_portal import branding
from requests_app.profile import BRANDS

pytestmark = pytest.mark.django_db
CARE, GROUP = "JM Care Plan", "Jewelers Mutual Group"


def test_by_the_companys_address_and_back_to_the_group(client: Client) -> None:
    page = client.get("/for/jm-care-plan/", follow=True).text
    assert f"{CARE} – {GROUP}</title>" in page
    assert f"{CARE} – a company of {GROUP}" in page
    sheet = page.split('href="/brand/')[1].split('"')[0]
    styles = client.get(f"/brand/{sheet}")
    assert "--brand:#5b2d82" in styles.text
    assert (styles["Content-Type"], styles["Cache-Control"]) == ("text/css; charset=utf-8", "public, max-age=86400")
    assert "/brand/" not in client.get("/for/group/", follow=True).text


def test_by_a_host_of_its_own(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    care = dataclasses.replace(BRANDS["jm-care-plan"], hosts=("testserver",))
    monkeypatch.setitem(branding.BRANDS, "jm-care-plan", care)
    client.cookies["company"] = "jm-facets"
    assert f"{CARE} – {GROUP}</title>" in client.get("/").text


@pytest.mark.parametrize("path", ["/", "/there-is-no-such-page/"])
def test_a_host_that_is_not_ours_gets_the_page_that_refuses_it(client: Client, path: str) -> None:
    refused = client.get(path, headers={"host": "elsewhere.example"})
    assert (refused.status_code, "/brand/" in refused.text) == (400, False)


def test_by_the_choice_of_one_company_and_not_of_two(client: Client) -> None:
    client.post("/request/who/", {"capacity": "self"})
    client.post("/request/what/", {"rights": ["access"]})
    for chosen, shown in ((["jm-facets"], True), (["jm-facets", "jm-agency"], False), (["group"], False)):
        client.post("/request/companies/", {"companies": chosen})
        assert ("/brand/jm-facets.css" in client.get("/request/access/").text) is shown, chosen


def test_the_status_page_looks_like_the_company_that_answers(file, client: Client) -> None:
    done = file(companies={"companies": ["jm-facets", "jm-agency"]})
    client.cookies.pop("company", None)
    shown = [client.get(f"/status/{one}/").text for one in done["references"]]
    last = shown[-1].split('href="/brand/')[1].split("?")[0]
    assert f"/brand/{last}" in client.get(f"/status/{done['references'][-1]}/withdraw/").text
    assert all(sum(f"/brand/{slug}.css" in page for page in shown) == 1 for slug in ("jm-facets", "jm-agency"))


@pytest.mark.parametrize("address", ["/for/acme/", "/brand/acme.css", "/brand/group.css"])
def test_no_such_company(client: Client, address: str) -> None:
    assert client.get(address).status_code == 404
    client.cookies["company"] = "../acme"
    assert "/brand/" not in client.get("/").text


def test_staff_see_the_group(client: Client) -> None:
    client.cookies["company"] = "jm-facets"
    assert "/brand/" not in client.get("/staff/login/").text
