"""Records go in whole: columns, keys, index, log."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.marc import Profile
from catalog.records import measures
from catalog.records.errors import RecordError, RecordNotFoundError
from catalog.records.models import Record, RecordKey
from catalog.records.queries import newest, record_view, records_with_keys, search_records
from catalog.records.services import rebuild, replace_record
from catalog.search.measures import index_is_text
from catalog.search.services import clear
from ils.accounts.models import AuditEntry
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount, totals_are_sums
from ils.activity.models import Activity
from ils.db import transaction
from tests.catalog.records.builders import WORK, add, add_all, field, marc21, unimarc


def problems(session: Session) -> list[str]:
    checks = (*measures.CHECKS, index_is_text, totals_are_sums)
    return [problem.code for check in checks for problem in check(session)]


def test_a_record_gets_its_columns_keys_and_act(session: Session) -> None:
    with transaction(session):
        udc = field("080", ("a", "821.512.133-31"))
        record_id = add(
            session, marc21("Oʻtkan kunlar : roman", "Qodiriy, Abdulla", number="7", extra=(udc,))
        )
    record = session.get_one(Record, record_id)
    assert (record.title, record.author, record.language, record.year) == (
        "Oʻtkan kunlar : roman", "Qodiriy, Abdulla", "uzb", 2020)  # fmt: skip
    assert (record.class_mark, record.knowledge_branch) == ("821.512.133-31", "fiction")
    keys = {tuple(row) for row in session.execute(select(RecordKey.kind, RecordKey.value))}
    assert ("control", "UzToAKM|7") in keys
    assert ("fingerprint", "otkan kunlar roman|qodiri|2020|384") in keys
    activity = session.scalars(select(Activity).where(Activity.kind == Kind.RECORD_CREATE)).one()
    assert (activity.kind, activity.amount, activity.source, activity.subject_id) == (
        Kind.RECORD_CREATE, 1, "original", record_id)  # fmt: skip
    assert (activity.item_language, activity.item_type, activity.item_branch) == ("uzb", "book", "fiction")
    assert session.scalars(select(AuditEntry.action)).all() == ["record_added"]
    assert problems(session) == []


def test_a_record_in_a_language_of_the_fund_is_logged_for_the_fund(session: Session) -> None:
    with transaction(session):
        add_all(session, marc21("Der kleine Prinz", language="ger"), marc21("Sariq devni minib"))
    assert list(session.scalars(select(Activity.item_fund).order_by(Activity.id))) == ["foreign", ""]


def test_many_records_keep_their_order_and_come_in_with_their_batch(session: Session) -> None:
    titles = [f"Kitob {number}" for number in range(450)]
    with transaction(session):
        ids = add_all(session, *(marc21(title) for title in titles))
    assert [session.get_one(Record, record_id).title for record_id in ids] == titles
    assert set(session.scalars(select(Activity.batch))) == {"test"}
    assert net_amount(session, Kind.RECORD_CREATE) == 450
    assert [record.title for record in newest(session, 2)] == ["Kitob 449", "Kitob 448"]
    assert problems(session) == []


def test_parts_of_larger_works_are_not_counted(session: Session) -> None:
    with transaction(session):
        article, _book = add_all(session, marc21("Maqola", kind="aa"), marc21("Kitob"))
    assert session.get_one(Record, article).document_type == "article"
    assert net_amount(session, Kind.RECORD_CREATE) == 1
    assert problems(session) == []


def test_a_changed_record_is_found_by_its_new_words_only(session: Session) -> None:
    with transaction(session):
        record_id = add(session, marc21("Eski nom", number="1"))
    with transaction(session):
        assert replace_record(session, WORK, record_id=record_id, marc=unimarc("Новое имя"),
                              profile=Profile.UNIMARC, version=1) == 2  # fmt: skip
    assert search_records(session, "eski").total == 0
    assert [found.id for found in search_records(session, "Novoye imya").records] == [record_id]
    assert records_with_keys(session, [("control", "UzToAKM|1")]) == {}
    assert net_amount(session, Kind.RECORD_CREATE) == 1
    assert problems(session) == []


def test_a_stale_version_is_refused(session: Session) -> None:
    with transaction(session):
        record_id = add(session, marc21("Kitob"))
        replace_record(session, WORK, record_id=record_id, marc=marc21("Kitob 2"), profile=Profile.MARC21)
    with pytest.raises(RecordError) as refusal, transaction(session):
        replace_record(session, WORK, record_id=record_id, marc=marc21("Kitob 3"), profile=Profile.MARC21,
                       version=1)  # fmt: skip
    assert refusal.value.facts["version"] == 2
    assert session.get_one(Record, record_id).title == "Kitob 2"


def test_an_unknown_record_is_refused(session: Session) -> None:
    with pytest.raises(RecordNotFoundError):
        record_view(session, 12345)
    with pytest.raises(RecordNotFoundError):
        replace_record(session, WORK, record_id=12345, marc=marc21("X"), profile=Profile.MARC21)


def test_a_record_that_becomes_an_article_and_back_is_counted_as_it_is(session: Session) -> None:
    with transaction(session):
        record_id = add(session, marc21("Kitob"))
    for kind, counted in (("aa", 0), ("am", 1), ("aa", 0), ("ab", 0)):
        with transaction(session):
            replace_record(session, WORK, record_id=record_id, marc=marc21("Kitob", kind=kind),
                           profile=Profile.MARC21)  # fmt: skip
        assert net_amount(session, Kind.RECORD_CREATE) == counted
        assert problems(session) == []


def test_everything_derived_can_be_rebuilt(session: Session) -> None:
    with transaction(session):
        ids = add_all(session, marc21("Oʻtkan kunlar", number="1"), marc21("Mehrobdan chayon", number="2"))
    before = _derived(session)
    with transaction(session):
        clear(session)
        session.query(RecordKey).delete()
        session.query(Record).update({Record.title: "", Record.title_sort: "", Record.year: None})
    assert "search_row_missing" in problems(session)
    with transaction(session):
        assert rebuild(session) == 2
    assert _derived(session) == before
    assert [found.id for found in search_records(session, "chayon").records] == [ids[1]]
    assert problems(session) == []


def _derived(session: Session) -> list[object]:
    columns = (Record.id, Record.title, Record.title_sort, Record.year, Record.author)
    keys = select(RecordKey.record_id, RecordKey.kind, RecordKey.value)
    return [
        session.execute(select(*columns).order_by(Record.id)).all(),
        session.execute(keys.order_by(*keys.selected_columns)).all(),
    ]


def test_planted_corruption_is_found(session: Session) -> None:
    with transaction(session):
        add_all(session, marc21("Kitob"), marc21("Daftar"))
    with transaction(session):
        session.query(Record).filter(Record.title == "Daftar").update({Record.document_type: "article"})
    assert problems(session) == ["log_differs", "log_differs"]  # a book too few, an article too many


def test_a_record_without_a_search_row_is_found(session: Session) -> None:
    with transaction(session):
        add(session, marc21("Kitob"))
        clear(session)
    assert problems(session) == ["search_row_missing"]


def test_text_that_no_column_can_hold_is_taken_in(session: Session) -> None:
    with transaction(session):
        record_id = add(
            session, marc21("A\x00B" + "x" * 3000, "<script>alert(1)</script>", number="1'; DROP TABLE--")
        )
    record = session.get_one(Record, record_id)
    assert len(record.title) == 1000
    assert record.author == "<script>alert(1)</script>"
    assert problems(session) == []
