"""The plan of 2021 as data: its lines, their order, their places in the tree, their units and services."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from runpy import run_path
from typing import Any

import pytest

from ils.activity.cut import cuts_of
from ils.activity.kinds import Kind
from ils.workplan.rules import DEADLINES, MEASURES

LINES: list[dict[str, Any]] = json.loads(
    files("ils.workplan").joinpath("data", "plan_2021.json").read_text(encoding="utf-8")
)
BY_NUMBER = {line["number"]: line for line in LINES}
KEYS = {
    "number", "parent", "section", "section_uz", "section_ru", "section_en", "name_uz", "name_ru", "name_en",
    "unit_uz", "unit_ru", "unit_en", "fact_2020", "plan_2021", "period_uz", "responsible_uz", "service",
    "mode", "counter", "measure", "deadline", "mechanism_uz", "mechanism_ru", "mechanism_en",
}  # fmt: skip
TEXTS = sorted(key for key in KEYS if re.match("(section|name|unit|mechanism)", key))


def children(number: str) -> list[dict[str, Any]]:
    return [line for line in LINES if line["parent"] == number]


def test_all_lines_are_there_once() -> None:
    assert len(LINES) == len(BY_NUMBER) == 71


def test_forty_two_lines_stand_at_the_top() -> None:
    assert [line["number"] for line in LINES if line["parent"] is None] == [str(n) for n in range(1, 43)]


def test_order_is_the_order_of_the_numbers() -> None:
    keys = [[int(part) for part in line["number"].split(".")] for line in LINES]
    assert keys == sorted(keys)


def test_parents_exist_and_follow_from_the_number() -> None:
    lower = [line for line in LINES if line["parent"] is not None]
    assert all(line["parent"] in BY_NUMBER for line in lower)
    assert all(line["number"].rpartition(".")[0] == line["parent"] for line in lower)
    assert BY_NUMBER["10.4.1"]["parent"] == "10.4"


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["number"])
def test_each_line_has_all_its_fields(line: dict[str, Any]) -> None:
    assert set(line) == KEYS
    assert all(line[key].strip() for key in TEXTS)
    assert line["mode"] in {"auto", "semi", "manual"}
    assert line["service"] in {"bib", "fond", "abon", "akt", "hr"}
    assert line["section"] in {"I", "II", "III", "IV", "V"}
    assert line["deadline"] in DEADLINES
    assert line["measure"] in MEASURES
    assert (line["counter"] is None) == (line["measure"] == "parts")
    assert all(line[key] is None or line[key] >= 0 for key in ("fact_2020", "plan_2021"))


def test_uzbek_apostrophes_are_canonical_and_no_doubt_is_left_in_brackets() -> None:
    texts = [line[key] or "" for line in LINES for key in KEYS if key.endswith("_uz")]
    assert [text for text in texts if re.search(r"[‘’`´'\[\]]", text)] == []


def test_one_unit_has_one_translation() -> None:
    translations = {(line["unit_uz"], line["unit_ru"], line["unit_en"]) for line in LINES}
    assert len({uz for uz, _, _ in translations}) == len(translations)
    assert all(re.search("[а-я]", ru) and re.search("[a-z]", en) for _, ru, en in translations)


def test_children_lie_in_the_section_of_their_parent() -> None:
    assert all(line["section"] == BY_NUMBER[line["parent"]]["section"] for line in LINES if line["parent"])


@pytest.mark.parametrize(
    ("number", "year"),
    [("10", "fact_2020"), ("10.4", "plan_2021"), ("15", "fact_2020"), ("15", "plan_2021"),
     ("22", "fact_2020"), ("22", "plan_2021")],
)  # fmt: skip
def test_where_the_source_adds_up_so_do_we(number: str, year: str) -> None:
    assert sum(line[year] or 0 for line in children(number)) == BY_NUMBER[number][year]


def test_line_10_is_kept_as_printed_though_its_parts_do_not_add_up() -> None:
    assert BY_NUMBER["10"]["plan_2021"] == 2500
    assert sum(line["plan_2021"] or 0 for line in children("10")) == 1199


def test_the_unreadable_line_is_the_librarys_own() -> None:
    line = BY_NUMBER["8"]
    assert line["name_uz"] == "Boshqa ish (kutubxona belgilaydi)"
    assert (line["plan_2021"], line["mode"]) == (None, "manual")


@pytest.mark.parametrize("line", LINES, ids=lambda line: line["number"])
def test_every_line_counts_acts_that_the_program_knows(line: dict[str, Any]) -> None:
    kinds = {kind for cut in cuts_of(line["counter"]) for kind in cut.kinds}
    assert kinds <= set(Kind)
    assert kinds or line["measure"] == "parts"


def test_what_the_migration_gave_to_plans_loaded_before_is_what_a_new_plan_gets() -> None:
    path = files("ils").joinpath("..", "migrations", "versions", "0006_plan_and_registers.py")
    old = run_path(str(path))
    for line in LINES:
        assert line["counter"] == old["COUNTERS"].get(line["number"])
        assert line["measure"] == old["MEASURES"].get(line["number"], "amount")
        assert line["deadline"] == old["DEADLINES"].get(line["number"], "year")
