"""Jobs and sweeps of the core. They hold no logic: each calls one verb."""

from datetime import datetime
from uuid import UUID

from audit.actors import Actor
from jobs.registry import handles
from jobs.sweeps import sweep
from requests_app.services import drafts, duplicates, duties, law, retention


@handles("requests.link_duplicates")
def link_duplicates(*, now: datetime, submission_id: str) -> None:
    duplicates.link(submission_id=UUID(submission_id), now=now)


@handles("law.redate", atomic=False)
def redate_after_change(*, now: datetime, change: str) -> None:
    """Every open request that a change of the law brings an earlier day. Done again, it finds nothing left to move."""
    after: UUID | None = None
    while True:
        after = law.redate(change_id=UUID(change), after=after, by=Actor.system("law.redate"), now=now)
        if after is None:
            return


@sweep("acknowledge", every_seconds=60)
def acknowledge(*, now: datetime) -> int:
    return duties.acknowledge_due(now=now)


@sweep("remind", every_seconds=300)
def remind(*, now: datetime) -> int:
    return duties.remind(now=now)


@sweep("escalate", every_seconds=300)
def escalate(*, now: datetime) -> int:
    return duties.escalate(now=now)


@sweep("breach", every_seconds=60)
def breach(*, now: datetime) -> int:
    return duties.flag_breaches(now=now)


@sweep("propose_denials", every_seconds=300)
def propose_denials(*, now: datetime) -> int:
    return duties.propose_denials(now=now)


@sweep("deny_unverified", every_seconds=300)
def deny_unverified(*, now: datetime) -> int:
    return duties.deny_unverified(now=now)


@sweep("purge_drafts", every_seconds=3600)
def purge_drafts(*, now: datetime) -> int:
    return drafts.purge(now=now)


@sweep("ask_identity", every_seconds=300)
def ask_identity(*, now: datetime) -> int:
    return duties.ask_for_identity(now=now)


@sweep("retention", every_seconds=3600)
def purge_by_retention(*, now: datetime) -> int:
    return retention.purge(now=now)
