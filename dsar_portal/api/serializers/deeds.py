"""The bodies of the deeds."""

from typing import Any

from rest_framework import serializers

from dsar_portal.api.serializers.strict import Choice, Flag, Strict, Text, Whole
from fulfillment import selectors as held
from fulfillment.taxonomy import CATEGORIES
from requests_app.choices import ExtensionReason
from requests_app.decision import GRANTING, OUTCOMES, REFUSING, DecidedItem, Decision
from requests_app.grounds import RETENTIONS
from requests_app.services.work import CLOSE_REASONS
from verification.methods.staff_evidence import KNOWN
from verification.paper_rules import KINDS as PAPERS


class Nothing(Strict):
    """A deed that needs no words."""


class ExtendIn(Strict):
    reason = Choice(choices=[str(reason) for reason in ExtensionReason])
    explanation = Text(longest=2_000, lines=True)
    days = Whole(required=False, allow_null=True, min_value=1, max_value=400)


class AssignIn(Strict):
    assignee = Text(longest=150, allow_null=True, help_text="user name or id; null makes nobody responsible")


class NoteIn(Strict):
    body = Text(longest=10_000, lines=True)


class MessageIn(Strict):
    body = Text(longest=10_000, lines=True)
    direction = Choice(choices=["out", "in"], default="out", help_text="`in`: the person wrote this to us")
    question = Flag(default=False, help_text="the work waits for the answer; the date does not move")
    attachment = serializers.UUIDField(
        default=None,
        allow_null=True,
        help_text="the id that `uploads/` gave, to send with the message; the upload is gone afterwards",
    )
    kind = Choice(
        choices=["message", "evidence"],
        default="message",
        help_text="`evidence`: the attachment shows what is right, for a correction that is not answered yet",
    )


class VerificationIn(Strict):
    method = Choice(choices=["phone", "document", "in_person", "directory", "mail"])
    points = serializers.ListField(child=Choice(choices=sorted(KNOWN)), min_length=1, max_length=20)
    reason = Text(longest=2_000, lines=True, help_text="what was seen or heard; kept encrypted")


class PaperIn(Strict):
    upload = serializers.UUIDField(help_text="the id that `uploads/` gave; the upload is gone afterwards")
    kind = Choice(choices=PAPERS, help_text="what it is; an identity document only where one was asked for")


class ReturnIn(Strict):
    reason = Text(longest=5_000, lines=True)


class CloseIn(Strict):
    reason = Choice(choices=CLOSE_REASONS)


class AppealIn(Strict):
    explanation = Text(longest=10_000, lines=True, allow_blank=True, default="")


class ItemIn(Strict):
    category = Choice(choices=sorted(CATEGORIES))
    system = Text(longest=40)
    outcome = Choice(choices=sorted(GRANTING | REFUSING))
    ground = Text(longest=30, allow_blank=True, default="")
    cite = Text(longest=200, allow_blank=True, default="")
    until = Text(longest=10, allow_blank=True, allow_null=True, default="", help_text="a day, such as 2032-12-31")
    facts = Text(longest=2_000, lines=True, allow_blank=True, default="")
    retention = Choice(
        choices=["", *RETENTIONS],
        default="",
        help_text="the rule for keeping records behind DEL-LEGAL: it fills `cite`",
    )
    triggered_on = Text(
        longest=10, allow_blank=True, allow_null=True, default="", help_text="the day its years are counted from"
    )


class DecisionIn(Strict):
    outcome = Choice(choices=OUTCOMES)
    summary = Text(longest=5_000, lines=True, allow_blank=True, default="")
    ground = Text(longest=30, allow_blank=True, default="", help_text="of a refusal as a whole")
    cite = Text(longest=200, allow_blank=True, default="", help_text="the law behind `ground`")
    until = Text(
        longest=10, allow_blank=True, allow_null=True, default="", help_text="the day on which `ground` lapses"
    )
    evidence = Text(
        longest=5_000, lines=True, allow_blank=True, default="",
        help_text="what shows that a request is excessive, or how interests were weighed; it stays inside",
    )  # fmt: skip
    fee = Text(longest=7, allow_blank=True, default="", help_text="US dollars, such as 25.00, instead of a refusal")
    items = ItemIn(many=True, required=False, max_length=500)  # type: ignore[call-arg]  # of the list

    def validate_items(self, items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        known = {system.slug for system in held.systems()} if items else set()
        words = {"system": ["There is no such system. GET /api/v1/taxonomy/ lists them."]}
        faults = [{} if item["system"] in known else words for item in items]
        if any(faults):
            raise serializers.ValidationError(faults)
        return items


def decision(given: dict[str, Any]) -> Decision:
    """A decision of the core from a checked body."""
    items = tuple(DecidedItem(**_without_null(item)) for item in given.get("items", []))
    return Decision(items=items, **_without_null({key: value for key, value in given.items() if key != "items"}))


def _without_null(given: dict[str, Any]) -> dict[str, Any]:
    """Null is an empty text for the core."""
    return {key: "" if value is None else value for key, value in given.items()}
