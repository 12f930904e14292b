"""Copies written into a record, and a record in the form of IRBIS."""

from __future__ import annotations

import pytest

from catalog.marc import ItemRow, Profile, item_rows
from catalog.marc.copies import with_copies
from catalog.marc.holdings import DEFAULT_HOLDINGS
from catalog.marc.irbisform import in_irbis_form
from tests.catalog.marc.citing.builders import (
    MARC21_BOOK,
    UNIMARC_ARTICLE,
    UNIMARC_VOLUME,
    general,
    irbis,
    made,
)

pytestmark = pytest.mark.engine_free

ROWS = (
    ItemRow("B1", "A-1", "84(5Oʻ)6", "lending", "45000", "2026-04-01", "yirtilgan"),
    ItemRow(barcode="B2"),
)


@pytest.mark.parametrize("tag", sorted(DEFAULT_HOLDINGS))
def test_what_is_written_is_read_again(tag: str) -> None:
    mapping = DEFAULT_HOLDINGS[tag]
    record = made(MARC21_BOOK, "245 00$aKitob", f"{tag}   $hold$pold")
    written = with_copies(record, ROWS, mapping, Profile.MARC21)
    assert len(written.get_fields(tag)) == 2
    assert len(record.get_fields(tag)) == 1  # the record given stays as it is
    back = item_rows(written, Profile.MARC21, mapping)
    assert [row.barcode for row in back] == ["B1", "B2"]
    for name in ("inventory_number", "call_number", "location", "price", "acquired_on", "note"):
        assert getattr(back[0], name) == (getattr(ROWS[0], name) if getattr(mapping, name) else "")


def test_no_copies_leave_no_field() -> None:
    record = made(MARC21_BOOK, "245 00$aKitob", "952   $pB9")
    assert with_copies(record, (), DEFAULT_HOLDINGS["952"], Profile.MARC21).get_fields("952") == []
    assert with_copies(record, [ItemRow()], DEFAULT_HOLDINGS["952"], Profile.MARC21).get_fields("952") == []


def test_irbis_has_its_own_capitals_and_state() -> None:
    written = with_copies(irbis("200: ^AKitob"), ROWS, DEFAULT_HOLDINGS["910"], Profile.IRBIS)
    first = written.get_fields("910")[0]
    assert [(code, value) for code, value in first.subfields][:3] == [("A", "0"), ("H", "B1"), ("B", "A-1")]
    assert [row.barcode for row in item_rows(written, Profile.IRBIS)] == ["B1", "B2"]


def test_a_volume_in_the_form_of_irbis() -> None:
    record = made(
        UNIMARC_VOLUME, "001 RU-1", general(), "101 0 $arus", "200 1 $aТ. 2^$eпьесы",
        "461  0$1001X$12001 $aСочинения$vТ. 2",
        "464  0$12001 $aГлава", "610 0 $aтеатр$aдрама",
    )  # fmt: skip
    written, lost = in_irbis_form(record)
    shown = [(field.tag, [(code, value) for code, value in field.subfields]) for field in written.fields]
    assert shown[0] == ("920", [("", "SPEC")])
    assert ("200", [("A", "Т. 2 "), ("E", "пьесы")]) in shown
    assert ("101", [("", "rus")]) in shown
    assert ("461", [("C", "Сочинения")]) in shown
    assert [each for each in shown if each[0] == "610"] == [
        ("610", [("", "театр")]),
        ("610", [("", "драма")]),
    ]
    assert lost == (("464", "2001  Глава"),)


def test_the_worksheet_says_what_it_is() -> None:
    article, _lost = in_irbis_form(made(UNIMARC_ARTICLE, general(), "200 1 $aСтатья"))
    assert article.fields[0].subfields[0].value == "ASP"
