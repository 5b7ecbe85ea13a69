"""Several schedulers sweep in the same moment: each duty is done once, and nobody waits for anybody."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, transaction

from audit.selectors import find_entries
from notifications.models import Letter
from requests_app.models import DutyMark, DutyPlan, PrivacyRequest, StaffNotice
from requests_app.services import duties, notices
from requests_app.services.duties import sweep
from tests import cast

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
HALF = datetime(2026, 12, 15, 6, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def in_threads(deed, *, count: int) -> list[object]:
    gate, given = threading.Barrier(count), list[object]()

    def run() -> None:
        try:
            gate.wait()
            given.append(deed())
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def test_three_sweeps_at_once_do_each_duty_once_and_mail_it_once(monkeypatch) -> None:
    monkeypatch.setattr(sweep, "BATCH", 2)
    cast.register(NOW)
    ids = [cast.ask(cast.body("restriction"), now=NOW).requests[0].id for _turn in range(8)]
    in_threads(lambda: duties.carry_out(now=HALF), count=3)
    duties.carry_out(now=HALF)
    assert sorted(DutyMark.objects.values_list("request_id", flat=True)) == sorted(ids)
    for one in ids:
        actions = [entry.action for entry in find_entries(request=one)]
        assert actions.count("request.reminder_sent") == 1
    assert sum(map(bool, in_threads(lambda: notices.mail(now=HALF), count=3))) == 1
    assert Letter.objects.filter(kind="staff_alert").count() == 1
    assert not StaffNotice.objects.filter(mail=None).exists()


def test_a_request_that_somebody_works_on_is_left_for_the_next_sweep() -> None:
    cast.register(NOW)
    held, free = (cast.ask(cast.body("restriction"), now=NOW).requests[0].id for _turn in range(2))
    locked, swept = threading.Event(), threading.Event()

    def officer() -> None:
        try:
            with transaction.atomic():
                PrivacyRequest.objects.select_for_update().get(id=held)
                locked.set()
                swept.wait(20)
        finally:
            connection.close()

    work = threading.Thread(target=officer)
    work.start()
    locked.wait(20)
    assert duties.carry_out(now=HALF) == 1
    swept.set()
    work.join()
    assert list(DutyMark.objects.values_list("request_id", flat=True)) == [free]
    assert DutyPlan.objects.get(request_id=held).due_at == HALF
    assert duties.carry_out(now=HALF) == 1
