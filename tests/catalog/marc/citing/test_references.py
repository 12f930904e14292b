"""BibTeX and RIS: what reference managers read, whatever stands in the record."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymarc import Record

from catalog.marc import Profile, read
from catalog.marc.citing import bibtex, ris
from tests.catalog.marc.citing.builders import (
    MARC21_ARTICLE,
    MARC21_BOOK,
    MARC21_SERIAL,
    UNIMARC_BOOK,
    coded,
    general,
    made,
)

pytestmark = pytest.mark.engine_free

RIS_LINE = re.compile(r"[A-Z][A-Z0-9]  - .*")


def novel() -> Record:
    return made(
        MARC21_BOOK, coded("uzb"), "020   $a9789943260009", "100 1 $aQodiriy, Abdulla,$d1894-1938.",
        "245 10$aOʻtkan kunlar :$broman /$cA. Qodiriy.", "260   $aToshkent :$bSharq & Co_{1},$c2019.",
        "300   $a400 b.", "520   $aBirinchi\n oʻzbek romani", "650  4$aOʻzbek adabiyoti", "700 1 $aKarimov, X.$eeditor",
        "710 2 $aNavoiy kutubxonasi",
    )  # fmt: skip


def article() -> Record:
    return made(
        MARC21_ARTICLE, coded("eng", 1993), "100 1 $aSmith, John", "245 10$a100% of #1 $ readers",
        "773 0 $tJournal of Reading$gVol. 24, no. 3 (Sept. 1993), p. 235-48$x0022-4103", "856 40$uhttps://a.example/x_y?q=1%20{z}",
    )  # fmt: skip


def test_a_book_in_bibtex() -> None:
    assert bibtex(novel(), Profile.MARC21, "qodiriy 2019!") == (
        "@book{qodiriy2019,\n"
        "  author = {Qodiriy, Abdulla},\n"
        "  editor = {Karimov, X.},\n"
        "  title = {Oʻtkan kunlar : roman},\n"
        "  publisher = {Sharq \\& Co\\_\\{1\\}},\n"
        "  address = {Toshkent},\n"
        "  year = {2019},\n"
        "  isbn = {978-9943-26-000-9},\n"
        "  language = {uzb}\n"
        "}\n"
    )


def test_an_article_in_bibtex() -> None:
    told = bibtex(article(), Profile.MARC21, "")
    assert told.startswith("@article{record,\n")
    for line in ("title = {100\\% of \\#1}", "journal = {Journal of Reading}", "volume = {24}", "number = {3}",
                 "pages = {235--48}", "year = {1993}", "issn = {0022-4103}",
                 "url = {https://a.example/x_y?q=1\\%20\\%7Bz\\%7D}"):  # fmt: skip
        assert f"  {line}" in told


@pytest.mark.parametrize(
    ("record", "profile", "kind"),
    [
        (made(MARC21_SERIAL, coded("uzb"), "245 00$aInfolib"), Profile.MARC21, "periodical"),
        (
            made(MARC21_BOOK, coded("uzb"), "245 00$aTez", "502   $aDissertatsiya"),
            Profile.MARC21,
            "phdthesis",
        ),
        (
            made(MARC21_ARTICLE, coded("eng"), "245 00$aPart", "773 0 $tBook$dLondon, 1999$gp. 1-2"),
            Profile.MARC21,
            "incollection",
        ),
        (made("00000nem a2200000 a 4500", "245 00$aXarita"), Profile.MARC21, "misc"),
    ],
)
def test_kinds_of_entries(record: Record, profile: Profile, kind: str) -> None:
    assert bibtex(record, profile, "x").startswith(f"@{kind}{{x,")


def test_a_body_is_no_surname() -> None:
    book = made(UNIMARC_BOOK, general(), "200 1 $aУстав", "710 01$aАкадемия наук and others")
    assert "author = {{Академия наук and others}}" in bibtex(book, Profile.UNIMARC, "x")


def test_a_book_in_ris() -> None:
    lines = ris(novel(), Profile.MARC21).split("\r\n")
    assert lines[0] == "TY  - BOOK"
    assert lines[-2:] == ["ER  - ", ""]
    for line in ("AU  - Qodiriy, Abdulla", "A2  - Karimov, X.", "TI  - Oʻtkan kunlar : roman", "PB  - Sharq & Co_{1}",
                 "CY  - Toshkent",
                 "PY  - 2019", "SN  - 978-9943-26-000-9", "LA  - uzb", "KW  - Oʻzbek adabiyoti",
                 "AB  - Birinchi oʻzbek romani"):  # fmt: skip
        assert line in lines


def test_an_article_in_ris() -> None:
    lines = ris(article(), Profile.MARC21).split("\r\n")
    assert lines[0] == "TY  - JOUR"
    for line in (
        "T2  - Journal of Reading",
        "VL  - 24",
        "IS  - 3",
        "SP  - 235",
        "EP  - 48",
        "SN  - 0022-4103",
    ):
        assert line in lines


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_no_text_breaks_a_record_apart(text: str) -> None:
    book = made(MARC21_BOOK, coded("uzb"))
    field = made(MARC21_BOOK, "245 00$ax").fields[0]
    field.subfields[0] = field.subfields[0]._replace(value=text)
    book.add_field(field)
    lines = ris(book, Profile.MARC21).split("\r\n")
    assert lines.pop() == ""
    assert all(RIS_LINE.fullmatch(line) for line in lines)
    assert sum(line.startswith("ER") for line in lines) == 1
    entry = re.sub(r"\\[{}]", "", bibtex(book, Profile.MARC21, text))
    assert entry.count("{") == entry.count("}")
    assert entry.count("\n@") == 0


@pytest.mark.corpus
@pytest.mark.parametrize("name", ["rusmarc/TEST1.ISO", "Evergreen/jazz_1k.mrc", "Evergreen/nepali.marc"])
def test_real_records_make_whole_entries(corpus: Path, name: str) -> None:
    with (corpus / name).open("rb") as file:
        records = [each for each in read(file) if each.record is not None][:300]
    assert records
    for each in records:
        lines = ris(each.record, each.profile).split("\r\n")
        assert lines[0].startswith("TY  - ")
        assert all(RIS_LINE.fullmatch(line) for line in lines[:-1])
        entry = re.sub(r"\\[{}]", "", bibtex(each.record, each.profile, f"r{each.position}"))
        assert entry.count("{") == entry.count("}")
