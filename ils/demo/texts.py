"""Texts of the sample library's own: described as electronic resources, each with a small file that everybody may open.

The texts are invented; a file is one page with its number.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from sqlalchemy.orm import Session

from catalog.digital.models import Rights
from catalog.digital.services import add_file, received
from catalog.marc import Profile
from catalog.marc.editing import record_of
from catalog.marc.rows import LEADER, Row, control
from catalog.records.models import Origin
from catalog.records.services import add_record
from ils.activity.work import Work

# title, year, UDC
TEXTS = (
    ("Arnasoy tumani mahallalari: tarixiy lavhalar", 2024, "908"),
    ("Arnasoy shoirlari: sheʼrlar toʻplami", 2025, "821.512.133-1"),
    ("Tuman kutubxonasi hujjatlarda", 2025, "027.022"),
    ("Mirzachoʻl oʻsimliklari: maktab atlasi", 2026, "58"),
)
LARGEST = 100_000  # bytes
HEAD = b"%PDF-1.4\n"


def publish_text(session: Session, work: Work, *, number: int, home: Path) -> None:
    """Describe one of the texts and open its file to everybody; `home`: the data folder."""
    title, year, udc = TEXTS[number]
    record_id = add_record(
        session, work, marc=record_of(_rows(number + 1, title, year, udc)), profile=Profile.MARC21,
        origin=Origin.ORIGINAL,
    )  # fmt: skip
    file = BytesIO(one_page(f"Namuna {number + 1}"))
    with received(file, file_name=f"matn-{number + 1}.pdf", folder=home, limit=LARGEST) as got:
        add_file(session, work, record_id=record_id, file=got, title=title, rights=Rights.OPEN)


def _rows(number: int, title: str, year: int, udc: str) -> tuple[Row, ...]:
    return (
        control(LEADER, "00000nmm a2200000 a 4500"),
        control("001", f"t{number:03d}"),
        control("003", "namuna"),
        control("008", f"260101s{year}    uz        o  d        uzb d"),
        Row("080", "  ", (("a", udc),)),
        Row("245", "00", (("a", title),)),
        Row("264", " 1", (("a", "Arnasoy"), ("b", "Arnasoy tuman AKM"), ("c", str(year)))),
        Row("300", "  ", (("a", "1 fayl"),)),
    )  # fmt: skip


def one_page(text: str) -> bytes:
    """Return a PDF of one page with a line of plain Latin letters on it."""
    line = f"BT /F 24 Tf 72 720 Td ({text}) Tj ET".encode("ascii")
    page = "/Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >>"
    return _pdf(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page {page} >>".encode("ascii"),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(line), line),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def _pdf(*objects: bytes) -> bytes:
    """Return a file of these objects: the first is the catalogue, the table of places stands at the end."""
    body, places = HEAD, []
    for number, each in enumerate(objects, start=1):
        places.append(b"%010d 00000 n \n" % len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, b"".join(places))
    return body + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
