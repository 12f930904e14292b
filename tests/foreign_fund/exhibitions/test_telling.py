"""Visitors, events, words, pictures, pieces of others, moved days; the effect by hand-computed figures."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.items.queries import find_item
from catalog.records.models import Record
from circulation.events import services as events
from circulation.loans.models import Loan
from circulation.visits.models import Visit
from foreign_fund.exhibitions import queries, services
from foreign_fund.exhibitions.errors import ExhibitionCode
from foreign_fund.exhibitions.measures import CHECKS
from foreign_fund.exhibitions.rules.effect import Lending
from foreign_fund.exhibitions.rules.telling import Came
from ils.activity.kinds import Kind
from ils.activity.measures import net_amount
from ils.db import transaction
from ils.errors import LibraryError
from ils.registers.services import attach
from tests.conftest import NOON
from tests.foreign_fund.shelf import Shelf, at

LAST_DAY = date(2026, 5, 15)


@pytest.fixture
def german(session: Session, shelf: Shelf) -> int:
    """An exhibition in preparation; the copies 1 to 3 are on the shelf."""
    for code in "123":
        shelf.copy(code)
    return entered(session)


def entered(session: Session, title: str = "Deutsch", **facts: object) -> int:
    passport = {"opens_on": date(2026, 4, 15), "closes_on": LAST_DAY, "department": "foreign", **facts}
    with transaction(session):
        return services.create(session, at(), title=title, **passport).id  # type: ignore[arg-type]


def do(session: Session, act: object, german: int, days: int = 0, /, **told: object) -> object:
    with transaction(session):
        return act(session, at(days), exhibition_id=german, **told)  # type: ignore[operator]


@pytest.fixture(autouse=True)
def proof(session: Session):  # type: ignore[no-untyped-def]
    """After every test nothing contradicts."""
    yield
    session.rollback()
    assert [problem for check in CHECKS for problem in check(session)] == []


def test_exhibitions_are_numbered_in_their_year(session: Session) -> None:
    made = [entered(session, "A"), entered(session, "B")]
    made.append(entered(session, "C", opens_on=date(2027, 1, 5), closes_on=date(2027, 1, 9)))
    assert [queries.exhibition_row(session, each).name for each in made] == ["1/2026", "2/2026", "1/2027"]


def test_the_days_planned_first_are_kept_and_nothing_counts_by_being_put_off(
    session: Session, german: int
) -> None:
    do(session, services.add_copy, german, code="1")
    later = {"title": "Deutsch", "department": "foreign", "opens_on": date(2026, 4, 20)}
    do(session, services.change, german, closes_on=LAST_DAY, shift_reason="Zal band", **later)
    do(session, services.change, german, closes_on=date(2026, 6, 1), **later)
    do(session, services.change, german, closes_on=date(2026, 6, 1), **later)
    shifts = queries.shifts_of(session, german)
    assert [(each.old_opens_on, each.old_closes_on, each.reason) for each in shifts] == [
        (date(2026, 4, 15), LAST_DAY, "Zal band"),
        (date(2026, 4, 20), LAST_DAY, ""),
    ]
    do(session, services.open_exhibition, german)
    do(session, services.change, german, closes_on=date(2026, 7, 1), **later)
    do(session, services.close_exhibition, german)
    do(session, services.reopen_exhibition, german)
    assert (net_amount(session, Kind.EXHIBITION_OPEN), net_amount(session, Kind.EXHIBITION_ITEM)) == (1, 1)
    assert net_amount(session, Kind.LOAN_OPEN) == 0
    facts = find_item(session, "1")
    assert facts is not None
    assert facts.placement is not None
    assert facts.placement.until == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"setup_on": date(2026, 4, 16)}, "exhibition_setup_late"),
        ({"takedown_on": date(2026, 5, 14)}, "exhibition_takedown_early"),
        ({"form": "flying"}, "exhibition_form_unknown"),
        ({"epigraph": "x" * 1001}, "value_too_long"),
        ({"purpose": "a\x00b"}, "control_characters"),
    ],
)
def test_a_passport_that_cannot_be(session: Session, facts: dict[str, object], code: str) -> None:
    with pytest.raises(LibraryError) as refused:
        entered(session, **facts)  # type: ignore[arg-type]
    assert refused.value.code == code


def test_an_epigraph_keeps_its_lines(session: Session) -> None:
    row = queries.exhibition_row(session, entered(session, epigraph="Wer Bücher liest,\r\n sieht weiter. \n"))
    assert row.epigraph == "Wer Bücher liest,\nsieht weiter."


def test_visitors_are_a_counter_of_their_own(session: Session, german: int) -> None:
    count = services.count_visitors
    do(session, count, german, kind="visitors", persons=12)
    group = do(session, count, german, kind="group", persons=25, who="7-maktab, 9-sinf")
    do(session, count, german, kind="tour", persons=10)
    do(session, count, german, kind="views", persons=40)
    do(session, services.uncount_visitors, german, row_id=group.id)  # type: ignore[attr-defined]
    found = queries.visitors_of(session, german)
    assert (found.persons, found.sums[Came.VIEWS], found.times[Came.TOUR], len(found.rows)) == (22, 40, 1, 4)
    assert session.scalars(select(Visit)).all() == []
    for told in ({"kind": "crowd", "persons": 1}, {"kind": "tour", "persons": 0}):
        with pytest.raises(LibraryError):
            do(session, count, german, **told)
    with pytest.raises(LibraryError, match="exhibition_day_ahead"):
        do(session, count, german, kind="tour", persons=1, day=NOON.date() + timedelta(days=1))


def test_an_event_belongs_to_an_exhibition_and_counts_by_itself(session: Session, german: int) -> None:
    with transaction(session):
        event = events.plan(
            session,
            at(),
            type="event",
            title="Ochilish",
            day=NOON.date(),
            sector="other",
            department="foreign",
        )[0].id
    days = {"first": NOON.date(), "last": LAST_DAY}
    assert [each.id for each in queries.events_near(session, german, **days)] == [event]
    do(session, services.link_event, german, event_id=event)
    with pytest.raises(LibraryError, match="exhibition_event_there"):
        do(session, services.link_event, german, event_id=event)
    assert [each.title for each in queries.events_of(session, german)] == ["Ochilish"]
    assert queries.events_near(session, german, **days) == ()
    do(session, services.unlink_event, german, event_id=event)
    assert queries.events_of(session, german) == ()


def test_what_is_told_of_an_exhibition(session: Session, german: int) -> None:
    day = NOON.date()
    do(session, services.tell, german, kind="press", day=day, text="Gazetada maqola")
    web = {"kind": "web", "day": day, "text": "Telegramda", "link": "https://t.me/arm"}
    do(session, services.tell, german, **web)
    wrong = do(session, services.tell, german, kind="words", day=day, text="Zoʻr!", who="2-kurs")
    do(session, services.untell, german, row_id=wrong.id)  # type: ignore[attr-defined]
    assert [each.kind for each in queries.extras_of(session, german)] == ["press", "web"]
    do(session, services.add_person, german, role="design", name="Aziza Karimova")
    assert [each.name for each in queries.people_of(session, german)] == ["Aziza Karimova"]
    with pytest.raises(LibraryError, match="exhibition_line_unknown"):
        do(session, services.untell, german, row_id=999)


def test_only_a_picture_of_this_exhibition_is_shown(session: Session, german: int, tmp_path: Path) -> None:
    picture = BytesIO()
    Image.new("RGB", (8, 8), "navy").save(picture, "PNG")

    def kept(owner: int, content: bytes, name: str) -> int:
        with transaction(session):
            owned = {"owner_type": "exhibition", "owner_id": owner, "file_name": name, "home": tmp_path}
            return attach(session, at(), stream=BytesIO(content), **owned).id  # type: ignore[arg-type]

    mine = kept(german, picture.getvalue(), "zal.png")
    other = kept(entered(session, "B"), picture.getvalue(), "zal.png")
    paper = kept(german, b"%PDF-1.7\n%%EOF", "akt.pdf")
    do(session, services.show_photo, german, evidence_id=mine, caption="Zal")
    do(session, services.show_photo, german, evidence_id=mine, caption="Katta zal")
    assert [each.caption for each in queries.photos_of(session, german)] == ["Katta zal"]
    for wrong in (other, paper):
        with pytest.raises(LibraryError, match="exhibition_photo_unfit"):
            do(session, services.show_photo, german, evidence_id=wrong, caption="")
    do(session, services.hide_photo, german, evidence_id=mine)
    assert queries.photos_of(session, german) == ()


def test_a_piece_of_another_owner_comes_and_goes_by_its_act(session: Session, german: int) -> None:
    piece = do(
        session, services.take_in, german, title="Goethe büsti", owner="Goethe-Institut", act="14/2026",
        received_on=NOON.date(), return_by=LAST_DAY, worth=900_000,
    )  # fmt: skip
    do(session, services.open_exhibition, german)
    assert net_amount(session, Kind.EXHIBITION_ITEM) == 0
    do(session, services.give_piece_back, german, 3, piece_id=piece.id)  # type: ignore[attr-defined]
    assert queries.pieces_of(session, german)[0].returned_on == date(2026, 4, 18)
    with pytest.raises(LibraryError, match="exhibition_piece_unknown"):
        do(session, services.give_piece_back, german, 3, piece_id=piece.id)  # type: ignore[attr-defined]


def test_a_virtual_exhibition_shows_titles_and_line_26_counts_none(session: Session, shelf: Shelf) -> None:
    made = entered(session, form="virtual")
    record = shelf.record("ger")
    do(session, services.add_title, made, record_id=record)
    with pytest.raises(LibraryError, match="exhibition_title_there"):
        do(session, services.add_title, made, record_id=record)
    kept = shelf.record("ger")
    with transaction(session):
        session.get_one(Record, record).merged_into = kept
    with pytest.raises(LibraryError, match="exhibition_title_there"):  # the same title still
        do(session, services.add_title, made, record_id=kept)
    do(session, services.open_exhibition, made)
    assert [(each.title, each.record_id) for each in queries.pieces_of(session, made)] == [
        ("Der kleine Prinz", kept)
    ]
    assert (net_amount(session, Kind.EXHIBITION_OPEN), net_amount(session, Kind.EXHIBITION_ITEM)) == (1, 0)
    with pytest.raises(LibraryError, match="exhibition_not_virtual"):
        do(session, services.add_title, entered(session, "Real"), record_id=record)


def test_a_search_puts_a_free_copy_of_each_title_on_or_none(
    session: Session, shelf: Shelf, german: int
) -> None:
    record = shelf.record("eng")
    shelf.copy("10", record=record)
    shelf.copy("11", record=record)
    shelf.lend("10")
    do(session, services.add_records, german, records=[record], virtual=False)
    assert [copy.code for copy in queries.copies_on(session, german)] == ["11"]
    with pytest.raises(LibraryError) as refused:
        do(session, services.add_records, german, records=[shelf.record("eng"), record], virtual=False)
    assert refused.value.code == ExhibitionCode.NO_FREE_COPY
    assert len(queries.copies_on(session, german)) == 1


def test_a_followed_code_counts_for_a_public_page_only(session: Session, german: int) -> None:
    public = entered(session, "B", public=True)
    for each in (german, public, public):
        with transaction(session):
            services.follow_qr(session, exhibition_id=each)
    opened = [queries.exhibition_row(session, each).qr_opened for each in (german, public)]
    assert opened == [0, 2]


def test_the_effect_by_figures_computed_by_hand(session: Session, shelf: Shelf) -> None:
    """Two titles are shown for ten days, 15–24 April; the ten days before are 5–14 April.

    Shown: A lent 7 April, 12 April before; from the exhibition 16 April; its second copy, which stayed on the shelf,
    17 April. B lent from the exhibition 18 April, and 20 April by mistake (undone). During: 3, from it: 2, before: 2.
    Comparable (German, same branch): C lent 8, 9 and 19 April; D never; E hung on another exhibition; F is English;
    G came after the opening. So two comparable titles: during 1, before 2. A loan of 4 April is of no period.
    """
    records = {name: shelf.record("ger", name) for name in "ABCDEG"} | {"F": shelf.record("eng", "F")}
    for name, code in (("A", "A1"), ("A", "A2"), *((each, f"{each}1") for each in "BCDEF")):
        shelf.copy(code, record=records[name])

    def lent(code: str, day: int) -> int:
        moment = NOON + timedelta(days=day - 15)
        loan = shelf.lend(code, now=moment)
        shelf.take_back(code, now=moment + timedelta(hours=2))
        return loan

    for code, day in (("C1", 4), ("A1", 7), ("A2", 12), ("C1", 8), ("C1", 9), ("F1", 10)):
        lent(code, day)
    other = entered(session, "Other", opens_on=date(2026, 4, 10))
    do(session, services.add_copy, other, -5, code="E1")
    do(session, services.open_exhibition, other, -5)
    german = entered(session)
    do(session, services.add_copy, german, code="A1")
    do(session, services.add_copy, german, code="B1")
    do(session, services.open_exhibition, german)
    for code, day in (("A1", 16), ("A2", 17), ("B1", 18), ("C1", 19), ("F1", 21)):
        lent(code, day)
    mistake = lent("B1", 20)
    with transaction(session):
        session.get_one(Loan, mistake).undone_at = NOON
    shelf.copy("G1", record=records["G"])
    with transaction(session):
        session.scalars(select(Item).where(Item.inventory_number == "G1")).one().acquired_on = date(
            2026, 4, 16
        )
    do(session, services.close_exhibition, german, 9)
    found = queries.effect_of(session, queries.exhibition_row(session, german), today=date(2026, 9, 1))
    assert found is not None
    assert (found.period.first, found.period.last) == (date(2026, 4, 15), date(2026, 4, 24))
    assert found.from_it == 2
    assert found.shown == Lending(titles=2, during=3, before=2)
    assert found.others == Lending(titles=2, during=1, before=2)
    assert found.gain == Decimal("100.0")  # +1 of 2 titles is +50 of a hundred; -1 of 2 is -50


def test_an_exhibition_never_opened_has_no_effect(session: Session, german: int) -> None:
    row = queries.exhibition_row(session, german)
    assert queries.effect_of(session, row, today=NOON.date()) is None


def test_the_annual_table(session: Session, german: int) -> None:
    do(session, services.add_copy, german, code="1")
    do(session, services.open_exhibition, german)
    do(session, services.count_visitors, german, kind="group", persons=25)
    rows = queries.exhibitions_of_year(session, 2026)
    assert [(row.exhibition.id, row.visitors, row.exhibition.counted, row.events) for row in rows] == [
        (german, 25, 1, 0)
    ]
    assert queries.exhibitions_of_year(session, 2025) == ()
