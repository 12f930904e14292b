"""The lines as data: added, parted, reworded, moved, retired, copied into another year; each act is in the audit."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from ils.accounts.queries import audit_page
from ils.activity.cut import Cut
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done
from ils.db import transaction
from ils.errors import LibraryError
from ils.workplan.errors import PlanCode
from ils.workplan.models import Mode
from ils.workplan.queries import (
    find_line,
    line_terms,
    lines_of,
    plan_figure,
    plan_figures,
    target_cells,
    target_of,
)
from ils.workplan.rules import LineText
from ils.workplan.services import (
    PartText,
    add_line,
    change_line,
    copy_year,
    count_renewals,
    load_year,
    move_line,
    renewals_counted,
    restore_line,
    retire_line,
    set_counter,
    set_target,
    split_line,
)
from ils.workplan.services.years import raised
from tests.conftest import NOON
from tests.world import work_at

WORK = work_at(NOON)
SECTION = "II. Asosiy ishlab chiqarish faoliyati"
TEXT = LineText("Yangi ish", "", "New work", "Dona", service="akt", deadline="q2", mode="semi")
VISITS = Cut((Kind.VISIT,))


@pytest.fixture
def plan(session: Session) -> Session:
    """A library with the plan of 2026."""
    with transaction(session):
        load_year(session, WORK, year=2026)
    return session


def do(plan: Session, act: Any, /, **asked: Any) -> Any:
    with transaction(plan):
        return act(plan, WORK, **({"year": 2026} | asked))


def refused(plan: Session, act: Any, /, **asked: Any) -> PlanCode:
    with pytest.raises(LibraryError) as caught:
        do(plan, act, **asked)
    plan.rollback()
    return caught.value.code  # type: ignore[return-value]


def order(plan: Session) -> list[str]:
    plan.expire_all()
    lines = lines_of(plan, 2026)
    assert len({line.position for line in lines}) == len(lines)
    return [line.number for line in lines]


def newest(plan: Session) -> tuple[str, dict[str, Any]]:
    entry = audit_page(plan)[0]
    return entry.action, entry.details


def test_a_line_is_added_at_the_end_of_its_section(plan: Session) -> None:
    before = order(plan)
    assert do(plan, add_line, section=SECTION, text=TEXT) == "43"
    last = [line.number for line in lines_of(plan, 2026) if line.section_uz == SECTION][-1]
    assert last == "43"
    assert [number for number in order(plan) if number != "43"] == before
    line = find_line(plan, year=2026, number="43")
    assert (line.name_uz, line.name_ru, line.name_en, line.unit_ru) == (
        "Yangi ish",
        "Yangi ish",
        "New work",
        "Dona",
    )
    assert (line.service, line.deadline, line.mode, line.counter, line.measure) == (
        "akt",
        "q2",
        Mode.SEMI,
        None,
        "amount",
    )
    assert plan_figure(plan, year=2026, number="43").fact is None
    assert newest(plan)[0] == "plan_line_added"
    assert do(plan, add_line, section=SECTION, text=TEXT, number="50") == "50"


def test_a_part_is_added_after_the_last_part(plan: Session) -> None:
    assert do(plan, add_line, parent="10.4", text=TEXT) == "10.4.3"
    assert do(plan, add_line, parent="17", text=TEXT) == "17.1"
    found = order(plan)
    assert found[found.index("10.4.2") + 1] == "10.4.3"
    assert found[found.index("17") + 1] == "17.1"
    line = find_line(plan, year=2026, number="10.4.3")
    assert (line.parent, line.section_uz) == ("10.4", SECTION)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"section": "VI. ?", "text": TEXT}, PlanCode.SECTION_UNKNOWN),
        ({"section": SECTION, "text": TEXT, "number": "17"}, PlanCode.NUMBER_TAKEN),
        ({"section": SECTION, "text": TEXT, "number": "17.9"}, PlanCode.NUMBER_INVALID),
        ({"parent": "10", "text": TEXT, "number": "11.9"}, PlanCode.NUMBER_INVALID),
        ({"parent": "10.4.1", "text": TEXT}, PlanCode.TOO_DEEP),
        ({"parent": "99", "text": TEXT}, PlanCode.LINE_UNKNOWN),
        ({"section": SECTION, "text": replace(TEXT, name_uz="  ")}, PlanCode.NAME_MISSING),
        ({"section": SECTION, "text": replace(TEXT, unit_ru="x" * 61)}, PlanCode.TEXT_TOO_LONG),
        ({"section": SECTION, "text": replace(TEXT, service="?")}, PlanCode.SERVICE_UNKNOWN),
        ({"section": SECTION, "text": replace(TEXT, deadline="?")}, PlanCode.DEADLINE_UNKNOWN),
        ({"section": SECTION, "text": replace(TEXT, mode="?")}, PlanCode.MEASURE_UNKNOWN),
    ],
)
def test_a_line_that_cannot_be_is_refused_and_nothing_is_written(
    plan: Session, asked: dict[str, Any], code: PlanCode
) -> None:
    before = order(plan)
    assert refused(plan, add_line, **asked) is code
    assert order(plan) == before


def test_a_line_is_parted_by_its_sectors_and_each_part_counts_its_own(plan: Session) -> None:
    parts = [
        PartText("Abonement", terms=(Cut((Kind.LOAN_OPEN,), sectors=("lending",)),)),
        PartText(
            "Oʻquv zali", "Читальный зал", "Reading room", (Cut((Kind.LOAN_OPEN,), sectors=("reading",)),)
        ),
        PartText("Boshqalar"),
    ]
    assert do(plan, split_line, number="17", parts=parts) == ("17.1", "17.2", "17.3")
    with transaction(plan):
        record(plan, work_at(NOON, sector="reading"), Done(Kind.LOAN_OPEN, "loan", 1))
    facts = {
        number: plan_figure(plan, year=2026, number=number).fact for number in ("17", "17.1", "17.2", "17.3")
    }
    assert facts == {"17": 1, "17.1": 0, "17.2": 1, "17.3": None}
    assert (
        find_line(plan, year=2026, number="17.2").unit_uz == find_line(plan, year=2026, number="17").unit_uz
    )
    assert newest(plan) == (
        "plan_line_split",
        {"year": 2026, "number": "17", "parts": ["17.1", "17.2", "17.3"]},
    )
    assert refused(plan, split_line, number="17", parts=[]) is PlanCode.NOTHING_TO_SPLIT
    do(plan, set_counter, number="17", terms=(), measure="parts")
    assert plan_figure(plan, year=2026, number="17").fact == 1


def test_rewording_writes_what_changed_and_what_it_was(plan: Session) -> None:
    was = find_line(plan, year=2026, number="16")
    text = LineText(
        was.name_uz, "Посещения", was.name_en, was.unit_uz, was.unit_ru, was.unit_en, "Har kuni", "", "",
        was.service, was.responsible, "quarter", was.mode.value,
    )  # fmt: skip
    do(plan, change_line, number="16", text=text)
    figure = plan_figure(plan, year=2026, number="16")
    assert (figure.name_ru, figure.mechanism_ru, figure.deadline) == ("Посещения", "Har kuni", "quarter")
    action, details = newest(plan)
    assert action == "plan_line_changed"
    assert set(details["becomes"]) == {"name_ru", "mechanism_uz", "mechanism_ru", "mechanism_en", "deadline"}
    assert details["was"]["deadline"] == "year"
    count = len(audit_page(plan))
    do(plan, change_line, number="16", text=text)
    assert len(audit_page(plan)) == count


def test_a_line_moves_with_its_parts_within_its_section(plan: Session) -> None:
    before = order(plan)
    assert do(plan, move_line, number="10", up=False) is True
    found = order(plan)
    assert found.index("11") == before.index("10")
    assert found[found.index("10") :][:7] == ["10", "10.1", "10.2", "10.3", "10.4", "10.4.1", "10.4.2"]
    assert do(plan, move_line, number="10", up=True) is True
    assert order(plan) == before
    assert do(plan, move_line, number="1", up=True) is False
    assert do(plan, move_line, number="9", up=False) is False  # the last of its section
    assert do(plan, move_line, number="16.1", up=True) is False
    assert do(plan, move_line, number="16.1", up=False) is True
    assert order(plan).index("16.2") < order(plan).index("16.1")


def test_a_retired_line_keeps_its_reason_and_takes_its_parts_along(plan: Session) -> None:
    do(plan, retire_line, number="10.4.1", reason="no such gifts")
    do(plan, retire_line, number="10.4", reason=" not  counted any more ")
    lines = {each.number: each for each in plan_figures(plan, year=2026)}
    assert [lines[number].retired for number in ("10", "10.4", "10.4.1", "10.4.2")] == [
        False,
        True,
        True,
        True,
    ]
    assert (lines["10.4"].retire_reason, lines["10.4.1"].retire_reason) == (
        "not counted any more",
        "no such gifts",
    )
    assert newest(plan)[0] == "plan_line_retired"
    assert refused(plan, retire_line, number="10.4", reason="again") is PlanCode.RETIRED_ALREADY
    assert refused(plan, retire_line, number="11", reason="  ") is PlanCode.REASON_MISSING
    assert refused(plan, restore_line, number="10.4.2") is PlanCode.PARENT_RETIRED
    assert refused(plan, add_line, parent="10.4", text=LineText("Xalqaro fondlar")) is PlanCode.PARENT_RETIRED
    assert refused(plan, split_line, number="10.4", parts=[PartText("Fondlar")]) is PlanCode.PARENT_RETIRED
    do(plan, restore_line, number="10.4")
    lines = {each.number: each for each in plan_figures(plan, year=2026)}
    assert not lines["10.4"].retired
    assert refused(plan, restore_line, number="10.4") is PlanCode.NOT_RETIRED


def test_a_counter_is_changed_and_the_old_one_stays_in_the_audit(plan: Session) -> None:
    do(plan, set_counter, number="17", terms=(VISITS, Cut(())), measure="acts")
    assert line_terms(plan, 2026)["17"] == ((VISITS,), "acts")
    action, details = newest(plan)
    assert (action, details["becomes"], details["was_measure"]) == (
        "plan_counter_set", [{"kinds": ["circulation:visit:count"]}], "amount",
    )  # fmt: skip
    assert "circulation:loan:renew" in details["was"][0]["kinds"]
    count = len(audit_page(plan))
    do(plan, set_counter, number="17", terms=(VISITS,), measure="acts")
    assert len(audit_page(plan)) == count
    assert (
        refused(plan, set_counter, number="17", terms=(VISITS,), measure="mean") is PlanCode.MEASURE_UNKNOWN
    )
    assert refused(plan, set_counter, number="17", terms=(), measure="parts") is PlanCode.NO_PARTS
    assert (
        refused(plan, set_counter, number="17", terms=(Cut(("a:b:c",)),), measure="acts")
        is PlanCode.KIND_UNKNOWN
    )
    assert refused(plan, set_counter, number="99", terms=(), measure="acts") is PlanCode.LINE_UNKNOWN


def test_renewals_are_an_edit_of_the_counter_and_come_back_as_they_were(plan: Session) -> None:
    before = line_terms(plan, 2026)["17"]
    do(plan, count_renewals, number="17", count=False)
    terms = line_terms(plan, 2026)["17"][0]
    assert renewals_counted(terms) is False
    assert Kind.ROOM_USE in terms[0].kinds
    do(plan, count_renewals, number="17", count=True)
    assert line_terms(plan, 2026)["17"] == before
    do(plan, set_counter, number="17", terms=(Cut((Kind.LOAN_OPEN,)),), measure="amount")
    do(plan, count_renewals, number="17", count=True)
    assert line_terms(plan, 2026)["17"][0] == (
        Cut((Kind.LOAN_OPEN, Kind.LOAN_RENEW), without_channels=("automatic",)),
    )
    assert refused(plan, count_renewals, number="16", count=True) is PlanCode.NO_LOANS
    assert renewals_counted(()) is None


def test_a_year_is_copied_with_counters_and_targets_and_without_retired_lines(plan: Session) -> None:
    do(plan, retire_line, number="8", reason="nothing else is done")
    do(plan, set_counter, number="1", terms=(VISITS,), measure="acts")
    do(plan, set_target, number="17", plan=100, part="q1")
    do(plan, set_target, number="17", plan=7, sector="reading")
    with transaction(plan):
        record(plan, WORK, Done(Kind.LOAN_OPEN, "loan", 1, amount=9))
    assert do(plan, copy_year, year=2027, source=2026, percent=5) == 70
    figures = {each.number: each for each in plan_figures(plan, year=2027)}
    assert "8" not in figures
    assert figures["1"].terms == (VISITS,)
    assert (figures["17"].plan, figures["17"].last_fact, figures["17"].fact) == (16_338, 9, 0)
    cells = target_cells(plan, 2027)[figures["17"].id]
    assert (cells["q1", "", ""], cells["year", "reading", ""]) == (105, 7)
    assert newest(plan) == (
        "plan_year_copied", {"year": 2027, "source": 2026, "lines": 70, "percent": 5},
    )  # fmt: skip
    assert refused(plan, copy_year, year=2027, source=2026) is PlanCode.YEAR_LOADED
    assert refused(plan, copy_year, year=2028, source=2020) is PlanCode.YEAR_EMPTY
    assert refused(plan, copy_year, year=2028, source=2026, percent=-101) is PlanCode.RAISE_INVALID
    do(plan, copy_year, year=2028, source=2026, targets=False)
    assert {each.plan for each in plan_figures(plan, year=2028)} == {None}


@given(st.integers(0, 10**9), st.integers(-100, 900))
def test_a_raised_target_is_the_nearest_whole_number(plan: int, percent: int) -> None:
    assert abs(raised(plan, percent) * 100 - plan * (100 + percent)) <= 50


@given(
    st.dictionaries(
        st.sampled_from([f"m{month}" for month in range(1, 13)]), st.integers(0, 9), min_size=12, max_size=12
    )
)
def test_months_make_quarters_and_quarters_make_the_year(months: dict[str, int]) -> None:
    cells = {(part, "", ""): plan for part, plan in months.items()}
    assert target_of(cells, "q2") == months["m4"] + months["m5"] + months["m6"]
    assert target_of(cells, "year") == sum(months.values())
    del cells["m5", "", ""]
    assert target_of(cells, "q2") is None
    assert target_of(cells, "year") is None
    assert target_of(cells | {("q2", "", ""): 50}, "q2") == 50


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"part": "q5"}, PlanCode.PART_UNKNOWN),
        ({"sector": "nowhere"}, PlanCode.SECTOR_UNKNOWN),
        ({"service": "nobody"}, PlanCode.SERVICE_UNKNOWN),
        ({"plan": -1, "part": "q1"}, PlanCode.TARGET_INVALID),
    ],
)
def test_a_target_of_nothing_known_is_refused(plan: Session, asked: dict[str, Any], code: PlanCode) -> None:
    assert refused(plan, set_target, **({"number": "17", "plan": 5} | asked)) is code


def test_a_target_of_a_part_is_set_changed_and_taken_away(plan: Session) -> None:
    line = find_line(plan, year=2026, number="17")
    for goal in (5, 6, None):
        do(plan, set_target, number="17", plan=goal, part="q1", sector="reading")
        assert target_cells(plan, 2026)[line.id].get(("q1", "reading", "")) == goal
    assert newest(plan)[1] == {
        "number": "17", "was": 6, "becomes": None, "part": "q1", "sector": "reading", "service": "",
    }  # fmt: skip
