"""Copies of the sample's records: they come by acceptance acts, one for each department and source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.items.models import Item
from catalog.records.models import Record
from catalog.stock.models import AcceptanceLine, AcceptedItem, AccessionSource
from catalog.stock.rules.money import HOME, RATE_UNIT
from catalog.stock.services import NewLine, accept_at_once
from ils.activity.work import Work
from ils.demo.works import Work as Edition
from ils.library.funds import load_fund

PRICES = {"book": 45_000, "map": 30_000, "serial": 25_000, "music_score": 35_000}  # soʻm
TIYIN = 100

# Source, partner, document, contract: what each department's copies of a portion came by, in turn.
WAYS = (
    (AccessionSource.PURCHASE, "“Sharq ziyokori” MChJ", "Hisob-faktura 218", "Shartnoma 14"),
    (AccessionSource.GIFT_PERSON, "Toʻxtasin Jalolov", "Sovgʻa xati", ""),
    (AccessionSource.LEGAL_DEPOSIT, "Oʻzbekiston Milliy kutubxonasi", "Yuk xati 7", ""),
    (AccessionSource.EXCHANGE, "Jizzax viloyati axborot-kutubxona markazi", "Roʻyxat 3", "Kelishuv 2"),
    (AccessionSource.GIFT_ORGANISATION, "Goethe-Institut Taschkent", "Sovgʻa xati", ""),
)
# What the foreign department gets is valued abroad: soʻm for 10,000 units of the currency.
ABROAD = {
    AccessionSource.GIFT_PERSON: ("USD", 126_800_000),
    AccessionSource.GIFT_ORGANISATION: ("EUR", 136_500_000),
}
COMMISSION = "Dilorom Rahimova, direktor\nKamola Ergasheva, kataloglashtiruvchi\nBotir Usmonov, hisobchi"


def put_on_shelves(
    session: Session, work: Work, editions: Sequence[Edition], portion: int
) -> list[tuple[str, str]]:
    """Accept one to three copies of each edition; return the barcode and department of each copy."""
    ids = _record_ids(session, editions)
    wanted: dict[str, Counter[str]] = {}
    for position, edition in enumerate(editions):
        for copy in range(_copies(position, edition)):
            department = _department(session, edition, position * 2 + copy)
            wanted.setdefault(department, Counter())[edition.id] += 1
    by_id = {edition.id: edition for edition in editions}
    shelved = []
    for turn, department in enumerate(sorted(wanted)):
        lines = [_line(ids[key], by_id[key], copies) for key, copies in wanted[department].items()]
        act_id = _accept(session, work, department, lines, WAYS[(portion + turn) % len(WAYS)])
        shelved += [(barcode, department) for barcode in _barcodes(session, act_id)]
    return shelved


def _accept(
    session: Session,
    work: Work,
    department: str,
    lines: Sequence[NewLine],
    way: tuple[AccessionSource, str, str, str],
) -> int:
    source, partner, document, contract = way
    currency, rate = ABROAD.get(source, (HOME, RATE_UNIT)) if department == "foreign" else (HOME, RATE_UNIT)
    lines = [replace(line, price=line.price * RATE_UNIT // rate) for line in lines]
    return accept_at_once(
        session, work, source=source, department=department, partner=partner, lines=lines,
        series="foreign" if department == "foreign" else "main", document=document, document_day=work.day,
        contract=contract, commission=COMMISSION, currency=currency, rate=rate,
    )  # fmt: skip


def _line(record_id: int, edition: Edition, copies: int) -> NewLine:
    price = PRICES.get(edition.doc_type, 40_000) + edition.year % 7 * 5_000
    return NewLine(record_id, copies, price * TIYIN, _call_number(edition))


def _barcodes(session: Session, act_id: int) -> list[str]:
    found = session.scalars(
        select(Item.barcode)
        .join(AcceptedItem, AcceptedItem.item_id == Item.id)
        .join(AcceptanceLine, AcceptanceLine.id == AcceptedItem.line_id)
        .where(AcceptanceLine.act_id == act_id)
        .order_by(Item.id)
    )
    return [barcode or "" for barcode in found]


def _record_ids(session: Session, editions: Sequence[Edition]) -> dict[str, int]:
    rows = session.execute(
        select(Record.control_number, Record.id).where(
            Record.control_number.in_([edition.id for edition in editions])
        )
    )
    return {row.control_number: row.id for row in rows}


def _copies(position: int, edition: Edition) -> int:
    return 1 + (position % 3 == 0) + (edition.language == "uzb" and position % 8 == 0)


def _department(session: Session, edition: Edition, number: int) -> str:
    if edition.language in load_fund(session).languages:
        return "foreign"
    if edition.audience_age in {0, 6}:
        return "children"
    return "reading_room" if number % 6 == 0 else "lending"


def _call_number(edition: Edition) -> str:
    mark = edition.bbk or edition.udc
    heading = (edition.author or edition.title)[:1].upper()
    return f"{mark} {edition.author_mark or heading}".strip()
