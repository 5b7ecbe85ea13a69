"""Who asked for paper, or has no e-mail, gets the answer itself in an envelope, at an address that is safe."""

from datetime import UTC, datetime, timedelta

import pytest

from audit.selectors import entries_for
from notifications import selectors as outbox
from notifications import services as mail
from notifications.models import Letter
from requests_app.decision import DecidedItem, Decision
from requests_app.models import PrivacyRequest
from requests_app.services import delivery, signs
from tests import cast
from tests.requests_app.test_letters_say import answer, ask, finish_tasks, items, letter

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=2)
COPY = {"right": "access", "scope": "specific_pieces"}
NO_EMAIL = {**cast.NORA, "email": ""}
ELSEWHERE = {"lines": ["9 Far Rd"], "city": "Reno", "state": "NV", "postal_code": "89501", "country": "US"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _the_register() -> None:
    cast.register(NOW)


def answered(*, outcome: str = "completed", right=COPY, **more) -> PrivacyRequest:
    request = ask(right, **more)
    finish_tasks(request)
    given = items(request, "given")
    if outcome != "completed":
        given = (DecidedItem(given[0].category, given[0].system, "withheld", "TRADESECRET"), *given[1:])
    answer(request, Decision(outcome, "One part stays here.", given))
    cast.work_off(LATER)
    request.refresh_from_db()
    return request


def envelope(request: PrivacyRequest) -> Letter:
    return Letter.objects.get(request_ref=request.id, kind="package_ready")


@pytest.mark.parametrize("more", [{"delivery": "post"}, {"consumer": NO_EMAIL}], ids=["asked for", "no e-mail"])
def test_the_package_lies_in_the_envelope_and_its_printing_is_recorded(more) -> None:
    request = answered(**more)
    sheet = envelope(request)
    assert (sheet.channel, sheet.status) == ("post", "to_print")
    assert sheet.recipient["lines"] == ["12 Elm St"]
    assert LATER.date() <= sheet.post_by < request.respond_by
    assert next(row for row in outbox.to_print(LATER.date()) if row.id == sheet.id).has_enclosure
    words = outbox.words_of(sheet.id).text
    assert "in this envelope" in words
    assert "code to open" not in words
    package = mail.print_enclosure(letter_id=sheet.id, by=cast.staff("mo").actor, now=LATER)
    assert package.startswith(b"%PDF")
    entry = next(entry for entry in entries_for(request.id) if entry.action == "letter.enclosure_printed")
    assert entry.actor_id == cast.staff("mo").actor.id


@pytest.mark.parametrize("outcome", ["completed", "partly_completed"])
def test_the_letter_of_the_answer_says_paper(outcome: str) -> None:
    request = answered(delivery="post", outcome=outcome)
    kind = "completion_access" if outcome == "completed" else "partial"
    words = outbox.words_of(Letter.objects.get(request_ref=request.id, kind=kind).id).text
    assert "on paper" in words
    assert "code to open" not in words


def test_a_copy_never_goes_to_an_address_that_is_new_to_us() -> None:
    sheet = envelope(answered(delivery="post", consumer={**cast.NORA, "postal_address": ELSEWHERE}))
    assert sheet.recipient["lines"] == ["12 Elm St"]


def test_the_kinds_of_data_go_where_the_person_says() -> None:
    person = {**cast.NORA, "postal_address": ELSEWHERE}
    sheet = envelope(answered(right={**COPY, "scope": "categories"}, delivery="post", consumer=person))
    assert sheet.recipient["lines"] == ["9 Far Rd"]


@pytest.mark.parametrize("safe", [{"postal_address": ELSEWHERE}, {"none_safe": True}], ids=["typed", "none"])
def test_what_somebody_typed_as_safe_gets_no_copy_and_nobody_else_does(safe) -> None:
    request = answered(delivery="post", safe_contact=safe)
    assert request.next_step == "look_at_signs"  # nobody on file may be told, which a person has to look at
    signs.dismiss(request_id=request.id, code="contacts_barred", reason="Known to us.", by=cast.staff("olu"), now=LATER)
    cast.work_off(LATER)
    sheet = envelope(request)
    assert (sheet.status, sheet.recipient["lines"]) == ("held", [])


def test_a_safe_address_that_was_on_file_gets_the_copy() -> None:
    sheet = envelope(answered(delivery="post", safe_contact={"postal_address": cast.NORA["postal_address"]}))
    assert sheet.recipient["lines"] == ["12 Elm St"]


def test_a_package_that_was_taken_back_is_not_printed() -> None:
    request = answered(delivery="post")
    sheet = envelope(request)
    delivery.fulfillment.revoke_package(request_id=request.id, by=cast.staff("olu").actor, now=LATER)
    with pytest.raises(mail.NotPossible):
        mail.print_enclosure(letter_id=sheet.id, by=cast.staff("mo").actor, now=LATER)


def test_an_answer_by_e_mail_puts_nothing_into_an_envelope() -> None:
    request = answered(delivery="encrypted_email")
    sheet = envelope(request)
    assert sheet.channel == "email"
    assert "in this envelope" not in outbox.words_of(sheet.id).text
    assert letter(request, "completion_access")["delivery"] == "encrypted_email"
