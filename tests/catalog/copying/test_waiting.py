"""Questions in threads of their own: nobody waits for them longer than he has patience."""

from __future__ import annotations

import threading

import pytest

from catalog.copying.errors import AnswerCode
from catalog.copying.services import Answer, Askings
from catalog.copying.services.waiting import KEPT_SECONDS

pytestmark = pytest.mark.engine_free


class Slow:
    """A catalogue that answers when it is let."""

    def __init__(self, answer: Answer) -> None:
        self.let = threading.Event()
        self.times = 0
        self._answer = answer

    def __call__(self) -> Answer:
        self.times += 1
        self.let.wait(10)
        return self._answer


def test_a_slow_answer_is_awaited_by_asking_again() -> None:
    askings, slow = Askings(), Slow(Answer(found=3))
    assert askings.answer("key", slow, patience=0) is None
    assert askings.answer("key", slow, patience=0) is None
    slow.let.set()
    assert askings.answer("key", slow, patience=5) == Answer(found=3)
    assert askings.answer("key", slow, patience=5) == Answer(found=3)
    assert slow.times == 1


def test_a_failure_is_told_once() -> None:
    askings, slow = Askings(), Slow(Answer(problem=AnswerCode.CLOSED))
    slow.let.set()
    for _time in range(2):
        told = askings.answer("key", slow, patience=5)
        assert told is not None
        assert told.problem is AnswerCode.CLOSED
    assert slow.times == 2


def test_who_never_answers_is_given_up() -> None:
    now = [0.0]
    askings = Askings(give_up_after=10, tick=lambda: now[0])
    slow = Slow(Answer())
    assert askings.answer("key", slow, patience=0) is None
    now[0] = 11.0
    told = askings.answer("key", slow, patience=0)
    slow.let.set()
    assert told is not None
    assert (told.problem, told.facts) == (AnswerCode.TIMEOUT, {"seconds": 10})


def test_only_so_many_are_on_their_way() -> None:
    askings, slow = Askings(most=1), Slow(Answer())
    assert askings.answer("one", slow, patience=0) is None
    told = askings.answer("two", slow, patience=0)
    slow.let.set()
    assert told is not None
    assert told.problem is AnswerCode.CROWDED


def test_an_answer_is_kept_for_a_while() -> None:
    now = [0.0]
    askings, slow = Askings(tick=lambda: now[0]), Slow(Answer(found=1))
    slow.let.set()
    askings.answer("key", slow, patience=5)
    now[0] = KEPT_SECONDS + 1
    askings.answer("key", slow, patience=5)
    assert slow.times == 2


def test_a_mistake_of_ours_is_an_answer_too(caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> Answer:
        raise ValueError("a mistake")

    told = Askings().answer("key", broken, patience=5)
    assert told is not None
    assert told.problem is AnswerCode.FAILED
    assert "a mistake" in caplog.text
