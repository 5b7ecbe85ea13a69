"""A link in a letter is a key: it leaves in one e-mail at most, and lies nowhere once that letter's life is over."""

from uuid import UUID, uuid4

import pytest

from audit.actors import Actor, ActorType
from jobs.services import run_due
from notifications import selectors, sending, services
from notifications.models import Letter, Status
from notifications.rendering import Content
from tests.conftest import NOW
from tests.notifications.conftest import Postbox
from tests.notifications.samples import context, nora

pytestmark = pytest.mark.django_db
OLU = Actor(ActorType.STAFF, str(uuid4()), session="s1", aal=2)
TOKEN, FRESH = "n" * 43, "f" * 43
KINDS = {"identity_request": f"/verify/{TOKEN}", "package_ready": f"/d/{TOKEN}"}


@pytest.fixture
def on_paper(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that went onto sheets."""
    sheets: list[str] = []
    whole = sending.post.render_pdf

    def noted(content: Content, **more: object) -> bytes:
        sheets.append(content.text)
        return whole(content, **more)

    monkeypatch.setattr(sending.post, "render_pdf", noted)
    return sheets


def queued(kind: str, **more: object) -> Letter:
    request: UUID = uuid4()
    given = {"to": nora(), "context": context(kind, link=KINDS[kind]), **more}
    return services.queue(kind, about=request, request=request, by=OLU, now=NOW, **given)


def no_token_lies_anywhere() -> bool:
    return not any(TOKEN in f"{letter.context}{letter.body}" for letter in Letter.objects.all())


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_that_email_refuses_goes_by_post_without_its_link(
    kind: str, postbox: Postbox, on_paper: list[str]
) -> None:
    postbox.answers = ["550 no such user"]
    letter = queued(kind)
    run_due(now=NOW)
    run_due(now=NOW)
    letter.refresh_from_db()
    assert letter.status == Status.SUPERSEDED
    replacement = Letter.objects.get(supersedes=letter.id)
    assert (replacement.channel, replacement.status) == ("post", Status.TO_PRINT)
    (sheet,) = on_paper
    assert TOKEN not in sheet
    assert "/status/" in sheet
    assert no_token_lies_anywhere()


def test_a_letter_that_failed_for_good_keeps_no_link(postbox: Postbox) -> None:
    postbox.answers = ["550 no such user"]
    letter = queued("identity_request", to=nora(address=None))
    run_due(now=NOW)
    letter.refresh_from_db()
    assert letter.status == Status.FAILED
    assert no_token_lies_anywhere()
    again = services.resend(letter_id=letter.id, by=OLU, now=NOW, to=nora(email="better@example.org"))
    run_due(now=NOW)
    again.refresh_from_db()
    assert again.status == Status.SENT
    assert TOKEN not in str(postbox.received[0])


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_that_starts_on_paper_or_waits_for_an_address_takes_no_link(kind: str, on_paper: list[str]) -> None:
    queued(kind, prefer="post")
    held = queued(kind, to=nora(email=None, address=None))
    assert held.status == Status.HELD
    run_due(now=NOW)
    assert len(on_paper) == 1
    assert TOKEN not in on_paper[0]
    assert no_token_lies_anywhere()


def test_a_sheet_carries_no_link_even_if_its_letter_does(on_paper: list[str]) -> None:
    letter = queued("package_ready", prefer="post")
    letter.context = {**letter.context, "link": KINDS["package_ready"]}
    services.saved("letter.released", letter, before=letter.status, by=OLU, now=NOW)
    run_due(now=NOW)
    assert TOKEN not in on_paper[0]
    assert no_token_lies_anywhere()
    assert selectors.pdf_of(letter.id).startswith(b"%PDF")


def test_a_corrected_letter_carries_its_own_link_and_the_old_one_none(postbox: Postbox) -> None:
    old = queued("package_ready")
    fresh = context("package_ready", link=f"/d/{FRESH}")
    services.supersede(letter_id=old.id, context=fresh, to=nora(), by=OLU, now=NOW)
    assert no_token_lies_anywhere()
    run_due(now=NOW)
    (mail,) = postbox.received
    assert FRESH in mail.get_body(("plain",)).get_content()


def test_a_letter_that_was_taken_back_keeps_no_link() -> None:
    letter = queued("package_ready", statutory=False)
    services.cancel(letter_id=letter.id, by=OLU, now=NOW)
    assert no_token_lies_anywhere()


def test_what_was_sent_is_sent_again_without_the_link(postbox: Postbox) -> None:
    letter = queued("identity_request")
    run_due(now=NOW)
    services.resend(letter_id=letter.id, by=OLU, now=NOW)
    run_due(now=NOW)
    first, second = (str(mail.get_body(("plain",)).get_content()) for mail in postbox.received)
    assert TOKEN in first
    assert TOKEN not in second
    assert "/status/" in second
