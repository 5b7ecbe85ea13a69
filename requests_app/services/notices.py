"""The mail to our own people: one for each of them, of all that waits, without a word about anybody.

Notices are written with the duties they tell of; here they leave the house, each in exactly one mail.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import CharField, Count, F, Func, Min, Value

from accounts.roles import home_of
from accounts.selectors import user_of
from audit.actors import Actor
from audit.ids import new_id
from notifications import services as outbox
from notifications.organisation import organisation
from notifications.recipients import Recipient
from requests_app.models import StaffNotice
from requests_app.services.duties.readers import OFFICE

BY = Actor.system("sweep.staff_notices")
AT_MOST_EVERY = timedelta(hours=1)
KEPT = timedelta(days=90)
_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"
WORDS = {
    "breach": "Requests whose day has passed without an answer: {n}.",
    "notice": "Extensions whose notice has not left, close to the day it must: {n}.",
    "undelivered": "Requests with a notice that did not reach the person, to be sent by post: {n}.",
    "escalate": "Requests brought before you because their day is near: {n}.",
    "person_refused": "Requests of agents that the person does not want, or does not want any more: {n}.",
    "kept": "Deleted requests with kept data that should be erased by now, and is not: {n}.",
    "stopped": "Requests of which somebody says that they did not ask, to be looked into: {n}.",
    "signs": "Requests with signs of fraud that a person has to look at: {n}.",
    "release_hold": "Requests whose wait before the release ends after their day, unless they are extended: {n}.",
    "hold": "Legal holds of an authority that end soon unless it is directed again: {n}.",
    "call_back": "Requests whose person we promised to call, to be called now or late already: {n}.",
    "form": "Requests with a form that came back by post and waits for a look: {n}.",
    "propose_denial": "Requests to refuse because nobody has shown who is asking: {n}.",
    "remind": "Requests whose day comes closer: {n}.",
}


def mail(*, now: datetime) -> int:
    """Send what waits, at most one mail an hour to each person. Gives how many mails were queued."""
    waiting = StaffNotice.objects.filter(mailed_at=None).order_by("person").values_list("person", flat=True).distinct()
    return sum(_mail_to(person, now=now) for person in list(waiting))


def forget_old(*, now: datetime) -> int:
    """Delete what was mailed long ago. That it was due and done stays in the marks and the ledger."""
    return StaffNotice.objects.filter(mailed_at__lt=now - KEPT).delete()[0]


@transaction.atomic
def _mail_to(person: UUID, *, now: datetime) -> bool:
    """One mail with everything that waits for a person; False while another sweep is at it, or the last is young."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [f"staff_notices/{person}"])
        if not cursor.fetchone()[0]:
            return False
    theirs = StaffNotice.objects.filter(person=person)
    if theirs.filter(mailed_at__gt=now - AT_MOST_EVERY, mailed_at__lte=now).exists():
        return False
    about = new_id()
    if not theirs.filter(mailed_at=None).update(mail=about, mailed_at=now):
        return False
    to, path = _reader(person, now=now)
    outbox.queue(
        "staff_alert", about=about, request=None, to=to, by=BY, now=now,
        context={"reference": "DATES", "what": _words(about), "path": path, "due_on": _first_day(about)},
    )  # fmt: skip
    return True


def _reader(person: UUID, *, now: datetime) -> tuple[Recipient, str]:
    """The person with their first page; whoever left or lost the address in between is stood in for by the office."""
    user = None if person == OFFICE else user_of(person)
    if user is None or not user.email or not user.may_enter(now):
        office = organisation()
        return Recipient(name=office.privacy_officer or office.name, email=office.email), "/officer/"
    return Recipient(name=user.display_name, email=user.email, language=user.language), home_of(user.roles)


def _words(about: UUID) -> str:
    """How many requests of each sort; one that several rungs name counts once."""
    deed = Func(F("duty"), Value("."), Value(1), function="split_part", output_field=CharField())
    rows = StaffNotice.objects.filter(mail=about).annotate(deed=deed).values_list("deed")
    counts = dict(rows.annotate(n=Count("request_id", distinct=True)))
    return " ".join(words.format(n=counts[deed]) for deed, words in WORDS.items() if deed in counts)


def _first_day(about: UUID) -> date:
    found: date = StaffNotice.objects.filter(mail=about).aggregate(first=Min("due_by"))["first"]
    return found
