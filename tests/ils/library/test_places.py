"""Departments, and the name of the library."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from ils.db import transaction
from ils.errors import InputCode, LibraryError
from ils.library.errors import PlaceCode, PlaceError
from ils.library.places import (
    department,
    departments,
    institution_name,
    name_institution,
    save_department,
)

ATTIC = {
    "code": "attic",
    "name_uz": "Chordoq",
    "name_ru": "Чердак",
    "name_en": "Attic",
    "sector": "other",
    "new": True,
}


def save(session: Session, **changes: object) -> None:
    with transaction(session):
        save_department(session, **(ATTIC | changes))  # type: ignore[arg-type]


def test_a_department_is_added_at_the_end(session: Session) -> None:
    save(session)
    assert departments(session)[-1].code == "attic"
    assert department(session, "attic").name_en == "Attic"


def test_names_left_out_are_the_uzbek_one(session: Session) -> None:
    save(session, name_ru=" ", name_en="")
    place = department(session, "attic")
    assert (place.name("ru"), place.name("en")) == ("Chordoq", "Chordoq")


def test_a_department_changes_its_name_and_sector_but_not_its_place(session: Session) -> None:
    order = [place.code for place in departments(session)]
    save(session, code="legal", name_uz="Huquq", sector="local", new=False)
    assert department(session, "legal").sector == "local"
    assert [place.code for place in departments(session)] == order


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "legal"}, PlaceCode.DEPARTMENT_TAKEN),
        ({"code": ""}, PlaceCode.CODE_INVALID),
        ({"code": "Attic"}, PlaceCode.CODE_INVALID),
        ({"code": "a"}, PlaceCode.CODE_INVALID),
        ({"code": "a" * 31}, PlaceCode.CODE_INVALID),
        ({"code": "чердак"}, PlaceCode.CODE_INVALID),
        ({"code": "a\x00b"}, PlaceCode.CODE_INVALID),
        ({"sector": "nowhere"}, PlaceCode.SECTOR_UNKNOWN),
        ({"name_uz": ""}, InputCode.EMPTY),
        ({"name_en": "x" * 201}, InputCode.TOO_LONG),
    ],
)
def test_a_bad_department_is_refused_and_nothing_changes(
    session: Session, changes: dict[str, object], code: str
) -> None:
    before = departments(session)
    with pytest.raises(LibraryError) as caught:
        save(session, **changes)
    assert caught.value.code == code
    assert departments(session) == before


def test_an_unknown_department_is_refused(session: Session) -> None:
    with pytest.raises(PlaceError) as caught:
        department(session, "x" * 5000)
    assert caught.value.code is PlaceCode.DEPARTMENT_UNKNOWN
    assert len(str(caught.value.facts["department"])) == 40


def test_the_library_is_named(session: Session) -> None:
    with transaction(session):
        name_institution(session, " Ibn Sino ARM ")
    assert institution_name(session) == "Ibn Sino ARM"
    for name in ("", " ", "x" * 201):
        with pytest.raises(LibraryError):
            name_institution(session, name)
