"""For the company's mail system: what an advertising e-mail carries so that one click stops it."""

from collections.abc import Iterable
from typing import Any

from rest_framework import serializers as s

from requests_app import input_fields as read
from requests_app.choices import Kind
from requests_app.input_fields import Bag, Invalid
from requests_app.services.unsubscribe import ForMail

MOST_ADDRESSES = 1000


class UnsubscribeLinksIn(s.Serializer[Any]):
    emails = s.ListField(child=s.EmailField(), max_length=MOST_ADDRESSES)
    kinds = s.ListField(child=s.ChoiceField(choices=[(one.value, one.value) for one in Kind]), required=False)


class ForMailOut(s.Serializer[Any]):
    email = s.EmailField()
    link = s.URLField()
    headers = s.DictField(child=s.CharField(), help_text="as they stand in the mail, under its DKIM signature")
    stopped = s.BooleanField(help_text="this address opted out already: do not send")


class UnsubscribeLinksOut(s.Serializer[Any]):
    results = ForMailOut(many=True)


def links_asked(value: Any) -> tuple[list[str], list[str]]:
    """Addresses and kinds of a call. Raises Invalid."""
    bag = Bag.of(value, {"emails", "kinds"})
    kinds = list(read.choices(bag, "kinds", Kind, most=len(Kind))) or [str(Kind.MARKETING_EMAIL)]
    given = bag.values.get("emails")
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_ADDRESSES:
        bag.refuse("emails", f"Give a list of 1 to {MOST_ADDRESSES} e-mail addresses.")
        given = []
    emails = [_address(bag, number, one) for number, one in enumerate(given)]
    bag.finish()
    return emails, kinds


def _address(bag: Bag, number: int, given: Any) -> str:
    inner = Bag.of({"email": given}, {"email"})
    try:
        found = read.email(inner, "email")
        inner.finish()
    except Invalid:
        found = ""
    if not found:
        bag.refuse(f"emails/{number}", "Give an e-mail address like name@example.com.")
    return found


def links_json(rows: Iterable[ForMail]) -> dict[str, Any]:
    """The links in the order of the addresses."""
    found = [{"email": one.email, "link": one.link, "headers": one.headers, "stopped": one.stopped} for one in rows]
    return {"results": found}
