"""Counts over the ledger alone, made in the database: a million stories become a few hundred lines."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

# Staff may enter the day of a letter up to sixty days late; zones move a day by one. Filed outside these bounds,
# nothing can have been received inside the year.
EARLIER, LATER = timedelta(days=2), timedelta(days=62)

# Each story is reduced to the newest of its entries of a kind, by the gapless revision of its request.
_SQL = """
WITH filed AS MATERIALIZED (
  SELECT subject_id AS id, leaf::jsonb -> 'facts' AS facts FROM audit.entry
  WHERE action = 'request.filed' AND at BETWEEN %(earliest)s AND %(latest)s
), linked AS (
  SELECT DISTINCT subject_id AS id FROM audit.entry
  WHERE action = 'request.duplicate_linked' AND at >= %(earliest)s
), ended AS (
  SELECT DISTINCT ON (subject_id) subject_id AS id, action, leaf::jsonb -> 'facts' AS facts FROM audit.entry
  WHERE action IN ('request.completed', 'request.partly_completed', 'request.denied', 'request.withdrawn',
                   'request.closed', 'request.reopened') AND at >= %(earliest)s
  ORDER BY subject_id, subject_rev DESC
), late AS (
  SELECT DISTINCT subject_id AS id FROM audit.entry
  WHERE at >= %(earliest)s AND (
    action = 'request.breached' OR
    (action IN ('request.completed', 'request.partly_completed', 'request.denied')
     AND leaf::jsonb #>> '{facts,on_time}' = 'false'))
)
SELECT filed.facts ->> 'right' AS right_asked,
       coalesce(filed.facts ->> 'kinds', '[]') AS kinds,
       coalesce(replace(nullif(ended.action, 'request.reopened'), 'request.', ''), 'open') AS outcome,
       coalesce(ended.facts #>> '{grounds,0}', '') AS ground,
       (ended.facts ->> 'days')::integer AS days,
       late.id IS NOT NULL AS was_late,
       count(*) AS stories
FROM filed LEFT JOIN linked USING (id) LEFT JOIN ended USING (id) LEFT JOIN late USING (id)
WHERE filed.facts ->> 'received_on' BETWEEN %(first)s AND %(last)s
  AND (%(companies)s::text[] IS NULL OR filed.facts ->> 'company' = ANY(%(companies)s::text[]))
  AND linked.id IS NULL
  AND ended.action IS DISTINCT FROM 'request.closed'
GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY 1, 2, 3, 4, 5, 6
"""


@dataclass(frozen=True)
class Tally:
    """How many stories ran alike. `days` is None while there is no answer; `ground` is the main one of a refusal.

    `late`: a day of the law passed without the answer, once. Nothing that happens later takes that away.
    """

    right: str
    kinds: frozenset[str]
    outcome: str
    ground: str
    days: int | None
    late: bool
    stories: int


def requests_received(*, first: date, last: date, companies: Collection[str] | None = None) -> list[Tally]:
    """What became of the requests whose day zero lies between two days, both included.

    Spam and tests (`request.closed`) are out, and so are linked duplicates. `outcome` is completed, partly_completed,
    denied, withdrawn or open; `kinds` says what an opt-out stops, and is empty for other rights. `companies`: only what
    was asked of these; None for all.
    """
    bounds = {
        "first": first.isoformat(),
        "last": last.isoformat(),
        "earliest": (first - EARLIER).isoformat(),
        "latest": (last + LATER).isoformat(),
        "companies": None if companies is None else sorted(companies),
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, bounds)
        return [Tally(right, frozenset(json.loads(kinds)), *rest) for right, kinds, *rest in cursor.fetchall()]
