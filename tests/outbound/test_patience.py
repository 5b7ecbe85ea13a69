"""Waiting for another system ends, whatever the other side does."""

import threading

import pytest

from outbound import patience


def test_an_answer_and_an_error_come_through() -> None:
    assert patience.within(5, lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        patience.within(5, lambda: 1 // 0)


def test_who_never_answers_is_left_alone_and_after_a_few_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "_stuck", threading.BoundedSemaphore(2))
    end, asked = threading.Event(), []

    def hang() -> None:
        asked.append(1)
        end.wait(10)

    for _time in range(3):
        with pytest.raises(patience.TooSlow):
            patience.within(0.01, hang)
    assert len(asked) == 2
    end.set()
