"""A thousand barcode labels and a thousand spine labels, each as one PDF: seconds, bytes, sheets."""

from __future__ import annotations

import time

import pypdfium2

from catalog.stock.queries.printing import LabelCopy, SheetView
from catalog.stock.services.defaults import SHEETS
from catalog.stock.services.labelling import labels_data
from catalog.stock.views.base import DATA
from ils import clock
from ils.printing.pdf import make_pdf

LABELS = 1000
CHOSEN = (0, 5)  # A4 with 65 barcodes, A4 with 45 spines


def main() -> None:
    """Print how long each takes, the first with the reading of the fonts."""
    copies = [
        LabelCopy(
            number,
            f"{number:08d}",
            f"{number:06d}",
            f"84(5Oʻ)6 Q-{number % 97}",
            "lending",
            "Sarlavha",
            "Qodiriy",
        )
        for number in range(1, LABELS + 1)
    ]
    for chosen in CHOSEN:
        name, kind, layout = SHEETS[chosen]
        begun = time.perf_counter()
        data = labels_data(copies, SheetView(1, name, kind, layout), head="Axborot-kutubxona markazi")
        made = make_pdf(DATA / "labels.typ", data, title="Yorliqlar", language="uz", at=clock.now())
        took = time.perf_counter() - begun
        document = pypdfium2.PdfDocument(made)
        print(
            f"{LABELS:,} {kind.value} labels {took:.2f} s · {len(made) / 1024:,.0f} KB · sheets {len(document)}"
        )
        document.close()
