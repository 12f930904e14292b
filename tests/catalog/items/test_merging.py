"""Two descriptions of one thing made into one, and two again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.items import measures as items_measures
from catalog.items.errors import ItemCode, ItemError, ItemNotFoundError
from catalog.items.models import Item
from catalog.items.queries import find_item, items_of_record
from catalog.items.services import add_items
from catalog.items.services.merging import Follower, Merging, merge_records, moves_of, undo_merge
from catalog.marc import Profile
from catalog.records import measures
from catalog.records.errors import RecordCode, RecordError
from catalog.records.models import Record, RecordKey
from catalog.records.queries import (
    cards_of,
    count_duplicates,
    duplicates,
    merges_of,
    newest,
    parts_of,
    record_view,
    resolve,
    search_records,
    version_marc,
)
from catalog.records.services import check_records, rebuild, replace_record, set_cards, set_host
from catalog.search.measures import index_is_text
from ils.activity.measures import totals_are_sums
from ils.activity.models import Activity
from ils.activity.work import Work
from ils.db import transaction
from tests.catalog.records.builders import WORK, add, add_all, field, marc21
from tests.catalog.records.test_counting import logged
from tests.conftest import NOON

LATER = Work(now=NOON + timedelta(days=400), department="lending", sector="lending")
ISBN = "9785170908776"
UDC = field("080", ("a", "821.512.133"))


def problems(session: Session) -> list[str]:
    checks = (*measures.CHECKS, *items_measures.CHECKS, index_is_text, totals_are_sums)
    return [problem.code for check in checks for problem in check(session)]


@pytest.fixture
def pair(session: Session) -> tuple[int, int]:
    """The same book twice: the first with one copy, the second with two, a class mark and two card indexes."""
    with transaction(session):
        kept = add(session, marc21("Oʻtkan kunlar", isbn=ISBN))
        gone = add(session, marc21("Oʻtkan kunlar : roman", isbn=ISBN, extra=(UDC,)))
        add_items(session, WORK, record_id=kept, department="lending", count=1, barcodes=["B1"])
        add_items(session, WORK, record_id=gone, department="lending", count=2, barcodes=["B2", "B3"])
        set_cards(session, WORK, record_id=kept, codes=["local_history"])
        set_cards(session, WORK, record_id=gone, codes=["local_history", "uzbekistanika"])
        check_records(session, [kept, gone])
    return kept, gone


def merge(session: Session, kept: int, gone: int, **options: object) -> int:
    with transaction(session):
        return merge_records(session, LATER, kept=kept, gone=gone, **options)  # type: ignore[arg-type]


def undo(session: Session, merge_id: int, followers: Sequence[Follower] = ()) -> None:
    with transaction(session):
        undo_merge(session, LATER, merge_id=merge_id, followers=followers)


def barcodes(session: Session, record_id: int) -> list[str | None]:
    return [item.barcode for item in items_of_record(session, record_id)]


def state(session: Session) -> list[object]:
    """Everything that a merge touches, but not the log, the audit trail and the merge itself."""
    session.expire_all()
    columns = (Record.id, Record.title, Record.merged_into, Record.host_id, Record.class_mark)
    keys = select(RecordKey.record_id, RecordKey.kind, RecordKey.value)
    return [
        session.execute(select(*columns).order_by(Record.id)).all(),
        session.execute(keys.order_by(*keys.selected_columns)).all(),
        session.execute(select(Item.id, Item.record_id).order_by(Item.id)).all(),
        [sorted(cards_of(session, each)) for each in session.scalars(select(Record.id).order_by(Record.id))],
        logged(session),
        [found.id for found in search_records(session, "oʻtkan kunlar").records],
    ]


def test_what_hangs_on_the_one_goes_to_the_other(session: Session, pair: tuple[int, int]) -> None:
    kept, gone = pair
    assert moves_of(session, gone) == {"items": 2, "parts": 0, "cards": 2}
    merge(session, kept, gone)
    assert barcodes(session, kept) == ["B1", "B2", "B3"]
    assert barcodes(session, gone) == []
    copy = find_item(session, "B3")
    assert copy is not None
    assert (copy.record_id, copy.title) == (kept, "Oʻtkan kunlar")
    assert cards_of(session, kept) == {"local_history", "uzbekistanika"}
    assert logged(session)["record:create", "original"] == 1
    assert logged(session)["card_index:add", "local_history"] == 1
    assert logged(session)["card_index:add", "uzbekistanika"] == 1
    assert ("record:classify", "original") not in logged(session)
    assert problems(session) == []


def test_the_record_that_went_is_a_number_that_leads_on(session: Session, pair: tuple[int, int]) -> None:
    kept, gone = pair
    merge(session, kept, gone)
    assert (resolve(session, gone), resolve(session, kept), resolve(session, 10**12)) == (kept, kept, 10**12)
    assert record_view(session, gone).merged_into == kept
    assert [found.id for found in search_records(session, "oʻtkan").records] == [kept]
    assert [found.id for found in search_records(session, ISBN).records] == [kept]
    everything = search_records(session, "")
    assert ([found.id for found in everything.records], everything.total, everything.everything) == (
        [kept],
        1,
        True,
    )
    assert [found.id for found in newest(session)] == [kept]
    with transaction(session):
        assert rebuild(session) == 1
        assert rebuild(session, [gone]) == 0
        assert check_records(session, [gone]) == 0
    assert problems(session) == []


def test_undoing_brings_everything_back_as_it_was(session: Session, pair: tuple[int, int]) -> None:
    before = state(session)
    number = merge(session, *pair)
    assert state(session) != before
    undo(session, number)
    assert state(session) == before
    assert problems(session) == []


def test_what_is_counted_again_counts_in_its_own_year(session: Session, pair: tuple[int, int]) -> None:
    undo(session, merge(session, *pair))
    assert set(session.scalars(select(Activity.day))) == {WORK.day}


def test_merged_undone_and_merged_again(session: Session, pair: tuple[int, int]) -> None:
    kept, gone = pair
    undo(session, merge(session, kept, gone))
    merge(session, gone, kept)
    assert barcodes(session, gone) == ["B1", "B2", "B3"]
    assert problems(session) == []
    assert [(each.gone.id, each.undone_at is None) for each in merges_of(session, kept)] == [(gone, False)]
    told = merges_of(session, gone)[0]
    assert (told.kept_id, told.gone.title, told.copies, told.undone_at) == (gone, "Oʻtkan kunlar", 1, None)


def test_a_merged_description_is_a_version_and_goes_back_with_the_merge(
    session: Session, pair: tuple[int, int]
) -> None:
    kept, gone = pair
    number = merge(session, kept, gone, marc=marc21("Oʻtkan kunlar : tarixiy roman", isbn=ISBN, extra=(UDC,)))
    assert record_view(session, kept).brief.title == "Oʻtkan kunlar : tarixiy roman"
    assert logged(session)["record:classify", "original"] == 1
    assert problems(session) == []
    undo(session, number)
    assert record_view(session, kept).brief.title == "Oʻtkan kunlar"
    assert version_marc(session, kept, 2)[0]["245"]["b"] == "tarixiy roman"
    assert logged(session)["record:classify", "original"] == 1
    assert problems(session) == []


def test_a_description_changed_since_bars_the_undoing(session: Session, pair: tuple[int, int]) -> None:
    kept, gone = pair
    number = merge(session, kept, gone, marc=marc21("Birlashgan"))
    with transaction(session):
        replace_record(session, LATER, record_id=kept, marc=marc21("Tuzatilgan"), profile=Profile.MARC21)
    with pytest.raises(ItemError) as refusal:
        undo(session, number)
    assert refusal.value.code is ItemCode.MERGE_DESCRIBED_SINCE
    assert barcodes(session, kept) == ["B1", "B2", "B3"]


def test_copies_added_since_stay_and_copies_gone_elsewhere_bar_the_undoing(
    session: Session, pair: tuple[int, int]
) -> None:
    kept, gone = pair
    number = merge(session, kept, gone)
    with transaction(session):
        add_items(session, LATER, record_id=kept, department="lending", count=1, barcodes=["B4"])
    with transaction(session):
        third = add(session, marc21("Boshqa"))
        session.execute(update(Item).where(Item.barcode == "B2").values(record_id=third))
    with pytest.raises(ItemError) as refusal:
        undo(session, number)
    assert (refusal.value.code, refusal.value.facts) == (ItemCode.MERGE_COPIES_ELSEWHERE, {"copies": ["B2"]})
    with transaction(session):
        session.execute(update(Item).where(Item.barcode == "B2").values(record_id=kept))
    undo(session, number)
    assert (barcodes(session, kept), barcodes(session, gone)) == (["B1", "B4"], ["B2", "B3"])
    assert problems(session) == []


def test_a_chain_of_merges_is_undone_from_its_end(session: Session, pair: tuple[int, int]) -> None:
    kept, gone = pair
    first = merge(session, kept, gone)
    with transaction(session):
        third = add(session, marc21("Oʻtkan kunlar 3"))
    before = state(session)
    second = merge(session, third, kept)
    assert (resolve(session, gone), barcodes(session, third)) == (third, ["B1", "B2", "B3"])
    assert problems(session) == []
    with pytest.raises(RecordError) as refusal:
        undo(session, first)
    assert (refusal.value.code, refusal.value.facts["into"]) == (RecordCode.MERGED, third)
    undo(session, second)
    assert state(session) == before
    undo(session, first)
    assert (barcodes(session, kept), barcodes(session, gone)) == (["B1"], ["B2", "B3"])
    assert problems(session) == []


def test_a_card_index_that_was_left_meanwhile_stays_left(session: Session, pair: tuple[int, int]) -> None:
    kept, gone = pair
    number = merge(session, kept, gone)
    with transaction(session):
        set_cards(session, LATER, record_id=kept, codes=["local_history"])
    undo(session, number)
    assert (cards_of(session, kept), cards_of(session, gone)) == ({"local_history"}, {"local_history"})
    assert problems(session) == []


def test_parts_follow_their_journal_and_come_back_unless_tied_elsewhere(session: Session) -> None:
    with transaction(session):
        kept, gone, other = add_all(
            session,
            marc21("Infolib", kind="as"),
            marc21("Infolib jurnali", kind="as"),
            marc21("X", kind="as"),
        )
        bir, ikki = add_all(session, marc21("Bir", kind="aa"), marc21("Ikki", kind="aa"))
        for part in (bir, ikki):
            set_host(session, WORK, record_id=part, host_id=gone)
    number = merge(session, kept, gone)
    assert [part.title for part in parts_of(session, kept)] == ["Bir", "Ikki"]
    with transaction(session):
        set_host(session, LATER, record_id=bir, host_id=other)
    undo(session, number)
    assert [[part.id for part in parts_of(session, each)] for each in (kept, gone, other)] == [
        [],
        [ikki],
        [bir],
    ]
    assert problems(session) == []


def test_articles_are_merged_and_the_one_kept_takes_the_journal(session: Session) -> None:
    with transaction(session):
        (journal,) = add_all(session, marc21("Infolib", kind="as"))
        kept, gone = add_all(session, marc21("Maqola", kind="aa"), marc21("Maqola!", kind="aa"))
        set_host(session, WORK, record_id=gone, host_id=journal)
    number = merge(session, kept, gone)
    assert record_view(session, kept).host_id == journal
    assert [part.id for part in parts_of(session, journal)] == [kept]
    assert logged(session)["analytic:create", "imported"] == 1
    assert problems(session) == []
    undo(session, number)
    assert record_view(session, kept).host_id is None
    assert [part.id for part in parts_of(session, journal)] == [gone]
    assert logged(session)["analytic:create", "imported"] == 2
    assert problems(session) == []


def test_a_journal_and_its_article_are_not_one(session: Session) -> None:
    with transaction(session):
        journal, article = add_all(session, marc21("Infolib", kind="as"), marc21("Maqola", kind="aa"))
        set_host(session, WORK, record_id=article, host_id=journal)
    for kept, gone in ((journal, article), (article, journal)):
        with pytest.raises(RecordError) as refusal:
            merge(session, kept, gone)
        assert refusal.value.code is RecordCode.HOST_IS_PART


def test_merges_that_cannot_be_are_refused(session: Session, pair: tuple[int, int]) -> None:
    kept, gone = pair
    with pytest.raises(ItemError) as refusal:
        merge(session, kept, kept)
    assert refusal.value.code is ItemCode.MERGE_SELF
    number = merge(session, kept, gone)
    for one, other in ((kept, gone), (gone, kept)):
        with pytest.raises(RecordError) as merged:
            merge(session, one, other)
        assert (merged.value.code, merged.value.facts) == (RecordCode.MERGED, {"record": gone, "into": kept})
    undo(session, number)
    with pytest.raises(ItemError) as undone:
        undo(session, number)
    assert undone.value.code is ItemCode.MERGE_UNDONE
    for unknown in (0, 999, 10**12):
        with pytest.raises(ItemNotFoundError):
            undo(session, unknown)


def test_a_merged_record_is_neither_changed_nor_given_copies(session: Session, pair: tuple[int, int]) -> None:
    kept, gone = pair
    merge(session, kept, gone)
    with pytest.raises(RecordError) as refusal, transaction(session):
        replace_record(session, LATER, record_id=gone, marc=marc21("X"), profile=Profile.MARC21)
    assert refusal.value.facts["into"] == kept
    with pytest.raises(ItemNotFoundError), transaction(session):
        add_items(session, LATER, record_id=gone, department="lending", count=1)


def test_a_copy_left_on_a_merged_record_is_found(session: Session, pair: tuple[int, int]) -> None:
    kept, gone = pair
    merge(session, kept, gone)
    with transaction(session):
        session.execute(update(Item).where(Item.barcode == "B2").values(record_id=gone))
        session.add(RecordKey(record_id=gone, kind="isbn", value=ISBN))
    assert problems(session) == ["merged_record_keeps", "item_of_merged_record"]


def test_a_record_merged_by_hand_in_the_database_is_found(session: Session, pair: tuple[int, int]) -> None:
    kept, gone = pair
    merge(session, kept, gone)
    with transaction(session):
        session.execute(update(Record).where(Record.id == gone).values(merged_into=None))
    assert "merge_not_told" in problems(session)


def test_what_upper_packages_keep_by_record_follows(session: Session, pair: tuple[int, int]) -> None:
    kept, gone = pair
    holds = {1: gone, 2: gone, 3: kept}

    def move(_session: Session, _work: Work, source: int, target: int) -> list[int]:
        ids = [hold for hold, record in holds.items() if record == source]
        holds.update(dict.fromkeys(ids, target))
        return ids

    def back(_session: Session, _work: Work, source: int, _kept: int, ids: Sequence[int]) -> None:
        holds.update(dict.fromkeys(ids, source))

    def count(_session: Session, record: int) -> int:
        return list(holds.values()).count(record)

    merging = Merging((Follower("holds", count, move, back),))
    assert merging.moves_of(session, gone)["holds"] == 2
    with transaction(session):
        number = merging.merge_records(session, LATER, kept=kept, gone=gone)
    assert set(holds.values()) == {kept}
    with transaction(session):
        merging.undo_merge(session, LATER, merge_id=number)
    assert holds == {1: gone, 2: gone, 3: kept}


def test_records_that_share_a_key_are_offered_once(session: Session, pair: tuple[int, int]) -> None:
    kept, gone = pair
    with transaction(session):
        add(session, marc21("Boshqa kitob", isbn="9785170908783"))
    (found,) = duplicates(session)
    assert (found.kept.id, found.gone.id, count_duplicates(session)) == (kept, gone, 1)
    assert ("isbn", ISBN) in found.keys
    assert duplicates(session, offset=1) == ()
    merge(session, kept, gone)
    assert (duplicates(session), count_duplicates(session)) == ((), 0)
