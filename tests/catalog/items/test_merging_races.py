"""Cataloguers at the same records at the same time: nothing is left behind on a record that went."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from catalog.items.queries import items_of_record
from catalog.items.services import add_items
from catalog.items.services.merging import merge_records, undo_merge
from catalog.marc import Profile
from catalog.records.queries import merges_of, resolve, version_marc, versions
from catalog.records.services import replace_record
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.session import db
from tests.catalog.items.test_merging import problems
from tests.catalog.records.builders import WORK, add, add_all, marc21

pytestmark = pytest.mark.slow

CATALOGUERS = 6


@contextmanager
def own_session(app: Flask) -> Iterator[Session]:
    """A session as another cataloguer's request would have it."""
    with app.app_context():
        yield db.session()
        db.session.remove()


def at_once(app: Flask, act: Callable[[Session, int], object]) -> list[str]:
    """Let all of them act at the same time; return what each was told: `done` or the code of the refusal."""

    def run(number: int) -> str:
        with own_session(app) as session:
            try:
                with transaction(session):
                    act(session, number)
            except LibraryError as refusal:
                return str(refusal.code)
            return "done"

    with ThreadPoolExecutor(CATALOGUERS) as pool:
        return list(pool.map(run, range(CATALOGUERS)))


def test_one_record_is_merged_once_whoever_tries(app: Flask, session: Session) -> None:
    with transaction(session):
        gone, *others = add_all(session, *(marc21(f"Kitob {number}") for number in range(CATALOGUERS + 1)))
    told = at_once(app, lambda own, number: merge_records(own, WORK, kept=others[number], gone=gone))
    assert sorted(told) == ["done"] + ["record_merged"] * (CATALOGUERS - 1)
    assert resolve(session, gone) in others
    assert problems(session) == []


def test_two_records_merged_into_each_other_at_once_end_as_one(app: Flask, session: Session) -> None:
    with transaction(session):
        one, other = add_all(session, marc21("Bir"), marc21("Ikki"))
    pairs = ((one, other), (other, one))
    told = at_once(
        app,
        lambda own, number: merge_records(own, WORK, kept=pairs[number % 2][0], gone=pairs[number % 2][1]),
    )
    assert told.count("done") == 1
    assert problems(session) == []


def test_copies_added_during_a_merge_hang_on_the_record_that_stays(app: Flask, session: Session) -> None:
    with transaction(session):
        kept, gone = add_all(session, marc21("Bir"), marc21("Ikki"))

    def act(own: Session, number: int) -> None:
        if number == CATALOGUERS // 2:
            merge_records(own, WORK, kept=kept, gone=gone)
        else:
            add_items(own, WORK, record_id=gone, department="lending", count=1)

    told = at_once(app, act)
    copies = items_of_record(session, kept)
    assert len(copies) == told.count("done") - 1
    assert items_of_record(session, gone) == ()
    assert problems(session) == []


def test_a_merge_is_undone_once(app: Flask, session: Session) -> None:
    with transaction(session):
        kept, gone = add_all(session, marc21("Bir"), marc21("Ikki"))
        number = merge_records(session, WORK, kept=kept, gone=gone)
    told = at_once(app, lambda own, _number: undo_merge(own, WORK, merge_id=number))
    assert sorted(told) == ["done"] + ["merge_undone"] * (CATALOGUERS - 1)
    assert merges_of(session, kept)[0].undone_at is not None
    assert problems(session) == []


def test_of_many_saves_of_one_version_one_is_kept(app: Flask, session: Session) -> None:
    with transaction(session):
        book = add(session, marc21("Kitob"))

    def save(own: Session, number: int) -> None:
        replace_record(
            own, WORK, record_id=book, marc=marc21(f"Kitob {number}"), profile=Profile.MARC21, version=1
        )

    told = at_once(app, save)
    assert sorted(told) == ["done"] + ["record_changed_meanwhile"] * (CATALOGUERS - 1)
    assert [each.version for each in versions(session, book)] == [2, 1]
    assert version_marc(session, book, 2)[0]["245"]["a"] == f"Kitob {told.index('done')}"
    assert problems(session) == []
