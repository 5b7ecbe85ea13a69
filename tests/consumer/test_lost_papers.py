"""After a restore a form can name papers that were destroyed since the backup: nobody is kept from asking by that."""

import pytest
from django.test import Client

from audit.actors import Actor
from requests_app.models import Attachment, PrivacyRequest
from tests.consumer.test_correction_papers import STEP, _decoder, begun, send, stored  # noqa: F401  # fixtures
from vault import services as vault

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(begun: Client, now) -> Client:  # noqa: F811  # the fixture of the same name
    """As `restore` leaves it: the row of the form is older than the destruction of its first paper."""
    send(begun, attach="1")
    (file,) = stored()
    vault.shred(file_id=file.id, by=Actor.system("restore"), now=now)
    return begun


def test_a_form_whose_paper_is_gone_can_be_filed(lost: Client, fill) -> None:
    fill(what={"rights": ["correction"]})
    assert "bill.png" not in lost.get("/request/check/").text
    assert lost.post("/request/check/").status_code == 302
    assert (PrivacyRequest.objects.count(), Attachment.objects.count()) == (1, 0)


def test_the_same_paper_can_be_attached_again(lost: Client) -> None:
    assert "bill.png" not in lost.get(STEP).text
    assert "bill.png" in send(lost, attach="1").text
    assert len(stored()) == 1
