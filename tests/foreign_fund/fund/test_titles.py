"""What titles of the fund say, kept in step with records; the figures of the dashboard open."""

from __future__ import annotations

from html import unescape

import pytest
from flask.testing import FlaskClient
from pymarc import Field, Indicators, Record, Subfield
from sqlalchemy import update
from sqlalchemy.orm import Session

from catalog.marc import ForeignFacts, Profile, foreign_facts, to_bytes
from catalog.records.models import Record as Row
from foreign_fund.fund import services
from foreign_fund.fund.jobs import KIND, PERIODIC
from foreign_fund.fund.queries import TitlesWanted, fund_titles, stock_by_said, unread_titles
from ils.db import transaction
from ils.library.funds import load_fund
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf


def marc(*fields: tuple[str, str]) -> Record:
    """Return a record of “245 a=Focus 5 b=coursebook” in short."""
    record = Record(leader="00000nam a2200000 i 4500")
    for tag, said in fields:
        parts = [Subfield(each[0], each[2:]) for each in said.split("|")]
        record.add_field(Field(tag, Indicators("1", " "), parts))
    return record


@pytest.mark.parametrize(
    ("profile", "fields", "said"),
    [
        (
            Profile.MARC21,
            (("041", "a=eng|h=rus"), ("240", "a=Анна Каренина|l=eng"), ("245", "a=Anna Karenina /|c=Tolstoy"),
             ("521", "a=B1-B2"), ("655", "a=Graded readers"), ("300", "a=96 p. +|e=1 CD"),
             ("541", "a=British Council|c=gift")),
            {"level": "B1", "level_to": "B2", "kind": "reader", "script": "latin", "original_language": "rus",
             "original_title": "Анна Каренина", "accompanying": "1 CD", "donor": "British Council"},
        ),
        (
            Profile.MARC21,
            (("245", "6=880-01|a=Iqhag ui ttang"), ("880", "6=245-01/$1|a=이해의 땅"), ("242", "a=Anglash yeri")),
            {"script": "hangul", "romanised_title": "Iqhag ui ttang", "translated_title": "Anglash yeri"},
        ),
        (
            Profile.MARC21,
            (("245", "a=Война и мир"), ("246", "a=Voyna i mir")),
            {"script": "cyrillic", "romanised_title": "Voyna i mir"},
        ),
        (
            Profile.UNIMARC,
            (("101", "a=ger|c=eng"), ("200", "a=Der kleine Hobbit|e=Lektüre B2"), ("454", "t=The Hobbit"),
             ("541", "a=Xobbit")),
            {"level": "B2", "level_to": "B2", "kind": "reader", "original_language": "eng",
             "original_title": "The Hobbit", "translated_title": "Xobbit", "script": "latin"},
        ),
        (Profile.MARC21, (("245", "a=IELTS 17"), ("655", "a=Test preparation: IELTS")),
         {"kind": "test", "script": "latin"}),
        (Profile.MARC21, (("245", "a=Словарь"), ("650", "a=Словари|v=Словари")),
         {"kind": "dictionary", "script": "cyrillic"}),
        (Profile.MARC21, (("245", "a=Focus 5"), ("490", "a=Darslik: C1")),
         {"kind": "textbook", "level": "C1", "level_to": "C1", "script": "latin"}),
        (Profile.MARC21, (("245", "a=Vitamin B12 va A4 qogʻoz"),), {"script": "latin"}),
    ],
)  # fmt: skip
def test_what_a_record_says(
    profile: Profile, fields: tuple[tuple[str, str], ...], said: dict[str, str]
) -> None:
    assert foreign_facts(marc(*fields), profile) == ForeignFacts(**said)


def describe(session: Session, record_id: int, version: int, *fields: tuple[str, str]) -> None:
    with transaction(session):
        session.execute(
            update(Row).where(Row.id == record_id).values(marc=to_bytes(marc(*fields)), version=version)
        )


