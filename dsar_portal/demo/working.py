"""The hands of the demonstration: prove, finish tasks, do jobs."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from accounts.principals import Principal
from dsar_portal.demo.asking import staff
from dsar_portal.demo.plan import Plan
from fulfillment import selectors as held
from fulfillment import services as fulfillment
from jobs.models import Job
from jobs.services import run_job
from notifications import services as letters
from notifications.models import Letter
from notifications.sending import send
from requests_app.services import release_going_on
from requests_app.services.intake import Filed
from verification import services as verification

ON_ITS_WAY = timedelta(hours=20)
PROOF = ("call_back", "customer_number", "document_check", "declaration", "on_file_contact")
AUTHORITY = {
    "authorized_agent": ("signed_permission",), "parent_or_guardian": ("parent", "court_orders_checked"),
}  # fmt: skip


def requester(filed: Filed) -> Principal:
    """The person who asked, with the code of their submission."""
    return Principal.consumer(filed.submission.id, "demo-seeding")


def robot(name: str) -> Principal:
    """The portal itself."""
    return Principal.system(name)


def prove(plan: Plan, filed: Filed, *, now: datetime) -> None:
    """Staff record what the person showed; rights that need no check are left alone."""
    do_jobs(now=now)
    if filed.requests[0].request.required_tier == 0:
        return
    authority = AUTHORITY.get(filed.submission.capacity, ())
    verification.record_staff_evidence(
        subject_ref=filed.submission.id,
        method="phone",
        points=[*PROOF, *authority],
        reason="Called back on the number on file; papers seen.",
        by=staff("casey").actor,
        now=now,
    )
    do_jobs(now=now)
    post_warnings(filed)


def post_warnings(filed: Filed) -> None:
    """Mo posts the warnings of a story that is over: only those of this very day lie in the mail room still."""
    over = Letter.objects.filter(about=filed.submission.id, kind="release_warning", channel="post", status="queued")
    for letter in over.filter(post_by__lt=timezone.now().date()).order_by("id"):
        posted = letter.created_at + ON_ITS_WAY
        send(letter_id=letter.id, now=posted)
        letters.mark_printed(letter_id=letter.id, by=staff("mo").actor, now=posted)
        letters.mark_posted(letter_id=letter.id, by=staff("mo").actor, now=posted)


def do_jobs(*, now: datetime) -> None:
    """Do the work that is due, except the mail: the worker sends it once the mail catcher is up. Waits end in time."""
    for _round in range(4):
        due = list(Job.objects.due(now).exclude(queue="mail").order_by("run_after", "id").values_list("id", flat=True))
        if not sum(run_job(job_id=job_id, now=now) for job_id in due):
            break
    release_going_on.end_due(now=now)


def finish_tasks(request_id: UUID, *, now: datetime) -> None:
    """Dev confirms what is open in the systems by hand."""
    do_jobs(now=now)
    for task in held.tasks_for(request_id):
        if task.status == "open":
            fulfillment.complete_task(task_id=task.id, result="done", by=staff("dev"), now=now)
    do_jobs(now=now)


def places(request_id: UUID) -> list[tuple[str, str]]:
    """Where something was found: category and system, each once."""
    return list(dict.fromkeys((item.category, item.system) for item in held.items_for(request_id)))
