"""More time for many at once: shown first, each done or refused by itself, and never twice."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client

from audit import selectors as ledger
from notifications.models import Letter
from requests_app.models import PrivacyRequest
from requests_app.services import extending_many, extension, letters, work
from requests_app.services.chosen_rows import Chosen
from tests import cast
from tests.officer.casework import fresh

Desk = Callable[[str], Client]
PAGE = "/officer/queue/extend/"
WHY = "Your files lie in six systems, two of them on paper."
TYPED = {"reason": "VOLUME", "explanation": WHY}


def asked(now: datetime, right: str = "deletion", **more) -> PrivacyRequest:
    return fresh(cast.ask(cast.body(right, **more), now=now))


def hidden(page: str, name: str) -> list[str]:
    return [unescape(value) for value in re.findall(rf'name="{name}" value="([^"]*)"', page)]


def show(client: Client, *references: str, **typed: str) -> str:
    """The page that shows what would happen; with words, their letters too."""
    first = client.post(PAGE, {"reference": references})
    assert first.status_code == 200
    if not typed:
        return first.text
    return client.post(PAGE, {"reference": hidden(first.text, "reference"), "step": "show", **typed}).text


def order(client: Client, page: str, **more: object):
    """Press the button of the page that showed the letters."""
    (shown,) = hidden(page, "shown")
    sent = {"reference": hidden(page, "reference"), "shown": shown, "step": "do", **TYPED}
    return client.post(PAGE, {**sent, **more})


def notices() -> int:
    return Letter.objects.filter(kind="extension").count()


def test_the_page_shows_first_what_moves_where_and_what_does_not(desk: Desk, now: datetime) -> None:
    moves, opt_out = asked(now), asked(now, "opt_out")
    page = show(desk("olu"), moves.reference, opt_out.reference)
    assert "1 request moves" in page
    assert "Jan 7, 2027" in page
    assert "Feb 21, 2027" in page
    assert "1 request cannot be extended" in page
    assert "No rule lets this request be extended. Opt-outs never are." in page
    assert "Quist" not in page
    assert notices() == 0
    moves.refresh_from_db()
    assert (moves.extended_at, moves.respond_by.isoformat()) == (None, "2027-01-07")


def test_the_letters_are_shown_before_anything_moves(desk: Desk, now: datetime) -> None:
    one = asked(now)
    olu = desk("olu")
    page = show(olu, one.reference, **TYPED)
    assert WHY in page
    assert "Dear Nora Q." in page
    assert "Quist" not in page
    assert notices() == 0
    other = order(olu, page, explanation="Other words that nobody has seen in a letter.")
    assert "Extend 1 request now" in other.text, "other words are shown first"
    assert notices() == 0


def test_each_is_done_or_refused_by_itself(desk: Desk, now: datetime) -> None:
    first, second, late = asked(now), asked(now), asked(now - timedelta(days=60))
    olu = desk("olu")
    page = show(olu, first.reference, late.reference, second.reference, **TYPED)
    result = order(olu, page).text
    assert "2 requests are extended" in result
    assert "1 was not extended." in result
    assert "The answer is late already. Send a delay letter instead." in result
    for request in (first, second):
        request.refresh_from_db()
        assert (request.respond_by.isoformat(), request.extension_text) == ("2027-02-21", WHY)
        assert [one.action for one in ledger.entries_for(request.id)].count("request.extended") == 1
    (bulk,) = ledger.find_entries(action="bulk.done", limit=5)
    assert bulk.facts == {"verb": "extend", "selected": 3, "done": 2, "skipped": 1}
    assert notices() == 2


def test_sent_twice_it_is_done_once_and_says_so(desk: Desk, now: datetime) -> None:
    one = asked(now)
    olu = desk("olu")
    page = show(olu, one.reference, **TYPED)
    order(olu, page)
    again = order(olu, page).text
    assert "1 was extended a moment ago by the same order; nothing was sent twice." in again
    assert "Moved to Feb 21, 2027 before" in again
    assert notices() == 1
    now_is = f"{one.reference}:{PrivacyRequest.objects.get(id=one.id).rev}"
    other = order(olu, page, reference=[now_is], reason="NUMBER")
    assert "1 request cannot be extended" in other.text


@pytest.mark.parametrize("failing", [0, 1])
def test_one_that_breaks_is_undone_alone(desk: Desk, now: datetime, monkeypatch, failing: int) -> None:
    two = [asked(now), asked(now)]
    real = letters.send

    def breaks(kind, request, *args, **more):
        if kind == "extension" and request.id == two[failing].id:
            raise RuntimeError("Nora Quist")
        return real(kind, request, *args, **more)

    olu = desk("olu")
    page = show(olu, *(one.reference for one in two), **TYPED)
    monkeypatch.setattr(letters, "send", breaks)
    result = order(olu, page).text
    assert "1 request is extended" in result
    assert "nothing of it was changed" in unescape(result)
    assert PrivacyRequest.objects.get(id=two[failing].id).extended_at is None
    assert PrivacyRequest.objects.get(id=two[1 - failing].id).extended_at is not None


def test_what_changed_since_it_was_shown_is_left_alone(desk: Desk, now: datetime) -> None:
    one = asked(now)
    olu = desk("olu")
    page = show(olu, one.reference, **TYPED)
    work.assign(request_id=one.id, assignee=None, by=cast.staff("petra"), now=now)
    assert extending_many.CHANGED in unescape(order(olu, page).text)
    assert notices() == 0


def test_references_with_each_others_revisions_are_left_alone(desk: Desk, now: datetime) -> None:
    one, two = asked(now), asked(now)
    work.assign(request_id=two.id, assignee=None, by=cast.staff("petra"), now=now)
    olu = desk("olu")
    page = show(olu, one.reference, two.reference, **TYPED)
    first, second = (value.partition(":") for value in hidden(page, "reference"))
    result = order(olu, page, reference=[f"{first[0]}:{second[2]}", f"{second[0]}:{first[2]}"])
    assert unescape(result.text).count(extending_many.CHANGED) == 2
    assert notices() == 0


def test_what_cannot_be_extended_says_why(desk: Desk, now: datetime) -> None:
    closed, twice = asked(now), asked(now)
    work.withdraw(request_id=closed.id, by=cast.staff("olu"), now=now)
    extension.extend(request_id=twice.id, reason="OTHER", explanation="Before.", by=cast.staff("olu"), now=now)
    page = show(desk("olu"), closed.reference, twice.reference)
    assert "This request is answered already." in page
    assert "This request was extended once. The law allows no second extension." in page
    assert "Show the notices" not in page


def test_another_company_s_request_is_as_unknown_as_none(desk: Desk, now: datetime) -> None:
    theirs = asked(now)
    page = show(desk("mina"), theirs.reference, "JM-0000-0000", "<script>alert(1)</script>")
    assert page.count(extending_many.UNKNOWN) == 3
    assert "<script>alert" not in page
    lines = extending_many.extend_each(
        chosen=[Chosen(theirs.reference, theirs.rev)], **TYPED, by=cast.staff("mina"), now=now
    )
    assert [(line.outcome, line.why) for line in lines] == [("refused", extending_many.UNKNOWN)]
    assert notices() == 0


@pytest.mark.parametrize(
    ("references", "said"),
    [([], "Choose at least one request first."), ([f"JM-{n}" for n in range(101)], "Choose at most 100 requests")],
)
def test_none_or_too_many_are_refused_as_a_whole(desk: Desk, references: list[str], said: str) -> None:
    answer = desk("olu").post(PAGE, {"reference": references, "q": "is:overdue", "rows": "50"}, follow=True)
    assert said in answer.text
    assert answer.redirect_chain[0][0] == "/officer/queue/?q=is%3Aoverdue&rows=50"


@pytest.mark.parametrize(
    "typed", [{**TYPED, "reason": ""}, {**TYPED, "reason": "BECAUSE"}, {**TYPED, "explanation": " \n"}]
)
def test_words_that_are_missing_are_asked_for(desk: Desk, now: datetime, typed: dict[str, str]) -> None:
    one = asked(now)
    page = show(desk("olu"), one.reference, **typed)
    assert "There is a problem" in page
    assert "Extend 1 request now" not in page
    assert notices() == 0


def test_nothing_is_done_without_the_page_that_shows_it(desk: Desk, now: datetime) -> None:
    one, olu = asked(now), desk("olu")
    for shown in ("", "0" * 64):
        sent = {"reference": f"{one.reference}:{one.rev}", "shown": shown, "step": "do", **TYPED}
        assert "Extend 1 request now" in olu.post(PAGE, sent).text
    assert notices() == 0


def test_who_does_not_work_on_requests_has_no_such_page(desk: Desk, now: datetime) -> None:
    one = asked(now)
    for name in ("ari", "casey"):
        assert desk(name).post(PAGE, {"reference": one.reference}).status_code == 403
    assert desk("olu").get(PAGE).status_code == 405


def test_people_of_two_languages_are_told_apart(desk: Desk, now: datetime) -> None:
    english, spanish = asked(now), asked(now, language="es")
    page = show(desk("olu"), english.reference, spanish.reference)
    assert "These people read different languages." in page
    assert "Spanish" in page
