"""The attacks that are told of data requests elsewhere, each played to its end against this portal."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from tests.drills import strangers
from tests.drills.strangers import Person

NEVER = ("package_ready", "package_code")
WAITS = "minutes_a_stranger_can_keep_her_mailbox_waiting"
STATEMENT = "2026-11"


def all_of_them(times: int, chance: random.Random) -> dict[str, int]:
    """Every story so many times, each with its own people. Numbers are sums; of a wait, the longest."""
    everybody = strangers.people(8 * times, chance, start=5000)
    strangers.put_on_file(everybody)
    known, others = ([one for one in everybody if one.known is on_file] for on_file in (True, False))
    counted = Counter[str]({"stories": 0})
    for turn in range(times):
        here = known[4 * turn : 4 * turn + 4]
        counted += Counter({"stories": 4})
        for told in (_classic(here[0]), _ex_spouse(here[1]), _codes(others[turn], here[2]), _duplicate(here[3])):
            for name, count in told.items():
                counted[name] = max(counted[name], count) if name == WAITS else counted[name] + count
    return dict(counted)


def _classic(person: Person) -> dict[str, int]:
    """Right name and birth date, and a mailbox of the attacker's own, which the attacker can read."""
    asked = _ask(person, person.asks(email=_thief(person), phone="", postal_address=None) | {"identifiers": []})
    _prove_own_mailbox(asked)
    return {
        "classic_reached_something": int(_reached_something(asked, person, least=1)),
        "classic_not_warned": int(_told(asked) != {person.email}),
        "warned_at_the_contact_on_file": int(_told(asked) == {person.email}),
    }


def _ex_spouse(person: Person) -> dict[str, int]:
    """Every fact of the household, a new mailbox, a signature. She once named a contact that is safe."""
    from tests import cast

    safe = f"safe.{person.email}"
    hers = cast.ask(person.asks() | {"safe_contact": {"email": safe}}, now=_now())
    cast.work_off(_now())
    cast.prove(hers, now=_now(), waits=True)
    cast.work_off(_now())
    wants = [{"right": "access", "scope": "specific_pieces"}, {"right": "deletion"}]
    asked = _ask(person, person.asks(email=_thief(person)) | {"rights": wants})
    _prove_own_mailbox(asked)
    return {
        "ex_spouse_reached_something": int(_reached_something(asked, person, least=2)),
        "ex_spouse_warning_went_astray": int(_told(asked) != {safe}),
        "warned_at_the_safe_contact": int(_told(asked) == {safe}),
    }


def _codes(one: Person, other: Person) -> dict[str, int]:
    """Right codes at the wrong moment, the wrong place or for the wrong purpose; and each once where it belongs."""
    from verification import services
    from verification.models import Contact

    first, second, now = _ask(one, one.asks()), _ask(other, other.asks()), _now()
    phone = Contact.objects.get(check_row__subject_ref=second, kind="phone").id
    old, code = _code(first, now), _code(first, now)
    text, theirs = _code(second, now, contact_id=phone), _code(second, now)
    services.ask_for_mailed_code(subject_ref=second, channel="web", by=_by(), now=now)
    services.ask_for_mailed_code(subject_ref=first, channel="web", by=_by(), now=now)
    _work()
    posted = _posted(second)
    stolen = [
        _try(first, old, now),  # a newer one was sent
        _try(first, theirs, now),  # of another person
        _try(second, code, now),
        _try(second, text, now),  # of the phone, at the mailbox
        _try(second, theirs, now, contact_id=phone),
        _try(first, code, now + timedelta(minutes=31)),
        services.use_code(purpose="package", subject_ref=first, code=code, by=_by(), now=now).accepted,
        services.try_mailed_code(subject_ref=first, code=posted, by=_by(), now=now).accepted,
    ]
    right = [
        _try(first, code, now), _try(second, theirs, now), _try(second, text, now, contact_id=phone),
        services.try_mailed_code(subject_ref=second, code=posted, by=_by(), now=now).accepted,
    ]  # fmt: skip
    again = [
        _try(first, code, now), _try(second, text, now, contact_id=phone),
        services.try_mailed_code(subject_ref=second, code=posted, by=_by(), now=now).accepted,
    ]  # fmt: skip
    return {
        "stolen_codes_tried": len(stolen) + len(again),
        "stolen_codes_accepted": sum(stolen) + sum(again),
        "right_codes_accepted": sum(right),
    }


