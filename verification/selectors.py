"""What others may know about a check. Reads only."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from . import questions, signs
from .agent_selectors import is_registered_agent as is_registered_agent
from .assurance import ON_FILE_DAYS, POINTS, Tier, Worth, authority_accepted, rests_on
from .directories import normalise
from .methods import account_sign_in, one_time, registry
from .methods import contacts as contact_points
from .methods.contacts import ContactView
from .models import Check, Contact, Declaration, Evidence, Sign


@dataclass(frozen=True)
class CheckView:
    """A check as staff may see it.

    Requesters may be shown `required`, `status`, `methods`, the locks and what they did themselves; `points`,
    `matched`, `on_file_contacts`, `person_only` and a `reached` below `required` would tell them whether somebody is
    known.
    """

    required: Tier
    reached: Tier
    status: str
    methods: tuple[str, ...]
    points: int
    contacts: tuple[ContactView, ...]
    facts_locked_until: datetime | None
    facts_tries: int
    declaration_signed: bool
    signed_in: bool
    authority_accepted: frozenset[str]
    authority_shown: bool
    on_file_contacts: tuple[str, ...]
    matched: bool
    matched_at: datetime | None
    forgotten_at: datetime | None
    askable: tuple[str, ...]
    # Whoever is on file said that they did not ask. For staff only.
    person_only: bool = False
    # It shut because nothing that needs it is open any more.
    over: bool = False

    @property
    def may_add_contact(self) -> bool:
        """Whether one more e-mail address or phone number can be named."""
        return self.status == Check.Status.OPEN and self.required > Tier.T0 and len(self.contacts) < contact_points.MOST

    @property
    def code_sent_at(self) -> datetime | None:
        """When the newest code went out, to whichever contact point."""
        return max((one.code_sent_at for one in self.contacts if one.code_sent_at), default=None)

    @property
    def email_proved_at(self) -> datetime | None:
        """When a mailbox was proved first."""
        proved = (one.proved_at for one in self.contacts if one.kind == "email")
        return min((at for at in proved if at), default=None)

    @property
    def locked_until(self) -> datetime | None:
        """Until when the contact point that was locked last rests."""
        return max((one.locked_until for one in self.contacts if one.locked_until), default=None)


@dataclass(frozen=True)
class EvidenceView:
    """One record of evidence: what was checked, by whom, why."""

    method: str
    points: tuple[str, ...]
    reason: str
    recorded_by: str
    at: datetime


def state_of(subject_ref: UUID) -> CheckView | None:
    """The check of a submission, or None where none was opened (an opt-out has none)."""
    check = Check.objects.filter(subject_ref=subject_ref).first()
    if check is None:
        return None
    signed = Declaration.objects.filter(check_row=check).exists()
    return view_of(check, signed=signed, contacts=contact_points.of(check))


def view_of(check: Check, *, signed: bool, contacts: Iterable[ContactView] = ()) -> CheckView:
    """A check that is at hand, as others may know it; `signed` tells whether a declaration belongs to it."""
    return CheckView(
        required=Tier(check.required),
        reached=Tier(check.reached),
        status=check.status,
        methods=registry.offered(check),
        points=sum(1 for point in check.points if point["counts"]),
        contacts=tuple(contacts),
        facts_locked_until=check.facts_locked_until,
        facts_tries=check.facts_tries,
        declaration_signed=signed,
        signed_in=account_sign_in.done(check),
        authority_accepted=authority_accepted(capacity=check.capacity),
        authority_shown=check.authority_shown,
        on_file_contacts=tuple(entry["kind"] for entry in _old_enough(check)),
        matched=bool(check.person_key),
        matched_at=check.matched_at,
        forgotten_at=check.forgotten_at,
        askable=questions.offered(
            disputed=check.disputed,
            relationships=check.claims.get("relationships") or () if not check.forgotten_at else (),
        ),
        person_only=check.person_only_at is not None,
        over=check.over_at is not None,
    )


def evidence_of(subject_ref: UUID) -> list[EvidenceView]:
    """What staff recorded, oldest first. For staff only."""
    rows = Evidence.objects.filter(check_row__subject_ref=subject_ref).order_by("at")
    return [EvidenceView(row.method, tuple(row.points), row.reason, row.recorded_by, row.at) for row in rows]


def person_key_of(subject_ref: UUID) -> str | None:
    """The matched person's key in the directory, or None. A match is no proof: look at the tier first."""
    check = Check.objects.filter(subject_ref=subject_ref).first()
    return (check.person_key or None) if check else None


