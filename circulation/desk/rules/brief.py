"""The record of two lines that the desk makes of a copy nobody has described yet (CO-01)."""

from __future__ import annotations

from datetime import date

from catalog.marc.rows import LEADER, Row, Rows, control

# Language material, monograph, encoding level 3: a record abbreviated on purpose (MARC 21 leader/17).
_LEADER = "00000nam a22000003u 4500"
_UNDETERMINED = "s        xx            000 0 und d"


def brief_rows(title: str, author: str, *, day: date) -> Rows:
    """Return the MARC 21 rows of a brief record; the author is as typed, the surname first or last."""
    heading = (Row("100", "1 ", (("a", author),)),) if author else ()
    responsibility = (("c", author),) if author else ()
    return (
        control(LEADER, _LEADER),
        control("008", f"{day:%y%m%d}{_UNDETERMINED}"),
        *heading,
        Row("245", "10" if author else "00", (("a", title), *responsibility)),
    )
