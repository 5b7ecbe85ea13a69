"""Telling administrators that work waits, was given up, or is not kept outside the database: each once a day."""

from datetime import datetime, timedelta

from accounts.roles import Role
from accounts.selectors import everybody
from audit import ledger
from audit.actors import Actor, Subject
from audit.ids import new_id
from dsar_portal.findings import State
from dsar_portal.upkeep import checks
from jobs.registry import handles
from jobs.selectors import backlog
from jobs.services import enqueue
from jobs.sweeps import sweep
from notifications import services as outbox
from notifications.recipients import Recipient

WATCH = Actor.system("sweep.work_watch")
LATE = timedelta(seconds=90)  # the pump does what nobody touched for a minute


def standing(*, now: datetime) -> dict[str, str]:
    """What is wrong now, by kind, in sentences for an administrator."""
    found, work = {}, backlog(now=now)
    if work.dead:
        found["dead"] = f"Work was given up ({work.dead}). Look at each piece, then run it again or put it aside."
    if work.oldest is not None and now - work.oldest > LATE:
        found["late"] = "Due work waits for more than a minute. Are the worker and the pump running?"
    journal = checks.kept_journal(now)
    if journal.state is not State.FINE:
        found["journal"] = journal.text
    return found


@sweep("work_alarms", every_seconds=60)
def sound(*, now: datetime) -> int:
    """Tell of every standing alarm, each kind once a day. Gives how many stand."""
    found = standing(now=now)
    for kind in found:
        key = f"work.alarm:{kind}:{now.date().isoformat()}"
        enqueue("work.alarm", args={"kind": kind}, now=now, dedupe_key=key)
    return len(found)


@handles("work.alarm")
def tell(*, now: datetime, kind: str) -> None:
    """Write to the administrators, unless the alarm has ended meanwhile."""
    text = standing(now=now).get(kind)
    if text is None:
        return
    people = [user for user in everybody() if user.email and Role.ADMIN in user.roles and user.may_enter(now)]
    for user in people:
        outbox.queue(
            "staff_alert",
            about=new_id(),
            request=None,
            to=Recipient(name=user.display_name, email=user.email, language=user.language),
            context={"reference": "WORK", "what": text, "path": "/admin-room/jobs/"},
            by=WATCH,
            now=now,
        )
    facts: dict[str, ledger.FactValue] = {"cause": kind, "recipients": len(people)}
    ledger.record("job.alarmed", actor=WATCH, subject=Subject.event("job"), at=now, facts=facts)
