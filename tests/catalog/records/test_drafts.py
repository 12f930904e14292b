"""What is typed survives, is the typist's own, and never overwrites what somebody else saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.marc import Profile
from catalog.records import measures
from catalog.records.errors import RecordCode, RecordError, RecordNotFoundError
from catalog.records.models import Origin, Record, RecordDraft
from catalog.records.queries import (
    cards_of,
    draft,
    draft_of,
    my_drafts,
    others_editing,
    record_view,
    search_records,
    template,
    templates,
    version_marc,
    versions,
)
from catalog.records.services import (
    SavedRecord,
    begin_draft,
    delete_template,
    drop_draft,
    keep_draft,
    rebase_draft,
    replace_record,
    save_draft,
    save_template,
)
from ils.activity.work import Work
from ils.db import transaction
from ils.errors import InputError
from tests.catalog.records.builders import add, add_all, marc21
from tests.conftest import NOON
from tests.world import add_nilufar, work_at


@pytest.fixture
def nilufar(session: Session) -> Work:
    return work_at(NOON, actor_id=add_nilufar(session, NOON).id)


@pytest.fixture
def olim(session: Session) -> Work:
    return work_at(NOON, actor_id=add_nilufar(session, NOON, login="olim").id)


@pytest.fixture
def book(session: Session) -> int:
    with transaction(session):
        return add(session, marc21("Oʻtkan kunlar"))


def later(work: Work, minutes: int) -> Work:
    return replace(work, now=work.now + timedelta(minutes=minutes))


def who(work: Work) -> int:
    assert work.actor_id is not None
    return work.actor_id


def begin(session: Session, work: Work, **options: object) -> int:
    with transaction(session):
        return begin_draft(session, work, form="book", profile=Profile.MARC21, **options)  # type: ignore[arg-type]


def save(session: Session, work: Work, draft_id: int) -> SavedRecord:
    with transaction(session):
        return save_draft(session, work, draft_id=draft_id)


def test_a_new_record_is_typed_kept_and_saved(session: Session, nilufar: Work) -> None:
    number = begin(session, nilufar, marc=marc21("Meh"), extra={"cards": []})
    with transaction(session):
        keep_draft(session, later(nilufar, 5), draft_id=number, marc=marc21("Mehrobdan chayon"),
                   extra={"cards": ["uzbekistanika"], "by": "form"}, form="map")  # fmt: skip
    view = draft(session, number, who(nilufar))
    assert (view.title, view.form, view.base_version, view.current_version, view.extra["by"]) == (
        "Mehrobdan chayon", "map", 0, 0, "form")  # fmt: skip
    assert view.marc["245"]["a"] == "Mehrobdan chayon"
    assert [each.title for each in my_drafts(session, who(nilufar))] == ["Mehrobdan chayon"]
    saved = save(session, later(nilufar, 6), number)
    assert saved.version == 1
    assert record_view(session, saved.record_id).created_by == nilufar.actor_id
    assert cards_of(session, saved.record_id) == {"uzbekistanika"}
    assert my_drafts(session, who(nilufar)) == ()
    assert session.get_one(Record, saved.record_id).checked_version == 1
    assert [problem for check in measures.CHECKS for problem in check(session)] == []


def test_a_draft_of_a_record_is_one_a_person_and_becomes_a_version(
    session: Session, nilufar: Work, olim: Work, book: int
) -> None:
    mine = begin(session, nilufar, record_id=book)
    assert begin(session, nilufar, record_id=book) == mine
    assert begin(session, olim, record_id=book) != mine
    assert draft_of(session, who(nilufar), book) == mine
    with transaction(session):
        keep_draft(session, nilufar, draft_id=mine, marc=marc21("Oʻtgan kunlar"))
    assert save(session, nilufar, mine) == SavedRecord(book, 2)
    assert [found.id for found in search_records(session, "oʻtgan kunlar").records] == [book]


def test_whoever_saves_second_is_told_and_loses_nothing(
    session: Session, nilufar: Work, olim: Work, book: int
) -> None:
    mine, theirs = begin(session, nilufar, record_id=book), begin(session, olim, record_id=book)
    with transaction(session):
        keep_draft(session, nilufar, draft_id=mine, marc=marc21("Meniki"))
        keep_draft(session, olim, draft_id=theirs, marc=marc21("Uniki"))
    save(session, later(olim, 1), theirs)
    with pytest.raises(RecordError) as refusal:
        save(session, later(nilufar, 2), mine)
    assert refusal.value.code is RecordCode.CHANGED_MEANWHILE
    assert (refusal.value.facts["who"], refusal.value.facts["when"]) == (
        "Nilufar Karimova",
        later(olim, 1).now,
    )
    view = draft(session, mine, who(nilufar))
    assert (view.title, view.base_version, view.current_version) == ("Meniki", 1, 2)
    with transaction(session):
        rebase_draft(session, nilufar, draft_id=mine, marc=marc21("Ikkalasi"), version=2)
    assert save(session, nilufar, mine).version == 3
    told = [version_marc(session, book, each.version)[0]["245"]["a"] for each in versions(session, book)]
    assert told == ["Ikkalasi", "Uniki", "Oʻtkan kunlar"]


def test_a_draft_cannot_be_based_on_a_version_that_is_past(
    session: Session, nilufar: Work, book: int
) -> None:
    mine = begin(session, nilufar, record_id=book)
    for title in ("Bir", "Ikki"):
        with transaction(session):
            replace_record(session, nilufar, record_id=book, marc=marc21(title), profile=Profile.MARC21)
    with pytest.raises(RecordError), transaction(session):
        rebase_draft(session, nilufar, draft_id=mine, marc=marc21("X"), version=2)


def test_others_at_the_same_record_are_told_for_a_quarter_of_an_hour(
    session: Session, nilufar: Work, olim: Work, book: int
) -> None:
    begin(session, nilufar, record_id=book)
    number = begin(session, later(olim, 3), record_id=book)
    now = NOON + timedelta(minutes=10)
    assert [each.since for each in others_editing(session, book, who(nilufar), now)] == [later(olim, 3).now]
    assert [each.since for each in others_editing(session, book, None, now)] == [NOON, later(olim, 3).now]
    assert others_editing(session, book, who(nilufar), NOON + timedelta(minutes=18)) == ()
    with transaction(session):
        keep_draft(session, later(olim, 17), draft_id=number, marc=marc21("X"))
    assert len(others_editing(session, book, who(nilufar), NOON + timedelta(minutes=18))) == 1


def test_another_person_s_draft_is_nobody_else_s(session: Session, nilufar: Work, olim: Work) -> None:
    number = begin(session, nilufar, marc=marc21("Meniki"))
    acts = (
        lambda: keep_draft(session, olim, draft_id=number, marc=marc21("X")),
        lambda: drop_draft(session, olim, draft_id=number),
        lambda: save_draft(session, olim, draft_id=number),
        lambda: draft(session, number, who(olim)),
        lambda: draft(session, 10**12, who(nilufar)),
    )
    for act in acts:
        with pytest.raises(RecordNotFoundError) as refusal, transaction(session):
            act()
        assert refusal.value.code is RecordCode.DRAFT_UNKNOWN
    assert draft(session, number, who(nilufar)).title == "Meniki"


def test_a_dropped_draft_leaves_the_record_as_it_is(session: Session, nilufar: Work, book: int) -> None:
    number = begin(session, nilufar, record_id=book, marc=marc21("X"))
    with transaction(session):
        drop_draft(session, nilufar, draft_id=number)
    assert session.scalars(select(func.count()).select_from(RecordDraft)).one() == 0
    assert record_view(session, book).brief.title == "Oʻtkan kunlar"


def test_nobody_has_no_drafts(session: Session) -> None:
    with pytest.raises(RecordError) as refusal:
        begin(session, Work(now=NOON), marc=marc21("X"))
    assert refusal.value.code is RecordCode.NOBODY


def test_a_draft_can_say_what_its_record_is_a_part_of(session: Session, nilufar: Work) -> None:
    with transaction(session):
        (journal,) = add_all(session, marc21("Infolib", kind="as"))
    part = begin(session, nilufar, marc=marc21("Maqola", kind="aa"), extra={"host": journal})
    saved = save(session, nilufar, part)
    assert record_view(session, saved.record_id).host_id == journal
    again = begin(session, nilufar, record_id=saved.record_id, extra={"host": None})
    save(session, nilufar, again)
    assert record_view(session, saved.record_id).host_id is None


def test_a_draft_that_cannot_be_saved_whole_is_not_saved_at_all(session: Session, nilufar: Work) -> None:
    number = begin(session, nilufar, marc=marc21("Kitob"), extra={"cards": ["nowhere"]})
    with pytest.raises(RecordError):
        save(session, nilufar, number)
    assert session.scalars(select(func.count()).select_from(Record)).one() == 0
    assert draft(session, number, who(nilufar)).title == "Kitob"


def test_a_draft_keeps_where_its_record_comes_from(session: Session, nilufar: Work) -> None:
    number = begin(session, nilufar, marc=marc21("Kitob"), origin=Origin.IMPORTED)
    saved = save(session, nilufar, number)
    assert record_view(session, saved.record_id).origin is Origin.IMPORTED


def test_templates_have_names_of_their_own(session: Session, nilufar: Work) -> None:
    with transaction(session):
        number = save_template(session, nilufar, name=" Darslik ", form="book", profile=Profile.MARC21,
                               marc=marc21("", language="uzb"))  # fmt: skip
    assert [(each.name, each.form) for each in templates(session)] == [("Darslik", "book")]
    assert template(session, number).marc["008"].data[35:38] == "uzb"
    with pytest.raises(RecordError) as refusal, transaction(session):
        save_template(session, nilufar, name="Darslik", form="map", profile=Profile.MARC21, marc=marc21("X"))
    assert refusal.value.code is RecordCode.TEMPLATE_TAKEN
    with pytest.raises(InputError), transaction(session):
        save_template(session, nilufar, name=" ", form="map", profile=Profile.MARC21, marc=marc21("X"))
    with transaction(session):
        delete_template(session, nilufar, template_id=number)
    assert templates(session) == ()
    for unknown in (number, 10**12):
        with pytest.raises(RecordNotFoundError):
            template(session, unknown)
    with pytest.raises(RecordNotFoundError), transaction(session):
        delete_template(session, nilufar, template_id=number)
