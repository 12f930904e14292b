"""The fund by inventory books: the database and the rule say the same of any copy, wherever it is asked about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert, not_, select
from sqlalchemy.orm import Session

from catalog.items.models import Item, ItemState
from catalog.items.queries import belongs
from catalog.items.services import add_item
from catalog.records.models import Record
from catalog.stock import services as stock
from circulation.loans.models import Loan
from circulation.loans.queries.lending import held_beside
from foreign_fund.fund.queries import Change, change, series_stock
from foreign_fund.fund.services import define
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.db import transaction
from ils.library.funds import FOREIGN, Fund, load_fund
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf, at
from tests.world import add_reader

PREFIXES = ("", "X-", "D-", "X-A-", "2024/X-", "Ч-")
LANGUAGES = ("ger", "eng", "uzb", "")
PLACES = ("foreign", "lending")
NUMBERS = st.none() | st.builds(
    "{}{}{}".format,
    st.sampled_from((*PREFIXES, "x-", "X")),
    st.integers(0, 99).map(str) | st.integers(0, 99).map("{:06d}".format) | st.just(""),
    st.sampled_from(("", "", "", "A", " ", "٣")),
).filter(bool)


@dataclass(frozen=True)
class Made:
    """A copy as the property makes it."""

    number: str | None
    place: str
    language: str


COPIES = st.lists(
    st.builds(Made, NUMBERS, st.sampled_from(PLACES), st.sampled_from(LANGUAGES)),
    min_size=1,
    max_size=12,
    unique_by=lambda each: each.number or id(each),
)
FUNDS = st.builds(
    Fund,
    st.just(FOREIGN),
    st.frozensets(st.sampled_from(PLACES), max_size=1),
    st.frozensets(st.sampled_from(("ger", "eng")), max_size=1),
    st.frozensets(st.sampled_from(PREFIXES), max_size=3),
)


def put(session: Session, made: list[Made], records: dict[str, int], reader: int) -> dict[int, Made]:
    """Write the copies down, all of them lent to one reader."""
    found = {}
    for number, each in enumerate(made):
        row = Item(
            record_id=records[each.language], inventory_number=each.number, barcode=f"B{number}", use=None,
            department=each.place, call_number="", state=ItemState.ON_LOAN, state_since=NOON, created_at=NOON,
        )  # fmt: skip
        session.add(row)
        session.flush()
        found[row.id] = each
    loans = [
        {
            "item_id": item, "patron_id": reader, "department": "foreign", "lent_at": NOON, "lent_on": NOON.date(),
            "due_on": NOON.date() + timedelta(days=9), "policy": {}, "due_steps": [], "lost_on": None,
        }
        for item in found
    ]  # fmt: skip
    session.execute(insert(Loan), loans)
    return found


def test_the_database_says_of_a_copy_what_the_rule_says(session: Session, shelf: Shelf) -> None:
    records = {language: shelf.record(language) for language in LANGUAGES}
    reader = add_reader(session, NOON, card="R-1").id

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(made=COPIES, now=FUNDS, then=FUNDS)
    def agrees(made: list[Made], now: Fund, then: Fund) -> None:
        session.rollback()
        copies = put(session, made, records, reader)

        def inside(fund: Fund) -> set[int]:
            return {
                item for item, copy in copies.items()
                if fund.has(department=copy.place, language=copy.language, number=copy.number)
            }  # fmt: skip

        joined = select(Item.id).join(Record, Record.id == Item.record_id)
        assert set(session.scalars(joined.where(belongs(now)))) == inside(now)
        assert set(session.scalars(joined.where(not_(belongs(now))))) == set(copies) - inside(now)
        told = change(session, now=now, then=then)
        assert told == Change(len(inside(then) - inside(now)), len(inside(now) - inside(then)))
        held = held_beside(
            session, patron_id=reader, item_id=0, record_id=0, item_type="book", fund=now, kinds=True,
            day=NOON.date(),
        )  # fmt: skip
        assert held.of_fund == len(inside(now))

    agrees()
    session.rollback()


def test_the_log_keeps_the_fund_of_a_copy_by_its_number(session: Session, shelf: Shelf) -> None:
    with transaction(session):
        define(session, at(), departments=[], languages=["ger"], series=["foreign"])
    record = shelf.record("uzb")
    copies = [shelf.copy(code, record=record, department="lending") for code in ("X-000001", "D-000001")]
    told = dict(session.execute(select(Activity.subject_id, Activity.item_fund)).all())
    assert [told[copy.id] for copy in copies] == ["foreign", ""]
    shelf.lend("X-000001")
    lent = session.scalars(select(Activity.item_fund).where(Activity.kind == Kind.LOAN_OPEN)).one()
    assert lent == "foreign"


def test_books_tell_their_copies_and_a_new_prefix_goes_along(session: Session, shelf: Shelf) -> None:
    record = shelf.record("uzb")
    for code in ("X-000001", "X-000002", "000003"):
        shelf.copy(code, record=record)
    with transaction(session):
        add_item(session, at(), record_id=record, department="foreign", barcode="00009999")
        define(session, at(), departments=[], languages=[], series=["textbook"])
    assert series_stock(session) == {"": 1, "X-": 2, "D-": 0}
    with transaction(session):
        stock.save_series(
            session, at(), code="textbook", name_uz="Darsliklar", name_ru="", name_en="", prefix="DARS-", digits=6,
            next_number=1,
        )  # fmt: skip
    assert load_fund(session).series == {"DARS-"}
