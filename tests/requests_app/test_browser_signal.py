"""Global Privacy Control of somebody we know, whose contact changed meanwhile."""

import pytest

from notifications.models import Letter
from requests_app.models import Suppression
from requests_app.services import browser_signal, contact_change
from tests import cast
from tests.requests_app.keeping import NOW
from tests.requests_app.test_release_holds import COPY, HOUR, shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "safe", [{}, {"safe_contact": {"email": "safe@example.org"}}, {"safe_contact": {"none_safe": True}}]
)
@pytest.mark.parametrize("old_is_safe", [True, False])
def test_the_signal_holds_and_is_confirmed_at_the_new_address_alone(safe: dict, old_is_safe: bool) -> None:
    cast.register(NOW)
    request = shown(COPY, **safe)
    new = contact_change.NewContact({"email": "new@example.org"}, old_is_safe)
    submission = contact_change.change(
        request_id=request.id, contact=new, channel="phone", by=cast.staff("olu"), now=NOW
    )
    assert browser_signal.honor(submission=submission, by=cast.Principal.system("test"), now=NOW + HOUR)
    assert "sale_sharing" in Suppression.objects.get(point="email").kinds
    confirmed = Letter.objects.get(kind="opt_out_confirmation")
    assert (confirmed.channel, confirmed.recipient["email"]) == ("email", "new@example.org")
