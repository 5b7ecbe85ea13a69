"""The telephone system's own list of calls, read in: times, lengths and agents, and nothing about any caller."""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.principals import Principal
from accounts.roles import Permission
from accounts.selectors import id_of
from audit import ledger
from audit.actors import Subject
from audit.ids import new_id
from requests_app.models import ListedCall
from requests_app.permissions import NotAllowed
from requests_app.profile import PROFILE
from requests_app.services import days, sight

WANTED = ("started_at", "duration", "agent", "direction", "call_id")
MOST_ROWS, MOST_BYTES, MOST_SAID = 20_000, 4_000_000, 10
LONGEST = timedelta(hours=24)
_INBOUND = {"in": True, "inbound": True, "incoming": True, "out": False, "outbound": False, "outgoing": False}
_CALL = re.compile(r"[A-Za-z0-9._:-]{1,80}", re.ASCII)
_AGENT = re.compile(r"[A-Za-z0-9._-]{1,60}", re.ASCII)
_CLOCK = re.compile(r"(?:(\d{1,2}):)?(\d{1,2}):(\d{2})", re.ASCII)


class Unreadable(Exception):
    """The list cannot be read in; `faults` are sentences, each with its line where it has one. Nothing was kept."""

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__(" ".join(faults))


@dataclass(frozen=True)
class ReadIn:
    """What came of a list. `dropped` are the columns that nothing was kept of."""

    rows: int
    new: int
    known: int
    unknown_agents: tuple[str, ...]
    dropped: int


def check_can_reconcile(by: Principal) -> None:
    """Raise `NotAllowed` for who may not hold calls against the ledger, and for who sees a part of the house."""
    if not by.may(Permission.CALLS_RECONCILE):
        raise NotAllowed("Your role does not compare the list of calls.")
    sight.check_whole_house(by)


@transaction.atomic
def read_in(*, content: bytes, by: Principal, now: datetime) -> ReadIn:
    """Read a list in: all of it or nothing. Calls that are known by their id stay as they are. Recorded.

    Raises `Unreadable` with a sentence for each fault, `permissions.NotAllowed`.
    """
    check_can_reconcile(by)
    calls, dropped = parse(content, now=now)
    known = set(
        ListedCall.objects.filter(call_ref__in=[call.call_ref for call in calls]).values_list("call_ref", flat=True)
    )
    fresh = [call for call in calls if call.call_ref not in known]
    ListedCall.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=1000)
    strangers = tuple(sorted({call.agent_label for call in calls if call.agent is None}))
    facts: dict[str, ledger.FactValue] = {
        "list": str(calls[0].list_id),
        "rows": len(calls),
        "new": len(fresh),
        "known": len(known),
        "unknown_agents": len(strangers),
        "since": days.day_of(min(call.started_at for call in calls)).isoformat(),
        "until": days.day_of(max(call.started_at for call in calls)).isoformat(),
    }
    ledger.record("calls.imported", actor=by.actor, subject=Subject.event("call_list"), at=now, facts=facts)
    return ReadIn(len(calls), len(fresh), len(known), strangers, dropped)


def parse(content: bytes, *, now: datetime) -> tuple[list[ListedCall], int]:
    """The calls of a CSV file, and how many columns were dropped. Raises `Unreadable`."""
    rows, dropped = _table(content)
    agents: dict[str, UUID | None] = {}
    calls, faults, list_id = [], list[str](), new_id()
    for number, row in enumerate(rows, start=2):
        try:
            calls.append(_call(row, list_id, agents, now))
        except ValueError as fault:
            faults.append(_("Line %(n)s: %(fault)s") % {"n": number, "fault": fault})
    twice = len(calls) - len({call.call_ref for call in calls})
    if twice:
        words = ngettext("%(n)s line repeats a call_id.", "%(n)s lines repeat a call_id.", twice)
        faults.append(words % {"n": twice} + " " + _("Each call must stand in the list once."))
    if faults:
        more = len(faults) - MOST_SAID
        said = faults[:MOST_SAID] + ([_("And %(n)s more faults.") % {"n": more}] if more > 0 else [])
        raise Unreadable(*said)
    if not calls:
        raise Unreadable(_("The list has no calls in it."))
    return calls, dropped


def _table(content: bytes) -> tuple[list[dict[str, str]], int]:
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 4 MB. Export a shorter period."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(_("This is no CSV file in UTF-8. Export the list as CSV, not as a spreadsheet.")) from None
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    columns = [(name or "").strip().lower().replace(" ", "_") for name in reader.fieldnames or ()]
    missing = [name for name in WANTED if name not in columns]
    if missing:
        raise Unreadable(_("The first line must name the columns. Missing: %(names)s") % {"names": ", ".join(missing)})
    reader.fieldnames = columns
    try:
        rows = [{name: (row[name] or "").strip() for name in WANTED} for row in reader]
    except csv.Error as broken:
        raise Unreadable(_("This CSV file is broken: %(why)s") % {"why": broken}) from broken
    if len(rows) > MOST_ROWS:
        raise Unreadable(_("The list has more than 20,000 calls. Export a shorter period."))
    return rows, len(columns) - len(WANTED)


def _call(row: Mapping[str, str], list_id: UUID, agents: dict[str, UUID | None], now: datetime) -> ListedCall:
    """One line. Raises ValueError with a sentence that repeats nothing of the line but its columns."""
    label = row["agent"].lower()
    if not _AGENT.fullmatch(label):
        raise ValueError(_("agent must be a user name"))
    if label not in agents:
        agents[label] = id_of(label)
    if not _CALL.fullmatch(row["call_id"]):
        raise ValueError(_("call_id must be 1 to 80 letters, digits, dots, colons or dashes"))
    direction = _INBOUND.get(row["direction"].lower())
    if direction is None:
        raise ValueError(_("direction must be in or out"))
    return ListedCall(
        list_id=list_id,
        call_ref=row["call_id"],
        started_at=_started(row["started_at"], now),
        seconds=_seconds(row["duration"]),
        inbound=direction,
        agent=agents[label],
        agent_label=label,
        imported_at=now,
    )


def _started(text: str, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(_("started_at must be a time like 2026-11-23 09:15:00")) from None
    if at.tzinfo is None:
        at = at.replace(tzinfo=ZoneInfo(PROFILE.time_zone))
    if not now - timedelta(days=3660) < at <= now:
        raise ValueError(_("started_at lies in the future or more than ten years back"))
    return at


def _seconds(text: str) -> int:
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours, minutes, rest = (int(part or 0) for part in clock.groups())
        seconds = hours * 3600 + minutes * 60 + rest
    elif text.isascii() and text.isdigit() and len(text) < 7:
        seconds = int(text)
    else:
        raise ValueError(_("duration must be seconds, or hours:minutes:seconds"))
    if seconds > LONGEST.total_seconds():
        raise ValueError(_("duration is longer than a day"))
    return seconds
