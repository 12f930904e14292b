"""The text export of an IRBIS database of readers (RDR): fields of practice.md §4.5 as columns of a table."""

from __future__ import annotations

import re
from collections.abc import Iterator

END = "*****"
_FIELD = re.compile(r"#(\d{1,4})(?:/\d+)?:[ \t]?(.*)")
_SUBFIELD = re.compile(r"\^(.)([^^]*)")

# Field of RDR → a column of ours and the field that it fills.
COLUMNS = (
    ("10", "10 Familiya", "surname"),
    ("11", "11 Ism", "given_name"),
    ("12", "12 Otasining ismi", "patronymic"),
    ("21", "21 Tugʻilgan sana", "birth_date"),
    ("30", "30 Kitobxon raqami", "card_number"),
    ("22", "22 Pasport", "document_number"),
    ("23", "23 Jins", "sex"),
    ("50", "50 Toifa", "category"),
    ("15", "15 Ish joyi", "workplace"),
    ("20", "20 Maʼlumoti", "education"),
    ("13", "13 Manzil", "address"),
    ("17", "17 Telefon", "phone"),
    ("32", "32 E-mail", "email"),
)
HEADINGS = [heading for _tag, heading, _field in COLUMNS]
MAPPING = {field: heading for _tag, heading, field in COLUMNS}
_BY_TAG = {tag: heading for tag, heading, _field in COLUMNS}


def looks_irbis(text: str) -> bool:
    """Tell whether a text is such an export: its first lines are fields of a record."""
    first = [line for line in text[:4000].splitlines() if line.strip()][:5]
    return bool(first) and all(_FIELD.match(line) or line.startswith(END) for line in first)


def irbis_rows(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line at which a record begins, and its cells; repeated fields are parted by “; ”."""
    begins, cells = 1, dict[str, str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if line.startswith(END):
            if cells:
                yield begins, cells
            begins, cells = number + 1, {}
        elif found := _FIELD.match(line):
            _keep(cells, found[1], found[2])
    if cells:
        yield begins, cells


def _keep(cells: dict[str, str], tag: str, value: str) -> None:
    heading, text = _BY_TAG.get(tag), plain(value)
    if heading and text:
        cells[heading] = f"{cells[heading]}; {text}" if heading in cells else text


def plain(value: str) -> str:
    """Return the text of a field, its subfields in order with commas between them."""
    before = value.split("^", 1)[0].strip()
    parts = [before, *(text.strip() for _code, text in _SUBFIELD.findall(value))]
    return ", ".join(part for part in parts if part)
