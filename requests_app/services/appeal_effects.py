"""What a granted appeal brings about: done at the request that it is about, which keeps its status. Internal."""

from datetime import datetime

from accounts.principals import Principal
from fulfillment import services as fulfillment
from requests_app.choices import Right
from requests_app.decision import Decision
from requests_app.models import PrivacyRequest
from requests_app.services import answers, lapsing, release_gate, steps
from requests_app.services.work import NotPossible

DEEDS = {"erased": "erase", "corrected": "correct", "restricted": "restrict", "stopped": "stop"}
# What cannot be taken back: two people agree on it, and only for a person who is known.
WEIGHTY = frozenset({"erased", "given"})


def check(request: PrivacyRequest, decision: Decision, *, alone: bool) -> None:
    """Raise NotPossible where an appeal would give or erase something for a person not known, or by one person."""
    original = request.appeal_of
    outcomes = {item.outcome for item in decision.items}
    weighty = not outcomes.isdisjoint(WEIGHTY)
    # Whoever changes where letters or money go takes a person over: that waits, and can be stopped, as erasing does.
    if original is None or not (weighty or ("corrected" in outcomes and release_gate.needed(original))):
        return
    if original.reached_tier < original.required_tier:
        raise NotPossible(
            "Nobody has shown yet who asks. Grant the appeal without giving, changing or erasing anything, and reopen "
            "the first request: it goes on with the check."
        )
    gate = release_gate.of(request).gate
    if gate is not release_gate.Gate.OPEN:
        raise NotPossible(release_gate.WORDS[gate])
    if alone and weighty:
        raise NotPossible("Releasing and erasing need two people. Send your proposal for review first.")


def carry_out(request: PrivacyRequest, decision: Decision, *, by: Principal, now: datetime) -> None:
    """Give the systems their deeds, and the person their copy, as the appeal was decided."""
    if request.appeal_of is None or not decision.granted:
        return
    # The stewards' deeds and the sweeps hold the tasks of the first request and its row: whoever comes second waits.
    original = steps.locked_to_end(request_id=request.appeal_of.id)
    places = [fulfillment.Place(item.category, item.system) for item in decision.granted]
    lapsing.drop_places(original, places, cause="appeal_granted", by=by, now=now)
    for item in decision.granted:
        fulfillment.set_item_outcome(
            request_id=original.id,
            category=item.category,
            system=item.system,
            outcome=item.outcome,
            by=by.actor,
            now=now,
        )
    for outcome, deed in DEEDS.items():
        granted = [item for item in decision.granted if item.outcome == outcome]
        for system in sorted({item.system for item in granted}):
            kinds = sorted({item.category for item in granted if item.system == system})
            fulfillment.plan_deed(
                request_id=original.id,
                deed=deed,
                systems=[system],
                by=by.actor,
                now=now,
                details={"categories": kinds},
            )
    if original.right == Right.ACCESS and any(item.outcome == "given" for item in decision.granted):
        facts = answers.package_facts(original)
        fulfillment.build_package(request_id=original.id, facts=facts, by=by.actor, now=now)
