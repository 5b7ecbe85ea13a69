"""Prints the dates of one regime alone, and how they come about; or answers every row of a file."""

import csv
import json
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from requests_app import deadline_words
from requests_app.clock import Deadlines, compute
from requests_app.regimes import BOOK, REGIMES

USAGE = 2
ANSWERS = ("acknowledge_by", "respond_by", "extension_notice_by", "respond_by_instant")
NEEDED = ("regime", "right", "received_at", "timezone")
YES, NO = frozenset({"y", "yes", "true", "1"}), frozenset({"", "n", "no", "false", "0"})


class Command(BaseCommand):
    """See `docs/reference` for the columns; the answer goes to stdout, everything else to stderr."""

    help = __doc__ or ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regime", help="one of: " + ", ".join(REGIMES))
        parser.add_argument("--right", help="for example access, deletion, opt_out, limit_use, portability")
        parser.add_argument("--received-at", help="an instant such as 2026-11-23T15:00:00Z")
        parser.add_argument("--timezone", help="the zone that decides the day, such as America/Chicago")
        parser.add_argument("--extended", action="store_true", help="with the one extension")
        parser.add_argument("--identity-received-on", default="", help="a day; moves the date only in the UK")
        parser.add_argument("--clarification-from", default="", help="a day; needs --clarification-to")
        parser.add_argument("--clarification-to", default="", help="a day; needs --clarification-from")
        parser.add_argument("--csv", metavar="FILE", help="answer every row of this file instead")
        parser.add_argument("--json", action="store_true", help="print JSON")
        parser.add_argument("--language", choices=["en", "es"], default="en", help="of the sentences")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["csv"]:
            self._answer_file(Path(options["csv"]), as_json=options["json"])
            return
        missing = ["--" + name.replace("_", "-") for name in NEEDED if not options[name]]
        if missing:
            raise CommandError(f"needs {', '.join(missing)}, or --csv FILE", returncode=USAGE)
        row = {name: str(options[name]) for name in (*NEEDED, "identity_received_on")}
        row |= {name: options[name] for name in ("clarification_from", "clarification_to")}
        try:
            dates = dates_of(row | {"extended": "y" if options["extended"] else "n"})
        except ValueError as fault:
            raise CommandError(str(fault), returncode=USAGE) from fault
        with translation.override(options["language"]):
            self.stdout.write(json.dumps(_as_json(dates), indent=2) if options["json"] else _as_text(dates))

    def _answer_file(self, path: Path, *, as_json: bool) -> None:
        try:
            with path.open(newline="", encoding="utf-8-sig") as source:
                reader = csv.DictReader(source)
                columns, rows = list(reader.fieldnames or ()), list(reader)
        except (OSError, UnicodeDecodeError, csv.Error) as fault:
            raise CommandError(f"cannot read {path}: {fault}", returncode=USAGE) from fault
        missing = [name for name in (*NEEDED, "extended") if name not in columns]
        if missing:
            raise CommandError(f"{path} has no column {', '.join(missing)}", returncode=USAGE)
        answers, faults = _answer_rows(rows)
        self._write(answers, [name for name in columns if name not in ANSWERS], as_json=as_json)
        for line in faults:
            self.stderr.write(line)
        if faults:
            raise CommandError(f"{len(faults)} of {len(rows)} rows have no answer", returncode=USAGE)

    def _write(self, answers: list[dict[str, str]], asked: list[str], *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(answers, indent=2))
            return
        writer = csv.DictWriter(self.stdout, [*asked, *ANSWERS], extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(answers)


def _answer_rows(rows: list[dict[str, str]]) -> tuple[list[dict[str, str]], list[str]]:
    answers, faults = [], []
    for number, row in enumerate(rows, start=2):
        given = {name: value or "" for name, value in row.items() if isinstance(name, str)}
        try:
            answers.append(given | _columns(dates_of(given)))
        except ValueError as fault:
            answers.append(given | dict.fromkeys(ANSWERS, ""))
            faults.append(f"line {number}: {fault}")
        if sys.stderr.isatty() and number % 1000 == 0:
            sys.stderr.write(f"{number} rows\n")
    return answers, faults


def dates_of(row: Mapping[str, str]) -> Deadlines:
    """The dates for one row of text. Raises ValueError with a sentence for anything that cannot be read."""
    slug = row["regime"].strip()
    if slug not in REGIMES:
        raise ValueError(f"there is no regime {slug!r}; there are {', '.join(REGIMES)}")
    return compute(
        REGIMES[slug],
        row["right"].strip(),
        _instant(row["received_at"].strip()),
        (row["timezone"].strip(),),
        extended=_flag(row["extended"].strip().lower()),
        identity_received_on=_day(row.get("identity_received_on", "")),
        clarifications=_intervals(row.get("clarification_from", ""), row.get("clarification_to", "")),
    )


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{text!r} is not an instant such as 2026-11-23T15:00:00Z") from None
    if instant.tzinfo is None:
        raise ValueError(f"{text!r} has no offset; add Z or one such as -06:00")
    return instant


def _flag(text: str) -> bool:
    if text not in YES | NO:
        raise ValueError(f"extended is y or n, not {text!r}")
    return text in YES


def _day(text: str) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ValueError(f"{text!r} is not a day such as 2026-11-23") from None


def _intervals(first: str, last: str) -> list[tuple[date, date]]:
    start, end = _day(first), _day(last)
    if (start is None) != (end is None):
        raise ValueError("a clarification needs both its first and its last day")
    return [(start, end)] if start and end else []


def _stamp(instant: datetime | None) -> str:
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if instant else ""


def _columns(dates: Deadlines) -> dict[str, str]:
    # The regime alone: an acknowledgement that only our house rule wants is told beside it, not as the regime's.
    acknowledge = None if dates.acknowledge_is_house else dates.acknowledge_by
    return {
        "acknowledge_by": str(acknowledge or ""),
        "respond_by": str(dates.respond_by),
        "extension_notice_by": str(dates.extension_notice_by or "") if dates.extended else "",
        "respond_by_instant": _stamp(dates.respond_at),
    }


def _as_json(dates: Deadlines) -> dict[str, object]:
    regime = REGIMES[dates.regime]
    rule = regime.rights[dates.right]
    return {
        "regime": dates.regime,
        "right": dates.right,
        "day_zero": str(dates.day0),
        **{name: value or None for name, value in _columns(dates).items()},
        "house_acknowledge_by": str(dates.acknowledge_by) if dates.acknowledge_is_house else None,
        "extended": dates.extended,
        "extendable": dates.extendable,
        "work_by": str(dates.work_by),
        "strict_by": str(dates.strict_by),
        "cite": rule.cite,
        "confirmed": rule.confirmed,
        "in_force": regime.rule_on(dates.right, dates.day0) is not None,
        "rules_version": BOOK.version,
        "summary": _summary(dates),
        "steps": [
            {"duty": step.duty, "code": step.code, "sentence": deadline_words.sentence(step)} for step in dates.steps
        ],
    }


def _summary(dates: Deadlines) -> str:
    return deadline_words.summary(dates.steps_for("respond"), by=dates.respond_by)


def _as_text(dates: Deadlines) -> str:
    regime = REGIMES[dates.regime]
    rule = regime.rights[dates.right]
    lines = [
        f"{_(regime.name)} ({rule.cite})",
        f"  {_summary(dates)}",
        "",
        *(f"  {line}" for line in deadline_words.sentences(dates)),
        "",
    ]
    lines += [f"{name}: {value or '-'}" for name, value in _columns(dates).items()]
    if dates.acknowledge_is_house:
        lines.append(f"house_acknowledge_by: {dates.acknowledge_by}")
    if not rule.confirmed:
        lines.append("Note: this rule is not confirmed yet.")
    if regime.rule_on(dates.right, dates.day0) is None:
        lines.append("Note: this rule is not in force on the day of receipt.")
    return "\n".join(lines)
