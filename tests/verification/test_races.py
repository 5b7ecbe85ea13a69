"""Guessing in parallel: the database counts, not the process."""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import connection

from audit.ids import new_id
from notifications.recipients import Recipient
from tests.verification.conftest import CONSUMER, NORA, Opener, mailed_code, wrong
from verification import services
from verification.models import Attempt, Code

GUESSERS = 40
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(deed: Callable[[], str]) -> Counter[str]:
    """Run one deed in many threads that start together; count the answers."""
    gate, answers = threading.Barrier(GUESSERS), []

    def run() -> None:
        try:
            gate.wait()
            answers.append(deed())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(GUESSERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(answers)


def test_of_forty_parallel_guesses_exactly_five_are_judged(opened: Opener, now: datetime) -> None:
    ref = opened(NORA)
    services.send_code(subject_ref=ref, by=CONSUMER, now=now)
    bad = wrong(mailed_code(ref))
    answers = at_once(lambda: services.try_code(subject_ref=ref, code=bad, by=CONSUMER, now=now).result)
    assert answers == {"wrong": 5, "locked": GUESSERS - 5}
    assert Attempt.objects.filter(subject_ref=ref).count() == 5
    assert Code.objects.get(subject_ref=ref).tries == 5


def test_without_a_check_to_lock_the_one_statement_still_counts(now: datetime) -> None:
    package = new_id()
    to = Recipient(name="Nora Quist", email="nora@example.org", postal_address=None)
    services.issue_code(purpose="package", subject_ref=package, to=to, reference="JM-7K3F-92QX", by=CONSUMER, now=now)
    bad = wrong(mailed_code(package))
    use = {"purpose": "package", "subject_ref": package, "by": CONSUMER, "now": now}
    assert at_once(lambda: services.use_code(code=bad, **use).result) == {"wrong": 5, "locked": GUESSERS - 5}


def test_a_right_code_typed_forty_times_at_once_is_used_once(now: datetime) -> None:
    package = new_id()
    to = Recipient(name="Nora Quist", email="nora@example.org", postal_address=None)
    services.issue_code(purpose="package", subject_ref=package, to=to, reference="JM-7K3F-92QX", by=CONSUMER, now=now)
    use = {"purpose": "package", "subject_ref": package, "code": mailed_code(package), "by": CONSUMER, "now": now}
    assert at_once(lambda: services.use_code(**use).result) == {"accepted": 1, "expired": GUESSERS - 1}
