"""Z39.50 against a real server of YAZ, and against one that says what the test tells it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from catalog.copying.errors import AnswerCode
from catalog.copying.rules import Question, Term, question
from catalog.copying.services import Answer, ask, ber, z3950
from catalog.marc import Profile, facts
from tests.catalog.copying.conftest import z3950_target
from tests.catalog.copying.servers import free_port

pytestmark = pytest.mark.engine_free

COMPUTER = Question(title="computer")


def test_a_title_is_found_and_its_records_come(ztest_port: int) -> None:
    answer = ask(z3950_target(ztest_port), COMPUTER)
    assert answer.problem is None
    assert answer.found > 0
    assert len(answer.records) == min(answer.found, 10)
    said = facts(answer.records[0].marc, answer.records[0].profile)
    assert (said.title, said.author) == ("How to program a computer", "Jack Collins")


@pytest.mark.parametrize(
    "asked", [question("0156012197"), Question(title="x", author="y"), Question(author="z")]
)
def test_every_kind_of_question_is_understood(ztest_port: int, asked: Question) -> None:
    assert ask(z3950_target(ztest_port), asked).problem is None


def test_as_many_as_are_wanted_and_no_more(ztest_port: int) -> None:
    assert len(ask(z3950_target(ztest_port), COMPUTER, most=3).records) == 3


def test_the_target_says_the_profile_and_the_character_set(ztest_port: int) -> None:
    target = z3950_target(ztest_port, profile="unimarc", charset="cp1251", schema="UNIMARC")
    (first, *_others) = ask(target, COMPUTER).records
    assert (first.profile, first.charset) == (Profile.UNIMARC, "cp1251")


def test_a_database_that_is_not_there(ztest_port: int) -> None:
    answer = ask(z3950_target(ztest_port, database="Nowhere"), COMPUTER)
    assert answer.problem is AnswerCode.NO_SUCH_DATABASE
    assert answer.facts["number"] == 109


def test_records_in_a_form_it_does_not_give(ztest_port: int) -> None:
    answer = ask(z3950_target(ztest_port, schema="XML"), COMPUTER)
    assert answer.problem is AnswerCode.DIAGNOSTIC


INIT_GOOD = ber.made_of(z3950.INIT_ANSWER, ber.tlv(3, b"\x05\xe0"), ber.boolean(12, True))
INIT_BAD = ber.made_of(z3950.INIT_ANSWER, ber.boolean(12, False), ber.tlv(112, b"Go away"))


def found(number: int, *, success: bool = True) -> bytes:
    return ber.made_of(z3950.SEARCH_ANSWER, ber.integer(23, number), ber.boolean(22, success))


def presented(*records: bytes) -> bytes:
    def named(raw: bytes) -> bytes:
        external = ber.made_of(
            ber.EXTERNAL, ber.oid("1.2.840.10003.5.10"), ber.tlv(1, raw), kind=ber.UNIVERSAL
        )
        return ber.made_of(ber.SEQUENCE, ber.made_of(1, ber.made_of(1, external)), kind=ber.UNIVERSAL)

    return ber.made_of(
        z3950.PRESENT_ANSWER, ber.integer(24, len(records)), ber.made_of(28, *map(named, records))
    )


def refused(number: int, text: bytes) -> bytes:
    told = ber.made_of(
        130,
        ber.oid("1.2.840.10003.4.1"),
        ber.integer(ber.INTEGER, number, kind=ber.UNIVERSAL),
        ber.tlv(26, text, kind=ber.UNIVERSAL),
    )
    return ber.made_of(z3950.SEARCH_ANSWER, ber.integer(23, 0), ber.boolean(22, False), told)


@contextmanager
def server(*answers: bytes, stay: bool = False) -> Iterator[int]:
    """Say one answer for each message that comes, then close, or `stay` and say nothing more."""
    listener = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def serve() -> None:
        plug, _address = listener.accept()
        with plug:
            for each in answers:
                plug.recv(65_536)
                plug.sendall(each)
            if stay:
                over.wait(10)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listener.getsockname()[1]
    finally:
        over.set()
        thread.join()
        listener.close()


def asked_of(*answers: bytes, stay: bool = False, seconds: float = 5.0) -> Answer:
    with server(*answers, stay=stay) as port:
        return ask(z3950_target(port), COMPUTER, seconds=seconds)


MARC = b"00098nam a2200049   4500001000200000245001800002\x1e1\x1e10\x1faKitob bilan\x1e\x1d".replace(
    b"00098", b"00083"
)


def test_a_record_in_pieces_and_a_server_that_gives_one_at_a_time() -> None:
    answer = asked_of(INIT_GOOD, found(2), presented(MARC), presented(MARC), b"")
    assert (answer.found, len(answer.records)) == (2, 2)
    assert facts(answer.records[0].marc, answer.records[0].profile).title == "Kitob bilan"


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ((b"",), AnswerCode.CLOSED),
        ((b"HTTP/1.1 400 Bad Request\r\n\r\n",), AnswerCode.NOT_Z3950),
        ((found(1),), AnswerCode.NOT_Z3950),
        ((INIT_BAD,), AnswerCode.REJECTED),
        ((INIT_GOOD[:9],), AnswerCode.CLOSED),
        ((INIT_GOOD, ber.made_of(48, ber.integer(211, 1), ber.tlv(3, b"tired"))), AnswerCode.REJECTED),
        ((INIT_GOOD, refused(114, b"7")), AnswerCode.NO_SUCH_INDEX),
        ((INIT_GOOD, found(0, success=False)), AnswerCode.FAILED),
        ((INIT_GOOD, found(3), presented(b"no marc")), AnswerCode.CLOSED),
        ((INIT_GOOD, found(1), presented(b"no marc"), b""), AnswerCode.NOT_MARC),
        ((INIT_GOOD, found(1), ber.made_of(25, b"x" * 9_000_000)[:8]), AnswerCode.TOO_LARGE),
    ],
)
def test_every_failure_has_its_reason(answers: tuple[bytes, ...], code: AnswerCode) -> None:
    answer = asked_of(*answers)
    assert (answer.problem, answer.records) == (code, ())


def test_nothing_found_is_an_answer() -> None:
    assert asked_of(INIT_GOOD, found(0)) == Answer()


def test_who_says_nothing_is_left() -> None:
    answer = asked_of(INIT_GOOD, stay=True, seconds=0.3)
    assert answer.problem is AnswerCode.TIMEOUT


def test_nobody_there_and_no_such_host() -> None:
    assert ask(z3950_target(free_port()), COMPUTER).problem is AnswerCode.NOBODY_THERE
    assert ask(z3950_target(210, address="nowhere.invalid"), COMPUTER).problem is AnswerCode.NO_NAME


def test_the_tree_of_a_query() -> None:
    one, two = Term(((1, 4),), "a"), Term(((1, 1003),), "b")
    tree = ber.read(z3950.query([[one], [two]]))
    assert tree.number == 1  # two joined
    assert [each.number for each in tree.parts] == [0, 0, 46]
    either = ber.read(z3950.query([[one, two]]))
    assert either.parts[2].parts[0].number == 1  # by OR