def holds_a_contact(subject_ref: UUID) -> bool:
    """Whether a contact point or account that was on file was shown to be theirs, or an officer explained away that
    whoever asked barred all of them. Facts and typed names alone never say so."""
    check = Check.objects.filter(subject_ref=subject_ref).first()
    if check is None:
        return False
    held = (POINTS[one["kind"]] for one in check.points if one["counts"])
    if any(rule.worth is Worth.CONTROL and rule.on_file for rule in held):
        return True
    barred = Sign.objects.filter(subject_ref=subject_ref, code="contacts_barred")
    return barred.exclude(dismissed_at=None).exists()


def safe_delivery_email(subject_ref: UUID) -> str | None:
    """The address where a copy of the file may go: on file 30 days before receipt, and shown to be read."""
    check = Check.objects.filter(subject_ref=subject_ref).first()
    if check is None or rests_on("email_control", check.disputed):
        return None
    known = {entry["value"] for entry in _old_enough(check) if entry["kind"] == "email"}
    shown = (row.value for row in one_time.proved(check, Contact.Kind.EMAIL))
    return next((value for value in shown if normalise.email(value) in known), None)


def safe_delivery_address(subject_ref: UUID) -> dict[str, Any] | None:
    """The postal address that was on file 30 days before receipt, or None."""
    check = Check.objects.filter(subject_ref=subject_ref).first()
    if check is None:
        return None
    return next((entry["value"] for entry in _old_enough(check) if entry["kind"] == "post"), None)


def known_emails(subject_ref: UUID) -> list[str]:
    """All e-mail addresses on file, for the notice 'somebody asked for your data'."""
    check = Check.objects.filter(subject_ref=subject_ref).first()
    return [entry["value"] for entry in check.on_file if entry["kind"] == "email"] if check else []


@dataclass(frozen=True)
class KnownContact:
    """A contact point of the matched person: email, phone or post. `old`: on file 30 days before receipt."""

    kind: str
    value: Any
    since: date | None
    old: bool


def known_contacts(subject_ref: UUID) -> list[KnownContact]:
    """Every contact point on file of the person who was matched, for warnings. A match is no proof."""
    check = Check.objects.filter(subject_ref=subject_ref).first()
    if check is None:
        return []
    old = _old_enough(check)
    return [
        KnownContact(one["kind"], one["value"], date.fromisoformat(one["since"]) if one["since"] else None, one in old)
        for one in check.on_file
    ]


def was_on_file(subject_ref: UUID, *, email: str = "", postal_address: Mapping[str, Any] | None = None) -> bool:
    """Whether this very address was on file of the matched person 30 days before receipt (rules.md section 3)."""
    known = [one for one in known_contacts(subject_ref) if one.old]
    if email:
        return any(one.kind == "email" and normalise.email(str(one.value)) == normalise.email(email) for one in known)
    wanted = normalise.address(postal_address)
    return bool(wanted) and any(one.kind == "post" and normalise.address(one.value) == wanted for one in known)


@dataclass(frozen=True)
class SignView:
    """One sign of fraud. For staff only."""

    code: str
    count: int
    seen_at: datetime
    sentence: str
    effect: str
    dismissed_at: datetime | None
    dismissed_by: str
    reason: str


def signs_of(subject_ref: UUID) -> list[SignView]:
    """The signs of fraud at a check, those explained away included, oldest first. For staff only."""
    rows = Sign.objects.filter(subject_ref=subject_ref).order_by("seen_at", "code")
    return [
        SignView(
            row.code, row.count, row.seen_at, signs.sentence(row.code, row.count), signs.SIGNS[row.code].effect,
            row.dismissed_at, row.dismissed_by, row.reason,
        )
        for row in rows
    ]  # fmt: skip


def signs_to_look_at(subject_ref: UUID) -> list[str]:
    """The codes of signs that ask a person to look, and that nobody has explained away."""
    open_ones = Sign.objects.filter(subject_ref=subject_ref, dismissed_at=None)
    return [code for code in open_ones.values_list("code", flat=True) if signs.SIGNS[code].effect == signs.ASK]


def waiting_for_proof() -> QuerySet[Check, UUID]:
    """The subjects of checks that nobody has concluded. Lazy, as `still_known`."""
    waiting = Check.objects.filter(status__in=(Check.Status.OPEN, Check.Status.LOCKED))
    return waiting.values_list("subject_ref", flat=True)


def still_known() -> QuerySet[Check, UUID]:
    """The subjects of which what was typed and found is still kept. Lazy, to be asked within another query."""
    return Check.objects.filter(forgotten_at=None).values_list("subject_ref", flat=True)


def _old_enough(check: Check) -> list[dict[str, Any]]:
    latest = (check.received_at - timedelta(days=ON_FILE_DAYS)).date().isoformat()
    return [entry for entry in check.on_file if (entry["since"] or "9999") <= latest]
