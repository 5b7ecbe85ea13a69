"""Many at the same moment: guesses at one code, and the same post again and again."""

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

from tests.drills import ground
from tests.drills.report import Result

GUESSERS, POSTERS = 80, 60
LIMIT = 5


def guess_race(*, seed: int, full: bool) -> Result:
    """80 parallel guesses: the limit is judged. 60 posts under one key: one effect. A naive counter is caught."""
    ground.ready()
    rounds = 10 if full else 1
    with ground.fresh_database():
        judged, control = [_guesses() for _ in range(rounds)], _naive()
        posted = [_posts() for _ in range(rounds)]
    figures = {
        "rounds": rounds,
        "guesses_at_once": GUESSERS,
        "limit": LIMIT,
        "judged_at_most": max(judged),
        "judged_at_least": min(judged),
        "judged_by_a_naive_counter": control,
        "posts_at_once": POSTERS,
        "effects_of_one_key_at_most": max(effects for effects, _ in posted),
        "different_answers_at_most": max(answers for _, answers in posted),
    }
    right = set(judged) == {LIMIT} and set(posted) == {(1, 1)}
    claim = f"Of {GUESSERS} guesses at once {LIMIT} are judged; {POSTERS} posts under one key have one effect"
    # A race that the naive counter survives was no race, and proves nothing.
    return Result("guess_race", claim, right and control > LIMIT, figures, seed, full)


def _at_once(deed: Callable[[], object], count: int) -> Counter[object]:
    """One deed in many threads that start together."""
    from django.db import connection

    gate = threading.Barrier(count)

    def run(_number: int) -> object:
        try:
            connection.ensure_connection()
            gate.wait(60)
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return Counter(pool.map(run, range(count)))


def _guesses() -> int:
    """How many of the guesses at a fresh code were judged."""
    from audit.ids import new_id
    from notifications.recipients import Recipient
    from tests.verification.conftest import CONSUMER, mailed_code, wrong
    from verification import services

    now, package = datetime.now(UTC), new_id()
    to = Recipient(name="Nora Quist", email=f"{uuid4().hex}@example.org", postal_address=None)
    services.issue_code(purpose="package", subject_ref=package, to=to, reference="JM-7K3F-92QX", by=CONSUMER, now=now)
    bad = wrong(mailed_code(package))
    use = {"purpose": "package", "subject_ref": package, "by": CONSUMER, "now": now}
    return _at_once(lambda: str(services.use_code(code=bad, **use).result), GUESSERS)["wrong"]


@contextmanager
def _counter():
    """A row of the control: a number of tries."""
    from accounts.models import ThrottleCounter

    key = f"drill-{uuid4().hex}"
    ThrottleCounter.objects.create(key=key, count=0, expires_at=datetime.now(UTC))
    yield ThrottleCounter.objects.filter(key=key)


def _naive() -> int:
    """The control: read, compare, write. It judges more than the limit, or the race is none."""
    with _counter() as row:

        def guess() -> bool:
            count = row.get().count
            if count >= LIMIT:
                return False
            row.update(count=count + 1)
            return True

        return _at_once(guess, GUESSERS)[True]


def _posts() -> tuple[int, int]:
    """How many submissions and how many different answers the same post had."""
    from requests_app.models import Submission
    from tests.api.caller import key_of
    from tests.cast import body

    website, key = key_of("olu", "requests:create", now=datetime.now(UTC)), f'"{uuid4().hex}"'
    before = Submission.objects.count()

    def post() -> str | None:
        answer = website.post("submissions/", body("access"), Idempotency_Key=key)
        return answer.content.decode() if answer.status_code == 201 else str(answer.status_code)

    answers = _at_once(post, POSTERS)
    # 409 asks the client to come again; anything else is one more answer.
    return Submission.objects.count() - before, len(set(answers) - {"409"})
