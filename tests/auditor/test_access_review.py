"""The review of access: accounts beside what they allow, their last use and the trainings (11 CCR 7100)."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from accounts import services
from accounts.services.access_review import review
from accounts.services.trainings import Course, record_training
from accounts.services.users import NotAllowed
from audit.selectors import find_entries
from dsar_portal.wording import ROLES
from tests import cast
from tests.accounts.cast import hire, signed_in
from tests.auditor.guests import at_the_desk, guest

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE = "/auditor/accounts/"


@pytest.fixture
def ari(now: datetime) -> Client:
    return signed_in(hire("ari", "auditor", now=now), now=now)


def test_the_auditor_sees_who_may_do_what_and_who_is_trained_and_looking_is_recorded(
    ari: Client, now: datetime
) -> None:
    today = date(2026, 11, 23)
    casey, olu = hire("casey", "call_agent", now=now), hire("olu", "officer", now=now)
    signed_in(casey, now=now)
    course = Course(held_on=today - timedelta(days=366), name="Privacy rights", version="2025")
    record_training(user_id=olu.id, course=course, by=cast.staff("sol"), now=now, today=today)
    record_training(
        user_id=casey.id,
        course=Course(held_on=today - timedelta(days=365), name="Privacy rights", version="2025"),
        by=cast.staff("sol"),
        now=now,
        today=today,
    )
    page = ari.get(PAGE)
    rows = {row["user"].username: row for row in page.context["rows"]}
    assert (rows["casey"]["training_missing"], rows["olu"]["training_missing"]) == (False, True)
    assert rows["ari"]["training_missing"] is False
    assert rows["casey"]["used_at"] == now
    assert rows["olu"]["used_at"] is None
    assert str(ROLES["call_agent"]) in rows["casey"]["roles"]
    assert "Training missing" in page.text
    entry = find_entries(action="access.accounts_reviewed", limit=1)[0]
    assert entry.facts == {"accounts": page.context["open"], "untrained": page.context["untrained"]}


def test_a_closed_account_is_shown_as_closed_and_lacks_no_training(ari: Client, now: datetime) -> None:
    casey = hire("casey", "call_agent", now=now)
    services.deactivate(user_id=casey.id, by=cast.staff("ada"), now=now)
    (row,) = (row for row in ari.get(PAGE).context["rows"] if row["user"].username == "casey")
    assert (row["open"], row["training_missing"]) == (False, False)


def test_who_may_look(now: datetime) -> None:
    assert signed_in(hire("lena", "lead", now=now), now=now).get(PAGE).status_code == 200
    assert signed_in(hire("olu", "officer", now=now), now=now).get(PAGE).status_code == 403
    assert at_the_desk(guest(now=now, companies=("jm-care-plan",)), now).get(PAGE).status_code in (403, 404)
    with pytest.raises(NotAllowed):
        review(by=cast.staff("sol"), now=now, today=date(2026, 11, 23))
