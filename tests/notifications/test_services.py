"""A letter's life: queued with the deed, sent once, printed and posted, refused, brought back, replaced."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from audit import selectors as ledger
from audit.actors import Actor, ActorType
from jobs.models import Job, State
from jobs.services import run_due
from notifications import letters, selectors, sending, services
from notifications.channels import email
from notifications.models import Delivery, Letter, Outcome, Status
from notifications.recipients import Recipient
from tests.conftest import NOW
from tests.notifications.conftest import Postbox
from tests.notifications.samples import ADDRESS, REFERENCE, context, nora

pytestmark = pytest.mark.django_db

OLU = Actor(ActorType.STAFF, str(uuid4()), session="s1", aal=2)
MO = Actor(ActorType.STAFF, str(uuid4()), session="s2", aal=2)
LATER = NOW + timedelta(minutes=5)


def queued(kind: str = "extension", *, to: Recipient | None = None, request: UUID | None = None, **more) -> Letter:
    request = request or uuid4()
    about = dict(about=request, request=request, context=context(kind), by=OLU, now=NOW)
    return services.queue(kind, to=to or nora(), **{**about, **more})


def story_of(letter: Letter) -> list[str]:
    return [entry.action for entry in ledger.entries_for(letter.request_ref) if entry.action.startswith("letter.")]


def test_a_letter_by_email_is_sent_once_with_a_stable_name(postbox: Postbox) -> None:
    letter = queued()
    run_due(now=NOW)
    run_due(now=LATER)
    sending.send(letter_id=letter.id, now=LATER)
    (mail,) = postbox.received
    assert mail["Message-ID"] == letter.message_id
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Subject"] == f"Your privacy request {REFERENCE}"
    assert mail["To"] == "nora@example.org"
    assert "six systems" in mail.get_body(("plain",)).get_content()
    assert '<html lang="en">' in mail.get_body(("html",)).get_content()
    letter.refresh_from_db()
    assert (letter.status, letter.sent_at) == (Status.SENT, NOW)
    assert story_of(letter) == ["letter.queued", "letter.sent"]
    assert [proof.outcome for proof in selectors.proof_of_sending(letter.id)] == ["sent"]


def test_a_mail_server_that_is_away_delays_but_never_loses(postbox: Postbox, settings) -> None:
    port = settings.EMAIL_PORT
    settings.EMAIL_PORT = 1
    letter = queued()
    run_due(now=NOW)
    letter.refresh_from_db()
    assert letter.status == Status.QUEUED
    assert Job.objects.get(kind="letters.send").state == State.READY
    settings.EMAIL_PORT = port
    postbox.answers = ["451 come back later"]
    run_due(now=LATER)
    assert postbox.received == []
    run_due(now=LATER + timedelta(minutes=5))
    assert len(postbox.received) == 1
    letter.refresh_from_db()
    assert letter.status == Status.SENT
    outcomes = [(proof.outcome, proof.detail_code) for proof in selectors.proof_of_sending(letter.id)]
    assert outcomes == [("deferred", "connectionrefusederror"), ("deferred", "smtp_451"), ("sent", "")]


def test_a_process_that_dies_after_the_server_took_the_letter_sends_it_twice_rather_than_never(
    postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = queued()

    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_finish", dies)
        with pytest.raises(KeyboardInterrupt):
            sending.send(letter_id=letter.id, now=NOW)
    with pytest.raises(sending.RetryLater):
        sending.send(letter_id=letter.id, now=NOW + timedelta(seconds=5))
    sending.send(letter_id=letter.id, now=LATER)
    assert {mail["Message-ID"] for mail in postbox.received} == {letter.message_id}
    assert len(postbox.received) == 2
    assert [proof.outcome for proof in selectors.proof_of_sending(letter.id)] == ["unknown", "sent"]


def test_a_legal_notice_that_email_refuses_goes_by_post(postbox: Postbox) -> None:
    postbox.answers = ["550 no such user"]
    letter = queued(post_by=date(2026, 12, 30))
    run_due(now=NOW)
    run_due(now=LATER)
    letter.refresh_from_db()
    assert letter.status == Status.SUPERSEDED
    replacement = Letter.objects.get(supersedes=letter.id)
    assert (replacement.channel, replacement.status) == ("post", Status.TO_PRINT)
    assert replacement.post_by == date(2026, 12, 30)
    failed = ["letter.queued", "letter.failed", "letter.superseded", "letter.queued", "letter.to_print"]
    assert story_of(letter) == failed


def test_a_refused_letter_without_a_postal_address_waits_for_staff(postbox: Postbox) -> None:
    postbox.answers = ["550 no such user"]
    letter = queued(to=nora(address=None))
    run_due(now=NOW)
    letter.refresh_from_db()
    assert letter.status == Status.FAILED
    assert [view.id for view in selectors.troubled()] == [letter.id]


def test_an_address_that_smuggles_a_header_is_refused(postbox: Postbox) -> None:
    letter = queued(to=nora(email="nora@example.org\nBcc: sam@example.org", address=None))
    run_due(now=NOW)
    letter.refresh_from_db()
    assert letter.status == Status.FAILED
    assert postbox.received == []


def test_a_code_is_forgotten_once_it_was_sent(postbox: Postbox) -> None:
    letter = queued("verification_code")
    run_due(now=NOW)
    assert "482913" in postbox.received[0].get_body(("plain",)).get_content()
    assert "482913" not in postbox.received[0]["Subject"]
    letter.refresh_from_db()
    assert "482913" not in str(letter.context)
    assert letter.body is None
    with pytest.raises(services.NotPossible):
        services.resend(letter_id=letter.id, by=OLU, now=LATER)


def test_a_caller_without_email_gets_paper() -> None:
    letter = queued("access_code_letter", to=nora(email=None), post_by=date(2026, 11, 30))
    run_due(now=NOW)
    (row,) = selectors.to_print(date(2026, 12, 1))
    assert (row.id, row.reference, row.status, row.is_late, row.has_sheet) == (
        letter.id,
        REFERENCE,
        "to_print",
        True,
        True,
    )
    assert selectors.pdf_of(letter.id).startswith(b"%PDF")
    services.mark_printed(letter_id=letter.id, by=MO, now=LATER)
    letter.refresh_from_db()
    assert "WXYZ" not in str(letter.context)
    services.mark_posted(letter_id=letter.id, by=MO, now=LATER, tracking="9400")
    letter.refresh_from_db()
    assert (letter.status, letter.sent_at, letter.pdf_file) == (Status.POSTED, LATER, None)
    assert selectors.to_print(date(2026, 12, 1)) == []
    assert story_of(letter) == ["letter.queued", "letter.to_print", "letter.printed", "letter.posted"]
    assert selectors.proof_of_sending(letter.id)[-1].tracking == "9400"


def test_returned_mail_is_seen_and_sent_to_a_better_address() -> None:
    letter = queued(prefer="post")
    run_due(now=NOW)
    with pytest.raises(services.NotPossible):
        services.mark_returned(letter_id=letter.id, by=MO, now=LATER)
    services.mark_posted(letter_id=letter.id, by=MO, now=LATER)
    services.mark_returned(letter_id=letter.id, by=MO, now=LATER)
    assert [view.id for view in selectors.troubled()] == [letter.id]
    better = nora(address={**ADDRESS, "lines": ["99 Oak St"]})
    again = services.resend(letter_id=letter.id, by=MO, now=LATER, to=better, prefer="post")
    assert again.recipient["lines"] == ["99 Oak St"]
    assert selectors.troubled() == []


def test_nobody_to_reach_holds_the_letter_and_not_the_deed() -> None:
    letter = queued(to=nora(email=None, address=None))
    assert letter.status == Status.HELD
    assert not Job.objects.filter(kind="letters.send").exists()
    again = services.resend(letter_id=letter.id, by=OLU, now=LATER, to=nora())
    assert again.status == Status.QUEUED


def test_an_empty_extension_reason_undoes_the_deed() -> None:
    with pytest.raises(letters.Incomplete), transaction.atomic():
        queued(context=context("extension", reason=" "))
    assert not Letter.objects.exists()


def test_a_message_can_be_taken_back_and_a_notice_cannot(postbox: Postbox) -> None:
    message, notice = queued("message_waiting"), queued()
    services.cancel(letter_id=message.id, by=OLU, now=NOW)
    with pytest.raises(services.NotPossible):
        services.cancel(letter_id=notice.id, by=OLU, now=NOW)
    run_due(now=NOW)
    assert len(postbox.received) == 1


def test_a_corrected_notice_takes_the_place_of_the_old_one(postbox: Postbox) -> None:
    old = queued()
    new = services.supersede(
        letter_id=old.id, context=context("extension", reason="Better words."), to=nora(), by=OLU, now=NOW
    )
    run_due(now=NOW)
    (mail,) = postbox.received
    assert "Better words." in mail.get_body(("plain",)).get_content()
    assert new.supersedes == old.id
    with pytest.raises(services.NotPossible):
        services.supersede(letter_id=old.id, context=context("extension"), to=nora(), by=OLU, now=NOW)


def test_the_words_of_a_sent_letter_do_not_change_with_its_template(postbox: Postbox) -> None:
    letter = queued()
    run_due(now=NOW)
    letter.refresh_from_db()
    letter.body = {**letter.body, "blocks": [{"type": "p", "text": "As it was."}]}
    letter.context = context("extension", reason="Other.")
    letter.next_subject()
    assert "As it was." in services.content_of(letter, to=nora(), now=NOW).text


def test_a_look_at_a_letter_is_recorded(postbox: Postbox) -> None:
    letter = queued()
    assert "six systems" in services.view(letter_id=letter.id, by=OLU, now=NOW).text
    assert story_of(letter)[-1] == "letter.viewed"


def test_erased_letters_keep_the_fact_of_sending_and_nothing_else(postbox: Postbox) -> None:
    letter = queued(prefer="post")
    run_due(now=NOW)
    services.mark_posted(letter_id=letter.id, by=MO, now=LATER)
    assert services.erase_content(about=letter.about, by=OLU, now=LATER) == 1
    letter.refresh_from_db()
    assert (letter.context, letter.recipient, letter.body, letter.pdf_file) == ({}, {}, None, None)
    assert letter.status == Status.POSTED
    with pytest.raises(LookupError):
        selectors.words_of(letter.id)
    # Read once more: the deferred trigger has seen an entry for every revision.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_nothing_personal_reaches_ledger_jobs_or_attempts(postbox: Postbox) -> None:
    letter = queued()
    postbox.answers = ["451 Nora Quist nora@example.org is busy"]
    run_due(now=NOW)
    run_due(now=LATER)
    seen = [
        *Job.objects.values_list("args", "last_error"),
        *Delivery.objects.values_list("detail_code", "tracking"),
        *[str(entry) for entry in ledger.entries_for(letter.request_ref)],
        *Letter.objects.values_list("kind", "message_id", "status"),
    ]
    for trace in ("Nora", "Quist", "nora@", "Elm"):
        assert trace not in str(seen)


def test_trouble_with_our_own_sign_in_is_not_the_readers_fault() -> None:
    assert isinstance(email._refusal(535), email.Unreachable)
    assert isinstance(email._refusal(421), email.Unreachable)
    assert isinstance(email._refusal(552), email.Refused)


def test_letters_of_a_request_come_with_their_proof(postbox: Postbox) -> None:
    request = uuid4()
    first, second = queued("acknowledgement", request=request), queued("extension", request=request)
    queued("extension")
    run_due(now=NOW)
    views = selectors.letters_for(request)
    assert [view.id for view in views] == [first.id, second.id]
    assert all(view.proofs[0].outcome == Outcome.SENT for view in views)
    assert selectors.waiting(before=LATER) == 0
