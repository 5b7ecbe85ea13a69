"""A real mail server says yes, and the process that asked dies before it could write that down."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.utils import timezone

from audit import selectors as ledger
from audit.actors import Actor
from jobs.models import Job, State
from jobs.services import run_due
from notifications import selectors, services
from notifications.models import Letter, Status
from tests.notifications.conftest import Postbox
from tests.notifications.samples import context, nora

SENDER = Actor.system("test")
WORKER = "import django; django.setup(); from jobs.services import run_job; import sys; run_job(job_id=sys.argv[1])"
LATER = timedelta(minutes=5)


@pytest.fixture
def deadly(postbox: Postbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The server takes the letter, and its sender is killed before the answer reaches it."""
    workers: list[subprocess.Popen[bytes]] = []
    take = Postbox.handle_DATA

    async def take_and_kill(self: Postbox, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await take(self, server, session, envelope)
        for worker in workers:
            if worker.poll() is None:
                os.kill(worker.pid, signal.SIGKILL)
                worker.wait()
        return answer

    monkeypatch.setattr(Postbox, "handle_DATA", take_and_kill)
    yield workers
    for worker in workers:
        worker.kill()
        worker.wait()


def sent_by_a_process_that_dies(kind: str, database: str, port: int, workers: list) -> Letter:
    request = uuid4()
    letter = services.queue(
        kind, about=request, request=request, to=nora(), context=context(kind), by=SENDER, now=timezone.now()
    )
    env = os.environ | {
        "DATABASE_URL": f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{database}",
        "DJANGO_SETTINGS_MODULE": "dsar_portal.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
    }
    job = Job.objects.get(kind="letters.send")
    workers.append(subprocess.Popen([sys.executable, "-c", WORKER, str(job.id)], env=env))
    assert workers[-1].wait(60) == -signal.SIGKILL
    assert Job.objects.get().state == State.RUNNING
    return letter


def facts_of(letter: Letter, action: str) -> list[dict]:
    return [entry.facts for entry in ledger.entries_for(letter.request_ref) if entry.action == action]


def test_a_legal_notice_goes_out_again_and_the_ledger_says_why(committed_db: str, postbox, deadly, settings) -> None:
    letter = sent_by_a_process_that_dies("extension", committed_db, settings.EMAIL_PORT, deadly)
    run_due(now=timezone.now() + LATER)
    letter.refresh_from_db()
    assert letter.status == Status.SENT
    assert [mail["Message-ID"] for mail in postbox.received] == [letter.message_id] * 2
    assert [proof.outcome for proof in selectors.proof_of_sending(letter.id)] == ["unknown", "sent"]
    assert facts_of(letter, "letter.retried")[0]["after_unknown"] is True
    assert facts_of(letter, "letter.sent")[0]["after_unknown"] is True


def test_any_other_letter_is_not_sent_twice_and_a_person_looks(committed_db: str, postbox, deadly, settings) -> None:
    letter = sent_by_a_process_that_dies("verification_code", committed_db, settings.EMAIL_PORT, deadly)
    run_due(now=timezone.now() + LATER)
    letter.refresh_from_db()
    assert letter.status == Status.UNKNOWN
    assert len(postbox.received) == 1
    assert Job.objects.get().state == State.DONE
    assert facts_of(letter, "letter.unknown")[0]["cause"] == "process_died"
    assert "482913" not in str(letter.context)
    assert [view.id for view in selectors.troubled()] == [letter.id]