@pytest.fixture
def titles(session: Session, shelf: Shelf) -> list[int]:
    """A textbook of B1 to B2 with two copies, and a title that says nothing."""
    ids = [shelf.record("eng", "Focus 5"), shelf.record("ger")]
    for code, record in (("E-1", ids[0]), ("E-2", ids[0]), ("G-1", ids[1])):
        shelf.copy(code, record=record)
    describe(
        session,
        ids[0],
        2,
        ("245", "a=Focus 5"),
        ("521", "a=B1–B2"),
        ("655", "a=Textbooks"),
        ("541", "a=Pearson"),
    )
    describe(
        session,
        ids[1],
        2,
        ("245", "a=Der kleine Prinz"),
        ("041", "a=ger|h=fre"),
        ("240", "a=Le Petit Prince"),
    )
    with transaction(session):
        assert services.read_titles(session) == 2
    return ids


def test_titles_are_found_by_what_they_say(session: Session, titles: list[int]) -> None:
    fund = load_fund(session)

    def found(**wanted: str) -> list[int]:
        return [row.record_id for row in fund_titles(session, fund=fund, wanted=TitlesWanted(**wanted)).rows]

    book, prince = titles
    assert sorted(found()) == sorted(titles)
    assert [found(level=level) for level in ("A2", "B1", "B2", "C1")] == [[], [book], [book], []]
    assert found(level="-") == [prince]
    assert found(kind="textbook") == found(donor="Pearson") == [book]
    assert found(original="fre") == found(language="ger") == found(kind="-") == [prince]
    assert stock_by_said(session, fund=fund, by="level") == (("B1", 1, 2), ("", 1, 1))
    assert stock_by_said(session, fund=fund, by="kind") == (("textbook", 1, 2), ("", 1, 1))


def test_a_changed_record_is_read_anew(session: Session, titles: list[int]) -> None:
    fund = load_fund(session)
    assert unread_titles(session, fund=fund, limit=10) == ()
    describe(session, titles[0], 3, ("245", "a=Focus 5"), ("521", "a=C1"))
    assert unread_titles(session, fund=fund, limit=10) == (titles[0],)
    (periodic,) = PERIODIC
    assert (periodic.kind, periodic.due and periodic.due(session, NOON)) == (KIND, True)
    with transaction(session):
        services.read_titles(session)
    assert stock_by_said(session, fund=fund, by="level")[0] == ("C1", 1, 2)


@pytest.mark.usefixtures("titles", "at_noon")
def test_the_dashboard_opens_every_figure(department: FlaskClient, shelf: Shelf) -> None:
    shelf.lend("E-1")
    page = unescape(department.get("/fund").text)
    for part in (
        "By language level",
        "By kind",
        "B1",
        "Textbook",
        "Used in the reading room",
        "The department in the work plan",
    ):
        assert part in page, part
    for url in (
        "/fund/use/loans",
        "/fund/titles?level=B1",
        "/fund/titles?kind=textbook",
        "/fund/titles?kind=-",
    ):
        assert f'href="{url}"' in page or url.startswith("/fund/use"), url
        assert "Focus 5" in department.get(url).text or url.endswith("-")
    assert "Le Petit Prince" in department.get("/fund/titles?original=fre").text
    assert "No such titles" in department.get("/fund/titles?level=C2").text
    assert department.get("/fund/plan/999").status_code == 404
    assert department.get("/fund/use/reading").status_code == 404


def test_the_catalogue_tells_everybody_what_the_fund_reads_in_a_title(
    department: FlaskClient, client: FlaskClient, session: Session, shelf: Shelf, titles: list[int]
) -> None:
    textbook = panel_of(department.get(f"/records/{titles[0]}").text)
    assert all(part in textbook for part in ("Language level", "B1–B2", "Textbook"))
    translated = panel_of(client.get(f"/records/{titles[1]}").text)  # signed out, in Uzbek
    assert "Le Petit Prince" in translated
    silent = shelf.record("eng", "Silent")
    describe(session, silent, 2, ("245", "a=Silent"))
    shelf.copy("S-1", record=silent)
    assert panel_of(department.get(f"/records/{silent}").text) == ""  # not read yet
    with transaction(session):
        assert services.read_titles(session) == 1
    assert panel_of(department.get(f"/records/{silent}").text) == ""


def panel_of(page: str) -> str:
    """Return the department's panel on the page of a record."""
    _before, found, rest = page.partition('id="of-the-fund"')
    return unescape(rest.partition("</section>")[0]) if found else ""
