"""Command barcodes and their keys; the days that are typed; what may be answered to a box."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from circulation.desk.errors import DeskCode, DeskError
from circulation.desk.rules import (
    IDLE,
    KEYS,
    MODE_OF,
    REPLY_KEYS,
    TAKES_BACK,
    Act,
    Box,
    BoxKind,
    Command,
    Desk,
    Meaning,
    Mode,
    Place,
    Reply,
    Told,
    back_day,
    command_of,
    due_day,
    meaning,
    replies_to,
)
from circulation.desk.rules.brief import brief_rows
from ils.app.navigation import NAVIGATION
from tests.conftest import NOON

pytestmark = pytest.mark.engine_free

TODAY = date(2026, 4, 15)
US = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./"
# The same keys as they stand on the Russian layout of Windows, and on the Uzbek one where it differs.
RUSSIAN = "ё1234567890-=йцукенгшщзхъфывапролджэячсмитьбю."


def typed_on(layout: str, code: str, *, caps: bool) -> str:
    """Return what arrives when a scanner types a code while a layout is on."""
    table = str.maketrans(US + US.upper(), layout + layout.upper())
    return (code.swapcase() if caps else code).translate(table)


@pytest.mark.parametrize("layout", [US, RUSSIAN], ids=["us", "russian"])
@pytest.mark.parametrize("caps", [False, True])
@pytest.mark.parametrize("command", list(Command))
def test_sb_04_every_command_survives_the_layout_that_is_on(
    command: Command, layout: str, caps: bool
) -> None:
    assert command_of(typed_on(layout, command.value, caps=caps)) is command


@pytest.mark.parametrize("caps", [False, True])
@pytest.mark.parametrize("command", list(Command))
def test_sb_04_every_command_survives_the_uzbek_layout(command: Command, caps: bool) -> None:
    """On it = is ҳ, s is қ, o is ў, - is ғ; the rest is as on the Russian one."""
    layout = RUSSIAN.replace("-=", "ғҳ").replace("щ", "ў").replace("ы", "қ")
    assert command_of(typed_on(layout, command.value, caps=caps)) is command


def test_commands_are_letters_behind_a_sign_and_none_begins_another() -> None:
    for command in Command:
        assert command.value[0] == "="
        assert command.value[1:].isalpha()
        assert command.value.isascii()
        assert len(command.value) <= 10
    assert len({command.value for command in Command}) == len(Command)


def test_every_command_has_a_key_of_its_own_that_no_page_has() -> None:
    pages = {entry.key for entry in NAVIGATION if entry.key}
    assert set(KEYS) == set(Command)
    assert len(set(KEYS.values())) == len(KEYS)
    assert not set(KEYS.values()) & pages
    assert len(set(REPLY_KEYS.values())) == len(REPLY_KEYS)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Mode.RETURN, Meaning.TAKE_BACK),
        (Mode.DROP, Meaning.TAKE_BACK),
        (Mode.IN_ROOM, Meaning.IN_ROOM),
        (Mode.RENEW, Meaning.RENEW),
        (Mode.HOLD, Meaning.HOLD),
    ],
)
@pytest.mark.parametrize("reader_open", [True, False])
def test_sb_01_a_mode_says_what_every_copy_means(mode: Mode, expected: Meaning, reader_open: bool) -> None:
    for is_card in (True, False):
        meant = meaning("0012487", is_card=is_card, is_copy=True, reader_open=reader_open, mode=mode)
        assert meant is expected
    assert mode in set(MODE_OF.values())
    assert (expected is Meaning.TAKE_BACK) is (mode in TAKES_BACK)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("15.04.2026", None),
        ("-1", date(2026, 4, 14)),
        ("5", date(2026, 4, 5)),
        ("5.4", date(2026, 4, 5)),
        ("05.04.26", date(2026, 4, 5)),
        ("05.04.2026", date(2026, 4, 5)),
        ("5/4", date(2026, 4, 5)),
        ("2026-04-05", date(2026, 4, 5)),
        ("30", date(2026, 3, 30)),
        ("31", date(2026, 3, 31)),
        (" 14. ", date(2026, 4, 14)),
    ],
)
def test_ci_11_a_day_back_is_read_as_people_write_it(text: str, expected: date | None) -> None:
    assert back_day(text, TODAY) == expected


@pytest.mark.parametrize(
    "text", ["yesterday", "32", "5.13", "31.02.2026", "16.04.2026", "+1", "01.01.2026", "-999"]
)
def test_ci_11_no_day_of_the_future_and_none_long_ago(text: str) -> None:
    with pytest.raises(DeskError) as refused:
        back_day(text, TODAY)
    assert refused.value.code in {DeskCode.DAY_UNREADABLE, DeskCode.DAY_NOT_BACK}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("+7", date(2026, 4, 22)),
        ("20", date(2026, 4, 20)),
        ("5", date(2026, 5, 5)),
        ("1.2", date(2027, 2, 1)),
        ("31", date(2026, 5, 31)),
        ("15.04.2026", TODAY),
    ],
)
def test_co_25_a_due_date_by_hand_is_read_as_people_write_it(text: str, expected: date | None) -> None:
    assert due_day(text, TODAY) == expected


@pytest.mark.parametrize("text", ["14.04.2026", "-1", "01.01.2099", "soon"])
def test_co_25_a_due_date_by_hand_lies_ahead(text: str) -> None:
    with pytest.raises(DeskError):
        due_day(text, TODAY)


@given(st.text(max_size=20), st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_whatever_is_typed_for_a_day_is_read_or_refused_in_words(text: str, today: date) -> None:
    for read in (back_day, due_day):
        with suppress(DeskError):
            day = read(text, today)
            assert day is None or abs(day - today) <= timedelta(days=730)


def test_the_mark_of_a_page_shows_every_choice() -> None:
    plain = Desk(7)
    chosen = [
        replace(plain, mode=Mode.DROP),
        replace(plain, place=Place.ROOM),
        replace(plain, due_on=TODAY),
        replace(plain, back_on=TODAY),
        Desk(),
    ]
    assert plain.mark == "7-automatic"
    assert len({desk.mark for desk in (plain, *chosen)}) == len(chosen) + 1


def test_sb_10_a_desk_left_alone_forgets_its_unusual_modes() -> None:
    left = Desk(7, Mode.DROP, NOON, NOON, False, Place.ROOM, TODAY, TODAY)
    late = left.settled(NOON + IDLE + timedelta(seconds=1))
    assert late == Desk(None, Mode.AUTOMATIC, None, NOON)
    assert left.settled(NOON + IDLE) is left
    only_returns = replace(left, mode=Mode.RETURN).settled(NOON + timedelta(days=1))
    assert (only_returns.mode, only_returns.back_on) == (Mode.RETURN, None)
    assert left.settled(NOON + timedelta(minutes=3), timedelta(minutes=2)).patron_id is None


def test_the_next_reader_begins_without_what_was_chosen_for_the_last() -> None:
    closed = Desk(7, Mode.HOLD, NOON, NOON, False, Place.OVERNIGHT, TODAY).closed()
    assert closed == Desk(None, Mode.AUTOMATIC, None, NOON)


def box(act: Act, *codes: str, kind: BoxKind = BoxKind.REFUSED, judged: bool = True) -> Box:
    severity = "block" if kind is BoxKind.REFUSED else "ask"
    told = tuple(Told(code, severity=severity) for code in codes)
    return Box(kind, act, "0012487", told=told, acknowledgement="[1, 2, [], null]" if judged else "")


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        (box(Act.LEND, "limit_total"), {Reply.OVERRIDE}),
        (box(Act.LEND, "held_for_other"), {Reply.OVERRIDE, Reply.HOLD}),
        (box(Act.LEND, "lent_to_other", kind=BoxKind.ASKED), {Reply.YES, Reply.BACK, Reply.HOLD}),
        (box(Act.LEND, "already_yours", kind=BoxKind.ASKED), {Reply.YES, Reply.BACK}),
        (box(Act.TAKE_BACK, "parts_back", kind=BoxKind.ASKED), {Reply.YES, Reply.MISSING}),
        (box(Act.RENEW, "renewal_limit"), {Reply.OVERRIDE}),
        (box(Act.RENEW, "renewal_limit", judged=False), set()),
        (box(Act.OPEN, "card_lost", judged=False), {Reply.OVERRIDE}),
        (box(Act.FIND, "copy_unknown", "reader_unknown", judged=False), {Reply.ADD}),
        (box(Act.FIND, "command_unknown", judged=False), set()),
        (box(Act.LEND, "copy_unknown"), set()),
        (box(Act.REGISTER, "visit_sector_missing", judged=False), set()),
        (box(Act.DUE, kind=BoxKind.ENTRY), {Reply.ENTER}),
        (box(Act.FIND, kind=BoxKind.WHICH, judged=False), set()),
    ],
)
def test_sb_03_what_may_be_answered_to_a_box(asked: Box, offered: set[Reply]) -> None:
    assert set(replies_to(asked, reader_open=True, may_override=True)) == offered
    without = set(replies_to(asked, reader_open=False, may_override=False))
    assert without == offered - {Reply.OVERRIDE, Reply.HOLD}


def test_co_01_a_brief_record_says_that_it_is_one() -> None:
    rows = {row.tag: row for row in brief_rows("Oʻtkan kunlar", "Qodiriy, Abdulla", day=TODAY)}
    assert len(rows["LDR"].text) == 24
    assert rows["LDR"].text[17] == "3"
    assert len(rows["008"].text) == 40
    assert rows["245"].text.startswith("Oʻtkan kunlar")
    assert rows["100"].text == "Qodiriy, Abdulla"
    assert "100" not in {row.tag for row in brief_rows("Oʻtkan kunlar", "", day=TODAY)}
