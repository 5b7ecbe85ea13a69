"""The pages that ask what the person wants: rights, companies, and the details of each right that was chosen."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.translation import gettext_lazy as _

from dsar_portal.consumer.forms import words
from dsar_portal.consumer.forms.fields import Many, One, Typed
from dsar_portal.consumer.forms.step import (
    EVERYTHING,
    Answers,
    Given,
    Step,
    add_details,
    asks,
    right_of,
    rights_of,
    wants_everything,
)
from dsar_portal.forms import MemorableDateField
from requests_app.choices import Right, Scope
from requests_app.profile import GROUP, PROFILE


class What(Step):
    """All eight rights, several at once; the first choice asks for everything there is in one go."""

    slug, title, heading_field = "what", _("What would you like us to do?"), "rights"
    pointers = {"#/rights": "rights"}
    rights = Many(
        [
            (_("All in one"), [(EVERYTHING, words.EVERYTHING)]),
            (_("For everyone"), [(right, words.RIGHTS[right]) for right in words.FOR_ALL]),
            (
                _("Mainly for users of our shipping solution. Anyone may ask."),
                [(right, words.RIGHTS[right]) for right in words.FOR_SHIPPING],
            ),
        ],
        hints={**words.RIGHT_HINTS, EVERYTHING: words.EVERYTHING_HINT},
        tiles=True,
        label=_("What would you like us to do?"),
        help_text=_("Choose all that you want."),
    )

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        body["rights"] = [{"right": right} for right in rights_of({"what": given})]
        if wants_everything({"what": given}):
            body["companies"] = [GROUP]
            right_of(body, "access").update(scope=Scope.SPECIFIC_PIECES, look_back="all")

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        known = {**words.RIGHTS, EVERYTHING: words.EVERYTHING}
        return [(_("What we should do"), words_of(known, given.get("rights")))]


class Companies(Step):
    """The whole group, or some of its companies."""

    slug, title, heading_field = "companies", _("Which of our companies should answer?"), "companies"
    pointers = {"#/companies": "companies"}
    companies = Many(
        [(GROUP, _("All companies of the group")), *((one.slug, one.name) for one in PROFILE.companies)],
        label=_("Which of our companies should answer?"),
        help_text=_(
            "Each company keeps its own records and gives its own answer. If you are not sure, choose all: then you "
            "get one answer for the whole group."
        ),
        initial=[GROUP],
        missing=_("Choose all companies, or at least one"),
        required=True,
    )

    @classmethod
    def fits(cls, answers: Answers) -> bool:
        """Whoever wants everything, and nothing else, has said "all companies" already."""
        return not (wants_everything(answers) and rights_of(answers) == [Right.ACCESS])

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        body["companies"] = list(given.get("companies") or [GROUP])

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        return [(_("Companies"), "\n".join(str(words.company(slug)) for slug in given.get("companies") or [GROUP]))]


class Access(Step):
    """How much is wanted, and from when."""

    slug, title = "access", _("What would you like to see?")
    pointers = {
        "#/rights/access": "scope",
        "#/rights/access/look_back": "look_back",
        "#/rights/access/look_back/from": "start",
        "#/rights/access/look_back/to": "end",
    }
    scope = One(words.SCOPES, hints=words.SCOPE_HINTS, label=_("What should we send?"), initial="specific_pieces")
    look_back = One(words.LOOK_BACKS, label=_("From which time?"), initial="all")
    start = MemorableDateField(required=False, label=_("First day, if you chose two dates"))
    end = MemorableDateField(required=False, label=_("Last day, if you chose two dates"))

    @classmethod
    def fits(cls, answers: Answers) -> bool:
        return asks(answers, "access") and not wants_everything(answers)

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        span: Any = given.get("look_back") or "all"
        if span == "range":
            span = {"from": given.get("start"), "to": given.get("end")}
        right_of(body, "access").update(scope=given.get("scope") or "specific_pieces", look_back=span)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        dates_missing = not (found.get("start") or found.get("end") or {"start", "end"} & set(self.errors))
        if found.get("look_back") == "range" and dates_missing:
            self.add_error("start", _("Enter the first day, the last day, or both"))
        return found

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        scope, span = given.get("scope") or "specific_pieces", given.get("look_back") or "all"
        rows = [
            (_("What you want to see"), words.of(words.SCOPES, scope)),
            (_("Time"), words.of(words.LOOK_BACKS, span)),
        ]
        if span == "range":
            rows += [(_("First day"), in_words(given.get("start"))), (_("Last day"), in_words(given.get("end")))]
        return rows


class Deletion(Step):
    """What deleting means, said plainly before it is asked for."""

    slug, title, heading_field = "deletion", _("What should we delete?"), "what"
    pointers = {"#/details": "what", "#/rights/deletion": "what"}
    what = Typed(
        rows=4,
        label=_("What should we delete?"),
        help_text=_("Leave this empty to ask for everything. Or say what you mean, for example an old quote."),
    )

    @classmethod
    def fits(cls, answers: Answers) -> bool:
        return asks(answers, "deletion")

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        add_details(body, str(words.RIGHTS["deletion"]), str(given.get("what") or ""))

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        return [(_("What we should delete"), given.get("what") or _("Everything that we may delete"))]


class OptOut(Step):
    """Which uses shall stop."""

    slug, title, heading_field = "opt-out", _("What should we stop?"), "kinds"
    pointers = {"#/rights/opt_out": "kinds", "#/rights/opt_out/kinds": "kinds"}
    kinds = Many(
        words.KINDS,
        label=_("What should we stop?"),
        help_text=_("Choose all that you want. We do not sell your information; you can still tell us not to."),
        missing=_("Choose at least one thing to stop"),
        required=True,
    )

    @classmethod
    def fits(cls, answers: Answers) -> bool:
        return asks(answers, "opt_out")

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        right_of(body, "opt_out").update(kinds=list(given.get("kinds") or []))

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        return [(_("What we should stop"), words_of(words.KINDS, given.get("kinds")))]


class _Telling(Step):
    """A page with one free text about one right."""

    right = ""
    heading_field = "text"
    question: Any = ""

    @classmethod
    def fits(cls, answers: Answers) -> bool:
        return asks(answers, cls.right)

    @classmethod
    def fill(cls, body: dict[str, Any], given: Given, answers: Answers) -> None:
        add_details(body, str(words.RIGHTS[cls.right]), str(given.get("text") or ""))

    @classmethod
    def rows(cls, given: Given, answers: Answers) -> list[tuple[Any, Any]]:
        return [(cls.question, given.get("text"))]


class Restriction(_Telling):
    """Which use shall be limited."""

    slug, right, title = "restriction", "restriction", _("Which use should we limit, and why?")
    question = _("Use to limit")
    pointers = {"#/details": "text", "#/rights/restriction": "text"}
    text = Typed(
        rows=5,
        label=_("Which use should we limit, and why?"),
        help_text=_("You may leave this empty. We then ask you. A reason helps, for example that a fact is wrong."),
    )


class Objection(_Telling):
    """Which use the person objects to."""

    slug, right, title = "objection", "objection", _("Which use do you object to?")
    question = _("Use you object to")
    pointers = {"#/details": "text", "#/rights/objection": "text"}
    text = Typed(
        rows=5,
        label=_("Which use do you object to?"),
        help_text=_("You may leave this empty. Tell us about your situation if it matters for our answer."),
    )


class AutomatedDecision(_Telling):
    """Which decision a person shall look at."""

    slug, right = "automated-decision", "automated_decision"
    title, question = _("Which decision should a person look at?"), _("Decision to review")
    pointers = {"#/details": "text", "#/rights/automated_decision": "text"}
    text = Typed(
        rows=5,
        label=_("Which decision should a person look at?"),
        help_text=_(
            "For example a price, a refusal or a claim, with the date. Someone who took no part in it will look."
        ),
    )


class Consent(_Telling):
    """Which consent is taken back."""

    slug, right, title = "consent", "consent_withdrawal", _("Which consent do you take back?")
    question = _("Consent you take back")
    pointers = {"#/details": "text", "#/rights/consent_withdrawal": "text"}
    text = Typed(
        rows=5,
        label=_("Which consent do you take back?"),
        help_text=_("Leave this empty to take back every consent that you gave us. It counts from now on."),
    )


def words_of(table: Mapping[str, Any], codes: Any) -> str:
    return "\n".join(str(words.of(dict(table), code)) for code in codes or [])


def in_words(day: Any) -> str:
    """A stored day as a reader sees it; empty where there is none."""
    return formats.date_format(date.fromisoformat(day), "DATE_FORMAT") if day else ""
