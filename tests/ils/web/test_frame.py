"""The frame, the first page, and the figures on it that open to their acts."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from ils.accounts.permissions import MAY, Permission, Role
from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done
from ils.db import transaction
from ils.library.places import Place
from ils.web import home
from ils.web.frame import place_label, place_name_of
from tests.conftest import NOON, SignIn
from tests.world import add_reader, work_at


def visits(session: Session, count: int, *, days: int = 0, note: str = "", **place: str) -> None:
    with transaction(session):
        work = work_at(NOON + timedelta(days=days), **place)  # type: ignore[arg-type]
        record(session, work, *(Done(Kind.VISIT, "gate", number, note=note) for number in range(count)))


@pytest.fixture
def desk(signed_in: SignIn) -> FlaskClient:
    return signed_in(Role.DESK)


def figure(page: str, label: str) -> tuple[str, str]:
    """Return the address and the value of a figure of the first page."""
    found = re.search(rf'href="([^"]*)" aria-label="{label}: (\d+)"', page)
    assert found is not None, label
    return found[1].replace("&amp;", "&"), found[2]


@pytest.mark.usefixtures("at_noon")
def test_figures_of_today_open_to_their_rows(desk: FlaskClient, session: Session) -> None:
    visits(session, 3, note="<i>school</i>")
    visits(session, 5, days=-1)
    link, value = figure(desk.get("/").text, "Visit")
    assert value == "3"
    page = desk.get(link).text
    assert "acts: 3, sum: 3" in page
    assert page.count("&lt;i&gt;school&lt;/i&gt;") == 3
    assert "<i>school" not in page


@pytest.mark.usefixtures("at_noon")
def test_an_act_is_shown_with_its_words_its_place_and_its_reader(desk: FlaskClient, session: Session) -> None:
    add_reader(session, NOON)
    page = desk.get(f"/figures/{Kind.PATRON_REGISTER}").text
    assert "Reader registered" in page
    assert "Lending department" in page
    assert "Karimov" in page


def test_rows_are_narrowed_by_days_and_sector(desk: FlaskClient, session: Session) -> None:
    visits(session, 2)
    visits(session, 1, sector="reading")
    visits(session, 4, days=1)
    kind, days = Kind.VISIT.value, "since=2026-04-15&until=2026-04-15"
    assert "acts: 3, sum: 3" in desk.get(f"/figures/{kind}?{days}").text
    assert "acts: 1, sum: 1" in desk.get(f"/figures/{kind}?{days}&sector=reading").text
    assert "acts: 7, sum: 7" in desk.get(f"/figures/{kind}?since=2026-04-01&until=2026-04-30").text
    assert "No acts in this period" in desk.get(f"/figures/{kind}?since=2020-01-01&until=2020-01-02").text


def test_a_long_list_goes_on_page_by_page_and_keeps_its_choice(desk: FlaskClient, session: Session) -> None:
    visits(session, 230, sector="reading")
    visits(session, 1)
    address: str | None = f"/figures/{Kind.VISIT}?since=2026-04-15&until=2026-04-15&sector=reading"
    seen = []
    while address:
        page = desk.get(address).text
        assert "acts: 230, sum: 230" in page
        seen.append(len(re.findall(r"<td[^>]*>Visit</td>", page)))
        further = re.search(r'href="([^"]*before=[^"]*)"', page)
        address = further[1].replace("&amp;", "&") if further else None
    assert seen == [100, 100, 30]


@pytest.mark.parametrize(
    "query",
    ["since=yesterday", "until=2026-13-01", "before=x", "before=2026-04-15:x", "before=x:1", "before=2026-04-15:²",
     "before=2026-04-15:" + "9" * 400, "since=15.04.2026", "until=9999-12-31", "since=0001-01-01"],
)  # fmt: skip
def test_days_and_positions_that_cannot_be_are_refused_in_words(desk: FlaskClient, query: str) -> None:
    answer = desk.get(f"/figures/{Kind.VISIT}?{query}")
    assert answer.status_code == 400
    assert "The field" in answer.text


def test_an_unknown_kind_is_refused_in_words(desk: FlaskClient) -> None:
    answer = desk.get("/figures/<script>alert(1)")
    assert answer.status_code == 400
    assert "not in the list" in answer.text
    assert "<script>alert" not in answer.text


def test_every_kind_of_act_opens(desk: FlaskClient) -> None:
    for kind in Kind:
        assert desk.get(f"/figures/{kind}").status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.KIOSK])  # it begins at the kiosk
def test_the_first_page_of_each_role_offers_what_it_may_do(app: Flask, signed_in: SignIn, role: Role) -> None:
    page = signed_in(role).get("/").text
    offered = set(re.findall(r'<a class="tile" href="([^"]+)"', page))
    assert offered
    for link in offered:
        endpoint = app.url_map.bind("localhost").match(link)[0]
        needed: Permission | None = getattr(app.view_functions[endpoint], "required_permission", None)
        assert needed is not None


def test_what_waits_is_shown_while_it_waits(app: Flask, desk: FlaskClient) -> None:
    def line(count: int) -> home.Attention:
        return home.Attention("Waiting", "home.help_page", Permission.CIRCULATE, lambda _session: count)

    hidden = home.Attention("Hidden", "home.help_page", Permission.STAFF, lambda _session: 5)
    app.extensions["ils_home"] = home.HomeTables((), (line(0), hidden))
    assert "Nothing is waiting" in desk.get("/").text
    app.extensions["ils_home"] = home.HomeTables((), (line(1234), hidden))
    page = desk.get("/").text
    assert "1\N{NO-BREAK SPACE}234" in page
    assert "Hidden" not in page


def test_help_lists_the_keys(desk: FlaskClient, client: FlaskClient) -> None:
    for browser in (desk, client):
        assert "<kbd>F1</kbd>" in browser.get("/help").text


def test_a_department_that_is_gone_is_shown_by_its_code(app: Flask) -> None:
    with app.test_request_context("/"):
        assert place_name_of("attic") == "attic"
        assert place_name_of("foreign") == "Xorijiy adabiyotlar boʻlimi"
        assert place_label(None) == ""
        assert place_label(Place("x", "Oʻquv zali", "Зал", "Room")) == "Oʻquv zali"


def test_the_day_in_the_frame_is_the_library_s(at_noon: time_machine.Traveller, desk: FlaskClient) -> None:
    assert "15.04.2026" in desk.get("/help").text
    at_noon.shift(timedelta(hours=11.9))
    assert "15.04.2026" in desk.get("/help").text
    at_noon.shift(timedelta(minutes=6))  # past midnight in Tashkent, still seven in the evening in UTC
    with desk.session_transaction() as cookie:
        cookie.permanent = True
    assert "16.04.2026" in desk.get("/help").text


def groups(page: str) -> list[tuple[str, list[str]]]:
    """Return the groups of the rail: heading, empty where none stands, and the pages under it."""
    rail = page[page.index('<nav class="rail"') : page.index("nav-bottom")]
    lists = re.findall(r'<ul class="nav-list"(?: aria-label="([^"]*)")?>(.*?)</ul>', rail, re.DOTALL)
    return [(label, re.findall(r'data-entry="([^"]+)"', lines)) for label, lines in lists]


def test_the_director_begins_with_the_plan_and_the_desk_with_the_readers(signed_in: SignIn) -> None:
    headings = {role: [label for label, _lines in groups(signed_in(role).get("/help").text)] for role in
                (Role.DIRECTOR, Role.DESK, Role.FOREIGN)}  # fmt: skip
    assert headings[Role.DIRECTOR] == [
        "Plan and reports",
        "Serving readers",
        "Collection",
        "Events and trips",
        "Foreign literature",
    ]
    assert headings[Role.FOREIGN][0] == "Foreign literature"
    assert headings[Role.DESK] == [
        "Serving readers",
        "Collection",
        "Events and trips",
        "Foreign literature",
        "Plan and reports",
    ]


def test_a_single_line_of_a_group_stands_without_a_heading(signed_in: SignIn) -> None:
    found = groups(signed_in(Role.CATALOGUER).get("/help").text)
    assert ("", ["exhibitions.index"]) in found
    assert [label for label, lines in found if len(lines) > 1 and not label] == []


def test_every_line_that_a_role_may_open_is_in_one_group(app: Flask, signed_in: SignIn) -> None:
    for role in (each for each in Role if each is not Role.KIOSK):
        shown = [line for _label, lines in groups(signed_in(role).get("/help").text) for line in lines]
        assert len(shown) == len(set(shown))
        may = [getattr(app.view_functions[line], "required_permission", None) for line in shown]
        assert all(each is None or each in MAY[role] for each in may)
        assert {"workplan.index", "reports.index", "registers.index", "public.search"} <= set(shown)
