"""What a new library starts with: three inventory books, sheets of the usual labels (practice.md §4.1, §4.6)."""

from __future__ import annotations

from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.stock.models import InventorySeries, LabelKind, LabelSheet
from catalog.stock.queries.series import highest_used
from catalog.stock.rules.sheets import Layout, check_layout

# code, Uzbek, Russian, English, prefix; one book a fund
SERIES = (
    ("main", "Asosiy fond", "Основной фонд", "Main fund", ""),
    ("foreign", "Xorijiy adabiyotlar fondi", "Фонд иностранной литературы", "Foreign fund", "X-"),
    ("textbook", "Darsliklar fondi", "Фонд учебников", "Textbook fund", "D-"),
)
DIGITS = 6

A4 = (2100, 2970)
_BARCODE, _SPINE = LabelKind.BARCODE, LabelKind.SPINE

# What a shop sells comes first, then what is cut from plain paper, then rolls of a label printer.
SHEETS: tuple[tuple[str, LabelKind, Layout], ...] = (
    ("A4 · 65 × (38.1 × 21.2 mm)", _BARCODE, Layout(*A4, 5, 13, 47, 107, 406, 212, 381, 212)),
    ("A4 · 24 × (63.5 × 33.9 mm)", _BARCODE, Layout(*A4, 3, 8, 72, 129, 660, 339, 635, 339)),
    ("A4 · 24 × (70 × 37 mm)", _BARCODE, Layout(*A4, 3, 8, 0, 5, 700, 370, 700, 370)),
    ("A4 · 65 × (38 × 21 mm)", _BARCODE, Layout(*A4, 5, 13, 100, 120, 380, 210, 380, 210)),
    ("A4 · 55 × (40 × 25 mm)", _BARCODE, Layout(*A4, 5, 11, 50, 110, 400, 250, 400, 250)),
    ("A4 · 45 × (40 × 30 mm)", _SPINE, Layout(*A4, 5, 9, 50, 135, 400, 300, 400, 300)),
    ("40 × 25 mm", _BARCODE, Layout(400, 250, 1, 1, 0, 0, 400, 250, 400, 250)),
    ("40 × 30 mm", _SPINE, Layout(400, 300, 1, 1, 0, 0, 400, 300, 400, 300)),
)


def install_defaults(session: Session) -> None:
    """Fill the tables where they are empty; a book begins after the numbers that copies already have."""
    if not session.scalars(select(InventorySeries.code)).first():
        for position, (code, uz, ru, en, prefix) in enumerate(SERIES, start=1):
            begun = highest_used(session, code=code, prefix=prefix)
            session.add(
                InventorySeries(
                    code=code, name_uz=uz, name_ru=ru, name_en=en, prefix=prefix, digits=DIGITS,
                    next_number=begun + 1, position=position,
                )
            )  # fmt: skip
    if not session.scalars(select(LabelSheet.id)).first():
        for position, (name, kind, layout) in enumerate(SHEETS, start=1):
            session.add(LabelSheet(name=name, kind=kind, position=position, **asdict(check_layout(layout))))
    session.flush()
