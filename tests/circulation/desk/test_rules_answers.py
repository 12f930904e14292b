"""An answer is kept as JSON and reads the same afterwards; its sound follows from what it says."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from circulation.desk.rules import (
    Act,
    Box,
    BoxKind,
    Desk,
    Ended,
    Mode,
    Outcome,
    Place,
    Row,
    Said,
    ScanAnswer,
    Slip,
    Sound,
    Told,
    from_data,
    to_data,
)
from tests.conftest import NOON

pytestmark = pytest.mark.engine_free

LATE = Told("returned_late", {"due": date(2026, 4, 1), "days_late": 14, "open": None}, "CI-04", "tell")
HAD = Told("had_before", {"day": date(2025, 4, 1)}, "CO-22", "tell")
LENT = Row(Outcome.LENT, "0012487", "Oʻtkan kunlar", due=date(2026, 4, 30), patron_id=7)
ASKED = Box(BoxKind.ASKED, Act.LEND, "0012487", told=(LATE,), acknowledgement="[7, 3, [], null]")
SAID = Said(
    desk=Desk(7, Mode.RETURN, NOON, NOON, True, Place.ROOM, date(2026, 5, 1), date(2026, 4, 12)),
    rows=(LENT, replace(LENT, told=(Told("copy_missing", {"since": NOON}, "CO-10", "ask"),))),
    box=ASKED,
    ended=Ended(6, "Karimov Anvar", (1, 2), (), (3,)),
    notes=(Told("layout_repaired"),),
    slip=Slip(7, 4),
    prints=True,
)


@pytest.mark.parametrize("said", [SAID, Said(Desk())])
def test_an_answer_survives_json(said: Said) -> None:
    answer = ScanAnswer("a-key-of-mine", NOON, "0012487", said)
    data = json.loads(json.dumps(to_data(answer)))
    assert from_data(answer.key, NOON, data) == answer


def test_an_answer_of_another_version_is_not_shown() -> None:
    assert from_data("a-key-of-mine", NOON, {"version": 0}) is None
    assert from_data("a-key-of-mine", NOON, {}) is None


@pytest.mark.parametrize(
    ("said", "sound"),
    [
        (Said(Desk(), rows=(LENT,)), Sound.DONE),
        (Said(Desk()), Sound.DONE),
        (Said(Desk(), rows=(replace(LENT, told=(LATE,)),)), Sound.ATTENTION),
        (Said(Desk(), rows=(replace(LENT, told=(HAD,)),)), Sound.DONE),
        (Said(Desk(), rows=(Row(Outcome.ON_SHELF, "1"),)), Sound.ATTENTION),
        (Said(Desk(), rows=(Row(Outcome.REFUSED, "1"),)), Sound.REFUSED),
        (Said(Desk(), rows=(LENT,), notes=(Told("layout_repaired"),)), Sound.ATTENTION),
        (Said(Desk(), box=ASKED), Sound.ATTENTION),
        (Said(Desk(), box=replace(ASKED, kind=BoxKind.WHICH)), Sound.ATTENTION),
        (Said(Desk(), rows=(LENT,), box=replace(ASKED, kind=BoxKind.REFUSED)), Sound.REFUSED),
    ],
)
def test_sb_09_the_sound_of_an_answer(said: Said, sound: Sound) -> None:
    assert said.sound is sound
