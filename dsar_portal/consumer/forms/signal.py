"""What a browser's privacy signal (Global Privacy Control) adds to what somebody asks."""

from typing import Any

from dsar_portal.consumer.forms.step import Answers, asks, capacity_of
from requests_app.choices import GPC_KINDS, Capacity, Right


def with_signal(body: dict[str, Any]) -> dict[str, Any]:
    """The body with the opt-out that the signal stands for, where the browser sent one.

    Whoever fills the form is known to us from now on, so the signal holds for the person as well as for the browser
    (11 CCR 7025(c)(1)). Not where somebody acts for another: their browser speaks for themselves.
    """
    capacity = body.get("requester", {}).get("capacity", Capacity.SELF)
    if not body["gpc"] or not body["rights"] or capacity != Capacity.SELF:
        return body
    kinds = [str(kind) for kind in GPC_KINDS]
    others = [asked for asked in body["rights"] if asked["right"] != Right.OPT_OUT]
    asked = next((asked for asked in body["rights"] if asked["right"] == Right.OPT_OUT), {"right": str(Right.OPT_OUT)})
    chosen = [*asked.get("kinds", []), *kinds]
    return {**body, "rights": [*others, {**asked, "kinds": list(dict.fromkeys(chosen))}]}


def added(answers: Answers) -> list[str]:
    """The kinds of opt-out that a signal adds to what the form asks, for the page that reads it back."""
    if capacity_of(answers) != Capacity.SELF:
        return []
    chosen = answers.get("opt-out", {}).get("kinds") or [] if asks(answers, Right.OPT_OUT) else []
    return [str(kind) for kind in GPC_KINDS if kind not in chosen]
