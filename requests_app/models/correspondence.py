"""Words between people: messages go out and come in, notes never leave, inquiries are no request of a right."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from audit.rows import AuditedRow
from requests_app.models.privacy_request import PrivacyRequest
from requests_app.models.submission import Submission
from vault.fields import EncryptedJSON, EncryptedText


class Message(AuditedRow):
    """Free text between consumer and staff about one request."""

    ledger_type: ClassVar[str] = "message"

    request = models.ForeignKey(PrivacyRequest, on_delete=models.PROTECT, related_name="messages")
    inbound = models.BooleanField()
    body = EncryptedText()
    at = models.DateTimeField()
    author = models.CharField(max_length=60)
    read_at = models.DateTimeField(null=True)


class Note(AuditedRow):
    """What staff write for staff. It is no part of any answer, letter or page of the consumer."""

    ledger_type: ClassVar[str] = "note"

    request = models.ForeignKey(PrivacyRequest, on_delete=models.PROTECT, related_name="notes")
    body = EncryptedText()
    at = models.DateTimeField()
    author = models.UUIDField()


class Inquiry(AuditedRow):
    """A question, a complaint, or a report that we hold a child's data: no request of a right, its own clock."""

    ledger_type: ClassVar[str] = "inquiry"

    KINDS = ("question", "complaint", "child_data")

    kind = models.CharField(max_length=20, choices=[(k, k) for k in KINDS])
    reference = models.CharField(max_length=20, unique=True)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=5, default="en")
    body = EncryptedText()
    contact = EncryptedJSON(null=True)
    # What was said of a child, by which stewards find its data: names, contact points, day of birth.
    child = EncryptedJSON(null=True)
    # Since when the use of the child's data is stopped, and when somebody found that there is no need for it.
    frozen_at = models.DateTimeField(null=True)
    freed_at = models.DateTimeField(null=True)
    # Legal holds that two people found to be on somebody else, and the question before that: ids, and how it is known.
    apart = EncryptedJSON(null=True)
    apart_asked_by = models.UUIDField(null=True)
    apart_by = models.UUIDField(null=True)
    apart_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    answer_by = models.DateField()
    about = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="inquiries")
    answer = EncryptedText(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    # Why it was ended without an answer: "spam" or "test". Then `answered_at` is when, and there is no answer.
    close_reason = models.CharField(max_length=20, blank=True, default="")
    # When everything personal here was erased because its time was up.
    purged_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="inquiry_apart_by_two", condition=Q(apart_by=None) | ~Q(apart_by=F("apart_asked_by"))
            ),
        ]
