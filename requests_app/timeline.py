"""The history of a request in sentences, per audience, read from the ledger and nothing else."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from audit import selectors as ledger
from audit.events import EVENTS
from audit.selectors import EntryView
from requests_app.models import Submission

# What the person reads. An event without a line here is inner work and is not shown to them.
PUBLIC = {
    "submission.filed": gettext_noop("You asked us."),
    "submission.code_sent": gettext_noop("Someone asked for a new access code. We sent it to the address you gave us."),
    "submission.code_renewed": gettext_noop("The new access code was used. The old one no longer works."),
    "request.filed": gettext_noop("We registered your request. The clock started."),
    "request.acknowledged": gettext_noop("We confirmed that we have your request."),
    "request.verifying": gettext_noop("We began to check who is asking."),
    "identity.contact_added": gettext_noop("You named one more e-mail address or phone number."),
    "identity.code_sent": gettext_noop("We sent you a code."),
    "identity.contact_proved": gettext_noop("You entered the code that we sent you."),
    "identity.facts_given": gettext_noop("You gave us details so that we can confirm who you are."),
    "identity.declaration_signed": gettext_noop("You signed the declaration."),
    "identity.mailed_code_asked": gettext_noop("You asked for a code by mail to the address that we have on file."),
    "identity.mailed_code_accepted": gettext_noop("You entered the code from our letter."),
    "identity.call_back_asked": gettext_noop("You asked us to call the number that we have on file."),
    "paper_form.made": gettext_noop("We mailed you a form to sign."),
    "paper_form.arrived": gettext_noop("The form that you signed came back to us."),
    "identity.document_asked": gettext_noop("We asked you for a copy of an identity document."),
    "identity.paper_given": gettext_noop("You sent us a paper."),
    "identity.paper_accepted": gettext_noop("We looked at your paper and accepted it."),
    "identity.paper_refused": gettext_noop(
        "We looked at your paper. It is not enough. We wrote to you what is missing."
    ),
    "identity.evidence_shredded": gettext_noop("We deleted a paper that you had sent."),
    "request.started": gettext_noop("We started to work on it."),
    "request.narrowed": gettext_noop(
        "We could not confirm enough for a full copy. We are preparing the categories instead."
    ),
    "request.question_asked": gettext_noop("We asked you a question. Please read your messages."),
    "request.answer_received": gettext_noop("You answered our question."),
    "request.message_sent": gettext_noop("We sent you a message."),
    "request.message_received": gettext_noop("You sent us a message."),
    "request.extended": gettext_noop("We need more time. We wrote to you with the reason."),
    "request.sent_for_review": gettext_noop("A second person is checking our answer."),
    "request.carrying_out": gettext_noop("Our systems are carrying out the decision."),
    "request.release_waits": gettext_noop("We decided. Before anything is sent or changed, we wait, to protect you."),
    "request.completed": gettext_noop("We answered your request in full."),
    "request.partly_completed": gettext_noop("We answered your request in part and gave our reasons."),
    "request.denied": gettext_noop("We could not do what you asked. We gave our reasons."),
    "request.withdrawn": gettext_noop("You took the request back."),
    "request.closed": gettext_noop("We closed this entry."),
    "request.reopened": gettext_noop("We opened the request again."),
    "request.breached": gettext_noop("We missed the date. We are sorry. This is on record."),
    "kept.erased": gettext_noop("We deleted what we had to keep for a time. We wrote to you."),
    "restriction.lift_announced": gettext_noop("We wrote to you when the limit on your data ends."),
    "suppression.added": gettext_noop("We put you on our do-not-contact list."),
    "package.released": gettext_noop("Your answer is ready to open."),
    "package.downloaded": gettext_noop("You downloaded your answer."),
    "letter.posted": gettext_noop("We put a letter in the post."),
}

# Letters to whoever asks. The others go to contacts on file: that one was posted would tell that somebody is known.
TO_REQUESTER = frozenset({
    "acknowledgement", "identity_request", "paper_forms", "paper_request", "paper_refused", "extension", "delay",
    "withdrawal", "message_waiting", "package_ready", "access_code_letter", "denial", "partial", "completion_access",
    "completion_deletion", "completion_correction", "completion_other", "opt_out_confirmation", "appeal_decision",
    "restriction_lift", "hold_released",
})  # fmt: skip
# It leaves after it was shown who asks, and to an address on file alone.
RELEASED = "package_ready"


@dataclass(frozen=True)
class Line:
    """One line of a history."""

    at: datetime
    text: str
    action: str
    actor_type: str
    actor_id: str
    reason: str
    facts: dict[str, object]
    leaf_hash: str
    entry: UUID
    subject_type: str = ""
    subject_id: UUID | None = None
    rev: int = 0


def for_consumer(request_id: UUID, submission_id: UUID) -> list[Line]:
    """What the person may read of one request, newest first."""
    entries = ledger.entries_for(request_id) + ledger.entries_for(submission_id)
    on_paper = _gets_paper(submission_id)
    lines = [_line(entry, _(PUBLIC[entry.action])) for entry in entries if _is_public(entry, on_paper=on_paper)]
    return sorted(lines, key=lambda line: (line.at, str(line.entry)), reverse=True)


def _gets_paper(submission_id: UUID) -> bool:
    """Whether they gave an address. Without one an officer can still mail something, to the one that is on file."""
    submission = Submission.objects.filter(id=submission_id).first()
    given = (submission.contact(), submission.consumer) if submission else ()
    return any(one.get("postal_address") for one in given)


def _is_public(entry: EntryView, *, on_paper: bool) -> bool:
    if entry.action == "letter.posted":
        kind = entry.facts.get("kind")
        return kind in TO_REQUESTER and (on_paper or kind == RELEASED)
    return entry.action in PUBLIC


def for_staff(request_id: UUID, submission_id: UUID) -> list[Line]:
    """The whole history with inner work and reads, newest first."""
    entries = ledger.entries_for(request_id) + ledger.entries_for(submission_id)
    lines = [
        _line(entry, EVENTS[entry.action].sentence if entry.action in EVENTS else entry.action) for entry in entries
    ]
    return sorted(lines, key=lambda line: (line.at, str(line.entry)), reverse=True)


def changes_since(request_id: UUID, *, rev: int) -> list[Line]:
    """What happened to a request after this revision of it, oldest first: for whoever read the older one."""
    lines = for_staff(request_id, request_id)
    newer = {line.entry: line for line in lines if line.subject_type == "request" and line.rev > rev}
    return sorted(newer.values(), key=lambda line: line.rev)


def _line(entry: EntryView, text: str) -> Line:
    return Line(
        at=entry.at,
        text=text,
        action=entry.action,
        actor_type=entry.actor_type,
        actor_id=entry.actor_id,
        reason=entry.reason or "",
        facts=dict(entry.facts),
        leaf_hash=entry.leaf_hash,
        entry=entry.id,
        subject_type=entry.subject_type,
        subject_id=entry.subject_id,
        rev=entry.rev,
    )
