"""Copies in a record: the usual maps, a map of the sender's own, and what IRBIS makes of 910 and 4XX."""

from __future__ import annotations

import pytest
from pymarc import Field, Leader, Record, Subfield

from catalog.marc import ItemRow, Profile, item_rows
from catalog.marc.fields import BLANKS, data_field
from catalog.marc.holdings import DEFAULT_HOLDINGS, HoldingsMap

pytestmark = pytest.mark.engine_free


def field(tag: str, text: str) -> Field:
    return data_field(tag, BLANKS, [Subfield(part[0], part[1:]) for part in text.split("$") if part])


def record(*fields: tuple[str, str]) -> Record:
    made = Record()
    made.leader = Leader("00000nam a2200000 i 4500")
    made.fields = [field(tag, text) for tag, text in fields]
    return made


KOHA = "$aMAIN$bMAIN$cFON$d2020-01-15$g45000.00$o84(5Oʻ)6 Q-63$p0001$iI-77$zochiq"


@pytest.mark.parametrize(("profile", "tag", "text", "row"), [
    (Profile.MARC21, "952", KOHA,
     ItemRow("0001", "I-77", "84(5Oʻ)6 Q-63", "FON", "45000.00", "2020-01-15", "ochiq")),
    (Profile.MARC21, "852", "$aAKM$bABON$h84(5Oʻ)6$iQ-63$p0001$945000$zochiq",
     ItemRow("0001", "", "84(5Oʻ)6 Q-63", "ABON", "45000", "", "ochiq")),
    (Profile.MARC21, "949", "$a84 Q$i3001$lMAIN$p45000$d20200115",
     ItemRow("3001", "", "84 Q", "MAIN", "45000", "20200115", "")),
    (Profile.UNIMARC, "995", "$bAKM$cABON$f0001$jI-77$k84 Q$p45000$52020-01-15$uxat",
     ItemRow("0001", "I-77", "84 Q", "ABON", "45000", "2020-01-15", "xat")),
    (Profile.UNIMARC, "899", "$aNLR$j97-4/119$p0001$xI-77", ItemRow("0001", "I-77", "97-4/119", "NLR")),
    (Profile.UNIMARC, "910", "$a0$bI-77$c20200115$dАБ$e45000$h0001",
     ItemRow("0001", "I-77", "", "АБ", "45000", "20200115")),
    (Profile.IRBIS, "910", "$A0$BI-77$C20200115$DАБ$E45000$H0001$R84 Q",
     ItemRow("0001", "I-77", "84 Q", "АБ", "45000", "20200115")),
])  # fmt: skip
def test_the_usual_maps(profile: Profile, tag: str, text: str, row: ItemRow) -> None:
    assert item_rows(record((tag, text)), profile) == (row,)
    assert item_rows(record((tag, text)), profile, DEFAULT_HOLDINGS[tag]) == (row,)


def test_a_map_of_the_senders_own() -> None:
    mapping = HoldingsMap("985", barcode="x", location="y")
    assert item_rows(record(("985", "$x0001$yZal"), ("952", KOHA)), Profile.MARC21, mapping) == (
        ItemRow("0001", location="Zal"),
    )
    assert item_rows(record(("952", KOHA)), Profile.MARC21, mapping) == ()


def test_the_first_usual_tag_that_names_a_copy_counts() -> None:
    both = record(("852", "$aAKM$p0009"), ("952", "$a$p"), ("952", KOHA))
    assert [row.barcode for row in item_rows(both, Profile.MARC21)] == ["0001"]


def test_several_copies_in_one_field_are_several_rows() -> None:
    rows = item_rows(record(("852", "$bЧ/з 169$hЭ 6$iС-36$p593261$p593262$p593263")), Profile.MARC21)
    assert [row.barcode for row in rows] == ["593261", "593262", "593263"]
    assert {(row.location, row.call_number) for row in rows} == {("Ч/з 169", "Э 6 С-36")}


@pytest.mark.parametrize(("text", "expected"), [
    ("$A4$BI-1", ()),                                                     # lost
    ("$A6$BI-1", ()),                                                     # written off
    ("$A1$BI-1", (ItemRow("", "I-1"),)),                                  # on loan
    ("$Ap$BI-1$HX1", (ItemRow("X1", "I-1"),)),                            # in a bound volume
    ("$AU$BАГ-1$C20071226$1120$TАГ", (ItemRow("", "АГ-1", "", "", "", "20071226", "× 120"),)),
    ("$AC$B293083$11", (ItemRow("", "293083"),)),
    ("$AU$Bб/н$DБУП$112", ()),                                            # no number of any kind
    ("$AC$B1$C20051230$C20051230", (ItemRow("", "1", acquired_on="20051230"),)),
    ("$A0$BI-1$E", (ItemRow("", "I-1"),)),
])  # fmt: skip
def test_states_and_groups_of_irbis(text: str, expected: tuple[ItemRow, ...]) -> None:
    assert item_rows(record(("910", text)), Profile.IRBIS) == expected


def test_what_the_record_is_part_of_is_no_copy() -> None:
    part = record(("461", "$CСочинения$I978-5-89118-682-8$H2015"), ("463", "$WУ1415/1990/ Подшивка № 1$HN2"))
    assert item_rows(part, Profile.IRBIS) == ()


@pytest.mark.parametrize("name", list(DEFAULT_HOLDINGS))
def test_maps_are_named_by_their_tag(name: str) -> None:
    assert DEFAULT_HOLDINGS[name].tag == name
