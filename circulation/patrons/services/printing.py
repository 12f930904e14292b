"""What stands on readers' cards, as plain data for the template `cards.typ`; lengths in millimetres."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from circulation.patrons.errors import PatronCode, PatronError, PatronInputError
from circulation.patrons.models import PatronPhoto
from circulation.patrons.queries import PatronFacts
from ils.printing.barcodes import code128_bars

WIDTH, HEIGHT = 85.6, 54.0  # ISO 7810 ID-1, as a bank card
MOST_CARDS = 300
SHOWN = 10  # card numbers named in a refusal
BARCODE_ROOM = 74.0  # what is left between the quiet zones
THINNEST, WIDEST = 0.19, 0.5  # of a module: thinner ones no laser printer and scanner agree on


@dataclass(frozen=True, slots=True)
class CardSheet:
    """Where cards stand on a page: the page, columns and rows, the first corner, the gaps."""

    page: tuple[float, float]
    columns: int
    rows: int
    left: float
    top: float
    gap: float = 0.0

    @property
    def places(self) -> int:
        """How many cards a page takes."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """Return the corner of a place on the page, counted from 0 along the rows."""
        row, column = divmod(place, self.columns)
        return self.left + column * (WIDTH + self.gap), self.top + row * (HEIGHT + self.gap)


SHEETS: Mapping[str, CardSheet] = {
    "a4": CardSheet((210.0, 297.0), 2, 5, left=(210 - 2 * WIDTH) / 2, top=(297 - 5 * HEIGHT) / 2),
    "card": CardSheet((WIDTH, HEIGHT), 1, 1, left=0.0, top=0.0),
}


def cards_data(
    patrons: Sequence[PatronFacts],
    sheet: CardSheet,
    *,
    institution: str,
    heading: str,
    category_names: Mapping[str, str],
    photos: Mapping[int, bytes],
    first: int = 1,
) -> dict[str, Any]:
    """Return the cards page by page; `first` is the place of the first card on a sheet already begun, from 1.

    Refuses nobody, too many, a place that the sheet has not, and card numbers too long for a barcode.
    """
    _check(patrons, sheet, first)
    drawn = [_card(each, category_names, photos.get(each.id)) for each in patrons]
    wrong = [each["code"] for each in drawn if each["unit"] is None]
    if wrong:
        named = ", ".join(wrong[:SHOWN]) + (" …" if len(wrong) > SHOWN else "")
        raise PatronError(PatronCode.CARDS_LONG, cards=named)
    pages: list[list[dict[str, Any]]] = []
    for number, card in enumerate(drawn, start=first - 1):
        page, place = divmod(number, sheet.places)
        while len(pages) <= page:
            pages.append([])
        x, y = sheet.corner(place)
        pages[page].append({**card, "x": x, "y": y})
    return {
        "pages": pages, "page": {"width": sheet.page[0], "height": sheet.page[1]}, "width": WIDTH, "height": HEIGHT,
        "institution": institution, "heading": heading, "cut": sheet.places > 1,
    }  # fmt: skip


def _check(patrons: Sequence[PatronFacts], sheet: CardSheet, first: int) -> None:
    if not patrons:
        raise PatronInputError(PatronCode.CARDS_NONE)
    if len(patrons) > MOST_CARDS:
        raise PatronInputError(PatronCode.CARDS_MANY, count=len(patrons), most=MOST_CARDS)
    if not 1 <= first <= sheet.places:
        raise PatronInputError(PatronCode.CARDS_FIRST, places=sheet.places)


def _card(patron: PatronFacts, category_names: Mapping[str, str], photo: bytes | None) -> dict[str, Any]:
    bars = code128_bars(patron.card_number)
    unit = min(BARCODE_ROOM / bars.modules, WIDEST)
    return {
        "code": patron.card_number,
        "name": patron.full_name,
        "other": patron.shown_other_name,
        "category": category_names.get(patron.category, ""),
        "studies": patron.studies,
        "unit": unit if unit >= THINNEST else None,
        "modules": bars.modules,
        "bars": bars.bars,
        "photo": list(photo) if photo else None,
    }


def photos_of(session: Session, patron_ids: Sequence[int]) -> dict[int, bytes]:
    """Return the photos of several readers."""
    rows = session.execute(
        select(PatronPhoto.patron_id, PatronPhoto.content).where(PatronPhoto.patron_id.in_(patron_ids))
    )
    return {row.patron_id: row.content for row in rows}
