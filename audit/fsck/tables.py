"""What must hold for the tables as a whole: no entry without a place, no gap in a row's revisions, no duplicate."""

from datetime import datetime

from audit.fsck.reading import fetch, place_of
from audit.fsck.report import Problem, Report


def check_unplaced(report: Report, since: datetime | None) -> None:
    (report.entries,) = fetch("SELECT count(*) FROM audit.entry")[0]
    rows = fetch(
        "SELECT e.id::text, e.recorded_at, p.entry_id IS NOT NULL FROM audit.entry e "
        "LEFT JOIN audit.leaf l ON l.entry_id = e.id LEFT JOIN audit.pending p ON p.entry_id = e.id "
        "WHERE l.entry_id IS NULL ORDER BY e.recorded_at, e.id"
    )
    for entry, recorded_at, waits in rows:
        if waits and since is not None and recorded_at > since:
            report.in_flight += 1
            continue
        why = (
            "has waited too long for its place in the tree" if waits else "has no place in the tree and waits for none"
        )
        report.problems.append(Problem("unsigned", f"entry {entry} {why}", None, entry))


def check_revisions(report: Report) -> None:
    rows = fetch(
        "SELECT * FROM (SELECT subject_type, subject_id::text, subject_rev, id::text, coalesce(lag(subject_rev) OVER "
        "(PARTITION BY subject_type, subject_id ORDER BY subject_rev), 0) AS before FROM audit.entry) AS step "
        "WHERE subject_rev <> before + 1"
    )
    for kind, subject, rev, entry, before in rows:
        sentence = f"{kind} {subject} goes from revision {before} to {rev}: entry {entry} follows nothing"
        report.problems.append(Problem("revision", sentence, place_of(entry), entry))


def check_duplicates(report: Report) -> None:
    for table, column in (("entry", "id"), ("leaf", "entry_id"), ("leaf", "leaf_index")):
        # Names from the line above; a superuser may have dropped the keys that forbid duplicates.
        rows = fetch(f"SELECT {column}::text, count(*) FROM audit.{table} GROUP BY {column} HAVING count(*) > 1")  # noqa: S608  # names of columns and tables from a constant of this file
        for value, count in rows:
            report.problems.append(Problem("duplicate", f"{column} {value} stands {count} times in audit.{table}"))
