"""Counts over the ledger alone, made in the database: a million stories become a few hundred lines."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

# Staff may enter the day of a letter up to sixty days late; zones move a day by one. Filed outside these bounds,
# nothing can have been received inside the year, save what `request.received_at_changed` moved.
EARLIER, LATER = timedelta(days=2), timedelta(days=62)

# Each story is reduced to the newest of its entries of a kind, by the gapless revision of its request.
_SQL = """
WITH moved AS MATERIALIZED (
  SELECT DISTINCT ON (subject_id) subject_id AS id, leaf::jsonb #>> '{facts,received_on}' AS received_on
  FROM audit.entry WHERE action = 'request.received_at_changed' ORDER BY subject_id, subject_rev DESC
), turned AS MATERIALIZED (
  SELECT DISTINCT ON (subject_id) subject_id AS id, leaf::jsonb -> 'facts' AS facts
  FROM audit.entry WHERE action = 'request.right_changed' ORDER BY subject_id, subject_rev DESC
), filed AS MATERIALIZED (
  SELECT subject_id AS id, leaf::jsonb -> 'facts' AS facts FROM audit.entry
  WHERE action = 'request.filed'
    AND (at BETWEEN %(earliest)s AND %(latest)s OR subject_id IN (SELECT id FROM moved))
), linked AS (
  SELECT DISTINCT ON (subject_id) subject_id AS id, action FROM audit.entry
  WHERE action IN ('request.duplicate_linked', 'request.duplicate_unlinked') AND at >= %(earliest)s
  ORDER BY subject_id, subject_rev DESC
), ended AS (
  SELECT DISTINCT ON (subject_id) subject_id AS id, action, leaf::jsonb -> 'facts' AS facts FROM audit.entry
  WHERE action IN ('request.completed', 'request.partly_completed', 'request.denied', 'request.withdrawn',
                   'request.closed', 'request.reopened') AND at >= %(earliest)s
  ORDER BY subject_id, subject_rev DESC
)
SELECT coalesce(turned.facts ->> 'right', filed.facts ->> 'right') AS right_asked,
       coalesce(turned.facts -> 'kinds', filed.facts -> 'kinds') = '["limit_sensitive"]'::jsonb AS limits,
       coalesce(replace(nullif(ended.action, 'request.reopened'), 'request.', ''), 'open') AS outcome,
       coalesce(ended.facts #>> '{grounds,0}', '') AS ground,
       (ended.facts ->> 'days')::integer AS days,
       count(*) AS stories
FROM filed
LEFT JOIN moved USING (id) LEFT JOIN turned USING (id) LEFT JOIN linked USING (id) LEFT JOIN ended USING (id)
WHERE coalesce(moved.received_on, filed.facts ->> 'received_on') BETWEEN %(first)s AND %(last)s
  AND linked.action IS DISTINCT FROM 'request.duplicate_linked'
  AND ended.action IS DISTINCT FROM 'request.closed'
GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
"""


@dataclass(frozen=True)
class Tally:
    """How many stories ran alike. `days` is None while there is no answer; `ground` is the main one of a refusal."""

    right: str
    limits: bool
    outcome: str
    ground: str
    days: int | None
    stories: int


def requests_received(*, first: date, last: date) -> list[Tally]:
    """What became of the requests whose day zero lies between two days, both included.

    Spam and tests (`request.closed`) are out, and so are linked duplicates. `outcome` is completed, partly_completed,
    denied, withdrawn or open; `limits` tells an opt-out that asks for nothing but the limit on sensitive data.
    """
    bounds = {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "earliest": (first - EARLIER).isoformat(),
        "latest": (last + LATER).isoformat(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, bounds)
        return [Tally(right, bool(limits), *rest) for right, limits, *rest in cursor.fetchall()]
