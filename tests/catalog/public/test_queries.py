"""Records together with their copies."""

from __future__ import annotations

from sqlalchemy.orm import Session

from catalog.items.services import withdraw
from catalog.public.queries import Brief, Copies, Holding, copies_of, search, search_briefs
from catalog.records.queries import Filters
from ils.db import transaction
from tests.catalog.public.shelf import fill
from tests.catalog.records.builders import WORK, add_all, marc21


def test_copies_are_counted(session: Session) -> None:
    ids = fill(session)
    assert copies_of(session, list(ids.values())) == {
        ids["novel"]: Copies(2, 1, "84(5Oʻ)6"),
        ids["prince"]: Copies(1, 1, ""),
    }
    assert copies_of(session, []) == {}


def test_withdrawn_copies_do_not_count(session: Session) -> None:
    ids = fill(session)
    with transaction(session):
        other = next(item for item in _items(session, ids["novel"]) if item != ids["copy"])
        withdraw(session, WORK, item_id=other, act="12", day=WORK.day)
    assert copies_of(session, [ids["novel"]]) == {ids["novel"]: Copies(1, 0, "")}


def _items(session: Session, record_id: int) -> list[int]:
    from catalog.items.queries import items_of_record

    return [item.id for item in items_of_record(session, record_id)]


def test_departments_are_counted_for_all_that_was_found(session: Session) -> None:
    fill(session)
    assert search(session, "").departments == (("foreign", 1), ("lending", 1))
    assert search(session, "otkan").departments == (("lending", 1),)
    assert search(session, "", filters=Filters(language="ara")).departments == ()
    assert search(session, "hech narsa").departments == ()


def test_copies_narrow(session: Session) -> None:
    ids = fill(session)

    def found(department: str = "", *, available: bool = False) -> set[int]:
        return {hit.record.id for hit in search(session, "", holding=Holding(department, available)).hits}

    assert found("lending") == {ids["novel"]}
    assert found("foreign", available=True) == {ids["prince"]}
    assert found(available=True) == {ids["novel"], ids["prince"]}
    narrowed = search(session, "prinz", holding=Holding("foreign", True))
    assert (narrowed.total, narrowed.facets.languages) == (1, (("ger", 1),))


def test_briefs_for_the_command_line(session: Session) -> None:
    ids = fill(session)
    expected = Brief(ids["novel"], "7", "Oʻtkan kunlar : roman", "Qodiriy, Abdulla", 1974, 2, 1)
    assert search_briefs(session, "ўткан кунлар") == (1, [expected])
    with transaction(session):
        add_all(session, *(marc21(f"Kitob {number}") for number in range(5)))
    total, shown = search_briefs(session, "kitob", limit=2)
    assert (total, len(shown)) == (5, 2)
