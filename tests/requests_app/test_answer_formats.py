"""Large print, audio and Braille: asked for anywhere, kept where nobody reads it by chance, seen by who makes it."""

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pikepdf
import pytest
from django.db import connection

from audit import selectors as ledger
from fulfillment.package.content import assemble
from fulfillment.package.readable import as_pdf, document
from notifications import selectors as outbox
from notifications.models import Letter
from notifications.pdf import render_pdf
from notifications.recipients import recipient_of
from notifications.rendering import content_of
from requests_app.input_fields import Invalid
from requests_app.models import PrivacyRequest
from requests_app.services.answers import package_facts
from requests_app.submission_input import validate
from tests import cast

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
TODAY = NOW.date()
HOME = {"lines": ["12 Elm St"], "city": "Neenah", "state": "WI", "postal_code": "54956", "country": "US"}
pytestmark = pytest.mark.django_db


def nora(form: str, **more: Any) -> PrivacyRequest:
    """Nora, without e-mail, who reads in this form."""
    who = {**cast.body("access")["consumer"], "email": "", "postal_address": HOME}
    filed = cast.ask(cast.body("access", answer_format=form, consumer=who, **more), now=NOW)
    return PrivacyRequest.objects.select_related("submission").get(id=filed.requests[0].id)


def size_of(pdf: bytes) -> set[float]:
    """The sizes of type in a PDF, in points."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = [
            float(operands[1])
            for page in opened.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "Tf"
        ]
    return {round(one, 1) for one in found}


def test_braille_comes_by_post_and_the_mail_room_and_the_package_say_so() -> None:
    request = nora("braille", delivery="secure_download")
    assert (request.submission.answer_format, request.submission.delivery) == ("braille", "post")
    cast.work_off(NOW)
    rows = outbox.to_print(TODAY + timedelta(days=1))
    assert {row.answer_format for row in rows} == {"braille"}
    words = document(assemble(items=[], facts=package_facts(request)), language="en")
    assert [value for label, value in words["facts"] if label == "Format"] == [
        "Braille: we have this answer made in Braille and mail it to you."
    ]


def test_what_it_tells_about_health_is_neither_in_the_ledger_nor_plain_in_a_table() -> None:
    request = nora("braille")
    entries = [*ledger.entries_for(request.id), *ledger.entries_for(request.submission_id)]
    assert entries
    assert "braille" not in str([entry.facts for entry in entries])
    with connection.cursor() as cursor:
        cursor.execute("select s::text from requests_app_submission s")
        rows = cursor.fetchall()
        cursor.execute("select l::text from notifications_letter l")
        assert "braille" not in str([*rows, *cursor.fetchall()])


def test_large_print_letters_and_packages_are_set_in_18_points() -> None:
    request = nora("large_print")
    letter = Letter.objects.filter(channel="post").first()
    to = recipient_of(letter)
    assert to.answer_format == "large_print"
    sheet = size_of(render_pdf(content_of(letter, to=to, now=NOW), to=to, now=NOW))
    # 11 points stand in the envelope's window alone.
    assert {18.0, 11.0} <= sheet
    assert min(sheet) == 11.0
    words = document(assemble(items=[], facts=package_facts(request)), language="en")
    assert min(size_of(as_pdf(words, now=NOW))) == 18.0


def test_who_asks_for_nothing_else_gets_what_everybody_gets() -> None:
    request = nora("standard")
    assert "answer_format" not in request.submission.consumer
    letter = Letter.objects.filter(channel="post").first()
    assert "answer_format" not in letter.recipient
    to = recipient_of(letter)
    assert max(size_of(render_pdf(content_of(letter, to=to, now=NOW), to=to, now=NOW))) == 15.0


@pytest.mark.parametrize("given", ["Braille", "smoke", 7, ["audio"], {"is": "audio"}])
def test_what_is_no_form_is_named(given: object) -> None:
    with pytest.raises(Invalid) as refused:
        validate(cast.body("access", answer_format=given), today=TODAY)
    assert [error.pointer for error in refused.value.errors] == ["#/answer_format"]


def test_braille_needs_an_address_to_go_to() -> None:
    who = {**cast.body("access")["consumer"], "postal_address": None}
    with pytest.raises(Invalid) as refused:
        validate(cast.body("access", answer_format="braille", consumer=who), today=TODAY)
    assert [error.message for error in refused.value.errors] == [
        "Audio and Braille come by post. Give a postal address for them."
    ]
