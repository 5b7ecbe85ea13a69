"""The last questions: numbers that help to find the records, how to answer, and who acts for the person."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms import words
from dsar_portal.consumer.forms.about_people import address_lines
from dsar_portal.consumer.forms.fields import One, Typed, address_fields, address_of, address_pointers
from dsar_portal.consumer.forms.step import Answers, Given, Step, capacity_of, only_opt_out
from requests_app.choices import BY_POST, Capacity, Delivery
from verification.assurance import authority_accepted

# Which numbers are asked for, by relationship; all of them where none was named.
NUMBERS = {
    "policyholder": ("policy_number", "claim_number", "customer_number"),
    "household_member": ("policy_number",),
    "claimant": ("claim_number", "policy_number"),
    "applicant": ("policy_number", "customer_number"),
    "care_plan_holder": ("care_plan_number",),
    "shipping_user": ("account_username", "shipment_tracking", "customer_number"),
    "package_recipient": ("shipment_tracking",),
    "employee": ("employee_number",),
}
COMMON = ("policy_number", "claim_number", "care_plan_number", "shipment_tracking", "customer_number")


class Identifiers(Step):
    """Optional: a number from a paper finds the records faster."""

    slug, title = "identifiers", _("Do you have a number we gave you?")
    intro = _("You may skip this. A number helps us to find the right records. Leave out what you do not have.")
    pointers = {"#/identifiers": "other"} | {f"#/identifiers/{kind}": kind for kind in words.IDENTIFIERS}

    def shape(self) -> None:
        for kind in self.kinds():
            hint = words.IDENTIFIER_HINTS.get(kind, "")
            self.fields[kind] = Typed(label=words.IDENTIFIERS[kind], help_text=hint, width="20", auto="off")

    def kinds(self) -> list[str]:
        known = self.answers.get("relationships", {}).get("relationships") or []
        wanted = {kind for one in known for kind in NUMBERS.get(one, ())} or set(COMMON)
        return [kind for kind in words.IDENTIFIERS if kind in wanted or kind == "other"]

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        body["identifiers"] = [
            {"kind": kind, "value": given[kind]} for kind in words.IDENTIFIERS if str(given.get(kind) or "").strip()
        ]

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        found = [(label, given[kind]) for kind, label in words.IDENTIFIERS.items() if given.get(kind)]
        return found or [(_("Numbers that we gave you"), "")]


class Answer(Step):
    """How the answer shall come, and in which language."""

    slug, title = "answer", _("How should we answer you?")
    pointers = {"#/delivery": "delivery", "#/language": "language", "#/answer_format": "answer_format"}
    delivery = One(words.DELIVERIES, hints=words.DELIVERY_HINTS, tiles=True, label=_("How should the answer come?"))
    language = One(words.LANGUAGES, label=_("In which language should we write to you?"))
    answer_format = One(
        words.ANSWER_FORMATS,
        hints=words.ANSWER_FORMAT_HINTS,
        label=_("In which form can you read it best? (optional)"),
        help_text=_("You need not say why. We keep it locked, and use it for this request only."),
        required=False,
        initial="standard",
    )

    @classmethod
    def fits(cls, answers: Answers) -> bool:
        return not only_opt_out(answers)

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        body["delivery"] = given.get("delivery") or Delivery.SECURE_DOWNLOAD
        if given.get("language"):
            body["language"] = given["language"]
        if given.get("answer_format"):
            body["answer_format"] = given["answer_format"]

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        form = str(given.get("answer_format") or "standard")
        way = Delivery.POST if form in BY_POST else str(given.get("delivery", ""))
        return [
            (_("How the answer comes"), words.of(words.DELIVERIES, str(way))),
            (_("In which form"), words.of(words.ANSWER_FORMATS, form)),
            (_("Language"), words.of(words.LANGUAGES, str(given.get("language", "")))),
        ]


class Agent(Step):
    """Who acts for the person, and what allows it."""

    slug, title = "acting", _("About you, who are asking")
    intro = _("You are asking for someone else. Tell us who you are and how we can reach you.")
    pointers = {
        "#/consumer": "own_email",
        "#/requester": "name",
        "#/requester/name": "name",
        "#/requester/organization": "organization",
        "#/requester/email": "own_email",
        "#/requester/phone": "own_phone",
        "#/requester/authority": "authority",
        "#/requester/answer_to": "answer_to",
        **address_pointers("#/requester/postal_address", "own_"),
    }
    name = Typed(label=_("Your full name"), auto="name")
    organization = Typed(label=_("Your firm or organization (optional)"), auto="organization")
    own_email = Typed(label=_("Your e-mail address"), auto="email", attrs={"inputmode": "email"})
    own_phone = Typed(label=_("Your phone number"), auto="tel", width="20", attrs={"inputmode": "tel"})
    authority = One(words.AUTHORITIES, label=_("What allows you to act for this person?"), required=False)
    answer_to = One(
        words.ANSWER_TO,
        label=_("Where should the answer go?"),
        help_text=_("It can go to you only if your permission or paper says so."),
        initial="consumer",
    )

    def shape(self) -> None:
        last = {name: self.fields.pop(name) for name in ("authority", "answer_to")}
        self.fields.update(address_fields("own_") | last)
        accepted = authority_accepted(capacity=capacity_of(self.answers))
        self.fields["authority"].choices = [  # type: ignore[attr-defined]  # declared above as a choice
            (code, label) for code, label in words.AUTHORITIES.items() if code in accepted
        ]

    @classmethod
    def fits(cls, answers: Answers) -> bool:
        return capacity_of(answers) != Capacity.SELF

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        body["requester"] = {
            "capacity": capacity_of(answers),
            "name": given.get("name") or "",
            "organization": given.get("organization") or "",
            "email": given.get("own_email") or "",
            "phone": given.get("own_phone") or "",
            "postal_address": address_of(dict(given), "own_"),
            "authority": given.get("authority") or "",
            "answer_to": given.get("answer_to") or "consumer",
        }

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        ways = (given.get("own_email"), given.get("own_phone"), address_lines(address_of(dict(given), "own_")))
        return [
            (_("Your name"), given.get("name")),
            (_("Your organization"), given.get("organization")),
            (_("How to reach you"), "\n".join(str(way) for way in ways if way)),
            (_("What allows you to act"), words.of(words.AUTHORITIES, str(given.get("authority", "")))),
            (_("The answer goes"), words.of(words.ANSWER_TO, str(given.get("answer_to", "consumer")))),
        ]
