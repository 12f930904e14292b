"""What a scan means: SB-01, SB-04, SB-05, SB-06 as a table."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulation.desk.errors import DeskCode, DeskInputError
from circulation.desk.rules import (
    IDLE,
    Command,
    Desk,
    Meaning,
    Mode,
    check_code,
    check_key,
    clean,
    command_of,
    is_same_scan,
    meaning,
    was_repaired,
)
from tests.conftest import NOON

pytestmark = pytest.mark.engine_free

AUTO, RETURN = Mode.AUTOMATIC, Mode.RETURN


@pytest.mark.parametrize(
    ("code", "is_card", "is_copy", "reader_open", "mode", "expected"),
    [
        ("R-1", True, False, False, AUTO, Meaning.OPEN),
        ("R-1", True, False, True, AUTO, Meaning.OPEN),
        ("R-1", True, False, False, RETURN, Meaning.OPEN),
        ("0012487", False, True, True, AUTO, Meaning.LEND),
        ("0012487", False, True, False, AUTO, Meaning.TAKE_BACK),
        ("0012487", False, True, True, RETURN, Meaning.TAKE_BACK),
        ("0012487", False, True, False, RETURN, Meaning.TAKE_BACK),
        ("0012487", True, True, False, AUTO, Meaning.WHICH),
        ("0012487", True, True, True, AUTO, Meaning.WHICH),
        ("0012487", True, True, True, RETURN, Meaning.TAKE_BACK),
        ("=DONE", False, False, True, AUTO, Meaning.COMMAND),
        ("=done", False, False, False, RETURN, Meaning.COMMAND),
        ("=RENEW", True, True, True, AUTO, Meaning.COMMAND),
        ("=BREW", False, False, True, AUTO, Meaning.UNKNOWN_COMMAND),
        ("999", False, False, True, AUTO, Meaning.UNKNOWN),
    ],
)
def test_sb_01_sb_06_what_a_scan_means(
    code: str, is_card: bool, is_copy: bool, reader_open: bool, mode: Mode, expected: Meaning
) -> None:
    meant = meaning(code, is_card=is_card, is_copy=is_copy, reader_open=reader_open, mode=mode)
    assert meant is expected


@pytest.mark.parametrize("suffix", ["\r", "\n", "\r\n", "\t", " ", "\0"])
def test_sb_05_the_suffix_goes_and_leading_zeros_stay(suffix: str) -> None:
    assert clean(f"{suffix}0012487{suffix}") == "0012487"
    assert check_code(f"0012487{suffix}") == "0012487"


@pytest.mark.parametrize(
    ("seconds", "same"), [(0, True), (1.4, True), (1.5, False), (2, False), (-0.1, False)]
)
def test_sb_05_the_same_code_within_a_second_and_a_half_is_one_scan(seconds: float, same: bool) -> None:
    at = NOON + timedelta(seconds=seconds)
    assert is_same_scan("0012487", at, last="0012487", last_at=NOON) is same
    assert not is_same_scan("0012488", at, last="0012487", last_at=NOON)


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        ("=DONE", Command.DONE),
        ("=ВЩТУ", Command.DONE),
        ("=КУЕГКТ", Command.RETURN),
        ("=lend", Command.LEND),
        ("DONE", None),
        ("=DONE=", None),
    ],
)
def test_sb_04_commands_survive_a_cyrillic_layout(typed: str, command: Command | None) -> None:
    assert command_of(typed) is command


def test_sb_04_a_repaired_code_is_known_as_such() -> None:
    assert was_repaired("ШТМ-045", "INV-045", None)
    assert not was_repaired("ШТМ-045", "ШТМ-045")
    assert not was_repaired("INV-045", "INV-045")


@pytest.mark.parametrize("code", ["", "  \r\n", "\0"])
def test_an_empty_scan_is_refused(code: str) -> None:
    with pytest.raises(DeskInputError) as refused:
        check_code(code)
    assert refused.value.code is DeskCode.CODE_EMPTY


@pytest.mark.parametrize("code", ["7" * 10_000, "12\x0734", "12\n34"])
def test_what_can_be_no_number_is_refused_with_its_beginning(code: str) -> None:
    with pytest.raises(DeskInputError) as refused:
        check_code(code)
    assert refused.value.code is DeskCode.CODE_UNREADABLE
    assert len(str(refused.value.facts["scanned"])) <= 61
    assert refused.value.facts["length"] == len(code)


@pytest.mark.parametrize("key", ["", "short", "x" * 41, "with space in it", "ключ-ключ-ключ"])
def test_sb_07_a_key_that_can_be_none_is_refused(key: str) -> None:
    with pytest.raises(DeskInputError) as refused:
        check_key(key)
    assert refused.value.code is DeskCode.KEY_INVALID


def test_sb_10_a_session_idle_too_long_has_ended() -> None:
    desk = Desk(patron_id=7, opened_at=NOON, last_at=NOON)
    assert desk.settled(NOON + IDLE) == desk
    late = desk.settled(NOON + IDLE + timedelta(seconds=1))
    assert late.patron_id is None
    assert late.mark != desk.mark


@given(st.text(max_size=80))
def test_whatever_is_scanned_is_read_or_refused_in_words(code: str) -> None:
    try:
        wanted = check_code(code)
    except DeskInputError:
        return
    assert 0 < len(wanted) <= 60
    assert wanted.isprintable()
    assert meaning(wanted, is_card=False, is_copy=False, reader_open=False, mode=AUTO)
