"""Readers' data of the service: handed out, erased on request, forgotten in time; figures stay."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.account.queries.everything import counts, everything
from circulation.account.queries.kinds import Kept
from circulation.account.services.erasing import erase
from circulation.account.services.exporting import as_json
from circulation.account.services.forgetting import forget_portion
from foreign_fund.service import services
from foreign_fund.service.jobs import make_and_send
from foreign_fund.service.measures import CHECKS
from foreign_fund.service.models import InterestProfile, ReaderQuery, Selection
from foreign_fund.service.queries.asked import query_row
from ils.activity.models import Activity
from ils.db import transaction
from ils.outbox.models import Message
from tests.conftest import NOON
from tests.foreign_fund.service.house import House, at


def lived(house: House) -> int:
    """A teacher who asked, had a course, wanted to be told, and was; somebody of the name asked without a card."""
    reader = house.reader(surname="Qodirbekov", given_name="Anvarjon", phone="+998901234567")
    house.answer(house.ask(patron_id=reader, topic="Mening mavzuim", wanted="Menga kerak"), send=True)
    house.answer(
        house.ask(asker="Qodirbekov Anvarjon", contact="r-1@example.uz", way="virtual", topic="Pochtadan"),
        send=True,
    )
    house.course(patron_id=reader, teacher="", note="Qodirbekov uchun")
    house.profile(reader)
    house.arrive("ger")
    make_and_send(house.session, at())
    return reader


def test_all_of_it_is_handed_out(house: House, session: Session) -> None:
    reader = lived(house)
    told = json.loads(as_json(everything(session, reader), library="AKM", at=NOON))
    assert [row["topic"] for row in told["queries"]] == ["Mening mavzuim", "Pochtadan"]
    assert [row["discipline"] for row in told["selections"]] == ["Nemis tili"]
    assert [row["languages"] for row in told["interest_profiles"]] == [["ger"]]
    assert [row["titles"] for row in told["bulletins"]] == [1]
    kinds = {each.kind for each in counts(session, reader)}
    assert {Kept.QUERIES, Kept.SELECTIONS, Kept.PROFILES, Kept.BULLETINS} <= kinds
    assert "key" not in told["interest_profiles"][0]


def test_erased_on_request_and_the_figures_stay(house: House, session: Session) -> None:
    reader = lived(house)
    before = len(list(session.scalars(select(Activity.id))))
    with transaction(session):
        erase(session, at(), patron_id=reader, reason="asked for it")
    told = as_json(everything(session, reader), library="AKM", at=NOON).decode()
    left = " ".join(
        str(value)
        for table in (ReaderQuery, Selection, Message)
        for row in session.execute(select(table.__table__)).all()
        for value in row
    )
    for word in ("Qodirbekov", "Anvarjon", "Mening mavzuim", "Menga kerak", "r-1@example.uz"):
        assert word not in told
        assert word not in left
    assert list(session.scalars(select(InterestProfile.id))) == []
    assert house.copies() == [(1, None)]
    assert len(list(session.scalars(select(Activity.id)))) == before
    assert [each for check in CHECKS for each in check(session)] == []
    make_and_send(session, at(7))
    assert house.copies() == [(1, None)]


def test_time_lets_ended_things_go_and_leaves_what_runs(house: House, session: Session) -> None:
    reader = lived(house)
    waits = house.ask(patron_id=reader, topic="Hali kutadi")
    with transaction(session):
        services.close_selection(session, at(), selection_id=1)
    later = at(400)
    with transaction(session):
        done = forget_portion(session, later, before=later.day - timedelta(days=30))
    assert done.others >= 4
    row = query_row(session, 1)
    assert (row.patron_id, row.name, row.topic) == (None, "", "Mening mavzuim")
    assert query_row(session, waits).patron_id == reader
    assert session.scalars(select(Selection.patron_id)).one() is None
    assert house.copies() == [(1, None)]
    with transaction(session):
        assert forget_portion(session, later, before=later.day - timedelta(days=30)).others == 0
    assert session.scalars(select(InterestProfile.patron_id)).one() == reader


@pytest.mark.parametrize("days", [1, 20])
def test_what_is_young_stays(house: House, session: Session, days: int) -> None:
    lived(house)
    with transaction(session):
        done = forget_portion(session, at(days), before=at().day - timedelta(days=30))
    assert done.others == 0
