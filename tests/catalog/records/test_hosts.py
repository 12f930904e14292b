"""Articles and volumes find the journal or set they are a part of."""

from __future__ import annotations

import pytest
from pymarc import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.marc import Facts, Profile
from catalog.records.errors import RecordCode, RecordError, RecordNotFoundError
from catalog.records.models import Record
from catalog.records.queries import count_parts, host_of, parts_of
from catalog.records.rules import host_keys
from catalog.records.services import rebuild, replace_record, set_host
from ils.accounts.models import AuditEntry
from ils.db import transaction
from tests.catalog.records.builders import WORK, add, add_all, field, marc21, unimarc

ISSN = "2091-5446"


def journal(title: str = "Infolib", number: str = "J1", issn: str = ISSN) -> object:
    return marc21(title, kind="as", number=number, extra=(field("022", ("a", issn)),))


def article(title: str, *, control: str = "", issn: str = "", year: int = 2020) -> object:
    said = [("t", "Infolib")] + [("x", issn)] * bool(issn) + [("w", control)] * bool(control)
    return marc21(
        title, kind="aa", year=year, number=f"A-{title}", extra=(field("773", *said, indicators="0 "),)
    )


def host(session: Session, record_id: int) -> int | None:
    return session.scalars(select(Record.host_id).where(Record.id == record_id)).one()


@pytest.mark.parametrize(
    ("control", "issn", "keys"),
    [
        ("(UzToAKM)J1", "", (("control", "UzToAKM|J1"),)),
        ("J1", "", (("control", "Own|J1"),)),
        (" (OCoLC) 12 ", "20915446", (("control", "OCoLC|12"), ("issn", ISSN))),
        ("", "2091-5447", ()),
        ("", "", ()),
    ],
)
def test_keys_of_the_host(control: str, issn: str, keys: tuple[object, ...]) -> None:
    assert host_keys(Facts(control_source="Own", host_control=control, host_issn=issn)) == keys


def test_an_article_is_tied_by_number_or_issn_also_within_one_chunk(session: Session) -> None:
    with transaction(session):
        by_issn, home, by_number = add_all(
            session, article("Bir", issn=ISSN), journal(), article("Ikki", control="(UzToAKM)J1", year=2024)
        )  # type: ignore[arg-type]
    assert [host(session, each) for each in (by_issn, home, by_number)] == [home, None, home]
    assert [part.title for part in parts_of(session, home)] == ["Ikki", "Bir"]
    assert [part.title for part in parts_of(session, home, limit=1, offset=1)] == ["Bir"]
    assert count_parts(session, home) == 2
    told = host_of(session, by_issn)
    assert told is not None
    assert told.title == "Infolib"
    assert host_of(session, home) is None


def test_a_unimarc_article_is_tied_by_461(session: Session) -> None:
    part = unimarc("Статья")
    part.add_ordered_field(field("461", ("t", "Infolib"), ("x", ISSN)))
    with transaction(session):
        home = add(session, journal())  # type: ignore[arg-type]
        record = add(session, part, profile=Profile.UNIMARC)
    assert host(session, record) == home


def test_a_key_that_two_journals_have_ties_nothing(session: Session) -> None:
    with transaction(session):
        add_all(session, journal(), journal("Infolib yangi", number="J2"))  # type: ignore[arg-type]
        part = add(session, article("Bir", issn=ISSN))  # type: ignore[arg-type]
    assert host(session, part) is None


def test_an_article_with_the_journals_own_issn_is_no_journal(session: Session) -> None:
    with transaction(session):
        other = marc21("Boshqa maqola", kind="aa", extra=(field("022", ("a", ISSN)),))
        add_all(session, other)
        part = add(session, article("Bir", issn=ISSN))  # type: ignore[arg-type]
    assert host(session, part) is None


def test_a_journal_that_comes_later_gets_its_parts_by_rebuilding(session: Session) -> None:
    with transaction(session):
        part = add(session, article("Bir", issn=ISSN))  # type: ignore[arg-type]
        home = add(session, journal())  # type: ignore[arg-type]
    assert host(session, part) is None
    with transaction(session):
        rebuild(session)
    assert host(session, part) == home


def test_a_changed_description_changes_the_host_and_one_that_says_the_same_leaves_a_choice(
    session: Session,
) -> None:
    with transaction(session):
        home, other = add_all(session, journal(), journal("Kutubxona.uz", number="J2", issn="2181-8207"))  # type: ignore[arg-type]
        part = add(session, article("Bir", issn=ISSN))  # type: ignore[arg-type]
        set_host(session, WORK, record_id=part, host_id=other)
    change(session, part, article("Bir bor", issn=ISSN))
    assert host(session, part) == other
    change(session, part, article("Bir bor", issn="2181-8207", control="(UzToAKM)J1"))
    assert host(session, part) == home
    change(session, part, marc21("Bir bor", kind="aa"))
    assert host(session, part) is None


def change(session: Session, record_id: int, marc: object) -> None:
    with transaction(session):
        replace_record(session, WORK, record_id=record_id, marc=marc, profile=Profile.MARC21)


def test_a_record_is_never_a_part_of_itself_or_of_its_parts(session: Session) -> None:
    with transaction(session):
        whole, volume, chapter = add_all(
            session, marc21("Toʻplam"), marc21("1-jild"), marc21("Bob", kind="aa")
        )
        set_host(session, WORK, record_id=volume, host_id=whole)
        set_host(session, WORK, record_id=chapter, host_id=volume)
    for home in (whole, volume, chapter):
        with pytest.raises(RecordError) as refusal, transaction(session):
            set_host(session, WORK, record_id=whole, host_id=home)
        assert refusal.value.code is RecordCode.HOST_IS_PART
    with pytest.raises(RecordNotFoundError), transaction(session):
        set_host(session, WORK, record_id=whole, host_id=9999)


def test_a_set_host_is_in_the_audit_trail_and_can_be_taken_away(session: Session) -> None:
    with transaction(session):
        whole, volume = add_all(session, marc21("Toʻplam"), marc21("1-jild"))
    with transaction(session):
        set_host(session, WORK, record_id=volume, host_id=whole)
        set_host(session, WORK, record_id=volume, host_id=whole)
        set_host(session, WORK, record_id=volume, host_id=None)
    trail = session.scalars(select(AuditEntry.details).where(AuditEntry.action == "record_host_set")).all()
    assert [details["host"] for details in trail] == [whole, None]
    assert host(session, volume) is None


def test_a_record_that_names_itself_as_its_host_is_tied_to_nothing(session: Session) -> None:
    itself = Field("001", data="S1")
    marc = marc21("Aylana", kind="as", extra=(field("773", ("w", "(UzToAKM)S1")),))
    marc.add_ordered_field(itself, Field("003", data="UzToAKM"))
    with transaction(session):
        record = add(session, marc)
    assert host(session, record) is None
