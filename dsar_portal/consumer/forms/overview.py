"""One request as its page shows it: where it stands, what is owed by when, what to do, what was decided."""

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from audit import selectors as ledger
from dsar_portal.consumer.forms import words
from dsar_portal.consumer.forms.attachments import talk
from dsar_portal.consumer.forms.extended import extension_of
from dsar_portal.consumer.forms.inquiry import told
from dsar_portal.templatetags.ui import moment_in_words
from fulfillment import selectors as held
from fulfillment import taxonomy
from requests_app import grounds, policies, selectors, timeline
from requests_app.decision import Decision
from requests_app.lifecycle import ANSWERED
from requests_app.selectors import holds, kept, release, unproven
from requests_app.selectors.binding import is_european
from requests_app.services import attachments, dates, reissue
from requests_app.services.answers import APPEAL_DAYS


def line(row: Any) -> dict[str, Any]:
    """One request in a list."""
    return {
        "reference": row.reference,
        "right": words.of(words.RIGHTS, row.right),
        "company": words.company(row.company),
        "status": row.status,
        "status_words": words.of(words.STATUSES, row.status),
        "respond_by": row.respond_by,
        "is_open": row.is_open,
        "href": reverse("consumer:request", args=[row.reference]),
    }


def page(row: Any, siblings: list[Any], *, now: datetime) -> dict[str, Any]:
    """Everything that the page of one request needs."""
    known = selectors.explained(row)
    return {
        "row": line(row),
        "sentence": _sentence(row, now=now),
        "dates": _dates(known),
        "governing": known.governing,
        "task": _task(row, now=now),
        "evidence": attachments.wants_evidence(row),
        "entries": _entries(row),
        "talk": talk(selectors.messages_of(row)),
        "inquiries": [told(one) for one in selectors.inquiries_about(row.submission_id)],
        "others": [line(other) for other in siblings if other.id != row.id],
        "appeal_of": row.appeal_of.reference if row.appeal_of else "",
        "answer": answer_of(row),
        "package": open_package(row, now=now),
        "again": reissue.can_reissue(row),
        "can_appeal": _can_appeal(row, siblings),
        "appeal_by": _appeal_by(row, now=now),
        "receipts": _receipts(row),
        "kinds": [words.of(words.KINDS, kind) for kind in row.kinds] if row.right == "opt_out" else [],
        "extended": extension_of(row),
        "late": bool(row.breached_at) and row.is_open,
        "received_at": row.received_at,
        "policy": policies.policy(row.submission.policy_version, language=(get_language() or "en")[:2]),
    }


def _sentence(row: Any, *, now: datetime) -> Any:
    if row.right == "opt_out" and row.status == "in_progress":
        return words.OPT_OUT_IN_FORCE
    if row.right == "opt_out" and row.status == "withdrawn":
        return words.OPT_OUT_STAYS
    if waits_until := release.decided_and_waiting(row, now=now):
        return words.DECIDED % {"when": moment_in_words(waits_until)}
    return words.of(words.SENTENCES, row.status)


def _dates(known: selectors.Explanation) -> list[dict[str, Any]]:
    """Every date that is owed, with how it comes about, the earliest first."""
    duties = {"respond": _("We answer by"), "acknowledge": _("We confirm that we have it by")}
    return [
        {
            "duty": duties[one.duty],
            "by": one.by,
            "regime": one.name,
            "cite": one.cite,
            "met_at": one.met_at,
            "governs": one.governs and one.duty == "respond",
            "summary": one.summary,
            "steps": one.sentences,
        }
        for one in known.dates
        if one.duty in duties
    ]


def _task(row: Any, *, now: datetime) -> dict[str, Any] | None:
    """The one thing the person must do now; None where nothing is."""
    if row.status == "verifying":
        return {
            "text": _("Show us that it is you. We can start as soon as that is done."),
            "href": reverse("consumer:identity"),
            "button": _("Show who you are"),
        }
    if row.status == "awaiting_requester":
        return {"text": _("Please answer our question below."), "href": "#messages", "button": _("Go to the messages")}
    if open_package(row, now=now):
        href = reverse("consumer:answer", args=[row.reference])
        return {"text": _("Your answer is ready."), "href": href, "button": _("Open your answer")}
    return None


def open_package(row: Any, *, now: datetime) -> Any:
    """The released package that can still be opened, or None."""
    if row.status not in ANSWERED:
        return None
    found = held.package_for(row.id)
    usable = found is not None and found.status == "released" and found.expires_at and found.expires_at > now
    return found if usable else None


def _entries(row: Any) -> list[dict[str, Any]]:
    """The history, without a line said twice at the same moment."""
    seen: set[tuple[Any, str]] = set()
    shown = []
    for entry in timeline.for_consumer(row.id, row.submission_id):
        if (entry.at, entry.text) not in seen:
            seen.add((entry.at, entry.text))
            shown.append({"title": entry.text, "at": entry.at})
    return shown


def answer_of(row: Any) -> dict[str, Any] | None:
    """The decision item by item, once it is final."""
    if row.status not in ANSWERED or not row.decision:
        return None
    decided = holds.quiet(Decision.from_json(row.decision), submission_id=row.submission_id)
    decided = unproven.neutral(decided, row)
    since, european = kept.erased_since(row.id), is_european(row)
    return {
        "summary": decided.summary,
        "ground": _ground(decided.ground),
        "items": [
            {
                "category_code": item.category,
                "system_code": item.system,
                # Of what was shown, each item can be called wrong at once.
                "correctable": row.right == "access" and item.outcome == "given",
                "category": taxonomy.category_label(item.category),
                "system": taxonomy.system_label(item.system),
                "outcome": words.of(words.OUTCOMES, item.outcome),
                "ground": _ground(item.ground),
                "cite": item.cite or _cite(item.ground, european=european),
                "facts": item.facts,
                "until": date.fromisoformat(item.until) if item.until else None,
                "erased_at": since.get((item.category, item.system)),
            }
            for item in decided.items
        ],
    }


def _ground(code: str) -> str:
    return _(grounds.GROUNDS[code].text) if code in grounds.GROUNDS else ""


def _cite(code: str, *, european: bool) -> str:
    cite = grounds.cite_of(code, european=european)
    return _(cite) if cite else ""


def _can_appeal(row: Any, siblings: list[Any]) -> bool:
    if row.status not in ANSWERED or row.right == "appeal":
        return False
    under_way = [one for one in siblings if one.appeal_of_id == row.id and one.status not in {"withdrawn", "closed"}]
    return not under_way


def _appeal_by(row: Any, *, now: datetime) -> date | None:
    """The last day for an appeal that our letter named; None when it is past: a late one is looked at all the same."""
    if row.answered_at is None:
        return None
    last = dates.received_on(row.answered_at) + timedelta(days=APPEAL_DAYS)
    return last if dates.received_on(now) <= last else None


def _receipts(row: Any) -> list[dict[str, Any]]:
    """The ledger entry of the filing: what the person can check at any time."""
    return [
        {"entry": str(entry.id), "leaf_hash": entry.leaf_hash, "placed": entry.leaf_index is not None}
        for entry in ledger.entries_for(row.id)
        if entry.action == "request.filed"
    ]
