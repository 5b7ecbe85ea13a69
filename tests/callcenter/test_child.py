"""A caller reports a child's data."""

import pytest
from django.test import Client

from requests_app.models import Inquiry
from tests.callcenter.desk import Caller

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_report_by_phone_is_taken_and_bad_input_kept(casey: Caller) -> None:
    browser: Client = casey.client
    refused = browser.post("/phone/child/", {"language": "en", "child_email": "kit at home"})
    assert "Check the e-mail address" in refused.text
    assert "kit at home" in refused.text
    assert "Tell us what we should look for" in browser.post("/phone/child/", {"language": "en"}).text
    taken = browser.post("/phone/child/", {"language": "es", "child_given_name": "Kit"}, follow=True)
    (inquiry,) = Inquiry.objects.all()
    assert inquiry.reference in taken.text
    assert (inquiry.kind, inquiry.channel, inquiry.child) == ("child_data", "phone", {"given_name": "Kit"})
