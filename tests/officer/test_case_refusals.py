"""Two officers at once, and what cannot be typed into a case."""

from datetime import datetime

import pytest

from requests_app.models import Note
from requests_app.services import correspondence
from tests import cast
from tests.officer.casework import COPY, Desk, address, answers, do, fresh_rev, proved


class TestTwoOfficersAtOnce:
    def test_the_slower_one_sees_who_changed_what_and_keeps_the_text(self, desk: Desk, now: datetime) -> None:
        request, olu, petra = proved(now, COPY), desk("olu"), desk("petra")
        seen = request.rev
        do(petra, request, "assign", me="1")
        typed = {"rev": seen, "reason": "VOLUME", "explanation": "Twelve claims <b>to read</b>."}
        page = olu.post(address(request, "extend"), typed)
        assert page.status_code == 409
        assert "Petra" in page.text
        assert "Twelve claims &lt;b&gt;to read&lt;/b&gt;." in page.text
        request.refresh_from_db()
        assert request.extended_at is None
        again = olu.post(address(request, "extend"), {**typed, "rev": page.context["form"]["rev"].value()}, follow=True)
        assert again.status_code == 200
        request.refresh_from_db()
        assert request.extended_at is not None

    def test_a_form_without_its_revision_changes_nothing(self, desk: Desk, now: datetime) -> None:
        request = proved(now, "restriction")
        assert desk("olu").post(address(request, "close"), {"reason": "spam"}).status_code == 409
        assert fresh_rev(request) == request.rev

    def test_a_double_click_approves_once(self, desk: Desk, now: datetime) -> None:
        request, olu, petra = proved(now, "deletion"), desk("olu"), desk("petra")
        do(olu, request, "decide", review="1", outcome="completed", summary="", **answers(olu, request, "erased"))
        request.refresh_from_db()
        first = petra.post(address(request, "approve"), {"rev": request.rev})
        second = petra.post(address(request, "approve"), {"rev": request.rev})
        assert (first.status_code, second.status_code) == (302, 409)

    def test_a_message_that_came_in_meanwhile_must_be_seen_first(self, desk: Desk, now: datetime) -> None:
        request, olu = proved(now, "restriction"), desk("olu")
        correspondence.receive(request_id=request.id, body="Forget it.", by=cast.staff("petra"), now=now)
        page = olu.post(address(request, "message"), {"rev": request.rev, "body": "We have started."})
        assert page.status_code == 409
        assert "We have started." in page.text


class TestBadInput:
    @pytest.mark.parametrize("text", ["a\x00b", "safe ‮ txt", "x" * 10_001, "\x07"])
    def test_hidden_characters_and_floods_are_refused_with_a_sentence(
        self, desk: Desk, now: datetime, text: str
    ) -> None:
        request = proved(now, "restriction")
        page = do(desk("olu"), request, "note", body=text)
        assert "There is a problem" in page.text
        assert not Note.objects.exists()

    def test_markup_and_template_syntax_stay_text(self, desk: Desk, now: datetime) -> None:
        request = proved(now, "restriction")
        page = do(desk("olu"), request, "note", body="<img src=x onerror=alert(1)> {{ 7|add:7 }} 日本 ñ")
        assert "&lt;img src=x onerror=alert(1)&gt; {{ 7|add:7 }} 日本 ñ" in page.text

    @pytest.mark.parametrize(
        ("deed", "typed"),
        [
            ("assign", {"assignee": "not-a-colleague"}),
            ("extend", {"reason": "BORED", "explanation": "x"}),
            ("close", {"reason": "because"}),
            ("decide", {"outcome": "maybe"}),
            ("evidence", {"method": "magic", "points": ["aura"], "reason": "felt it"}),
        ],
    )
    def test_what_is_not_in_the_list_is_refused(
        self, desk: Desk, now: datetime, deed: str, typed: dict[str, object]
    ) -> None:
        request = proved(now, "restriction")
        before = fresh_rev(request)
        page = do(desk("olu"), request, deed, **typed)
        assert page.status_code == 200
        assert "There is a problem" in page.text
        assert fresh_rev(request) == before

    def test_an_unknown_deed_is_not_found(self, desk: Desk, now: datetime) -> None:
        request = proved(now, "restriction")
        assert desk("olu").post(address(request, "explode"), {"rev": 1}).status_code == 404
