"""The pages that ask who the information is about, and how we can reach them."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms import words
from dsar_portal.consumer.forms.about_rights import in_words, words_of
from dsar_portal.consumer.forms.fields import (
    Chosen,
    Many,
    One,
    Typed,
    address_fields,
    address_of,
    address_pointers,
    country_choices,
    state_choices,
)
from dsar_portal.consumer.forms.step import Answers, Given, Step, asks, capacity_of, only_opt_out
from dsar_portal.forms import MemorableDateField
from requests_app.choices import Capacity
from requests_app.places import COUNTRIES, US_STATES


class Who(Step):
    """For oneself or for somebody else."""

    slug, title, heading_field = "who", _("Whose information is this about?"), "capacity"
    pointers = {"#/requester/capacity": "capacity"}
    capacity = One(
        words.CAPACITIES,
        hints=words.CAPACITY_HINTS,
        tiles=True,
        label=_("Whose information is this about?"),
        missing=_("Choose whose information this is about"),
    )

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        return [(_("About"), words.of(words.CAPACITIES, given.get("capacity", "self")))]


class Relationships(Step):
    """How the person knows the company: tells us where to look."""

    slug, title, heading_field = "relationships", _("How do you know us?"), "relationships"
    pointers = {"#/relationships": "relationships"}
    relationships = Many(
        words.RELATIONSHIPS,
        label=_("How do you know us?"),
        help_text=_("This tells us where to look. Choose all that fit. You may skip this."),
    )

    def shape(self) -> None:
        if capacity_of(self.answers) != Capacity.SELF:
            self.fields["relationships"].help_text = _(
                "Answer for the person the information is about. Choose all that fit. You may skip this."
            )

    @classmethod
    def fits(cls, answers: Answers) -> bool:
        return not only_opt_out(answers)

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        body["relationships"] = list(given.get("relationships") or [])

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        return [(_("How you know us"), words_of(words.RELATIONSHIPS, given.get("relationships")))]


def residence_choices() -> list[tuple[str, Any]]:
    return [*country_choices(), ("other", _("Another country"))]


class Residence(Step):
    """Where the person lives decides which laws apply."""

    slug, title = "residence", _("Where do you live?")
    intro = _("Rights and dates differ from state to state. Our own promise holds for everyone.")
    pointers = {"#/residence": "country", "#/residence/country": "country", "#/residence/state": "state"}
    country = Chosen(residence_choices, label=_("Country"), auto="country")
    state = Chosen(state_choices(), label=_("State or territory, if in the United States"), auto="address-level1")

    def shape(self) -> None:
        if capacity_of(self.answers) != Capacity.SELF:
            self.title = _("Where does this person live?")  # type: ignore[misc]  # the page's own words

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        country = given.get("country") or ""
        if country and country != "other":
            body["residence"] = {"country": country, "state": (given.get("state") or "") if country == "US" else ""}

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        country = str(given.get("country") or "")
        rows = [(_("Country"), COUNTRIES.get(country, _("Another country") if country else ""))]
        return rows + ([(_("State"), US_STATES.get(str(given.get("state")), ""))] if country == "US" else [])


class Name(Step):
    """The name, in any script."""

    slug, title = "name", _("What is your name?")
    intro = _("We look for the records under this name.")
    pointers = {
        "#/consumer": "given_name",
        "#/consumer/given_name": "given_name",
        "#/consumer/middle_name": "middle_name",
        "#/consumer/family_name": "family_name",
        "#/consumer/suffix": "suffix",
        "#/consumer/former_names": "former_names",
    }
    given_name = Typed(label=_("First name"), auto="given-name")
    middle_name = Typed(label=_("Middle name (optional)"), auto="additional-name")
    family_name = Typed(label=_("Last name"), auto="family-name")
    suffix = Typed(label=_("Suffix (optional)"), auto="honorific-suffix", width="5")
    former_names = Typed(
        label=_("Other or former names (optional)"), help_text=_("For example a name before marriage."), auto="off"
    )

    def shape(self) -> None:
        if capacity_of(self.answers) != Capacity.SELF:
            self.title = _("What is this person’s name?")  # type: ignore[misc]  # the page's own words

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        body["consumer"].update({name: given.get(name) or "" for name in cls.base_fields})

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        parts = (given.get(name) for name in ("given_name", "middle_name", "family_name", "suffix"))
        former = [(_("Other names"), given["former_names"])] if given.get("former_names") else []
        return [(_("Name"), " ".join(str(part) for part in parts if part)), *former]


class Birth(Step):
    """Optional; helps to tell two people of one name apart."""

    slug, title, heading_field = "birth", _("What is your date of birth?"), "date_of_birth"
    pointers = {"#/consumer/date_of_birth": "date_of_birth"}
    date_of_birth = MemorableDateField(
        birthday=True,
        required=False,
        label=_("What is your date of birth?"),
        help_text=_("You may skip this. It helps us to tell people with the same name apart."),
    )

    def shape(self) -> None:
        if capacity_of(self.answers) != Capacity.SELF:
            self.fields["date_of_birth"].label = _("What is this person’s date of birth?")

    @classmethod
    def fits(cls, answers: Answers) -> bool:
        return asks(answers, "access", "correction", "deletion")

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        body["consumer"]["date_of_birth"] = given.get("date_of_birth") or None

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        return [(_("Date of birth"), in_words(given.get("date_of_birth")))]


class Contact(Step):
    """One way is enough; e-mail is never required."""

    slug, title = "contact", _("How can we reach you?")
    intro = _(
        "We use it to answer you and to find your records. "
        "One way is enough. You do not need an e-mail address. Only give what is safe for you."
    )
    pointers = {
        "#/consumer": "email",
        "#/consumer/email": "email",
        "#/consumer/phone": "phone",
        **address_pointers("#/consumer/postal_address"),
    }
    email = Typed(
        label=_("E-mail address (optional)"), auto="email", attrs={"inputmode": "email", "spellcheck": "false"}
    )
    phone = Typed(label=_("Phone number (optional)"), auto="tel", width="20", attrs={"inputmode": "tel"})

    def shape(self) -> None:
        self.fields.update(address_fields())
        if capacity_of(self.answers) != Capacity.SELF:
            self.title = _("How can this person be reached?")  # type: ignore[misc]  # the page's own words
            self.intro = _("We use this to find the records. Later we ask how to reach you.")  # type: ignore[misc]  # the page's own words

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        body["consumer"].update(
            email=given.get("email") or "", phone=given.get("phone") or "", postal_address=address_of(dict(given))
        )

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        return [
            (_("E-mail"), given.get("email")),
            (_("Phone"), given.get("phone")),
            (_("Postal address"), address_lines(address_of(dict(given)))),
        ]


def address_lines(address: dict[str, Any] | None) -> str:
    """An address as on an envelope."""
    if address is None:
        return ""
    place = " ".join(part for part in (address["city"], address["state"], address["postal_code"]) if part)
    country = "" if address["country"] == "US" else str(COUNTRIES.get(address["country"], address["country"]))
    return "\n".join(part for part in (*address["lines"], place, country) if part)
