"""Guesses from many network addresses at once, at every kind of proof of people who are on file and who are not."""

import multiprocessing
import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from audit.actors import Actor, ActorType
from tests.drills import strangers
from tests.drills.strangers import Browser, Person

ADDRESSES, HANDS, PROCESSES, FLOOD = 2000, 8, 3, 80
# One person in so many is guessed at over the pages, each time from one of the addresses; the others by the verbs
# behind pages, phone and API alike, where no address limits anybody.
PAGES = 3
LETTER, FACTS, CODE = "/status/identity/letter/", "/status/identity/facts/", "/status/identity/code/"
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
# What is guessed at, what is kept of a judged guess, and how many of one person may be judged.
LIMITS = {"email_code": 5, "sms_code": 5, "mailed_code": 5, "facts_on_file": 3}
JUDGED = ("wrong", "accepted", "given")
Look = tuple[int, bytes, bytes, bytes]
# The proof, the request, the answer, and the network address where there was one.
Answer = tuple[str, UUID, Look, str]


@dataclass(frozen=True)
class Target:
    """One request whose proof is guessed at: the visit is the attacker's, the contact points are the person's."""

    person: Person
    submission: UUID
    session: str
    phone: UUID
    over_pages: bool


def storm(*, chance: random.Random, targets: int, each: int) -> dict[str, int]:
    """`each` guesses at each of four proofs of so many people, half of them on file, while the worker works."""
    everybody = strangers.people(targets, chance)
    strangers.put_on_file(everybody)
    aims = [_asked(one, over_pages=one.number // 2 % PAGES == 0) for one in everybody]
    guesses = [(aim, kind) for aim in aims for kind in LIMITS for _turn in range(each)]
    chance.shuffle(guesses)
    answers = _all_at_once(guesses, chance.randrange(2**32))
    return _counted(aims) | _compared(aims, answers) | {"guesses": len(guesses), "flood_let_through": _flood(aims[0])}


def _asked(one: Person, *, over_pages: bool) -> Target:
    """File in the name of this person, let the worker look, and have all three codes sent."""
    from tests import cast
    from verification.models import Contact

    now = datetime.now(UTC)
    submission = cast.ask(one.asks(), now=now).submission.id
    cast.work_off(now)
    phone = Contact.objects.get(check_row__subject_ref=submission, kind="phone").id
    aim, browser = Target(one, submission, strangers.visit(submission), phone, over_pages), Browser()
    for path in (CODE, f"{CODE}{phone}/", LETTER):
        answer = browser.post(path, {"send": "1"}, session=aim.session, address=strangers.address(one.number))
        assert answer.status_code == 302, answer.status_code
    cast.work_off(datetime.now(UTC))
    return aim


@contextmanager
def _working() -> Iterator[None]:
    """A worker does meanwhile what the guesses set going."""
    from django.db import connection

    from jobs.services import run_due

    over = threading.Event()

    def work() -> None:
        while not over.wait(0.5):
            run_due(now=datetime.now(UTC), stop=over.is_set)
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        over.set()
        worker.join()


def _all_at_once(guesses: list[tuple[Target, str]], seed: int) -> list[Answer]:
    """Many hands in several processes, as behind a web server."""
    from django.db import connections

    connections.close_all()  # a child opens its own
    with multiprocessing.get_context("fork").Pool(PROCESSES) as pool, _working():
        shares = [(guesses[number::PROCESSES], seed + 100 * number) for number in range(PROCESSES)]
        return [one for part in pool.starmap(_share, shares) for one in part]


def _share(guesses: list[tuple[Target, str]], seed: int) -> list[Answer]:
    from django.db import connection

    def hand(number: int) -> list[Answer]:
        chance, browser = random.Random(seed + number), Browser()
        try:
            return [_guess(aim, kind, chance, browser) for aim, kind in guesses[number::HANDS]]
        finally:
            connection.close()

    with ThreadPoolExecutor(HANDS) as pool:
        return [one for part in pool.map(hand, range(HANDS)) for one in part]


def _guess(aim: Target, kind: str, chance: random.Random, browser: Browser) -> Answer:
    typed, address = _typed(kind, chance), strangers.address(chance.randrange(ADDRESSES))
    if not aim.over_pages:
        return kind, aim.submission, _behind(aim, kind, typed), ""
    return kind, aim.submission, _over_a_page(aim, kind, typed, browser, address), address


def _behind(aim: Target, kind: str, typed: str) -> Look:
    """The same verbs that pages, phone and API call; what they answer."""
    from verification import services

    use = {"subject_ref": aim.submission, "by": Actor(ActorType.CONSUMER, "drill"), "now": datetime.now(UTC)}
    try:
        if kind == "facts_on_file":
            services.give_facts(facts={"policy_number": typed}, **use)
            return 0, b"", b"given", b""
        if kind == "mailed_code":
            told = services.try_mailed_code(code=typed, **use)
        else:
            told = services.try_code(code=typed, contact_id=aim.phone if kind == "sms_code" else None, **use)
        return 0, b"", f"{told.result} {told.tries_left} {told.locked_until is None}".encode(), b""
    except services.Locked:
        return 0, b"", b"locked", b""


def _typed(kind: str, chance: random.Random) -> str:
    if kind == "mailed_code":
        return "".join(chance.choices(LETTERS, k=12))
    digits = "".join(chance.choices("0123456789", k=8))
    return f"{digits[:2]}-{digits[2:]}" if kind == "facts_on_file" else digits


def _over_a_page(aim: Target, kind: str, typed: str, browser: Browser, address: str) -> Look:
    path, field = {
        "email_code": (CODE, "code"),
        "sms_code": (f"{CODE}{aim.phone}/", "code"),
        "mailed_code": (LETTER, "code"),
        "facts_on_file": (FACTS, "policy_number"),
    }[kind]
    return strangers.looks(browser.post(path, {field: typed}, session=aim.session, address=address), typed)


def _counted(aims: list[Target]) -> dict[str, int]:
    """What the database says was judged."""
    from verification.models import Attempt, Check, Code, PostedCode

    refs = [aim.submission for aim in aims]
    rows = Attempt.objects.filter(subject_ref__in=refs, outcome__in=JUDGED)
    judged = Counter(rows.values_list("subject_ref", "method"))
    tries = [*Code.objects.filter(subject_ref__in=refs).values_list("tries", flat=True)]
    tries += PostedCode.objects.filter(subject_ref__in=refs).values_list("tries", flat=True)
    passed = Check.objects.filter(subject_ref__in=refs).exclude(status=Check.Status.OPEN)
    beyond = sum(max(0, count - LIMITS[method]) for (_ref, method), count in judged.items())
    return {
        "judged": judged.total(),
        "judged_beyond_limits": beyond + sum(max(0, count - 5) for count in tries),
        "judged_below_limits": sum(LIMITS.values()) * len(aims) - judged.total() + beyond,
        "accepted": rows.filter(outcome="accepted").count(),
        "checks_passed_or_closed": passed.count(),
    }


def _compared(aims: list[Target], answers: list[Answer]) -> dict[str, int]:
    """All answers to the guesses at one person, as often as they came, must be those of everybody else."""
    of_one = {(aim.submission, kind): Counter[Look]() for aim in aims for kind in LIMITS}
    for kind, ref, look, _address in answers:
        of_one[ref, kind][look] += 1
    otherwise, looks = set[UUID](), set[Look]()
    for kind, way in ((kind, way) for kind in LIMITS for way in (True, False)):
        seen = [(aim.submission, of_one[aim.submission, kind]) for aim in aims if aim.over_pages is way]
        # What most of them got is the rule, so that one who stands out counts once.
        usual = max((told for _ref, told in seen), key=[told for _ref, told in seen].count)
        otherwise |= {ref for ref, told in seen if told != usual}
        looks |= set(usual)
    addresses = [address for *_one, address in answers if address]
    return {
        "people": len(aims),
        "people_on_file": sum(aim.person.known for aim in aims),
        "network_addresses": len(set(addresses)),
        "guesses_over_pages": len(addresses),
        "different_answers": len(looks),
        "people_answered_otherwise": len(otherwise),
        "errors": sum(look[0] >= 500 for _kind, _ref, look, _address in answers),
    }


def _flood(aim: Target) -> int:
    """One network address that goes on and on: how many of its tries get as far as the code."""
    browser, chance = Browser(), random.Random(0)
    address = strangers.address(ADDRESSES + 1)
    answers = [
        browser.post(CODE, {"code": "".join(chance.choices("0123456789", k=8))}, session=aim.session, address=address)
        for _turn in range(FLOOD)
    ]
    return sum(answer.status_code != 429 for answer in answers)
