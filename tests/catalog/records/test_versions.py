"""Every save is a version: who, when, why; what changed; and back again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.marc import Profile
from catalog.marc.display import DisplayField
from catalog.records import measures
from catalog.records.errors import RecordCode, RecordError, RecordNotFoundError
from catalog.records.models import Record, RecordVersion
from catalog.records.queries import (
    record_view,
    search_records,
    version_differences,
    version_marc,
    versions,
)
from catalog.records.rules import FieldChange, differences
from catalog.records.services import replace_record, restore_version
from ils.accounts.models import AuditEntry
from ils.db import transaction
from tests.catalog.records.builders import WORK, add, field, marc21, unimarc
from tests.conftest import NOON
from tests.world import add_nilufar, work_at

LATER = NOON + timedelta(hours=1)


def change(session: Session, record_id: int, title: str, **options: object) -> int:
    with transaction(session):
        return replace_record(session, WORK, record_id=record_id, marc=marc21(title), profile=Profile.MARC21,
                              **options)  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture
def book(session: Session) -> int:
    with transaction(session):
        return add(session, marc21("Oʻtkan kunlar"))


def test_the_old_description_is_kept_with_who_when_and_why(session: Session, book: int) -> None:
    nilufar = add_nilufar(session, NOON)
    with transaction(session):
        replace_record(session, work_at(LATER, actor_id=nilufar.id), record_id=book, marc=marc21("Oʻtgan kunlar"),
                       profile=Profile.MARC21, reason="import:5")  # fmt: skip
    newest, first = versions(session, book)
    assert (newest.version, newest.reason, newest.by_name, newest.at, newest.current) == (
        2, "import:5", "Nilufar Karimova", LATER, True)  # fmt: skip
    assert (first.version, first.reason, first.by_name, first.at, first.current) == (
        1, "created", "", NOON, False)  # fmt: skip
    assert version_marc(session, book, 1)[0]["245"]["a"] == "Oʻtkan kunlar"
    assert version_marc(session, book, 2)[0]["245"]["a"] == "Oʻtgan kunlar"
    assert list(measures.versions_are_kept(session)) == []


def test_three_saves_make_three_versions_each_as_it_was(session: Session, book: int) -> None:
    assert [change(session, book, title) for title in ("Bir", "Ikki", "Uch")] == [2, 3, 4]
    told = [version_marc(session, book, number)[0]["245"]["a"] for number in (1, 2, 3, 4)]
    assert told == ["Oʻtkan kunlar", "Bir", "Ikki", "Uch"]


def test_a_save_that_changes_nothing_makes_no_version(session: Session, book: int) -> None:
    assert change(session, book, "Oʻtkan kunlar") == 1
    assert [each.version for each in versions(session, book)] == [1]
    assert session.scalars(select(AuditEntry.action)).all() == ["record_added"]


def test_a_restored_version_is_a_new_one(session: Session, book: int) -> None:
    change(session, book, "Xato")
    with transaction(session):
        assert restore_version(session, WORK, record_id=book, version=1) == 3
    assert [each.reason for each in versions(session, book)] == ["restored:1", "edited", "created"]
    assert [found.id for found in search_records(session, "oʻtkan kunlar").records] == [book]
    assert search_records(session, "xato").total == 0


def test_a_version_comes_back_in_its_own_profile(session: Session, book: int) -> None:
    with transaction(session):
        replace_record(session, WORK, record_id=book, marc=unimarc("Новое"), profile=Profile.UNIMARC)
    with transaction(session):
        restore_version(session, WORK, record_id=book, version=1)
    assert record_view(session, book).profile is Profile.MARC21
    assert version_marc(session, book, 2)[1] is Profile.UNIMARC


def test_versions_that_never_were_are_refused(session: Session, book: int) -> None:
    for number in (0, 2, 10**12):
        with pytest.raises(RecordNotFoundError) as refusal:
            version_marc(session, book, number)
        assert refusal.value.code is RecordCode.VERSION_UNKNOWN
    with pytest.raises(RecordNotFoundError):
        versions(session, 10**12)


def test_who_was_quicker_is_told(session: Session, book: int) -> None:
    nilufar = add_nilufar(session, NOON)
    with transaction(session):
        replace_record(session, work_at(LATER, actor_id=nilufar.id), record_id=book, marc=marc21("Bir"),
                       profile=Profile.MARC21)  # fmt: skip
    with pytest.raises(RecordError) as refusal:
        change(session, book, "Ikki", version=1)
    assert refusal.value.code is RecordCode.CHANGED_MEANWHILE
    assert refusal.value.facts == {"record": book, "version": 2, "who": "Nilufar Karimova", "when": LATER}


def test_a_lost_version_is_found_by_the_check(session: Session, book: int) -> None:
    change(session, book, "Bir")
    with transaction(session):
        session.query(RecordVersion).delete()
    assert [problem.code for problem in measures.versions_are_kept(session)] == ["version_missing"]


def test_the_reason_fits_its_column(session: Session, book: int) -> None:
    change(session, book, "Bir", reason="x" * 200)
    assert session.get_one(Record, book).reason == "x" * 60


def shown(tag: str, *subfields: tuple[str, str]) -> DisplayField:
    return DisplayField(tag, "  ", subfields)


def test_what_changed_between_versions_is_told_field_by_field(session: Session, book: int) -> None:
    with transaction(session):
        replaced = marc21("Oʻtkan kunlar : roman", extra=(field("650", ("a", "Roman"), indicators=" 4"),))
        replace_record(session, WORK, record_id=book, marc=replaced, profile=Profile.MARC21)
    changes = version_differences(session, book, 1, 2)
    assert [(change.tag, change.before is None, change.after is None) for change in changes] == [
        ("245", False, False), ("650", True, False)]  # fmt: skip
    back = version_differences(session, book, 2, 1)
    assert [(change.tag, change.after is None) for change in back] == [("245", False), ("650", True)]


def test_fields_that_only_moved_are_no_change() -> None:
    one, two = shown("650", ("a", "Tarix")), shown("650", ("a", "Fizika"))
    assert differences([one, two], [two, one]) == ()


def test_a_changed_field_is_paired_with_the_likest_of_its_tag() -> None:
    history, physics = shown("650", ("a", "Oʻzbekiston tarixi")), shown("650", ("a", "Fizika"))
    newer = shown("650", ("a", "Oʻzbekiston tarixi, 20-asr"))
    assert differences([history, physics], [newer]) == (
        FieldChange("650", history, newer), FieldChange("650", physics, None))  # fmt: skip
    assert differences([physics], [newer, shown("651", ("a", "Toshkent"))])[0] == FieldChange(
        "650", physics, newer
    )
    other, third = shown("650", ("a", "Kimyo")), shown("650", ("a", "Musiqa sanʼati"))
    assert {(change.before, change.after) for change in differences([physics, other], [newer, third])} >= {
        (None, newer)}  # fmt: skip


def test_a_repeated_field_that_lost_one_of_its_likes_is_seen() -> None:
    same = shown("500", ("a", "Izoh"))
    assert differences([same, same], [same]) == (FieldChange("500", same, None),)


def test_the_leader_comes_first() -> None:
    old = [DisplayField("LDR", "", (("", "00000nam"),)), shown("001", ("", "1"))]
    new = [DisplayField("LDR", "", (("", "00000cam"),)), shown("001", ("", "2"))]
    assert [change.tag for change in differences(old, new)] == ["LDR", "001"]
