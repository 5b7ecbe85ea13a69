"""What a letter says where something is refused or kept: grounds, what goes with each, what one can do. Internal."""

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from fulfillment import services as fulfillment
from requests_app import also_words
from requests_app.also_words import Known
from requests_app.choices import Right
from requests_app.decision import Decision
from requests_app.grounds import GROUNDS, NOBODY_SHOWN
from requests_app.models import PrivacyRequest
from requests_app.services import circumstances, dates, history, lapsing, letters, others
from requests_app.services.look_back import look_back_days

IDENTITY_GROUNDS = NOBODY_SHOWN
# Those of them that say who asks is not known; the others say that an agent's permission lacks something.
NOT_SHOWN = frozenset({"ID-UNVERIFIED", "ID-NOMETHOD"})
APPEAL_DAYS = 60


def refusal(request: PrivacyRequest, decision: Decision, *, now: datetime) -> dict[str, Any]:
    """What every refusal must say, in whole or in part."""
    items = refused_rows(decision)
    grounds = {item["ground"] for item in items if item.get("ground")}
    not_shown = bool(grounds & NOT_SHOWN)
    return {
        "right": request.right,
        "received_on": request.day_zero,
        "facts": decision.summary or _see_items(request),
        "items": letters.item_rows(request, items),
        "done_instead": others.done_instead(request, identity_not_shown=bool(grounds & IDENTITY_GROUNDS)),
        "also": also(request, decision),
        "erased_later": lapsing.promise(request, decision),
        "regulator": others.regulator(request),
        "appeal_by": dates.received_on(now) + timedelta(days=APPEAL_DAYS),
        "opt_out_offer": request.right == Right.DELETION,
        "dispute_statement": request.right == Right.CORRECTION,
        "delete_offer": request.right == Right.CORRECTION and "COR-ACCURATE" in grounds,
        "court_remedy": others.court_remedy(request),
        "identity_not_shown": not_shown,
    }


def refused_rows(decision: Decision) -> list[dict[str, Any]]:
    """All items of the letter; where the request is refused as a whole, one that stands for everything."""
    if decision.outcome != "denied" or decision.refused:
        return [item.__dict__ for item in decision.items]
    whole = {"category": "all", "system": "", "outcome": "withheld", "ground": decision.ground}
    return [{**whole, "cite": decision.cite, "until": decision.until}]


def also(request: PrivacyRequest, decision: Decision) -> list[str]:
    """What has to go with the grounds of this decision, as sentences in the letter's language, each once."""
    original = request.appeal_of or request
    by_ground: dict[str, list[dict[str, Any]]] = {}
    for row in refused_rows(decision):
        if row.get("ground") in GROUNDS:
            by_ground.setdefault(row["ground"], []).append(row)
    with translation.override(request.submission.language):
        said = [
            also_words.sentence(code, known)
            for ground, rows in by_ground.items()
            for known in [_known(original, request, decision, ground, rows)]
            for code in GROUNDS[ground].must_also
        ]
        said += _never_sent(original, decision, by_ground)
    return list(dict.fromkeys(sentence for sentence in said if sentence))


def _known(
    original: PrivacyRequest, request: PrivacyRequest, decision: Decision, ground: str, rows: list[dict[str, Any]]
) -> Known:
    wants = set(GROUNDS[ground].must_also)
    kinds = tuple(row["category"] for row in letters.item_rows(request, rows))
    return Known(
        ground=ground,
        kinds=kinds,
        searched=_searched(original, request) if "list_systems_searched" in wants else (),
        withheld=_withheld(original) if "state_type_held" in wants else (),
        next_free_on=history.free_use(original).next_free_on if "next_free_on" in wants else None,
        fee=decision.fee,
        given=bool(decision.granted),
        repeated_answered_on=_repeated_answered_on(original) if "same_request_goes_on" in wants else None,
    )


def _repeated_answered_on(original: PrivacyRequest) -> date | None:
    repeated = circumstances.repeated(original)
    return dates.received_on(repeated.answered_at) if repeated and repeated.answered_at else None


def _searched(original: PrivacyRequest, request: PrivacyRequest) -> tuple[str, ...]:
    return circumstances.searched(original) or circumstances.searched(request)


def _withheld(request: PrivacyRequest) -> tuple[str, ...]:
    return tuple(fulfillment.withheld_types(request_id=request.id, period=look_back_days(request)))


def _never_sent(original: PrivacyRequest, decision: Decision, by_ground: dict[str, Any]) -> list[str]:
    """A copy that is given in part leaves out the same numbers and secrets as one in full (11 CCR 7024(d))."""
    if original.right != Right.ACCESS or decision.outcome == "denied" or "WITHHELD-ID" in by_ground:
        return []
    held = _withheld(original)
    return [also_words.sentence("state_type_held", Known("WITHHELD-ID", withheld=held))] if held else []


def _see_items(request: PrivacyRequest) -> str:
    with translation.override(request.submission.language):
        return _("The table below says for each kind of information what we decided and why.")
