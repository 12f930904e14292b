"""Reviews and other events of an exhibition: one act each, counted once, linked and never typed twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from circulation.events.models import Event
from foreign_fund.exhibitions import queries, services
from foreign_fund.exhibitions.models import ExhibitionExtra
from foreign_fund.service import services as service
from foreign_fund.service.models import BiblioReview
from foreign_fund.service.queries.titles import REVIEW, listed
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from ils.app import downgrade_database, upgrade_database
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.session import db
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf, at

TODAY = NOON.date()
SAID = {"type": "event", "day": TODAY, "sector": "other", "department": "foreign"}


def do(session: Session, act: object, german: int, days: int = 0, /, **told: object) -> object:
    with transaction(session):
        return act(session, at(days), exhibition_id=german, **told)  # type: ignore[operator]


@pytest.fixture
def german(session: Session, shelf: Shelf) -> int:
    """An exhibition with two copies of one title and one of another; a fourth title waits for a rotation."""
    record = shelf.record("ger", "Der Prozess")
    for code in "12":
        shelf.copy(code, record=record)
    shelf.copy("3")
    shelf.copy("4", "eng")
    days = {"opens_on": TODAY, "closes_on": TODAY + timedelta(days=20)}
    with transaction(session):
        made = services.create(session, at(), title="Deutsch", department="foreign", **days).id
    for code in "123":
        do(session, services.add_copy, made, code=code)
    later = {"first_on": TODAY + timedelta(days=10), "last_on": TODAY + timedelta(days=12)}
    rotation = do(session, services.add_rotation, made, name="", **later)
    do(session, services.plan_copy, made, code="4", rotation_id=rotation.id)  # type: ignore[attr-defined]
    return made


def note_by_hand(session: Session, german: int) -> int:
    """Write a review down as it was done before: a line, no event."""
    with transaction(session):
        row = ExhibitionExtra(
            exhibition_id=german, kind="noted", day=TODAY, text="Nemis kitoblari sharhi", who="Saidova",
            link="", persons=18, at=NOON, by=None,
        )  # fmt: skip
        session.add(row)
    return row.id


def test_a_review_made_here_has_the_titles_of_the_exhibition_and_counts_once(
    session: Session, german: int
) -> None:
    review = int(str(do(session, services.plan_review, german, title="Nemis kitoblari", minutes=40, **SAID)))
    assert [each.record and each.record.title for each in listed(session, REVIEW, review)] == [
        "Der kleine Prinz", "Der Prozess", "Focus 5",
    ]  # fmt: skip
    assert net_amount(session, Kind.EVENT_HOLD) == 0
    with transaction(session):
        service.hold_review(session, at(), review_id=review, listeners=18, minutes=40)
    assert net_amount(session, Kind.EVENT_HOLD) == 1
    (row,) = queries.gatherings_of(session, german)
    assert (row.held, row.event.came, row.review.titles if row.review else 0) == (True, 18, 3)
    assert len(session.scalars(select(Event)).all()) == 1


def test_a_review_held_already_is_linked_and_nothing_counts_again(session: Session, german: int) -> None:
    with transaction(session):
        row = service.plan_review(session, at(), title="Nemis kitoblari", **SAID)  # type: ignore[arg-type]
        service.hold_review(session, at(), review_id=row.id, listeners=18, minutes=None)
    days = {"first": TODAY, "last": TODAY}
    assert [(each.id, each.review) for each in queries.events_near(session, german, **days)] == [
        (row.event_id, True)
    ]
    do(session, services.link_event, german, event_id=row.event_id)
    assert net_amount(session, Kind.EVENT_HOLD) == 1
    assert queries.exhibitions_of_event(session, row.event_id) == ((german, "1/2026", "Deutsch"),)


def test_a_guided_tour_is_planned_here_as_any_event(session: Session, german: int) -> None:
    told = {**SAID, "type": "excursion"}
    event = do(session, services.plan_event, german, title="1-kurs koʻrgazmada", **told)
    (row,) = queries.gatherings_of(session, german)
    assert (row.event.id, row.review, row.event.type.value) == (event, None, "excursion")


def test_a_line_noted_by_hand_is_kept_and_gives_way_to_its_event(session: Session, german: int) -> None:
    noted = note_by_hand(session, german)
    assert [row.persons for row in queries.noted_of(session, german)] == [18]
    assert queries.extras_of(session, german) == ()
    review = do(session, services.plan_review, german, title="Sharh", noted_id=noted, **SAID)
    event = session.get_one(BiblioReview, int(str(review))).event_id
    kept = session.get_one(ExhibitionExtra, noted)
    assert (kept.text, kept.persons, kept.event_id) == ("Nemis kitoblari sharhi", 18, event)
    assert queries.noted_of(session, german) == ()
    with pytest.raises(LibraryError, match="exhibition_line_unknown"):
        do(session, services.plan_review, german, title="Sharh", noted_id=noted, **SAID)
    session.rollback()
    do(session, services.unlink_event, german, event_id=event)  # it was another one after all
    assert [row.id for row in queries.noted_of(session, german)] == [noted]


def test_a_line_noted_by_hand_may_be_an_event_that_belongs_here_already(
    session: Session, german: int
) -> None:
    event = do(session, services.plan_event, german, title="Sharh", **SAID)
    noted = note_by_hand(session, german)
    do(session, services.link_event, german, event_id=event, noted_id=noted)
    assert queries.noted_of(session, german) == ()
    assert len(queries.gatherings_of(session, german)) == 1
    with pytest.raises(LibraryError, match="exhibition_event_there"):
        do(session, services.link_event, german, event_id=event)


def test_a_review_is_not_typed_any_more(session: Session, german: int) -> None:
    for kind in ("review", "noted"):
        with pytest.raises(LibraryError, match="exhibition_choice_unknown"):
            do(session, services.tell, german, kind=kind, day=TODAY, text="Sharh")
        session.rollback()


OLD_SHOW = """
INSERT INTO exhibition (id, year, number, title, department, place, opens_on, closes_on, lendable, state, form, plan_line,
    cycle, occasion, purpose, audience, epigraph, languages, curator, partners, approved_by, public, public_text,
    qr_opened, result, note, created_at)
