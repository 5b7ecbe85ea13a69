"""Files that go with messages: quarantined until a worker drew them, opened on record, erased with the messages."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.principals import Principal
from audit import selectors as ledger
from dsar_portal.upkeep.journal import Line
from dsar_portal.upkeep.replay import replay
from jobs import services as jobs
from jobs.models import Job
from jobs.services import RetryLater
from notifications.models import Letter
from requests_app import permissions
from requests_app.models import Attachment, Message, PrivacyRequest
from requests_app.services import attachments, duties, retention
from tests import cast
from tests.untouched import nothing_written
from tests.verification import papermaking as make
from vault import scanner
from vault.models import StoredFile
from vault.scanner import ScannerDown, Verdict
from vault.sniff import Refused

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DUE = datetime(2027, 1, 8, 18, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _decoder(monkeypatch: pytest.MonkeyPatch) -> None:
    make.decode_here(monkeypatch)


@pytest.fixture
def asked() -> PrivacyRequest:
    """Nora's request for the categories."""
    filed = cast.ask(cast.body("access"), now=NOW)
    return PrivacyRequest.objects.select_related("submission").get(id=filed.requests[0].id)


def nora(request: PrivacyRequest) -> Principal:
    return Principal.consumer(request.submission_id, None)


def sent(request: PrivacyRequest, content: bytes) -> Attachment:
    given = {"content": content, "by": nora(request), "now": NOW}
    return attachments.receive(request_id=request.id, body="Here it is.", **given).attachments.get()


def work(now: datetime = NOW) -> None:
    for job_id in list(Job.objects.due(now).filter(kind="attachments.prepare").values_list("id", flat=True)):
        jobs.run_job(job_id=job_id, now=now)


def actions(request: PrivacyRequest) -> list[str]:
    return [entry.action for entry in ledger.entries_for(request.id)]


def test_a_file_is_seen_by_nobody_before_it_was_drawn_anew(asked: PrivacyRequest) -> None:
    file, olu = sent(asked, make.picture()), cast.staff("olu")
    assert not attachments.open_file(attachment_id=file.id, by=olu, now=NOW).is_shown()
    with pytest.raises(permissions.NotFound):
        attachments.page(attachment_id=file.id, number=1, by=olu, now=NOW)
    work()
    opened = attachments.open_file(attachment_id=file.id, by=olu, now=NOW)
    picture = attachments.page(attachment_id=file.id, number=1, by=olu, now=NOW)
    assert (opened.pages, opened.original, opened.scan) == (1, None, "not_scanned")
    assert picture.startswith(b"\xff\xd8")
    assert b"12 Elm St" not in picture
    assert [one.kind for one in StoredFile.objects.filter(owner=file.id, status="stored")] == ["attachment_page"]
    assert actions(asked).count("attachment.opened") == 1


@pytest.mark.parametrize("who", ["casey", "dev"])
def test_whoever_may_not_see_personal_data_opens_no_file(asked: PrivacyRequest, who: str) -> None:
    file = sent(asked, make.picture())
    work()
    with pytest.raises(permissions.NotFound):
        attachments.open_file(attachment_id=file.id, by=cast.staff(who), now=NOW)


def test_what_the_scanner_finds_is_destroyed_unseen_and_the_person_is_asked_again(
    asked: PrivacyRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sent(asked, make.picture())
    monkeypatch.setattr(scanner, "scan", lambda content: Verdict.INFECTED)
    work()
    file.refresh_from_db()
    assert (file.state, file.original, StoredFile.objects.filter(owner=file.id, status="stored").count()) == (
        "unfit", None, 0,
    )  # fmt: skip
    assert "could not open a file" in Message.objects.get(inbound=False).body
    assert Letter.objects.filter(kind="message_waiting").count() == 1


def test_while_the_scanner_is_down_the_file_waits(asked: PrivacyRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    file = sent(asked, make.picture())

    def down(content: bytes) -> Verdict:
        raise ScannerDown

    monkeypatch.setattr(scanner, "scan", down)
    with pytest.raises(RetryLater):
        attachments.prepare(attachment_id=file.id, now=NOW)
    assert Attachment.objects.get().state == "quarantined"


def test_an_officer_sends_a_pdf_that_only_its_person_fetches(asked: PrivacyRequest) -> None:
    olu, content = cast.staff("olu"), make.pdf()
    told = {"body": "The form is here.", "by": olu, "now": NOW}
    file = attachments.write(request_id=asked.id, content=content, **told).attachments.get()
    who = {"attachment_id": file.id, "request_id": asked.id, "now": NOW}
    with pytest.raises(permissions.NotFound):
        attachments.fetch(**who, by=nora(asked))
    work()
    fetched = attachments.fetch(**who, by=nora(asked))
    assert (fetched.media_type, fetched.content) == ("application/pdf", content)
    stranger = PrivacyRequest.objects.get(id=cast.ask(cast.body("deletion"), now=NOW).requests[0].id)
    with pytest.raises(permissions.NotFound):
        attachments.fetch(**who, by=nora(stranger))
    assert actions(asked).count("attachment.fetched") == 1


@pytest.mark.parametrize(
    ("content", "cause"), [(make.picture("WEBP"), "unknown_type"), (make.pdf(script=True), "active_content")]
)
def test_an_officer_sends_nothing_that_runs_or_that_phones_cannot_open(
    asked: PrivacyRequest, content: bytes, cause: str
) -> None:
    told = {"body": "The form is here.", "by": cast.staff("olu"), "now": NOW}
    with nothing_written(), pytest.raises(Refused, match=cause):
        attachments.write(request_id=asked.id, content=content, **told)


def test_one_request_takes_only_so_many_files(asked: PrivacyRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("requests_app.services.attachments.sending.MOST_FILES", 1)
    sent(asked, make.picture())
    with nothing_written(), pytest.raises(attachments.TooManyFiles):
        sent(asked, make.picture())


def test_files_go_with_their_messages_and_stay_gone_after_a_restore(asked: PrivacyRequest) -> None:
    file = sent(asked, make.picture())
    work()
    duties.deny_unverified(now=DUE)
    later = DUE + timedelta(days=763)
    assert retention.purge(now=later) == 1
    file.refresh_from_db()
    assert (file.destroyed_at, StoredFile.objects.filter(owner=file.id, status="stored").count()) == (later, 0)
    entry = next(one for one in ledger.entries_for(asked.id) if one.action == "attachment.destroyed")
    kept = PrivacyRequest.objects.get(id=cast.ask(cast.body("deletion"), now=NOW).requests[0].id)
    lost = sent(kept, make.picture())
    line = Line(
        entry=str(entry.id), place=0, at=later.isoformat(), action=entry.action, subject=str(lost.id),
        request=str(kept.id), facts=dict(entry.facts), detail={},
    )  # fmt: skip
    assert replay([line], now=later)["erasures"] == 1
    assert Attachment.objects.get(id=lost.id).destroyed_at == later
    assert replay([line], now=later)["erasures"] == 0
