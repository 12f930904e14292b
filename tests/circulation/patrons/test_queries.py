"""Finding readers: by card at the desk, by name in any script, by telephone."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronNotFound
from circulation.patrons.queries import (
    categories,
    count_registered,
    find_patron,
    patron_facts,
    patron_snapshot,
    patrons_by_id,
    search_patrons,
)
from circulation.patrons.services import register
from ils.clock import at_hour
from ils.db import transaction
from tests.conftest import NOON
from tests.world import add_reader, work_at

HARD = {"surname": "Maʼrufov", "given_name": "Oʻktam", "patronymic": "Gʻofur oʻgʻli"}


def names(session: Session, query: str, **narrow: object) -> list[str]:
    return [row.given_name for row in search_patrons(session, query, **narrow).rows]  # type: ignore[arg-type]


@pytest.mark.parametrize("scanned", ["R-7", "r-7", " R-7\r", "К-7"])  # the last К is Cyrillic, on the key R
def test_a_card_is_found_as_it_is_scanned(session: Session, scanned: str) -> None:
    add_reader(session, NOON, card="R-7")
    facts = find_patron(session, scanned)
    assert facts is not None
    assert facts.card_number == "R-7"


@pytest.mark.parametrize("scanned", ["", "R-77", "7", "R-7; DROP TABLE patron", "%", "R" * 500, "\x00"])
def test_what_is_no_card_finds_nobody(session: Session, scanned: str) -> None:
    add_reader(session, NOON, card="R-7")
    assert find_patron(session, scanned.replace("\x00", "")) is None


def test_finding_a_reader_is_one_query_however_many_years_are_on_record(session: Session) -> None:
    anvar = add_reader(session, NOON)
    for year in range(2027, 2037):
        with transaction(session):
            register(session, work_at(at_hour(date(year, 2, 1), 9)), patron_id=anvar.id)
    statements: list[str] = []
    connection = session.connection()
    event.listen(connection, "before_cursor_execute", lambda *told: statements.append(told[2]))
    facts = find_patron(session, "R-1")
    assert facts is not None
    assert (facts.last_registered_year, facts.running_number) == (2036, 1)
    assert facts.registered_in(2036)
    assert not facts.registered_in(2037)
    assert len(statements) == 1


def test_a_reader_can_be_locked_for_an_act(session: Session) -> None:
    anvar = add_reader(session, NOON, register=False)
    with transaction(session):
        facts = find_patron(session, "R-1", lock=True)
        assert facts == patron_facts(session, anvar.id, lock=True)
        assert facts is not None
        assert not facts.registered_in(2026)


def test_the_facts_are_what_statistics_and_screens_need(session: Session) -> None:
    anvar = add_reader(session, NOON, birth_date=date(2008, 4, 16), sex="m", phone="901234567")
    facts = patron_facts(session, anvar.id)
    assert facts.full_name == "Karimov Anvar Botir oʻgʻli"
    assert facts.category_place.name("uz") == "Talaba"
    assert facts.category_place.name("ru") == "Студент"
    assert facts.shown_phone == "+998 90 123 45 67"
    snapshot = patron_snapshot(facts, date(2026, 4, 16))
    assert (snapshot.category, snapshot.age_group, snapshot.sex, snapshot.citizenship) == (
        "student", "18-24", "m", "UZ",
    )  # fmt: skip
    assert patrons_by_id(session, {anvar.id, 404}) == {anvar.id: facts}
    with pytest.raises(PatronNotFound):
        patron_facts(session, 404)


@pytest.mark.parametrize(
    "query",
    [
        "Oʻktam",
        "oʼktam",
        "O'ktam",
        "O`ktam",
        "O‘ktam",
        "O’ktam",
        "oktam",
        "Ўктам",
        "ЎКТАМ МАЪРУФОВ",
        "Maʼrufov Oʻktam",
        "Ma'rufov",
        "marufov gofur",
        "Ғофур ўғли",
        "ogli mar",
        "Gʻof",
    ],
)
def test_a_name_is_found_in_both_scripts_and_with_every_apostrophe(session: Session, query: str) -> None:
    add_reader(session, NOON, card="R-1", **HARD)
    add_reader(session, NOON, card="R-2", surname="Azimova", given_name="Nodira", patronymic="")
    assert names(session, query) == ["Oʻktam"]


def test_a_name_typed_in_cyrillic_is_found_in_latin(session: Session) -> None:
    add_reader(session, NOON, surname="Маъруфов", given_name="Ўктам", patronymic="Ғофур ўғли")
    assert names(session, "O'ktam G'ofur o'g'li Ma'rufov") == ["Ўктам"]


def test_every_word_must_begin_a_word_of_the_name(session: Session) -> None:
    add_reader(session, NOON, card="R-1", **HARD)
    assert names(session, "ktam") == []
    assert names(session, "Oʻktam Karimov") == []


@pytest.mark.parametrize(
    "odd", ["'); DROP TABLE patron; --", "<script>alert(1)</script>", "100%_\\ sure", "=1+1"]
)
def test_a_name_is_nothing_but_text(session: Session, odd: str) -> None:
    anvar = add_reader(session, NOON, card="R-1", given_name=odd, patronymic="")
    add_reader(session, NOON, card="R-2", surname="Azimova", given_name="Nodira", patronymic="")
    facts = patron_facts(session, anvar.id)
    assert facts.given_name.replace("ʼ", "'") == odd
    assert [row.id for row in search_patrons(session, f"karimov {odd}").rows] == [anvar.id]
    assert search_patrons(session).total == 2


@pytest.mark.parametrize("nothing", ["%", "_", "'", "— … !", "\\"])
def test_signs_alone_find_nobody(session: Session, nothing: str) -> None:
    add_reader(session, NOON)
    assert search_patrons(session, nothing).total == 0


def test_readers_are_found_by_card_and_by_telephone(session: Session) -> None:
    add_reader(session, NOON, card="K-000318", phone="90 123 45 67")
    add_reader(session, NOON, card="K-000319", surname="Azimova", given_name="Nodira", patronymic="")
    assert names(session, "k-000318") == ["Anvar"]
    assert names(session, "Л-000318") == ["Anvar"]
    assert names(session, "K-0003") == ["Nodira", "Anvar"]
    assert names(session, "90 123-45") == ["Anvar"]
    assert names(session, "4567") == ["Anvar"]
    assert names(session, "567") == []


def test_pages_follow_the_alphabet(session: Session) -> None:
    for number, surname in enumerate(("Choriyev", "Abdullayev", "Oʻktamov", "Olimov", "Ўктамова"), start=1):
        add_reader(session, NOON, card=f"R-{number}", surname=surname, patronymic="")
    first = search_patrons(session, limit=3)
    second = search_patrons(session, limit=3, offset=3)
    assert first.total == second.total == 5
    assert [row.surname for row in (*first.rows, *second.rows)] == [
        "Abdullayev", "Olimov", "Oʻktamov", "Ўктамова", "Choriyev",
    ]  # fmt: skip


def test_lists_narrow_to_a_category_and_to_the_registered(session: Session) -> None:
    add_reader(session, NOON, card="R-1", category="pupil", given_name="Bobur")
    add_reader(session, NOON, card="R-2", register=False)
    assert names(session, "", category="pupil") == ["Bobur"]
    assert names(session, "", registered_in=2026) == ["Bobur"]
    assert names(session, "karimov", registered_in=2025) == []
    assert count_registered(session, 2026) == 1


def test_the_categories_are_those_of_practice(session: Session) -> None:
    codes = [category.code for category in categories(session)]
    assert codes[0] == "pupil"
    assert codes[-1] == "other"
    assert all(each.name_uz and each.name_ru and each.name_en for each in categories(session))
