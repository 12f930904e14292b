"""Acts on readers: registration once a year, running numbers, cards."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from catalog.items.models import Item
from circulation.patrons import measures
from circulation.patrons.errors import PatronCode, PatronError, PatronInputError, PatronNotFound
from circulation.patrons.models import Category, Patron, Registration, RegistrationKind
from circulation.patrons.queries import find_patron, patron_facts, registrations_of
from circulation.patrons.services import (
    CATEGORIES,
    add_patron,
    change_patron,
    enter_registration,
    install_defaults,
    register,
    registering,
    replace_card,
    report_card_lost,
)
from ils.accounts.models import AuditEntry
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount, totals_are_sums
from ils.activity.models import Activity
from ils.activity.services import record
from ils.clock import at_hour
from ils.db import transaction
from tests.conftest import NOON
from tests.world import add_reader, work_at

WORK = work_at(NOON)
NEXT_YEAR = work_at(at_hour(date(2027, 1, 4), 9))


def problems(session: Session) -> list[object]:
    return [problem for check in (*measures.CHECKS, totals_are_sums) for problem in check(session)]


def audited(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_rg_01_adding_a_reader_registers_for_the_year(session: Session) -> None:
    anvar = add_reader(session, NOON, birth_date=date(2005, 3, 1), sex="m")
    registration = session.scalars(select(Registration)).one()
    assert (registration.patron_id, registration.year, registration.running_number) == (anvar.id, 2026, 1)
    assert registration.kind is RegistrationKind.NEW
    assert registration.department == "lending"
    act = session.scalars(select(Activity)).one()
    assert (act.kind, act.subject_type, act.subject_id) == (
        Kind.PATRON_REGISTER, "registration", registration.id,
    )  # fmt: skip
    assert (act.patron_category, act.patron_age, act.patron_sex, act.patron_citizenship) == (
        "student", "18-24", "m", "UZ",
    )  # fmt: skip
    assert audited(session) == ["patron_added", "patron_registered"]
    assert problems(session) == []


def test_a_reader_may_be_added_without_a_registration(session: Session) -> None:
    anvar = add_reader(session, NOON, register=False)
    assert patron_facts(session, anvar.id).last_registered_year is None
    assert session.scalars(select(func.count()).select_from(Activity)).one() == 0


def test_rg_01_a_second_registration_of_the_year_is_refused_in_words(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with pytest.raises(PatronError) as refused, transaction(session):
        register(session, WORK, patron_id=anvar.id)
    assert refused.value.code is PatronCode.ALREADY_REGISTERED
    assert refused.value.facts == {"card": "R-1", "year": 2026}
    assert net_amount(session, Kind.PATRON_REGISTER, Kind.PATRON_REREGISTER) == 1


def test_rg_01_the_database_is_the_last_guard(session: Session) -> None:
    anvar = add_reader(session, NOON)
    row = {
        "patron_id": anvar.id, "year": 2026, "running_number": 2, "day": WORK.day,
        "kind": RegistrationKind.NEW, "at": NOON, "department": "",
    }  # fmt: skip
    with pytest.raises(IntegrityError), transaction(session):
        session.execute(insert(Registration).values(row))
    bobur = add_reader(session, NOON, card="R-2", register=False)
    with pytest.raises(IntegrityError), transaction(session):
        session.execute(insert(Registration).values(row | {"patron_id": bobur.id, "running_number": 1}))


def test_rg_01_a_race_that_the_check_could_not_see_is_refused_in_words(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    anvar = add_reader(session, NOON)
    # The other desk has not committed yet: what we read shows nothing of it.
    monkeypatch.setattr(registering, "_years", lambda _session, _patron_id: set())
    monkeypatch.setattr(registering, "_next_number", lambda _session, _year: 2)
    with pytest.raises(PatronError) as refused, transaction(session):
        register(session, WORK, patron_id=anvar.id)
    assert refused.value.code is PatronCode.ALREADY_REGISTERED


def test_rg_01_the_next_year_is_a_re_registration(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        registration = register(session, NEXT_YEAR, patron_id=anvar.id)
    assert registration.kind is RegistrationKind.RETURNING
    assert [row.year for row in registrations_of(session, anvar.id)] == [2027, 2026]
    assert net_amount(session, Kind.PATRON_REGISTER) == 1
    assert net_amount(session, Kind.PATRON_REREGISTER) == 1
    assert problems(session) == []


def test_rg_01_the_year_is_that_of_the_library_and_not_of_utc(session: Session) -> None:
    new_year = work_at(at_hour(date(2027, 1, 1), 0.5))  # half past midnight here, still 2026 in UTC
    anvar = add_reader(session, NOON)
    with transaction(session):
        assert register(session, new_year, patron_id=anvar.id).year == 2027


def test_rg_02_running_numbers_restart_each_january_without_gaps(session: Session) -> None:
    readers = [add_reader(session, NOON, card=f"R-{number}") for number in (1, 2, 3)]
    with pytest.raises(PatronError), transaction(session):
        register(session, WORK, patron_id=readers[0].id)  # a refusal uses no number up
    add_reader(session, NOON, card="R-4")
    with transaction(session):
        assert register(session, NEXT_YEAR, patron_id=readers[2].id).running_number == 1
    numbers = select(Registration.running_number).where(Registration.year == 2026)
    assert sorted(session.scalars(numbers)) == [1, 2, 3, 4]
    assert problems(session) == []


def test_a_registration_inside_a_greater_act_is_logged_by_that_act(session: Session) -> None:
    anvar = add_reader(session, NOON, register=False)
    with transaction(session):
        registration, done = enter_registration(session, WORK, patron_id=anvar.id)
        record(session, WORK, done)
    assert session.scalars(select(Activity.subject_id)).one() == registration.id
    assert problems(session) == []


def test_rg_02_the_checks_find_a_gap_and_an_unlogged_registration(session: Session) -> None:
    anvar = add_reader(session, NOON, register=False)
    with transaction(session):
        session.add(
            Registration(
                patron_id=anvar.id, year=2026, running_number=2, day=WORK.day, kind=RegistrationKind.NEW,
                at=NOON, department="",
            )
        )  # fmt: skip
    assert [problem.code for check in measures.CHECKS for problem in check(session)] == [
        "log_differs", "running_number_gap",
    ]  # fmt: skip


def test_cards_are_made_one_after_the_other(session: Session) -> None:
    with transaction(session):
        cards = [
            add_patron(session, WORK, surname=surname, category="pupil").card_number
            for surname in ("Karimov", "Azimova", "Toshmatov")
        ]
    assert cards == ["K-000001", "K-000002", "K-000003"]


def test_a_made_card_is_neither_a_reader_s_nor_a_copy_s_number(session: Session, copy_k2: Item) -> None:
    add_reader(session, NOON, card="k-000003")
    with transaction(session):
        assert add_patron(session, WORK, surname="Azimova", category="pupil").card_number == "K-000004"
        assert copy_k2.barcode == "K-000002"


def test_a_number_that_somebody_has_is_refused(session: Session) -> None:
    add_reader(session, NOON, card="R-1")
    with pytest.raises(PatronError) as refused:
        add_reader(session, NOON, card="r-1", given_name="Nodira")
    assert refused.value.code is PatronCode.CARD_TAKEN
    assert session.scalars(select(func.count()).select_from(Patron)).one() == 1


def test_a_reader_of_no_known_category_is_refused(session: Session) -> None:
    with pytest.raises(PatronInputError) as refused:
        add_reader(session, NOON, category="astronaut")
    assert refused.value.code is PatronCode.CATEGORY_UNKNOWN


def test_only_what_is_given_changes_and_the_trail_names_the_fields(session: Session) -> None:
    anvar = add_reader(session, NOON, phone="901234567")
    with transaction(session):
        change_patron(session, WORK, patron_id=anvar.id, surname="Каримов", study_group="201-guruh")
    facts = patron_facts(session, anvar.id)
    assert (facts.surname, facts.given_name, facts.phone) == ("Каримов", "Anvar", "+998901234567")
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "patron_changed")).one()
    assert entry.details == {"fields": ["study_group", "surname"]}


def test_a_change_of_nothing_leaves_no_trace(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        change_patron(session, WORK, patron_id=anvar.id, surname="Karimov")
    assert "patron_changed" not in audited(session)


def test_a_change_renews_the_keys_of_the_name(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        changed = change_patron(session, WORK, patron_id=anvar.id, surname="Gʻofurov")
    assert changed.name_folded.startswith("gofurov anvar")


def test_rg_02_a_replaced_card_keeps_number_reader_and_registration(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        report_card_lost(session, WORK, patron_id=anvar.id)
    assert patron_facts(session, anvar.id).card_lost_on == WORK.day
    with transaction(session):
        replace_card(session, WORK, patron_id=anvar.id)
    facts = find_patron(session, "R-1")
    assert facts is not None
    assert (facts.id, facts.card_lost_on, facts.running_number) == (anvar.id, None, 1)
    assert net_amount(session, Kind.PATRON_REGISTER, Kind.PATRON_REREGISTER) == 1
    assert audited(session)[-2:] == ["patron_card_lost", "patron_card_replaced"]


def test_rg_02_a_card_with_a_number_of_its_own_takes_the_place_of_the_old_one(session: Session) -> None:
    anvar = add_reader(session, NOON)
    with transaction(session):
        replace_card(session, WORK, patron_id=anvar.id, card_number="99001")
    assert find_patron(session, "R-1") is None
    facts = find_patron(session, "99001")
    assert facts is not None
    assert facts.id == anvar.id


def test_cards_are_not_lost_twice_nor_replaced_in_the_reader_s_hand(session: Session) -> None:
    anvar = add_reader(session, NOON)
    nodira = add_reader(session, NOON, card="R-2", surname="Azimova", given_name="Nodira", sex="f")
    with pytest.raises(PatronError) as refused, transaction(session):
        replace_card(session, WORK, patron_id=anvar.id)
    assert refused.value.code is PatronCode.CARD_NOT_LOST
    with transaction(session):
        report_card_lost(session, WORK, patron_id=anvar.id)
    with pytest.raises(PatronError) as refused, transaction(session):
        report_card_lost(session, WORK, patron_id=anvar.id)
    assert refused.value.code is PatronCode.CARD_ALREADY_LOST
    with pytest.raises(PatronError) as refused, transaction(session):
        replace_card(session, WORK, patron_id=anvar.id, card_number=nodira.card_number)
    assert refused.value.code is PatronCode.CARD_TAKEN


def test_nobody_is_told_of_readers_who_are_not_there(session: Session) -> None:
    for act in (register, report_card_lost, replace_card, change_patron):
        with pytest.raises(PatronNotFound), transaction(session):
            act(session, WORK, patron_id=404)


def test_the_categories_are_filled_once(session: Session) -> None:
    before = session.scalars(select(func.count()).select_from(Category)).one()
    with transaction(session):
        install_defaults(session)
    assert before == session.scalars(select(func.count()).select_from(Category)).one() == len(CATEGORIES)


def test_a_day_counts_as_the_library_s_day(session: Session) -> None:
    late: datetime = NOON + timedelta(hours=11)  # 23:00 here
    add_reader(session, late)
    assert session.scalars(select(Registration.day)).one() == date(2026, 4, 15)
