"""Whoever invites a guest gives away no more than they see themselves."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts import services as accounts
from accounts.models import User
from accounts.principals import Principal
from tests import cast
from tests.accounts.cast import hire, signed_in
from tests.auditor.guests import guest
from tests.auditor.test_guests import FORM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PLANS, SERVICES, INSURANCE = "jm-care-plan", "jm-care-plan-services", "jm-insurance"


@pytest.fixture
def lead(now: datetime) -> User:
    """A lead behind the wall of the care plans."""
    return hire("lotte", "lead", now=now, companies=[PLANS, SERVICES])


def guests() -> list[User]:
    return list(User.objects.filter(username__startswith="guest-"))


@pytest.mark.parametrize("companies", [[], [INSURANCE], [PLANS, INSURANCE]])
def test_a_walled_lead_opens_no_company_beyond_the_wall(companies: list[str], lead: User, now: datetime) -> None:
    answer = signed_in(lead, now=now).post("/auditor/guests/", FORM | {"companies": companies})
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"companies"}
    invitation = accounts.Invitation("R. Ames", now + timedelta(days=5), tuple(companies))
    with pytest.raises(accounts.NotAllowed, match="companies"):
        accounts.invite_guest(invitation=invitation, by=Principal.staff(lead), now=now)
    assert guests() == []


def test_the_form_of_a_walled_lead_offers_what_lies_within(lead: User, now: datetime) -> None:
    client = signed_in(lead, now=now)
    offered = client.get("/auditor/guests/").context["form"].fields["companies"].choices
    assert {slug for slug, _name in offered} == {PLANS, SERVICES}
    assert "the whole house until" not in client.get("/auditor/guests/").content.decode()
    assert client.post("/auditor/guests/", FORM | {"companies": [PLANS]}).status_code == 200
    assert [user.companies for user in guests()] == [[PLANS]]


def test_a_reference_beyond_the_wall_reads_as_one_that_nobody_has(lead: User, now: datetime) -> None:
    theirs = cast.ask(cast.body("access", companies=[INSURANCE]), now=now).requests[0].request.reference
    ours = cast.ask(cast.body("access", companies=[PLANS]), now=now).requests[0].request
    client = signed_in(lead, now=now)

    def errors(reference: str) -> list[str]:
        answer: Client = client.post("/auditor/guests/", FORM | {"companies": [PLANS], "references": reference})
        return answer.context["form"].errors["references"]

    assert errors(theirs) == errors("JM-2222-2222")
    assert guests() == []
    client.post("/auditor/guests/", FORM | {"companies": [PLANS], "references": ours.reference})
    assert [user.scope_requests for user in guests()] == [[ours.id]]


@pytest.mark.parametrize("companies", [(), (INSURANCE,), (PLANS, INSURANCE)])
def test_a_guest_beyond_the_wall_is_neither_shown_nor_ended(
    companies: tuple[str, ...], lead: User, now: datetime
) -> None:
    stranger = guest(now=now, companies=companies)
    client = signed_in(lead, now=now)
    assert client.get("/auditor/guests/").context["rows"] == []
    assert client.post(f"/auditor/guests/{stranger.id}/end/").status_code == 404
    stranger.refresh_from_db()
    assert stranger.is_active


def test_a_guest_within_the_wall_is_shown_and_ended(lead: User, now: datetime) -> None:
    ours = guest(now=now, companies=(PLANS,))
    client = signed_in(lead, now=now)
    assert [row["user"].id for row in client.get("/auditor/guests/").context["rows"]] == [ours.id]
    assert client.post(f"/auditor/guests/{ours.id}/end/").status_code == 302
    ours.refresh_from_db()
    assert not ours.is_active
