"""A form comes back: its bar code says where it belongs. The mail room sees a reference and a kind, nothing else."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from accounts.principals import Principal
from accounts.roles import Permission
from jobs import services as jobs
from jobs.services import RetryLater
from requests_app import permissions
from requests_app.models import PaperForm, Submission
from requests_app.services import dates, undelivered
from requests_app.services.paper_forms.numbers import parse
from requests_app.services.paper_forms.rows import locked, save
from vault import papers as guard
from vault import scanner
from vault import services as vault
from vault.scanner import Verdict
from vault.sniff import Refused
from verification.services import VerificationError
from verification.services import papers as proofs

ORIGINAL, PAGE = "paper_form_original", "paper_form_page"
WORKER = Principal.system("forms.draw")
SCANNER_PAUSE = timedelta(minutes=5)


class NoSuchForm(LookupError):
    """No form has this number, or what it belonged to was erased after its time: nothing may come back."""


@dataclass(frozen=True)
class ThereAlready(Exception):
    """This form was recorded before."""

    at: datetime


@dataclass(frozen=True)
class Arrived:
    """What the mail room may know of a form: what to write on the paper, and into which tray it goes."""

    number: str
    kind: str
    reference: str
    at: datetime
    scanned: bool


def arrive(*, number: str, content: bytes, by: Principal, now: datetime) -> Arrived:
    """Record that a form came back, with its scan where `content` is one, and bring it before an officer.

    Raises `numbers.Mistyped`, `NoSuchForm`, `ThereAlready`, `vault.sniff.Refused` for a scan that is none; then
    nothing has changed.
    """
    if not by.may(Permission.MAIL_ARRIVED):
        raise permissions.NotAllowed("Your role does not take letters in.")
    found = PaperForm.objects.select_related("submission").filter(number=parse(number)).first()
    if found is None or found.submission.purged_at is not None:
        raise NoSuchForm
    if found.arrived_at is not None:
        raise ThereAlready(found.arrived_at)
    # The file is decoded before anything is locked: it comes from outside, and may take its time.
    media_type = guard.inspect(content).media_type if content else ""
    return _arrive(found.id, content, media_type, by=by, now=now)


@transaction.atomic
def _arrive(form_id: UUID, content: bytes, media_type: str, *, by: Principal, now: datetime) -> Arrived:
    form = locked(form_id)
    if form.arrived_at is not None:
        raise ThereAlready(form.arrived_at)
    if Submission.objects.select_for_update().get(id=form.submission_id).purged_at is not None:
        raise NoSuchForm
    form.state, form.arrived_at, form.arrived_by = PaperForm.State.ARRIVED, now, by.user_id
    late = not form.request.is_open
    told = {"scan": bool(content), "late": late}
    if content and form.kind == "signed_permission" and _hand_on(form, content, by=by, now=now):
        save(form, "paper_form.arrived", told, by=by, now=now)
        form.state = PaperForm.State.HANDED_ON
        save(form, "paper_form.handed_on", {"paper": str(form.paper)}, by=by, now=now)
    else:
        _keep(form, content, media_type, by=by, now=now)
        save(form, "paper_form.arrived", told, by=by, now=now)
    undelivered.tell(form.request, "form.arrived", day=dates.received_on(now), now=now)
    return seen(form)


def arrived_since(since: datetime, *, by: Principal) -> list[Arrived]:
    """The forms that came back since an instant, the latest first, for the mail room."""
    if not by.may(Permission.MAIL_ARRIVED):
        raise permissions.NotAllowed("Your role does not take letters in.")
    rows = PaperForm.objects.filter(arrived_at__gte=since).select_related("request")
    return [seen(form) for form in rows.order_by("-arrived_at")[:200]]


def draw(*, form_id: UUID, now: datetime) -> None:
    """The worker's part: scan what came and draw its pages anew. Done before, it does nothing.

    Raises `RetryLater` while a configured scanner gives no answer: until then nobody sees the scan.
    """
    form = PaperForm.objects.filter(id=form_id).first()
    if form is None or form.original is None:
        return
    content = vault.read_for_delivery(form.original)
    try:
        verdict = scanner.scan(content)
        clean = verdict is not Verdict.INFECTED
        pictures = guard.as_pictures(content, guard.inspect(content).media_type) if clean else []
        cause = "" if clean else "infected"
    except scanner.ScannerDown as down:
        raise RetryLater("the virus scanner does not answer", after=SCANNER_PAUSE) from down
    except Refused as refused:
        pictures, cause = [], refused.cause
    _drawn(form_id, pictures, scan=verdict, cause=cause, now=now)


def seen(form: PaperForm) -> Arrived:
    """The little that is written on a paper."""
    at = form.arrived_at or form.made_at
    scanned = form.original is not None or form.paper is not None or form.pages > 0
    return Arrived(form.number, form.kind, form.request.reference, at, scanned)


def _hand_on(form: PaperForm, content: bytes, *, by: Principal, now: datetime) -> bool:
    """Give a permission to those who judge such papers; False where none is wanted any more."""
    try:
        form.paper = proofs.give(
            subject_ref=form.submission_id, kind=form.kind, content=content, came_by="post", by=by.actor, now=now
        )
    except VerificationError:
        return False
    return True


def _keep(form: PaperForm, content: bytes, media_type: str, *, by: Principal, now: datetime) -> None:
    if not content:
        return
    # Owned by the submission: it goes with the record, and not before (11 CCR 7062(c), 7101(a)).
    form.original = vault.put(
        owner=form.submission_id, kind=ORIGINAL, name=str(form.id), media_type=media_type, content=content,
        by=by.actor, now=now,
    )  # fmt: skip
    jobs.enqueue("forms.draw", args={"form_id": str(form.id)}, now=now, dedupe_key=f"forms.draw:{form.id}")


@transaction.atomic
def _drawn(form_id: UUID, pictures: list[bytes], *, scan: Verdict, cause: str, now: datetime) -> None:
    form = locked(form_id)
    if form.original is None:
        return
    for number, picture in enumerate(pictures, start=1):
        vault.put(
            owner=form.submission_id, kind=PAGE, name=page_name(form.id, number), media_type="image/jpeg",
            content=picture, by=WORKER.actor, now=now,
        )  # fmt: skip
    vault.shred(file_id=form.original, by=WORKER.actor, now=now, cause="drawn_anew")
    form.original, form.pages, form.unfit = None, len(pictures), bool(cause)
    if cause:
        save(form, "paper_form.unfit", {"scan": str(scan), "cause": cause}, by=WORKER, now=now)
    else:
        save(form, "paper_form.drawn", {"scan": str(scan), "pages": form.pages}, by=WORKER, now=now)


def page_name(form_id: UUID, number: int) -> str:
    """What a page is called in the vault."""
    return f"{form_id}:{number}"