VALUES (5, 2026, 1, 'Deutsch', 'foreign', '', '2026-04-15', '2026-05-15', {yes}, 'preparing', 'thematic', '', '', '', '',
    '', '', '', '', '', '', {yes}, '', 0, '', '', '2026-04-15 09:00:00')
"""
OLD_REVIEW = """
INSERT INTO exhibition_extra (id, exhibition_id, kind, day, text, who, link, persons, at)
VALUES (9, 5, '{kind}', '2026-04-20', 'Nemis kitoblari sharhi', 'Saidova', '', 18, '2026-04-20 12:00:00')
"""


def test_reviews_typed_before_are_kept_word_for_word_up_and_down(app: Flask) -> None:
    with app.app_context():
        engine: Engine = db.engine
        downgrade_database(app, "0011")
        yes = "1" if engine.dialect.name == "sqlite" else "true"
        with engine.begin() as connection:
            connection.execute(text(OLD_SHOW.format(yes=yes)))
            connection.execute(text(OLD_REVIEW.format(kind="review")))
        upgrade_database(app)
        with engine.connect() as connection:
            row = connection.execute(text("SELECT * FROM exhibition_extra")).one()
        assert (row.kind, row.text, row.who, row.persons, row.event_id, row.removed_at) == (
            "noted", "Nemis kitoblari sharhi", "Saidova", 18, None, None,
        )  # fmt: skip
        assert str(row.day) in ("2026-04-20", str(date(2026, 4, 20)))
        downgrade_database(app, "0011")
        with engine.connect() as connection:
            assert connection.execute(text("SELECT kind FROM exhibition_extra")).scalars().all() == ["review"]
        upgrade_database(app)
