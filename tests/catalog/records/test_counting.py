"""Articles, first class marks and card indexes count once, and what is taken away is taken back."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from pymarc import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.marc import Profile
from catalog.records import measures
from catalog.records.errors import RecordCode, RecordError, RecordInputError, RecordNotFoundError
from catalog.records.models import Origin, RecordCard
from catalog.records.queries import card_index, card_indexes, cards_of, cards_page
from catalog.records.services import (
    NewRecord,
    add_record,
    add_records,
    install_defaults,
    replace_record,
    save_card_index,
    set_cards,
)
from ils.activity.kinds import Kind
from ils.activity.measures import totals_are_sums
from ils.activity.models import Activity
from ils.activity.work import Work
from ils.db import transaction
from tests.catalog.records.builders import WORK, add, add_all, field, marc21
from tests.conftest import NOON

UDC = field("080", ("a", "821.512.133"))
OTHER_UDC = field("080", ("a", "94(575.1)"))
BBK = field("084", ("a", "84(5Ў)"), ("2", "rubbk"))
TOMORROW = Work(now=NOON + timedelta(days=1))


def logged(session: Session) -> Counter[tuple[str, str]]:
    """What the log says in the end: (kind without its area, source) → amount, nothing where it is nothing."""
    counts: Counter[tuple[str, str]] = Counter()
    for kind, source, amount in session.execute(select(Activity.kind, Activity.source, Activity.amount)):
        counts[kind.partition(":")[2], source] += amount
    return Counter({key: amount for key, amount in counts.items() if amount})


def problems(session: Session) -> list[str]:
    return [problem.code for check in (*measures.CHECKS, totals_are_sums) for problem in check(session)]


def change(session: Session, record_id: int, *extra: Field, kind: str = "am", classify: bool = True) -> None:
    with transaction(session):
        replace_record(session, TOMORROW, record_id=record_id, marc=marc21("Kitob", kind=kind, extra=extra),
                       profile=Profile.MARC21, classify=classify)  # fmt: skip


def test_an_article_counts_as_an_analytic_description_and_not_as_a_record(session: Session) -> None:
    with transaction(session):
        add(session, marc21("Maqola", kind="aa"))
    assert logged(session) == {("analytic:create", "original"): 1}
    assert problems(session) == []


def test_a_book_that_turns_out_an_article_changes_sides(session: Session) -> None:
    with transaction(session):
        book = add(session, marc21("Kitob"))
    change(session, book, kind="aa")
    assert logged(session) == {("analytic:create", "original"): 1}
    change(session, book, kind="am")
    assert logged(session) == {("record:create", "original"): 1}
    assert problems(session) == []


def test_a_record_described_here_counts_as_classified_with_its_first_mark(session: Session) -> None:
    with transaction(session):
        add(session, marc21("Kitob", extra=(UDC, BBK, OTHER_UDC)))
    assert logged(session) == {
        ("record:create", "original"): 1, ("record:classify", "original"): 1,
        ("record:class_mark", "udc"): 1, ("record:class_mark", "bbk"): 1,
    }  # fmt: skip
    assert problems(session) == []


def test_a_mark_given_later_counts_on_its_own_day_and_a_changed_one_not_again(session: Session) -> None:
    with transaction(session):
        book = add(session, marc21("Kitob"))
    change(session, book, UDC)
    change(session, book, OTHER_UDC)
    change(session, book, OTHER_UDC, BBK)
    marks = [key for key in logged(session) if key[0] != "record:create"]
    assert sorted(marks) == [
        ("record:class_mark", "bbk"), ("record:class_mark", "udc"), ("record:classify", "original")]  # fmt: skip
    classified = session.scalars(select(Activity).where(Activity.kind == Kind.RECORD_CLASSIFY)).one()
    assert (classified.day, classified.item_branch) == (TOMORROW.day, "fiction")
    assert problems(session) == []


def test_a_mark_taken_away_is_taken_back(session: Session) -> None:
    with transaction(session):
        book = add(session, marc21("Kitob", extra=(UDC, BBK)))
    change(session, book, BBK)
    assert ("record:class_mark", "udc") not in logged(session)
    assert logged(session)["record:classify", "original"] == 1
    change(session, book)
    assert logged(session) == {("record:create", "original"): 1}
    change(session, book, UDC)
    assert logged(session)["record:classify", "original"] == 1
    assert problems(session) == []


def test_marks_that_come_with_an_import_count_only_where_the_source_says_so(session: Session) -> None:
    with transaction(session):
        add_all(session, marc21("Kitob", extra=(UDC,)))
    assert logged(session) == {("record:create", "imported"): 1}
    with transaction(session):
        add_records(session, WORK, [NewRecord(marc21("Kitob 2", extra=(UDC,)), Profile.MARC21)],
                    origin=Origin.IMPORTED, batch="import:9", classify=True)  # fmt: skip
    assert logged(session)["record:classify", "imported"] == 1
    assert set(session.scalars(select(Activity.batch).where(Activity.kind == Kind.CLASS_MARK))) == {
        "import:9"
    }
    assert problems(session) == []


def test_a_second_scheme_on_an_imported_record_is_a_mark_but_no_first_classification(
    session: Session,
) -> None:
    with transaction(session):
        (book,) = add_all(session, marc21("Kitob", extra=(UDC,)))
    change(session, book, UDC, BBK)
    assert logged(session) == {("record:create", "imported"): 1, ("record:class_mark", "bbk"): 1}
    assert problems(session) == []


def test_an_import_that_brings_a_mark_to_our_record_leaves_it_uncounted(session: Session) -> None:
    with transaction(session):
        book = add(session, marc21("Kitob"))
        replace_record(session, WORK, record_id=book, marc=marc21("Kitob", extra=(UDC,)), profile=Profile.MARC21,
                       reason="import:3", classify=False)  # fmt: skip
    assert logged(session) == {("record:create", "original"): 1}
    assert problems(session) == []


def test_a_mark_that_the_log_does_not_know_is_found(session: Session) -> None:
    with transaction(session):
        add_record(session, WORK, marc=marc21("Kitob", extra=(UDC,)), profile=Profile.MARC21,
                   origin=Origin.ORIGINAL, classify=False)  # fmt: skip
    assert problems(session) == ["class_mark_not_logged", "class_mark_not_logged"]


def test_a_mark_that_only_the_log_knows_is_found(session: Session) -> None:
    with transaction(session):
        book = add(session, marc21("Kitob", extra=(UDC,)))
        replace_record(session, WORK, record_id=book, marc=marc21("Kitob"), profile=Profile.MARC21)
        act = session.scalars(
            select(Activity).where(Activity.kind == Kind.CLASS_MARK, Activity.amount > 0)
        ).one()
        from catalog.records.services.counting import put_again

        put_again(session, WORK, [act], reason="planted")
    assert problems(session) == ["class_mark_logged_wrongly"]


def test_a_new_library_has_the_five_card_indexes_once(session: Session) -> None:
    with transaction(session):
        install_defaults(session)
    assert [row.code for row in card_indexes(session)] == [
        "professional_press", "chronicle", "uzbekistanika", "local_history", "own_publications"]  # fmt: skip
    assert card_index(session, "chronicle").name("ru") == "Летопись печати района"
    assert card_index(session, "chronicle").name("uz_Cyrl") == "Tuman matbuoti solnomasi"


def test_card_indexes_count_by_code_and_leaving_one_is_taken_back(session: Session) -> None:
    with transaction(session):
        article = add(session, marc21("Maqola", kind="aa"))
        set_cards(session, WORK, record_id=article, codes=["uzbekistanika", "professional_press"])
    assert cards_of(session, article) == {"uzbekistanika", "professional_press"}
    assert logged(session)["card_index:add", "uzbekistanika"] == 1
    assert problems(session) == []
    with transaction(session):
        set_cards(session, TOMORROW, record_id=article, codes=["uzbekistanika"])
        set_cards(session, TOMORROW, record_id=article, codes=["uzbekistanika"])
    assert ("card_index:add", "professional_press") not in logged(session)
    total, page = cards_page(session, "uzbekistanika")
    assert (total, [brief.title for brief in page]) == (1, ["Maqola"])
    assert [row.records for row in card_indexes(session)] == [0, 0, 1, 0, 0]
    with transaction(session):
        set_cards(session, TOMORROW, record_id=article, codes=["professional_press"])
    assert logged(session)["card_index:add", "professional_press"] == 1
    assert problems(session) == []


def test_a_card_without_its_act_is_found(session: Session) -> None:
    with transaction(session):
        book = add(session, marc21("Kitob"))
        session.add(RecordCard(record_id=book, card_index="chronicle", added_at=NOON))
    assert problems(session) == ["log_differs"]


def test_an_unknown_card_index_is_refused(session: Session) -> None:
    with transaction(session):
        book = add(session, marc21("Kitob"))
    with pytest.raises(RecordError) as refusal, transaction(session):
        set_cards(session, WORK, record_id=book, codes=["chronicle", "nowhere"])
    assert refusal.value.code is RecordCode.CARD_INDEX_UNKNOWN
    assert cards_of(session, book) == frozenset()
    with pytest.raises(RecordNotFoundError):
        card_index(session, "nowhere")


def test_a_library_makes_card_indexes_of_its_own(session: Session) -> None:
    with transaction(session):
        save_card_index(session, WORK, code="poets", name_uz="Shoirlar")
        save_card_index(session, WORK, code="poets", name_uz="Tuman shoirlari", name_ru="Поэты района")
    row = card_indexes(session)[-1]
    assert (row.code, row.name_uz, row.name_ru, row.name_en, row.position) == (
        "poets", "Tuman shoirlari", "Поэты района", "Tuman shoirlari", 6)  # fmt: skip
    with pytest.raises(RecordInputError), transaction(session):
        save_card_index(session, WORK, code="Bad code", name_uz="x")
