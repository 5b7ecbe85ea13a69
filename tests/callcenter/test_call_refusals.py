"""What a call cannot file, and who may not take one."""

from datetime import datetime
from html import unescape
from uuid import uuid4

import pytest

from requests_app import permissions
from requests_app.models import Draft, Submission
from requests_app.services import calls, review
from tests.callcenter.desk import NORA, Caller
from tests.callcenter.filed import filed_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class TestBadInput:
    @pytest.mark.parametrize(
        ("field", "typed", "says"),
        [
            ("phone", "12", "Check the phone number"),
            ("email", "nora at example", "Check the e-mail address"),
            ("email", "nora@exämple.org", "Check the e-mail address"),
            ("family_name", "Quist\u202egnihtemos", "Remove hidden or control characters"),
            ("family_name", "Qu\x00ist", "control characters"),
            ("details", "x" * 10_001, "Use 10000 characters or fewer"),
            ("date_of_birth", "1985-02-31", "Give a date that exists"),
            ("date_of_birth", "0001-01-01", "Check the date of birth"),
            ("date_of_birth", "2999-01-01", "Check the date of birth"),
            ("received_at", "2026-02-31T10:00", "Give a day and a time that exist"),
            ("received_at", "2020-01-01T10:00", "It must be in the last 60 days"),
            ("received_at", "2027-01-01T10:00", "It must be in the last 60 days"),
            ("passphrase", "too short", "Use four words"),
            ("street", "a\tb", "Use one line"),
        ],
    )
    def test_ends_with_a_sentence_and_keeps_what_was_typed(self, casey: Caller, field, typed, says) -> None:
        before = {**NORA, "rights": ["access"], "details": "keep me", "street_2": "Apt. 7", field: typed}
        response = casey.send(casey.confirmed(before))
        page = response.content.decode()
        assert response.status_code == 200
        assert says in unescape(page)
        assert "<title>Error:" in page
        assert 'value="Apt. 7"' in page
        assert not Submission.objects.exists()

    def test_html_and_formulas_are_only_text(self, casey: Caller) -> None:
        nasty = '=HYPERLINK("x")<script>alert(1)</script>{{ 7|add:7 }}'
        casey.save({**NORA, "given_name": nasty, "rights": ["access"]})
        page = casey.client.get(f"/phone/calls/{casey.call}/").content.decode()
        assert "<script>alert" not in page
        assert "{{ 7|add:7 }}" in page

    def test_nothing_chosen(self, casey: Caller) -> None:
        page = casey.send({"confirmed": "on"}).content.decode()
        assert "Choose at least one thing that we shall do." in page

    def test_a_forged_right_is_refused(self, casey: Caller) -> None:
        assert casey.send(casey.confirmed({**NORA, "rights": ["everything"]})).status_code == 200
        assert not Submission.objects.exists()

    def test_a_page_without_a_sound_number_still_works(self, casey: Caller) -> None:
        casey.call = "<none>"
        assert casey.send({**NORA, "rights": ["access"]}).status_code == 200

    def test_somebody_elses_call_cannot_be_saved_over(self, casey: Caller, now: datetime) -> None:
        casey.save({**NORA})
        other = Caller(now, "cora")
        other.call = casey.call
        assert other.save({"given_name": "Sam"}).status_code == 404
        assert Draft.objects.get().answers["fields"]["given_name"] == "Nora"


class TestWhoMayWhat:
    def test_casey_sees_no_queue_and_decides_nothing(self, casey: Caller, now: datetime) -> None:
        casey.file({**NORA, "rights": ["access"]})
        request = filed_request()
        assert casey.client.get("/officer/").status_code == 403
        assert casey.client.get("/phone/quality/").status_code == 403
        with pytest.raises(permissions.NotAllowed):
            review.propose(request_id=request.id, decision=None, by=casey.principal, now=now)

    def test_who_typed_it_in_may_not_decide_it_later(self, casey: Caller) -> None:
        casey.file({**NORA, "rights": ["deletion"]})
        assert filed_request().entered_by == casey.user.id
        assert filed_request().submission.taken_by == casey.user.id

    @pytest.mark.parametrize("role", ["officer", "lead", "steward", "auditor", "mail_room", "admin"])
    def test_other_desks_take_no_calls(self, role: str, now: datetime) -> None:
        other = Caller(now, "somebody", role)
        assert other.open().status_code == 403
        with pytest.raises(permissions.NotAllowed):
            calls.look(call_id=uuid4(), by=other.principal, now=now)
