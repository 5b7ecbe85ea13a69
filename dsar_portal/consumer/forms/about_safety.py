"""The page that asks where it is safe to write and call, and where it is not."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms.about_people import address_lines
from dsar_portal.consumer.forms.fields import Many, One, Typed, address_fields, address_of, address_pointers
from dsar_portal.consumer.forms.step import Answers, Given, Step
from dsar_portal.wording import UNSAFE


class Safe(Step):
    """A wrong letter at the wrong door can do harm; everybody is asked."""

    slug, title = "safe", _("Is it safe to contact you there?")
    intro = _(
        "Someone you live with might see a letter or hear a call. If so, tell us a safer way. We then use only that."
    )
    pointers = {
        "#/safe_contact": "safe",
        "#/safe_contact/email": "safe_email",
        "#/safe_contact/phone": "safe_phone",
        "#/safe_contact/unsafe": "unsafe",
        "#/safe_contact/instructions": "instructions",
        **address_pointers("#/safe_contact/postal_address", "safe_"),
    }
    safe = One(
        {
            "yes": _("Yes, use what I gave"),
            "other": _("No, use only what I write below"),
            "none": _("No, do not write or call at all. I will look at the status page"),
        },
        label=_("Is it safe to write or call there?"),
        missing=_("Say if it is safe to contact you there"),
    )
    safe_email = Typed(label=_("Safe e-mail address"), auto="off", attrs={"inputmode": "email"})
    safe_phone = Typed(label=_("Safe phone number"), auto="off", width="20", attrs={"inputmode": "tel"})
    unsafe = Many(
        UNSAFE,
        label=_("May someone else read or hear what we already had? (optional)"),
        help_text=_(
            "We warn you when someone asks in your name. Tick what we must not use for that. If you tick nothing and "
            "gave another contact above, we use only that one."
        ),
        required=False,
    )
    instructions = Typed(
        label=_("Anything that keeps you safe (optional)"),
        help_text=_("For example: never leave a voice message."),
        rows=2,
    )

    def shape(self) -> None:
        last = {name: self.fields.pop(name) for name in ("unsafe", "instructions")}
        self.fields.update(address_fields("safe_", auto=False) | last)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        ways = (found.get("safe_email"), found.get("safe_phone"), address_of(found, "safe_"))
        if found.get("safe") == "other" and not any(ways):
            self.add_error("safe_email", _("Give a safe e-mail address, phone number or postal address"))
        return found

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        if given.get("safe") == "none":
            body["safe_contact"] = {"none_safe": True, "instructions": given.get("instructions") or ""}
        elif given.get("safe") == "other":
            body["safe_contact"] = {
                "email": given.get("safe_email") or "",
                "phone": given.get("safe_phone") or "",
                "postal_address": address_of(dict(given), "safe_"),
                "instructions": given.get("instructions") or "",
            }
        if given.get("unsafe"):
            safe = body.get("safe_contact") or {}
            body["safe_contact"] = {**safe, "unsafe": list(given["unsafe"])}

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        said = {
            "yes": _("Yes"),
            "other": _("No. Use only the safe contact"),
            "none": _("No. Do not write or call at all"),
        }
        rows = [(_("Is it safe to contact you there?"), said.get(str(given.get("safe")), ""))]
        if given.get("safe") == "other":
            ways = (given.get("safe_email"), given.get("safe_phone"), address_lines(address_of(dict(given), "safe_")))
            rows += [(_("Safe contact"), "\n".join(str(way) for way in ways if way))]
        if given.get("unsafe"):
            named = [str(words) for kind, words in UNSAFE.items() if kind in given["unsafe"]]
            rows += [(_("Not safe, of what we already had"), "\n".join(named))]
        return rows + ([(_("What keeps you safe"), given["instructions"])] if given.get("instructions") else [])
