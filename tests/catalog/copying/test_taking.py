"""Taking over: a draft, a record at once, a better description of ours; each keeps its native profile."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.copying.errors import CopyCode, CopyRefused
from catalog.copying.rules import Question
from catalog.copying.services import (
    Theirs,
    ask,
    hit,
    joined_with,
    ours,
    take_as_draft,
    take_as_record,
    update_as_draft,
)
from catalog.importing.rules import MergeProfile
from catalog.marc import Profile
from catalog.marc.converting import convert
from catalog.records.measures import CHECKS
from catalog.records.models import Origin, Record
from catalog.records.queries import draft, record_view
from catalog.records.services import save_draft
from ils.accounts.models import Staff
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.activity.work import Work
from ils.db import transaction
from tests.catalog.copying.conftest import sru_target
from tests.catalog.copying.servers import Catalogue
from tests.conftest import NOON
from tests.world import add_nilufar, work_at


@pytest.fixture
def nilufar(session: Session) -> Staff:
    return add_nilufar(session, NOON)


@pytest.fixture
def work(nilufar: Staff) -> Work:
    return work_at(NOON, actor_id=nilufar.id)


def record_of(theirs: Catalogue, name: str) -> Theirs:
    return ask(sru_target(f"{theirs.url}/{name}"), Question(title="x")).records[0]


def saved(session: Session, work: Work, theirs: Theirs, *, again: bool = False) -> int:
    with transaction(session):
        return take_as_record(session, work, theirs=theirs, again=again)


def test_a_record_is_saved_at_once_in_its_own_profile(
    session: Session, work: Work, theirs: Catalogue
) -> None:
    record_id = saved(session, work, record_of(theirs, "bnf"))
    row = session.get(Record, record_id)
    assert row is not None
    assert (row.profile, row.origin, row.title) == ("unimarc", Origin.IMPORTED, "Le petit prince")
    assert row.checked_version == 1
    (act,) = session.scalars(select(Activity).where(Activity.kind == Kind.RECORD_CREATE.value))
    assert act.source == "imported"
    assert [problem for check in CHECKS for problem in check(session)] == []


def test_what_we_have_is_not_saved_twice_unasked(session: Session, work: Work, theirs: Catalogue) -> None:
    prince = record_of(theirs, "loc")
    first = saved(session, work, prince)
    with pytest.raises(CopyRefused) as refusal:
        saved(session, work, prince)
    assert refusal.value.code is CopyCode.SAME_RECORD
    assert refusal.value.facts["record"] == first
    assert saved(session, work, prince, again=True) != first


def test_theirs_stands_beside_ours(session: Session, work: Work, theirs: Catalogue) -> None:
    prince = record_of(theirs, "loc")
    assert hit(session, prince).ours == ()
    record_id = saved(session, work, prince)
    same = hit(session, prince).same
    assert same is not None
    assert (same.record.id, same.same) == (record_id, True)
    assert sum(reason.points for reason in same.reasons) == same.score
    assert hit(session, record_of(theirs, "dnb")).same is None
    total, found = ours(session, Question(isbn="9780156012195"))
    assert (total, found[0].id) == (1, record_id)
    assert ours(session, Question(title="little", author="Exupery"))[0] == 1


def test_a_draft_saves_nothing_yet(session: Session, work: Work, nilufar: Staff, theirs: Catalogue) -> None:
    with transaction(session):
        draft_id = take_as_draft(session, work, theirs=record_of(theirs, "dnb"), form="book")
    view = draft(session, draft_id, nilufar.id)
    assert (view.title, view.profile, view.record_id) == ("Der kleine Prinz", Profile.MARC21, None)
    assert session.scalars(select(Record.id)).all() == []
    with transaction(session):
        record_id = save_draft(session, work, draft_id=draft_id).record_id
    assert record_view(session, record_id).origin is Origin.IMPORTED


def test_ours_is_updated_in_the_editor(
    session: Session, work: Work, nilufar: Staff, theirs: Catalogue
) -> None:
    prince = record_of(theirs, "loc")
    record_id = saved(session, work, prince)
    merge = MergeProfile("add", (), ("250",))
    with pytest.raises(CopyRefused) as refusal, transaction(session):
        update_as_draft(session, work, theirs=prince, record_id=record_id, merge=merge, form="book")
    assert refusal.value.code is CopyCode.NOTHING_NEW
    with transaction(session):
        draft_id = update_as_draft(
            session, work, theirs=record_of(theirs, "dnb"), record_id=record_id, merge=merge, form="book"
        )
    view = draft(session, draft_id, nilufar.id)
    assert view.record_id == record_id
    assert view.marc["250"]["a"] == "52. Aufl."
    assert view.marc["245"]["a"].startswith("The little prince")
    with pytest.raises(CopyRefused) as refusal, transaction(session):
        update_as_draft(session, work, theirs=prince, record_id=record_id, merge=merge, form="book")
    assert refusal.value.code is CopyCode.DRAFT_OPEN
    assert refusal.value.facts == {"record": record_id, "draft": draft_id}


def test_a_unimarc_description_is_brought_into_the_form_of_ours(
    session: Session, work: Work, theirs: Catalogue
) -> None:
    record_id = saved(session, work, record_of(theirs, "loc"))
    joined = joined_with(session, record_of(theirs, "bnf"), record_id, MergeProfile())
    assert joined.profile is Profile.MARC21
    assert joined.theirs["245"]["a"].startswith("Le petit prince")
    assert joined.merged["001"].data == joined.ours["001"].data


def test_a_record_of_irbis_stays_what_it_is(session: Session, work: Work, theirs: Catalogue) -> None:
    prince = record_of(theirs, "bnf")
    irbis = Theirs(convert(prince.marc, Profile.UNIMARC, Profile.MARC21).record, Profile.IRBIS, "utf-8")
    record_id = saved(session, work, irbis)
    with pytest.raises(CopyRefused) as refusal:
        joined_with(session, prince, record_id, MergeProfile())
    assert refusal.value.code is CopyCode.NOT_CONVERTIBLE
