"""Readers written down: looked at twice where somebody like them is on record, children with a guardian, both scripts."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from circulation.patrons import measures
from circulation.patrons.errors import DoubtCode, PatronCode, PatronDoubted, PatronError
from circulation.patrons.models import Category, Patron, PatronKind
from circulation.patrons.queries import patron_facts, recipient_of, search_patrons
from circulation.patrons.queries.details import details_of, wards_of
from circulation.patrons.queries.finding import Wanted, count_by_category, list_patrons, suggestions
from circulation.patrons.services import (
    CATEGORIES,
    add_patron,
    add_usual,
    change_patron,
    move_category,
    save_category,
)
from ils.db import transaction
from tests.conftest import NOON
from tests.world import add_reader, work_at

WORK = work_at(NOON)
BORN = date(2004, 9, 3)


def codes(session: Session) -> list[str]:
    return list(session.scalars(select(Category.code).order_by(Category.position)))


def test_somebody_like_a_reader_on_record_is_asked_about(session: Session) -> None:
    nodira = add_reader(session, NOON, card="R-1", given_name="Nodira", birth_date=BORN, phone="901234567")
    new = {"surname": "Каримов", "given_name": "Нодира", "patronymic": "", "category": "student"}
    with pytest.raises(PatronDoubted) as asked, transaction(session):
        add_patron(session, WORK, seen=(), birth_date=BORN, **new)  # type: ignore[arg-type]
    assert [each.code for each in asked.value.doubts] == [DoubtCode.SAME_PERSON]
    assert session.scalars(select(Patron.id)).all() == [nodira.id]
    seen = {each.key for each in asked.value.doubts}
    with transaction(session):
        added = add_patron(session, WORK, seen=seen, birth_date=BORN, **new)  # type: ignore[arg-type]
    assert added.id != nodira.id


def test_what_was_seen_passes_only_that(session: Session) -> None:
    add_reader(session, NOON, card="R-1", birth_date=BORN)
    add_reader(session, NOON, card="R-2", surname="Azimov", birth_date=None, phone="901234567")
    new = {"surname": "Karimov", "given_name": "Anvar", "category": "student", "phone": "901234567"}
    with pytest.raises(PatronDoubted) as asked, transaction(session):
        add_patron(session, WORK, seen=("doubt_same_person:1",), birth_date=BORN, **new)  # type: ignore[arg-type]
    assert {each.code for each in asked.value.doubts} == {DoubtCode.SAME_PERSON, DoubtCode.SAME_PHONE}


def test_a_machine_is_not_asked(session: Session) -> None:
    add_reader(session, NOON, card="R-1", birth_date=BORN)
    assert add_reader(session, NOON, card="R-2", birth_date=BORN).id


def test_a_change_is_asked_about_too_but_not_the_reader_against_the_reader(session: Session) -> None:
    anvar = add_reader(session, NOON, card="R-1", birth_date=BORN)
    add_reader(session, NOON, card="R-2", surname="Azimov", given_name="Bobur", birth_date=BORN)
    with transaction(session):
        change_patron(session, WORK, patron_id=anvar.id, seen=(), study_group="201")
    with pytest.raises(PatronDoubted), transaction(session):
        change_patron(session, WORK, patron_id=anvar.id, seen=(), surname="Azimov", given_name="Bobur")


def test_a_child_without_a_guardian_is_asked_about(session: Session) -> None:
    child = {
        "surname": "Karimov",
        "given_name": "Bekzod",
        "category": "pupil",
        "birth_date": date(2016, 1, 1),
    }
    with pytest.raises(PatronDoubted) as asked, transaction(session):
        add_patron(session, WORK, seen=(), **child)  # type: ignore[arg-type]
    assert [each.key for each in asked.value.doubts] == ["doubt_no_guardian:"]
    named = {"guardian_name": "Karimova Nodira", "guardian_phone": "90 123 45 67"}
    with transaction(session):
        add_patron(session, WORK, seen=(), **child, **named)  # type: ignore[arg-type]


def test_a_guardian_who_is_a_reader_is_one_query_away(session: Session) -> None:
    mother = add_reader(session, NOON, card="R-1", given_name="Nodira", phone="901234567", email="n@x.uz")
    child = add_reader(
        session, NOON, card="R-2", given_name="Bekzod", birth_date=date(2016, 1, 1), guardian_id=mother.id,
        phone="907654321",
    )  # fmt: skip
    facts = patron_facts(session, child.id)
    assert (facts.guardian_id, facts.guardian_name) == (mother.id, "Karimov Nodira Botir oʻgʻli")
    assert facts.shown_guardian_phone == "+998 90 123 45 67"
    assert wards_of(session, mother.id) == ((child.id, "Karimov Bekzod", date(2016, 1, 1)),)
    assert patron_facts(session, mother.id, lock=True).guardian_name == ""


def test_a_child_s_telephone_may_be_the_guardian_s(session: Session) -> None:
    mother = add_reader(session, NOON, card="R-1", given_name="Nodira", phone="901234567")
    with transaction(session):
        add_patron(
            session, WORK, seen=(), surname="Karimov", given_name="Bekzod", category="pupil", phone="901234567",
            birth_date=date(2016, 1, 1), guardian_id=mother.id,
        )  # fmt: skip


@pytest.mark.parametrize("ring", ["self", "child", "organisation", "nobody"])
def test_a_guardian_is_a_grown_up_reader(session: Session, ring: str) -> None:
    mother = add_reader(session, NOON, card="R-1")
    child = add_reader(session, NOON, card="R-2", guardian_id=mother.id)
    school = add_reader(session, NOON, card="R-3", kind="organisation")
    guardian = {"self": mother.id, "child": child.id, "organisation": school.id, "nobody": 404}[ring]
    with pytest.raises(PatronError) as refused, transaction(session):
        change_patron(session, WORK, patron_id=mother.id, guardian_id=guardian)
    expected = {"self": PatronCode.GUARDIAN_SELF, "child": PatronCode.GUARDIAN_CHILD}
    assert refused.value.code is expected.get(ring, PatronCode.GUARDIAN_UNKNOWN)


def test_names_in_both_scripts_are_found_and_a_typed_one_stays(session: Session) -> None:
    jurgen = add_reader(
        session, NOON, surname="Schmidt", given_name="Jürgen", patronymic="", other_name="Шмидт Юрген"
    )
    assert [row.id for row in search_patrons(session, "Юрген").rows] == [jurgen.id]
    with transaction(session):
        change_patron(session, WORK, patron_id=jurgen.id, given_name="Hans-Jürgen")
    assert patron_facts(session, jurgen.id).other_name == "Шмидт Юрген"
    assert details_of(session, jurgen.id)["other_name"] == "Шмидт Юрген"
    with transaction(session):
        change_patron(session, WORK, patron_id=jurgen.id, other_name="")
    assert patron_facts(session, jurgen.id).other_name.startswith("Счмидт")


def test_a_generated_name_follows_the_name(session: Session) -> None:
    anvar = add_reader(session, NOON)
    assert patron_facts(session, anvar.id).other_name == "Каримов Анвар Ботир ўғли"
    with transaction(session):
        change_patron(session, WORK, patron_id=anvar.id, surname="Azimov")
    assert patron_facts(session, anvar.id).other_name == "Азимов Анвар Ботир ўғли"


def test_an_organisation_has_a_contract(session: Session) -> None:
    school = add_reader(
        session, NOON, surname="15-maktab", given_name="", patronymic="", category="organisation", kind="organisation",
        contract_number="7/2026", contact_name="Azimova Nodira", member_until=date(2026, 12, 31),
    )  # fmt: skip
    facts = patron_facts(session, school.id)
    assert facts.is_organisation
    assert facts.member_until == date(2026, 12, 31)
    assert [row.id for row in list_patrons(session, Wanted(kind=PatronKind.ORGANISATION)).rows] == [school.id]


def test_lists_narrow_to_faculty_group_and_those_not_registered(session: Session) -> None:
    add_reader(session, NOON, card="R-1", faculty="Filologiya", study_group="XF-1", given_name="Bobur")
    add_reader(session, NOON, card="R-2", faculty="Filologiya", study_group="XF-2", register=False)
    add_reader(session, NOON, card="R-3", faculty="Tarix", study_group="T-1")

    def found(wanted: Wanted) -> list[str]:
        return [row.card_number for row in list_patrons(session, wanted).rows]

    assert sorted(found(Wanted(faculty="Filologiya"))) == ["R-1", "R-2"]
    assert found(Wanted(study_group="XF-1")) == ["R-1"]
    assert found(Wanted(not_registered_in=2026)) == ["R-2"]
    assert found(Wanted(query="…")) == []
    assert suggestions(session, "faculty") == ("Filologiya", "Tarix")
    assert count_by_category(session) == {"student": 3}


def test_messages_of_a_child_go_to_the_guardian_until_the_child_is_grown_up(session: Session) -> None:
    mother = add_reader(session, NOON, card="R-1", phone="901111111", email="ona@x.uz")
    child = add_reader(
        session, NOON, card="R-2", phone="902222222", address="Arnasoy", birth_date=date(2010, 4, 16),
        guardian_id=mother.id, channels=["sms", "telegram"], language="ru",
    )  # fmt: skip
    facts = patron_facts(session, child.id)
    person = recipient_of(facts, WORK.day)
    assert dict(person.addresses) == {
        "sms": "+998901111111", "call": "+998901111111", "email": "ona@x.uz", "letter": "Arnasoy",
    }  # fmt: skip
    assert (person.type, person.id, person.language, person.channels) == (
        "patron", child.id, "ru", ("sms", "telegram"),
    )  # fmt: skip
    grown_up = recipient_of(facts, date(2028, 4, 16))
    assert grown_up.addresses["sms"] == "+998902222222"
    assert "email" not in grown_up.addresses
    assert recipient_of(facts) == person  # who does not say when, writes to the guardian


def test_a_guardian_only_named_is_reached_by_telephone(session: Session) -> None:
    child = add_reader(
        session,
        NOON,
        birth_date=date(2016, 1, 1),
        guardian_name="Otasi",
        guardian_phone="901111111",
        phone="902222222",
    )
    assert recipient_of(patron_facts(session, child.id), WORK.day).addresses["sms"] == "+998901111111"


def test_nobody_writes_to_a_reader_whose_data_are_erased(session: Session) -> None:
    anvar = add_reader(session, NOON, phone="901111111")
    with transaction(session):
        session.execute(update(Patron).where(Patron.id == anvar.id).values(erased_at=NOON))
    assert dict(recipient_of(patron_facts(session, anvar.id)).addresses) == {}


def test_categories_are_added_renamed_and_moved(session: Session) -> None:
    with transaction(session):
        save_category(session, WORK, code="cadet", name_uz="Kursant", name_ru="Курсант", name_en="", new=True)
        save_category(
            session, WORK, code="pupil", name_uz="Maktab oʻquvchisi", name_ru="", name_en="", new=False
        )
        move_category(session, WORK, code="cadet", up=True)
    assert codes(session)[-2:] == ["cadet", "other"]
    row = session.get(Category, "pupil")
    assert row is not None
    assert (row.name_uz, row.name_ru) == ("Maktab oʻquvchisi", "Maktab oʻquvchisi")
    with transaction(session):
        move_category(session, WORK, code="pupil", up=True)  # the first has no place before it
    assert codes(session)[0] == "pupil"


@pytest.mark.parametrize(
    ("code", "new", "refusal"),
    [
        ("pupil", True, PatronCode.CATEGORY_TAKEN),
        ("cadet", False, PatronCode.CATEGORY_UNKNOWN),
        ("Kadet", True, PatronCode.CATEGORY_CODE),
        ("1st", True, PatronCode.CATEGORY_CODE),
    ],
)
def test_a_category_that_cannot_be_is_refused(
    session: Session, code: str, new: bool, refusal: PatronCode
) -> None:
    with pytest.raises(PatronError) as refused, transaction(session):
        save_category(session, WORK, code=code, name_uz="X", name_ru="", name_en="", new=new)
    assert refused.value.code is refusal
    with pytest.raises(PatronError), transaction(session):
        move_category(session, WORK, code="cadet", up=True)


def test_a_library_of_before_adds_the_usual_categories_it_lacks(session: Session) -> None:
    with transaction(session):
        for code in ("preschool", "military", "staff"):
            row = session.get(Category, code)
            assert row is not None
            session.delete(row)
    with transaction(session):
        assert add_usual(session, WORK) == 3
    with transaction(session):
        assert add_usual(session, WORK) == 0
    assert set(codes(session)) == {each[0] for each in CATEGORIES}


def test_the_checks_find_a_name_that_is_not_found_and_a_ring_of_guardians(session: Session) -> None:
    anvar = add_reader(session, NOON, card="R-1")
    child = add_reader(session, NOON, card="R-2", guardian_id=anvar.id)
    with transaction(session):
        session.execute(
            update(Patron).where(Patron.id == anvar.id).values(guardian_id=child.id, name_folded="x")
        )
    found = [problem.code for check in measures.CHECKS for problem in check(session)]
    assert found == ["name_not_found", "guardian_has_guardian", "guardian_has_guardian"]
