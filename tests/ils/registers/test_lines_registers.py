"""Each line of the plan that registers feed: it rises by exactly its rule, and comes back to what it was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from ils.activity.kinds import Kind
from ils.activity.services import record
from ils.activity.work import Done, PatronSnapshot, Work
from ils.db import transaction
from ils.registers.errors import RegisterCode, RegisterError, RegisterInputError
from ils.registers.services import file_directory, file_summary, save_library
from ils.registers.services.libraries import LibraryFacts
from tests.conftest import NOON
from tests.ils.registers.lines import fact, holds, mend, put, undo
from tests.world import add_school, work_at

WORK = work_at(NOON)
LINK = "https://arnasoy-akm.uz/yangilik/1"


@pytest.fixture
def school(session: Session) -> int:
    """A school library of the district."""
    return add_school(session, NOON).id


def help_given(session: Session, library: int, **more: Any) -> Any:
    told = {"type": "on_site", "library_id": library, "people": "N. Karimova", **more}
    return put(session, WORK, "method_help", **told)


def test_line_01_a_new_edition_of_the_same_text_counts_once_a_year(session: Session) -> None:
    said: dict[str, Any] = {"type": "manual", "people": "N. Karimova"}
    first = put(session, WORK, "documents", title="Katalog yuritish", number="1", **said)
    second = put(session, WORK, "documents", title="«Katalog  yuritish»", number="2", **said)
    put(
        session,
        WORK,
        "documents",
        title="Katalog yuritish",
        number="9",
        type="recommendation",
        people="N. K.",
    )
    assert fact(session, "1") == 2
    undo(session, WORK, first)
    assert fact(session, "1") == 2  # the second edition counts now
    mend(session, WORK, second, title="Kartoteka yuritish")
    assert fact(session, "1") == 2
    put(session, WORK, "documents", title="Katalog yuritish", number="3", **said)
    assert fact(session, "1") == 3
    put(session, WORK, "documents", title="Katalog yuritish", number="4", day=date(2025, 5, 5), **said)
    assert (fact(session, "1"), fact(session, "1", 2025)) == (3, 1)
    holds(session)


def test_line_01_needs_number_and_authors(session: Session) -> None:
    with pytest.raises(RegisterInputError) as refused:
        put(session, WORK, "documents", type="manual", people="N. Karimova")
    assert (refused.value.code, refused.value.facts["field"]) == (RegisterCode.FIELD_MISSING, "number")
    assert fact(session, "1") == 0


def test_line_02_one_summary_a_quarter_by_hand_or_by_the_program(session: Session) -> None:
    with transaction(session):
        file_summary(session, WORK, year=2026, quarter=1, title="I chorak")
    assert fact(session, "2") == 1
    with pytest.raises(RegisterError) as refused, transaction(session):
        file_summary(session, WORK, year=2026, quarter=1, title="I chorak")
    assert refused.value.code == RegisterCode.QUARTER_FILED
    put(session, WORK, "documents", type="staff_summary", title="I chorak yana", until=date(2026, 3, 31))
    assert fact(session, "2") == 1  # kept, counted once
    put(session, WORK, "documents", type="staff_summary", title="II chorak")
    assert fact(session, "2") == 2
    with pytest.raises(RegisterInputError), transaction(session):
        file_summary(session, WORK, year=2026, quarter=3, title="III chorak")
    holds(session)


def test_line_03_one_directory_a_year_whatever_its_rows(session: Session, school: int) -> None:
    with transaction(session):
        save_library(session, WORK, facts=LibraryFacts("3-maktab kutubxonasi", "school", readers=210))
    assert fact(session, "3") == 0
    with transaction(session):
        file_directory(session, WORK, year=2026, title="Dislokatsiya")
    assert fact(session, "3") == 1
    with pytest.raises(RegisterError), transaction(session):
        file_directory(session, WORK, year=2026, title="Dislokatsiya")
    put(session, WORK, "documents", type="directory", title="Yana dislokatsiya")
    assert fact(session, "3") == 1
    holds(session)


def test_line_05_several_questions_of_a_library_on_a_day_are_one(session: Session, school: int) -> None:
    with transaction(session):
        other = save_library(session, WORK, facts=LibraryFacts("Kollej kutubxonasi", "college")).id
    first = help_given(session, school, title="Katalog")
    second = help_given(session, school, title="Fond hisobi", type="oral")
    assert fact(session, "5") == 1
    help_given(session, other, title="Katalog")
    assert fact(session, "5") == 2
    help_given(session, school, title="Katalog", day=date(2026, 4, 14))
    assert fact(session, "5") == 3
    undo(session, WORK, first)
    assert fact(session, "5") == 3  # the second of that day counts now
    undo(session, WORK, second)
    assert fact(session, "5") == 2
    holds(session)


def test_line_05_a_changed_day_or_library_takes_the_count_along(session: Session, school: int) -> None:
    first = help_given(session, school, title="Katalog")
    second = help_given(session, school, title="Fond")
    mend(session, WORK, first, day=date(2026, 4, 1))
    assert fact(session, "5") == 2
    mend(session, WORK, second, day=date(2026, 4, 1))
    assert fact(session, "5") == 1
    holds(session)


def test_line_25_says_yes_however_often(session: Session) -> None:
    put(session, WORK, "documents", type="rare_service", title="Ishlar jadvali")
    put(session, WORK, "documents", type="rare_service", title="Ishlar jadvali 2")
    assert (fact(session, "25"), fact(session, "25.1")) == (1, 0)


def test_line_27_an_act_counts_once(session: Session) -> None:
    put(session, WORK, "stocktakes", number="3", place="Abonement")
    put(session, WORK, "stocktakes", number=" 3 ", place="Abonement fondi")
    put(session, WORK, "stocktakes", number="4", place="Bolalar fondi")
    assert fact(session, "27") == 2
    holds(session)


def test_line_30_sums_its_parts_and_full_texts(session: Session) -> None:
    for kind in ("universal", "branch", "thematic", "local_history"):
        put(session, WORK, "aids", type=kind)
    assert [fact(session, number) for number in ("30", "30.1", "30.2", "30.3")] == [4, 1, 1, 1]


def test_line_30_another_type_moves_between_the_parts(session: Session) -> None:
    entry = put(session, WORK, "aids", type="universal")
    mend(session, WORK, entry, type="branch")
    assert [fact(session, number) for number in ("30", "30.1", "30.2")] == [1, 0, 1]
    holds(session)


def test_line_33_the_same_news_in_four_networks_is_four(session: Session) -> None:
    for network in ("telegram", "facebook", "instagram", "youtube"):
        put(session, WORK, "posts", type=network, link=LINK)
    assert fact(session, "33") == 4
    repeated = put(session, WORK, "posts", type="telegram", link=f"{LINK}/")
    assert fact(session, "33") == 4
    mend(session, WORK, repeated, link=f"{LINK}2")
    assert fact(session, "33") == 5
    with pytest.raises(RegisterInputError):
        put(session, WORK, "posts", type="telegram", link="t.me/arnasoy")
    holds(session)


def test_line_37_one_report_a_quarter(session: Session) -> None:
    for day in (date(2026, 1, 10), date(2026, 3, 31), date(2026, 4, 1)):
        put(session, WORK, "documents", type="security_report", day=day)
    assert fact(session, "37") == 2


def test_line_38_needs_persons_and_hours(session: Session) -> None:
    with pytest.raises(RegisterInputError):
        put(session, WORK, "training", type="seminar", persons=4)
    put(session, WORK, "training", type="seminar", persons=40, hours=72)
    assert fact(session, "38") == 1


def test_line_39_counts_partners_abroad_only(session: Session) -> None:
    entry = put(session, WORK, "agreements", partner="Guliston universiteti", country="uz")
    assert fact(session, "39") == 0
    mend(session, WORK, entry, country="kz")
    assert fact(session, "39") == 1
    holds(session)


def test_line_40_counts_persons_of_delegations_and_foreign_readers(session: Session) -> None:
    entry = put(session, WORK, "delegations", country="KR", persons=7)
    assert fact(session, "40") == 7
    mend(session, WORK, entry, persons=5)
    assert fact(session, "40") == 5
    reader = Done(Kind.PATRON_REGISTER, "registration", 1, patron=PatronSnapshot(citizenship="KZ"))
    at_home = Done(Kind.PATRON_REGISTER, "registration", 2, patron=PatronSnapshot(citizenship="UZ"))
    unknown = Done(Kind.PATRON_REGISTER, "registration", 3)
    with transaction(session):
        record(session, WORK, reader, at_home, unknown)
    assert fact(session, "40") == 6
    undo(session, WORK, entry)
    assert fact(session, "40") == 1
    wrongs: tuple[dict[str, Any], ...] = (
        {"country": "UZ", "persons": 5}, {"country": "KR", "persons": 0}, {"country": "K1", "persons": 2},
    )  # fmt: skip
    for wrong in wrongs:
        with pytest.raises(RegisterInputError):
            put(session, WORK, "delegations", **wrong)
    holds(session)


def test_line_41_a_repeat_of_the_same_piece_is_not_counted(session: Session) -> None:
    for day in (date(2026, 4, 1), date(2026, 4, 8)):
        put(session, WORK, "media", type="television", partner="Jizzax TV", title="Kitob bayrami", day=day)
    put(session, WORK, "media", type="press", partner="Arnasoy tongi", title="Kitob bayrami")
    assert fact(session, "41") == 2
    holds(session)


def test_line_42_2_is_money(session: Session) -> None:
    entry = put(session, WORK, "rent", partner="“Nur” MCHJ", amount=1_200_000)
    assert (fact(session, "42.2"), fact(session, "42")) == (1_200_000, 1_200_000)
    mend(session, WORK, entry, amount=1_000_000)
    assert fact(session, "42.2") == 1_000_000
    undo(session, WORK, entry)
    assert fact(session, "42.2") == 0
    for wrong in (0, -5, None):
        with pytest.raises(RegisterInputError):
            put(session, WORK, "rent", partner="“Nur” MCHJ", amount=wrong)
    holds(session)


def test_an_act_counts_where_it_was_done(session: Session) -> None:
    work = Work(now=NOON, department="foreign", sector="other")
    entry = put(session, work, "projects", type="campaign", link=LINK)
    assert (entry.department, entry.sector) == ("foreign", "other")
    holds(session)


def test_nothing_is_entered_for_tomorrow_or_the_last_century(session: Session) -> None:
    for wrong in (date(2026, 4, 16), date(1999, 12, 31)):
        with pytest.raises(RegisterInputError):
            put(session, WORK, "other", day=wrong)
    assert fact(session, "8") == 0


def test_a_withdrawn_entry_is_not_touched_again(session: Session) -> None:
    entry = put(session, WORK, "other")
    undo(session, WORK, entry)
    for again in (lambda: undo(session, WORK, entry), lambda: mend(session, WORK, entry, title="x")):
        with pytest.raises(RegisterError) as refused:
            again()
        assert refused.value.code == RegisterCode.WITHDRAWN
    holds(session)
