"""Tables of readers: every line judged with its reason, taken in in portions, known readers brought up to date."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from circulation.patrons import measures
from circulation.patrons.errors import PatronCode, TableCode, TableError
from circulation.patrons.jobs import accept_all, import_job, take_portion
from circulation.patrons.models import Patron, PatronImportRow, Registration
from circulation.patrons.queries import find_patron, patron_facts
from circulation.patrons.queries.importing import import_rows, import_view, imports, row_counts
from circulation.patrons.services import (
    accepting,
    begin_import,
    change_import,
    decide,
    drop_import,
    read_table,
)
from circulation.patrons.services.accepting import JOB
from ils.accounts.models import AuditEntry
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from ils.db import transaction
from ils.errors import InputError, LibraryError
from ils.jobs.models import Job, JobState
from ils.jobs.running import Runner
from ils.jobs.services import enqueue
from tests.conftest import NOON
from tests.world import add_reader, work_at

WORK = work_at(NOON)
HEAD = "Familiya;Ism;Sharifi;Tugʻilgan sana;Toifa;Telefon;Guruh;Karta raqami"


def begun(session: Session, *lines: str, head: str = HEAD, category: str = "") -> int:
    table = read_table("\n".join((head, *lines)).encode(), "talabalar.csv")
    with transaction(session):
        return begin_import(session, WORK, table=table, file_name="talabalar.csv", category=category)


def judged(session: Session, import_id: int) -> list[tuple[str, str]]:
    """Return state and code of every line."""
    return [(row.state, (row.problem or {}).get("code", "")) for row in import_rows(session, import_id)]


def options(session: Session, import_id: int, **given: Any) -> None:
    with transaction(session):
        change_import(
            session,
            WORK,
            import_id=import_id,
            mapping=import_view(session, import_id).mapping,
            defaults=given,
        )


def test_every_line_is_judged_with_its_reason(session: Session) -> None:
    add_reader(session, NOON, card="R-1", given_name="Nodira", birth_date=None)
    import_id = begun(
        session,
        "Azimov;Bobur;;01.02.2004;Talaba;901234567;XF-1;A-1",
        "Каримов;Нодира;Ботир ўғли;;Talaba;;;",
        "Azimov;Bobur;;01.02.2004;talaba;;;",
        "Toshmatov;Ali;;31.02.2004;Talaba;;;",
        "Toshmatov;Vali;;;Kosmonavt;;;",
        ";;;;Talaba;;;",
        "Sobirov;Ali;;;Talaba;;;A-1",
        "Sobirov;Soli;;;Talaba;;;R-1",
        "Sobirov;Sodiq;;;Talaba;;;-?-",
        "Sobirov;Salim;;2004;Talaba;12345;;",
    )
    assert judged(session, import_id) == [
        ("new", ""),
        ("duplicate", "reader_row_known"),
        ("duplicate", "reader_row_in_file"),
        ("refused", "reader_row_birth"),
        ("refused", "reader_row_category"),
        ("refused", "reader_row_no_name"),
        ("refused", "reader_row_card_twice"),
        ("refused", "reader_row_card_known"),
        ("refused", "card_invalid"),
        ("new", "reader_row_year_only"),
    ]
    assert session.scalars(select(func.count()).select_from(Patron)).one() == 1
    assert row_counts(session, [import_id]) == {import_id: {"new": 2, "duplicate": 2, "refused": 6}}


def test_a_line_with_the_card_of_the_same_reader_is_known(session: Session) -> None:
    add_reader(session, NOON, card="R-1", birth_date=None, patronymic="")
    import_id = begun(session, "Karimov;Anvar;;;Talaba;;;r-1")
    assert judged(session, import_id) == [("duplicate", "reader_row_known")]


def test_columns_are_named_anew_and_words_for_categories_learnt(session: Session) -> None:
    import_id = begun(session, "Karimov;Anvar;kontrakt", head="A;B;C")
    assert judged(session, import_id) == [("refused", "reader_row_no_name")]
    mapping = {"surname": "A", "given_name": "B", "category": "C"}
    with transaction(session):
        change_import(
            session,
            WORK,
            import_id=import_id,
            mapping=mapping,
            defaults={"categories": {"kontrakt": "student"}},
        )
    assert judged(session, import_id) == [("new", "")]
    accept_all(session, WORK, import_id)
    (row,) = import_rows(session, import_id)
    assert patron_facts(session, row.patron_id or 0).category == "student"


@pytest.mark.parametrize(
    ("mapping", "defaults"),
    [
        ({"surname": "Nimadir"}, {}),
        ({"shoe_size": "Ism"}, {}),
        ({}, {"category": "astronaut"}),
        ({}, {"categories": {"x": "astronaut"}}),
        ({}, {"language": "de"}),
    ],
)
def test_what_cannot_hold_for_a_table_is_refused(session: Session, mapping: Any, defaults: Any) -> None:
    import_id = begun(session, "Karimov;Anvar;;;Talaba;;;")
    with pytest.raises(InputError), transaction(session):
        change_import(session, WORK, import_id=import_id, mapping=mapping, defaults=defaults)


def test_a_table_is_taken_in_and_everybody_registered(session: Session) -> None:
    import_id = begun(session, *(f"Karimov;Anvar{number};;;Talaba;;XF-1;" for number in range(7)))
    done = accept_all(session, WORK, import_id)
    assert (done.added, done.updated, done.skipped) == (7, 0, 0)
    assert {row.state for row in import_rows(session, import_id)} == {"added"}
    assert net_amount(session, Kind.PATRON_REGISTER) == 7
    assert sorted(session.scalars(select(Registration.running_number))) == [1, 2, 3, 4, 5, 6, 7]
    view = import_view(session, import_id)
    assert (view.state, view.accepted_at) == ("accepted", NOON)
    assert imports(session) == (view,)
    assert [problem for check in measures.CHECKS for problem in check(session)] == []
    assert session.scalars(select(AuditEntry.action)).all().count("patron_import_accepted") == 1


def test_a_table_may_be_taken_in_without_registering(session: Session) -> None:
    import_id = begun(session, "Karimov;Anvar;;;Talaba;;;A-1")
    options(session, import_id, register=False)
    accept_all(session, WORK, import_id)
    facts = find_patron(session, "A-1")
    assert facts is not None
    assert facts.last_registered_year is None


def test_a_killed_run_goes_on_where_it_stopped(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepting, "PORTION", 2)
    import_id = begun(session, *(f"Karimov;Anvar{number};;;Talaba;;;" for number in range(5)))
    with transaction(session):
        accepting.accept_portion(session, WORK, import_id=import_id, size=2)
    assert [state for state, _code in judged(session, import_id)] == ["added"] * 2 + ["new"] * 3
    assert accept_all(session, WORK, import_id).added == 3
    assert take_portion(session, WORK, import_id).last  # a third run finds nothing to do
    assert session.scalars(select(func.count()).select_from(Patron)).one() == 5


def test_who_registered_meanwhile_is_not_added_twice(session: Session) -> None:
    import_id = begun(session, "Karimov;Anvar;;01.02.2004;Talaba;;;", "Azimov;Bobur;;;Talaba;;;A-1")
    add_reader(session, NOON, birth_date=date(2004, 2, 1), patronymic="")
    add_reader(session, NOON, card="A-1", surname="Boshqa")
    done = accept_all(session, WORK, import_id)
    assert (done.added, done.skipped) == (0, 2)
    assert judged(session, import_id) == [
        ("skipped", "reader_row_known"),
        ("refused", "reader_row_card_known"),
    ]


def test_a_line_refused_at_the_last_moment_lets_the_others_go_on(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_id = begun(session, "Karimov;Anvar;;;Talaba;;;", "Azimov;Bobur;;;Talaba;;;")
    real = accepting.add_patron

    def refusing(*args: Any, **details: Any) -> Any:
        patron = real(*args, **details)
        if details["surname"] == "Karimov":
            raise LibraryError(PatronCode.CARD_TAKEN, card=patron.card_number)
        return patron

    monkeypatch.setattr(accepting, "add_patron", refusing)
    accept_all(session, WORK, import_id)
    assert judged(session, import_id) == [("refused", "card_taken"), ("added", "")]
    assert session.scalars(select(Patron.surname)).all() == ["Azimov"]
    assert net_amount(session, Kind.PATRON_REGISTER) == 1


def test_readers_on_record_are_brought_up_to_date(session: Session) -> None:
    anvar = add_reader(session, NOON, phone="901111111", study_group="XF-1", note="Koʻzoynak", patronymic="")
    import_id = begun(session, "Karimov;Anvar;;;Oʻquvchi;;XF-2;")
    options(session, import_id, update=True)
    done = accept_all(session, WORK, import_id)
    assert (done.added, done.updated) == (0, 1)
    facts = patron_facts(session, anvar.id)
    assert (facts.study_group, facts.category) == ("XF-2", "pupil")
    assert (facts.phone, facts.note) == ("+998901111111", "Koʻzoynak")  # an empty cell changes nothing
    assert judged(session, import_id) == [("skipped", "reader_row_updated")]


def test_a_person_takes_a_line_in_all_the_same_or_leaves_it_out(session: Session) -> None:
    add_reader(session, NOON, patronymic="")
    import_id = begun(session, "Karimov;Anvar;;;Talaba;;;", "Azimov;Bobur;;;Talaba;;;")
    first, second = import_rows(session, import_id)
    with transaction(session):
        decide(session, WORK, import_id=import_id, row_id=first.id, take=True)
        decide(session, WORK, import_id=import_id, row_id=second.id, take=False)
    options(session, import_id)  # judged anew, what a person said holds
    assert accept_all(session, WORK, import_id).added == 1
    assert [state for state, _code in judged(session, import_id)] == ["added", "skipped"]
    assert session.scalars(select(func.count()).select_from(Patron)).one() == 2


def test_a_closed_table_is_closed(session: Session) -> None:
    import_id = begun(session, "Karimov;Anvar;;;Talaba;;;")
    (row,) = import_rows(session, import_id)
    with transaction(session):
        drop_import(session, WORK, import_id=import_id)
    assert take_portion(session, WORK, import_id).last
    for act in (
        lambda: drop_import(session, WORK, import_id=import_id),
        lambda: decide(session, WORK, import_id=import_id, row_id=row.id, take=True),
        lambda: change_import(session, WORK, import_id=import_id, mapping={}, defaults={}),
    ):
        with pytest.raises(TableError) as refused, transaction(session):
            act()
        assert refused.value.code is TableCode.CLOSED
    for unknown in (404, import_id):
        with pytest.raises(LibraryError), transaction(session):
            decide(session, WORK, import_id=unknown, row_id=404, take=True)


def test_the_job_takes_a_table_in_and_tells_how_it_ended(session: Session, tmp_path: Any) -> None:
    from contextlib import contextmanager

    import_id = begun(session, *(f"Karimov;Anvar{number};;;Talaba;;;" for number in range(3)))
    with transaction(session):
        enqueue(session, WORK, JOB, subject_type="patron_import", subject_id=import_id)

    @contextmanager
    def opened() -> Any:
        yield session

    Runner({JOB: import_job}, opened, tmp_path, now=lambda: NOON).run_next()
    job = session.scalars(select(Job)).one()
    assert job.state is JobState.DONE
    assert job.result == {"added": 3, "updated": 0, "skipped": 0}


def test_the_checks_find_a_line_that_lost_its_reader(session: Session) -> None:
    import_id = begun(session, "Karimov;Anvar;;;Talaba;;;")
    with transaction(session):
        row = session.scalars(select(PatronImportRow)).one()
        row.state = "added"
    found = [problem for check in measures.CHECKS for problem in check(session)]
    assert [(each.code, each.facts) for each in found] == [
        ("import_row_lost", {"import": import_id, "line": 2})
    ]
