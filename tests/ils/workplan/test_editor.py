"""Screens of the editor: lines, counters with their preview, parts, targets in a grid, copying a year."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ils.accounts.permissions import Role
from ils.activity.cut import Cut
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done
from ils.db import transaction
from ils.workplan.queries import find_line, line_terms, plan_figure, target_cells, years
from ils.workplan.services import load_year, retire_line, set_counter, set_target
from tests.conftest import NOON, SignIn
from tests.world import work_at


@pytest.fixture
def plan(session: Session) -> Session:
    """A library with the plan of 2026, two loans and a visit."""
    with transaction(session):
        load_year(session, work_at(NOON), year=2026)
        record(session, work_at(NOON), Done(Kind.LOAN_OPEN, "loan", 1, source="home"))
        record(session, work_at(NOON, sector="reading"), Done(Kind.LOAN_OPEN, "loan", 2, source="room"))
        record(session, work_at(NOON), Done(Kind.VISIT, "visit", 1))
    return session


@pytest.fixture
def director(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.DIRECTOR)


def test_the_list_says_what_each_line_counts(director: FlaskClient, plan: Session) -> None:
    with transaction(plan):
        set_counter(plan, work_at(NOON), year=2026, number="1", terms=(), measure="amount")
        retire_line(plan, work_at(NOON), year=2026, number="41", reason="counted elsewhere")
    page = director.get("/plan/2026/lines").text
    assert "Book lent, Loan renewed" in page
    assert "the sum of its parts" in page
    assert "not yet fed" in page
    assert "counted elsewhere" in page
    assert "There is no plan for 2031 yet" in director.get("/plan/2031/lines").text


def test_a_line_is_added_and_leads_to_its_counter(director: FlaskClient, plan: Session) -> None:
    form = director.get("/plan/2026/lines/add").text
    assert "II. Main production work" in form
    given = {
        "section": "II. Asosiy ishlab chiqarish faoliyati", "name_uz": "Uy vazifalari", "deadline": "month",
        "service": "abon", "mode": "manual",
    }  # fmt: skip
    answer = director.post("/plan/2026/lines/add", data=given)
    assert answer.location == "/plan/2026/lines/43/counter"
    part = director.post("/plan/2026/lines/add?parent=43", data=given | {"number": "43.7"})
    assert part.location == "/plan/2026/lines/43.7/counter"
    taken = director.post("/plan/2026/lines/add?parent=43", data=given | {"number": "43.7"})
    assert taken.status_code == 422
    assert "has a line 43.7 already" in taken.text
    nameless = director.post("/plan/2026/lines/add", data=given | {"name_uz": ""})
    assert nameless.status_code == 422
    assert "Fill in this field." in nameless.text


def test_a_line_opens_a_new_section_which_is_renamed_in_all_its_lines(
    director: FlaskClient, plan: Session
) -> None:
    given = {
        "section": "V. Ommaviy axborot vositalari bilan ishlash", "name_uz": "Bogʻ", "deadline": "year",
        "service": "abon",
        "mode": "manual", "new_uz": "VI. Xoʻjalik ishlari", "new_ru": "VI. Хозяйство",
    }  # fmt: skip
    assert director.post("/plan/2026/lines/add", data=given).location == "/plan/2026/lines/43/counter"
    again = director.post("/plan/2026/lines/add", data=given)
    assert again.status_code == 422
    assert "has a section “VI. Xoʻjalik ishlari” already" in again.text
    nameless = director.post("/plan/2026/lines/add", data=given | {"new_uz": " "})
    assert "A section needs its name in Uzbek." in nameless.text
    beside = given | {"section": "VI. Xoʻjalik ishlari", "new_uz": "", "new_ru": "", "name_uz": "Taʼmir"}
    assert director.post("/plan/2026/lines/add", data=beside).location == "/plan/2026/lines/44/counter"
    page = director.get("/plan/2026/lines").text
    assert page.count('<tr class="sec">') == 6
    assert "/plan/2026/sections/6" in page
    shown = director.get("/plan/2026/sections/6").text
    assert 'value="VI. Хозяйство"' in shown
    taken = director.post(
        "/plan/2026/sections/6", data={"uz": "II. Asosiy ishlab chiqarish faoliyati", "ru": "", "en": ""}
    )
    assert taken.status_code == 422
    named = director.post("/plan/2026/sections/6", data={"uz": "VI. Bino", "ru": "", "en": "VI. House"})
    assert named.location == "/plan/2026/lines"
    plan.rollback()
    own = [find_line(plan, year=2026, number=number) for number in ("43", "44")]
    assert {(each.section_uz, each.section_ru, each.section_en) for each in own} == {
        ("VI. Bino", "VI. Bino", "VI. House")
    }
    assert director.get("/plan/2026/sections/7").status_code in {400, 422}


def test_a_line_is_reworded_and_shown_so_in_every_language(signed_in: SignIn, plan: Session) -> None:
    director = signed_in(Role.DIRECTOR, "ru")
    given = {
        "name_uz": "Tashriflar", "name_ru": "Посещения", "unit_uz": "Kishi", "deadline": "month", "service": "abon",
        "mode": "auto", "mechanism_uz": "Kunlik hisob", "mechanism_ru": "", "mechanism_en": "", "responsible": "Nilufar",
    }  # fmt: skip
    assert director.post("/plan/2026/lines/16/edit", data=given).status_code == 302
    page = director.get("/plan/2026/lines/16").text
    assert "Посещения" in page
    assert "Kunlik hisob" in page
    assert "Nilufar" in page
    form = director.get("/plan/2026/lines/16/edit").text
    assert 'name="name_en"' in form
    assert form.count("Tashriflar") == 1  # a text that only repeats the Uzbek one is shown empty
    assert director.post("/plan/2026/lines/16/edit", data=given | {"unit_uz": "x" * 61}).status_code == 422


def test_a_line_is_moved_retired_and_brought_back(director: FlaskClient, plan: Session) -> None:
    assert director.post("/plan/2026/lines/2/move", data={"way": "up"}).location == "/plan/2026/lines#line-2"
    page = director.get("/plan/2026/lines").text
    assert page.index('id="line-2"') < page.index('id="line-1"')
    assert "Say why" in director.post("/plan/2026/lines/2/retire", data={"reason": ""}).text
    director.post("/plan/2026/lines/2/retire", data={"reason": "kadrlar boʻlimi sanaydi"})
    assert "kadrlar boʻlimi sanaydi" in director.get("/plan/2026/lines/2").text
    assert "retired" in director.get("/plan/2026").text
    assert "Bring back" in director.get("/plan/2026/lines/2/edit").text
    director.post("/plan/2026/lines/2/restore")
    plan.rollback()
    assert find_line(plan, year=2026, number="2").retired_at is None


def test_the_preview_shows_the_figure_before_anything_is_saved(director: FlaskClient, plan: Session) -> None:
    before = line_terms(plan, 2026)
    page = director.get("/plan/2026/lines/17/counter").text
    assert 'name="t0-kinds" value="circulation:loan:open" checked' in page
    assert 'name="t1-kinds" value="circulation:loan:open"' in page  # an empty group to be filled
    given = {"t0-kinds": ["circulation:loan:open"], "t0-sectors": ["reading"], "measure": "amount"}
    shown = director.post("/plan/2026/lines/17/counter/preview", data=given).text
    assert "<html" not in shown
    assert "<b>1</b>" in shown
    assert "Book lent" in shown
    wide = director.post(
        "/plan/2026/lines/17/counter/preview",
        data={
            "t0-kinds": ["circulation:loan:open", "circulation:visit:count"],
            "t3-kinds": ["circulation:loan:open"],
            "measure": "amount",
        },
    ).text
    assert "<b>3</b>" in wide  # an act counts once, however many groups it fits
    nothing = director.post("/plan/2026/lines/17/counter/preview", data={"measure": "amount"}).text
    assert "Nothing is chosen" in nothing
    assert "The line is the sum of its parts." in director.get("/plan/2026/lines/22/counter").text
    plan.rollback()
    assert line_terms(plan, 2026) == before


def test_a_counter_is_built_and_saved(director: FlaskClient, plan: Session) -> None:
    given = {
        "t0-kinds": ["circulation:loan:open"], "t0-sources": ["room"], "t1-kinds": ["circulation:visit:count"],
        "t1-without_citizenships": ["UZ", ""], "measure": "distinct",
    }  # fmt: skip
    answer = director.post("/plan/2026/lines/1/counter", data=given)
    assert answer.location == "/plan/2026/lines/1"
    plan.rollback()
    assert line_terms(plan, 2026)["1"] == (
        (Cut(("circulation:loan:open",), sources=("room",)),
         Cut(("circulation:visit:count",), without_citizenships=("UZ", ""))),
        "distinct",
    )  # fmt: skip
    odd = director.post("/plan/2026/lines/1/counter", data={"t0-kinds": ["a:b:c"], "measure": "amount"})
    assert odd.status_code == 422
    assert "does not count" in odd.text


def test_a_line_is_parted_by_what_its_acts_are_told_apart_by(director: FlaskClient, plan: Session) -> None:
    page = director.get("/plan/2026/lines/17/split?by=source").text
    assert 'name="code-0"' in page
    assert "in the reading room" in page
    assert 'value="в читальном зале"' in page or 'value="в зале"' in page
    assert 'value="oʻquv zalida"' in page
    given = {
        "take": ["0", "1"],
        "code-0": "home",
        "uz-0": "Uyga",
        "code-1": "room",
        "uz-1": "Zalda",
        "ru-1": "В зале",
    }
    answer = director.post("/plan/2026/lines/17/split?by=source", data=given, follow_redirects=True)
    assert "Parts added: 17.1, 17.2" in answer.text
    plan.rollback()
    assert [plan_figure(plan, year=2026, number=number).fact for number in ("17", "17.1", "17.2")] == [
        2,
        1,
        1,
    ]
    by_hand = director.post(
        "/plan/2026/lines/1/split?by=hand",
        data={"uz-0": "Birinchi", "uz-3": "Ikkinchi"},
        follow_redirects=True,
    )
    assert "Parts added: 1.1, 1.2" in by_hand.text
    assert (
        "Choose or name at least one part" in director.post("/plan/2026/lines/2/split?by=hand", data={}).text
    )
    assert director.get("/plan/2026/lines/17/split?by=colour").status_code == 400


def test_a_slip_in_one_cell_of_the_targets_loses_none_of_the_others(
    director: FlaskClient, plan: Session
) -> None:
    answer = director.post("/plan/2026/targets", data={"target-16": "4321", "target-17": "1o0"})
    assert answer.status_code == 422
    assert 'name="target-16" value="4321"' in answer.text
    assert 'name="target-17" value="1o0"' in answer.text
    plan.rollback()
    assert plan_figure(plan, year=2026, number="16").plan != 4321


def test_targets_of_quarters_and_sectors_in_a_grid_that_tells_when_they_do_not_add_up(
    director: FlaskClient, plan: Session
) -> None:
    with transaction(plan):
        set_target(plan, work_at(NOON), year=2026, number="17", plan=100)
    given = {f"target-17/q{quarter}::": "20" for quarter in (1, 2, 3, 4)}
    page = director.post("/plan/2026/targets?by=quarters", data=given, follow_redirects=True).text
    assert "The parts do not add up to the year:" in page
    assert "(80 ≠ 100)" in page
    page = director.post(
        "/plan/2026/targets?by=quarters", data={"target-17/q4::": "40"}, follow_redirects=True
    ).text
    assert "do not add up" not in page
    page = director.post(
        "/plan/2026/targets?by=sectors", data={"target-17/year:reading:": "101"}, follow_redirects=True
    ).text
    assert "(101 ≠ 100)" in page
    director.post("/plan/2026/targets?by=months&service=akt", data={"target-5/m2::akt": "3"})
    director.post("/plan/2026/targets?by=services", data={"target-5/year::akt": "9"})
    assert (
        'name="target-5/m2::akt" value="3"' in director.get("/plan/2026/targets?by=months&service=akt").text
    )
    plan.rollback()
    cells = target_cells(plan, 2026)
    own = cells[find_line(plan, year=2026, number="5").id]
    assert (own["m2", "", "akt"], own["year", "", "akt"]) == (3, 9)
    assert director.post("/plan/2026/targets?by=quarters", data={"target-17/m1::": "1"}).status_code == 400
    assert director.get("/plan/2026/targets?by=weeks").status_code == 400
    quarter = director.get("/plan/2026?period=q4").text
    assert ">40<" in quarter


def test_a_year_is_copied_with_raised_targets(director: FlaskClient, plan: Session) -> None:
    assert "Copy another year" in director.get("/plan/2027").text
    assert 'value="2026"' in director.get("/plan/2027/copy").text
    answer = director.post("/plan/2027/copy", data={"source": "2026", "percent": "+10 %", "targets": "1"})
    assert answer.location == "/plan/2027/targets"
    plan.rollback()
    assert years(plan) == (2027, 2026)
    assert plan_figure(plan, year=2027, number="17").plan == 17_116
    assert plan_figure(plan, year=2027, number="17").last_fact == 2
    again = director.post("/plan/2027/copy", data={"source": "2026", "percent": "0"})
    assert again.status_code == 422
    for odd in ({"source": "x"}, {"source": "2026", "percent": "--5"}):
        assert director.post("/plan/2028/copy", data=odd).status_code in {400, 422}


def test_the_plan_is_shown_by_sector_and_by_service(director: FlaskClient, plan: Session) -> None:
    page = director.get("/plan/2026?sector=reading").text
    assert 'href="/plan/2026/lines/17?since=2026-01-01&amp;until=2026-12-31&amp;sector=reading"' in page
    assert "acts: 1, sum: 1" in director.get("/plan/2026/lines/17?sector=reading").text
    hr = director.get("/plan/2026?service=hr").text
    assert 'id="line-42-2"' in hr
    assert 'id="line-17"' not in hr
    for odd in ("sector=nowhere", "service=nobody"):
        assert director.get(f"/plan/2026?{odd}").status_code == 400


@pytest.mark.parametrize(
    "path", ["lines", "lines/add", "lines/17/edit", "lines/17/counter", "lines/17/split", "copy", "openings"]
)
def test_who_only_sees_the_plan_cannot_edit_it(signed_in: SignIn, plan: Session, path: str) -> None:
    desk = signed_in(Role.DESK)
    assert desk.get(f"/plan/2026/{path}").status_code == 403
    assert "/lines/17/counter" not in desk.get("/plan/2026/lines/17").text