def _duplicate(person: Person) -> dict[str, int]:
    """A stranger asks for the same in her name before and after she does, and has codes sent to her mailbox.

    What a check uses up is its own: hers has a place of its own in her mailbox, and her text works too.
    """
    from requests_app.models import PrivacyRequest
    from verification import services
    from verification.models import Contact

    stranger = _ask(person, person.asks())
    for _turn in range(3):
        _code(stranger, _now())
    hers = _ask(person, person.asks())
    stranger_again = _ask(person, person.asks())
    for ref in (stranger, stranger_again):
        services.fail_check(subject_ref=ref, reason="no_answer", by=_by(), now=_now())
    try:
        comes_at = services.send_code(subject_ref=hers, by=_by(), now=_now())
    except services.TooManyCodes as later:
        comes_at = later.retry_at
    waits = int((comes_at - _now()).total_seconds() // 60) + 1 if comes_at else 0
    phone = Contact.objects.get(check_row__subject_ref=hers, kind="phone").id
    by_text = _try(hers, _code(hers, _now(), contact_id=phone), _now(), contact_id=phone)
    services.sign_declaration(subject_ref=hers, typed_name=person.given, text_version=STATEMENT, by=_by(), now=_now())
    _work()
    request = PrivacyRequest.objects.get(submission_id=hers)
    days = (request.respond_at - request.received_at).days
    return {
        "real_person_blocked": int(request.status != "in_progress" or not by_text),
        "real_person_days_lost": max(0, 45 - days),
        WAITS: waits,
        "requests_in_her_name": 2,
    }


def _now() -> datetime:
    return datetime.now(UTC)


def _by() -> Any:
    from audit.actors import Actor, ActorType

    return Actor(ActorType.CONSUMER, "drill")


def _thief(person: Person) -> str:
    return f"new.{person.email}"


def _work() -> None:
    from tests import cast

    cast.work_off(_now())


def _ask(person: Person, body: dict[str, Any]) -> UUID:
    from tests import cast

    filed = cast.ask(body, now=_now()).submission.id
    _work()
    return UUID(str(filed))


def _code(ref: UUID, now: datetime, **where: Any) -> str:
    """Have a code sent, and read it where it arrives."""
    from tests.verification.conftest import mailed_code
    from verification import services

    services.send_code(subject_ref=ref, by=_by(), now=now, **where)
    return mailed_code(ref)


def _posted(ref: UUID) -> str:
    from notifications.models import Letter
    from verification.models import PostedCode

    wish = PostedCode.objects.get(subject_ref=ref)
    return str(Letter.objects.get(about=wish.id).context["code"])


def _try(ref: UUID, code: str, now: datetime, **where: Any) -> bool:
    from verification import services

    return services.try_code(subject_ref=ref, code=code, by=_by(), now=now, **where).accepted


def _prove_own_mailbox(ref: UUID) -> None:
    """The attacker reads the code in the mailbox they named, signs, and tells what a household knows."""
    from verification import services

    assert _try(ref, _code(ref, _now()), _now()), "the attacker's own mailbox is theirs"
    services.give_facts(subject_ref=ref, facts={"date_of_birth": "1961-04-09"}, by=_by(), now=_now())
    services.sign_declaration(subject_ref=ref, typed_name="X", text_version=STATEMENT, by=_by(), now=_now())
    _work()


def _reached_something(ref: UUID, person: Person, *, least: int) -> bool:
    """Whether any request goes on, the level that gives something away was reached, or a package or its letter went."""
    from fulfillment import selectors as held
    from notifications.models import Letter
    from requests_app.models import PrivacyRequest
    from tests import cast
    from verification.models import Check

    cast.wait_out(_now())
    _work()
    requests = list(PrivacyRequest.objects.filter(submission_id=ref))
    sent = Letter.objects.filter(kind__in=NEVER)
    letters = [one for one in sent if (one.recipient or {}).get("email") == _thief(person)]
    return (
        {one.status for one in requests} != {"verifying"}
        or Check.objects.get(subject_ref=ref).reached >= least
        or any(held.package_for(one.id) for one in requests)
        or bool(letters)
    )


def _told(ref: UUID) -> set[str]:
    """Where it was said that somebody asked."""
    from notifications.models import Letter

    told = Letter.objects.filter(about=ref, kind="request_seen_notice")
    return {str((one.recipient or {}).get("email")) for one in told}
