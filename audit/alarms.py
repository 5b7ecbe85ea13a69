"""What must not stay: entries that wait too long, entries lost on their way, notes that stay inside."""

from dataclasses import dataclass

from django.db import connection

from audit import selectors

PENDING_SECONDS = 60
MISSING_SECONDS = 60
UNPUBLISHED_SECONDS = 15 * 60
UNCHECKED_SECONDS = 36 * 3600

# Ids grow with time, so the newest entries are found by their key; the nightly check looks at all of them.
_MISSING = """
SELECT count(*) FROM audit.entry e
WHERE e.id > (lpad(to_hex((extract(epoch FROM clock_timestamp() - interval '1 day') * 1000)::bigint), 12, '0')
              || repeat('0', 20))::uuid
  AND e.recorded_at < clock_timestamp() - make_interval(secs => %s)
  AND NOT EXISTS (SELECT FROM audit.leaf l WHERE l.entry_id = e.id)
  AND NOT EXISTS (SELECT FROM audit.pending p WHERE p.entry_id = e.id)
"""
_UNPUBLISHED = """
SELECT coalesce(extract(epoch FROM clock_timestamp() - min(c.signed_at)), 0)::float8 FROM audit.checkpoint c
WHERE c.tree_size > (SELECT coalesce(max(tree_size), 0) FROM audit.publication WHERE channel = 'file')
"""
# Since the last check of everything; a ledger younger than that has not missed its nightly one.
_UNCHECKED = """
SELECT coalesce(extract(epoch FROM clock_timestamp() - coalesce(
  (SELECT max(recorded_at) FROM audit.entry WHERE action = 'ledger.checked'),
  (SELECT recorded_at FROM audit.entry ORDER BY id LIMIT 1))), 0)::float8
"""


@dataclass(frozen=True)
class Alarm:
    """One thing that is wrong with the ledger's machinery, in a sentence without personal data."""

    kind: str
    text: str


def standing() -> list[Alarm]:
    """Return what is wrong now, by the database's own clock: it stamped the entries too."""
    found = [_pending(), _missing(), _unpublished(), _checked()]
    return [alarm for alarm in found if alarm is not None]


def missing() -> int:
    """Return how many entries of the last day have neither a place nor wait for one."""
    return int(_number(_MISSING, [MISSING_SECONDS]))


def unpublished_seconds() -> float:
    """Return for how long the oldest checkpoint has not been laid down outside the database; 0 if all are."""
    return _number(_UNPUBLISHED, [])


def _pending() -> Alarm | None:
    age = selectors.pending_age()
    if age <= PENDING_SECONDS:
        return None
    text = (
        f"The oldest entry has waited {age:.0f} s for its place. Is the sequencer running? Its log says why it stops."
    )
    return Alarm("pending", text)


def _missing() -> Alarm | None:
    count = missing()
    if not count:
        return None
    return Alarm("missing", f"{count} entries have no place and wait for none. Run: script/manage check_ledger.")


def _unpublished() -> Alarm | None:
    age = unpublished_seconds()
    if age <= UNPUBLISHED_SECONDS:
        return None
    text = f"A checkpoint signed {age / 60:.0f} minutes ago has not been laid down outside the database."
    return Alarm("unpublished", text)


def _checked() -> Alarm | None:
    last = next(iter(selectors.find_entries(action="ledger.checked", limit=1)), None)
    if last is not None and last.facts.get("outcome") == "broken":
        return Alarm("broken", "The last check of the whole ledger failed. Run: script/manage check_ledger.")
    age = _number(_UNCHECKED, [])
    if age <= UNCHECKED_SECONDS:
        return None
    return Alarm(
        "unchecked", f"The whole ledger was last proved {age / 3600:.0f} hours ago. Are beat and worker running?"
    )


def _number(statement: str, values: list[int]) -> float:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return float(cursor.fetchone()[0])
