from __future__ import annotations

import pytest
from pymarc import Record

from catalog.marc import DocumentType, Facts, Profile, SearchText, facts, item_rows
from tests.catalog.marc.builders import PLAIN, UNIMARC, Given, read_one, record


def facts_of(*fields: Given, leader: str = "{length:05d}nam {coding}22{base:05d} i 4500") -> Facts:
    found = read_one(record(fields, leader=leader))
    assert found.record is not None
    return facts(found.record, found.profile)


def unimarc(*fields: Given, level: str = "nam ") -> Facts:
    given = fields if any(tag == "200" for tag, _ in fields) else (*fields, ("200", "1 $aX"))
    return facts_of(*given, leader="{length:05d}" + level + "{coding}22{base:05d}   450 ")


@pytest.mark.parametrize("profile", list(Profile))
def test_an_empty_record_has_empty_facts(profile: Profile) -> None:
    assert facts(Record(), profile) == Facts()


def test_a_plain_marc21_record() -> None:
    found = facts_of(*PLAIN)
    assert found.control_number == "42"
    assert (found.title, found.responsibility) == ("Oʻtkan kunlar : roman", "A. Qodiriy")
    assert (found.author, found.authors) == ("Qodiriy, Abdulla", ("Qodiriy, Abdulla",))
    assert (found.year, found.languages, found.country) == (2019, ("uzb",), "UZ")
    assert found.document_type is DocumentType.BOOK
    assert not found.is_analytic


def test_a_plain_unimarc_record() -> None:
    found = unimarc(*UNIMARC, ("102", "  $aUZ"), ("700", " 1$aКадыри$bА.$gАбдулла$f1894-1938"))
    assert (found.title, found.responsibility) == ("Минувшие дни : роман", "А. Кадыри")
    assert (found.author, found.country, found.year) == ("Кадыри, Абдулла", "UZ", 2019)


@pytest.mark.parametrize(
    ("field", "title", "skip"),
    [
        ("14$aThe history of libraries /$cA.", "The history of libraries", 4),
        ("00$aArs magna$h[electronic resource] :$bsive.", "Ars magna : sive", 0),
        ("00$aWorks.$nPart 2,$pLetters /$cB.", "Works. Part 2, Letters", 0),
        ("00$aWorks$nPart 2$pLetters", "Works. Part 2. Letters", 0),
        ("00$aUSA etc.", "USA etc.", 0),
        ("00$kCorrespondence,$f1900.", "Correspondence, 1900", 0),
        ("09$aShort", "Short", 0),
        ("00", "", 0),
        ("0 $a\x98Der \x9cTurm", "Der Turm", 4),
    ],
)
def test_marc21_titles(field: str, title: str, skip: int) -> None:
    found = facts_of(("245", field))
    assert (found.title, found.title_filing_skip) == (title, skip)


@pytest.mark.parametrize(
    ("field", "title", "skip"),
    [
        ("1 $a\x98Le \x9crouge et le noir", "Le rouge et le noir", 3),
        ("1 $a\x88L'\x89eau$eroman", "L'eau : roman", 2),
        ("1 $aВойна и мир$hТ. 1$iНачало", "Война и мир. Т. 1. Начало", 0),
        ("1 $aПовести$aРассказы", "Повести ; Рассказы", 0),
    ],
)
def test_d16_unimarc_titles(field: str, title: str, skip: int) -> None:
    found = unimarc(("200", field))
    assert (found.title, found.title_filing_skip) == (title, skip)


def test_a_volume_without_a_title_of_its_own_shows_the_whole() -> None:
    found = unimarc(("200", "0 $aВып. 13"), ("461", " 0$1001X$1200 $aЗадачи и этюды"), level="nam2")
    assert found.title == "Задачи и этюды. Вып. 13"


@pytest.mark.parametrize(
    ("fields", "year"),
    [
        ((("008", "200101s2019    uz "),), 2019),
        ((("008", "200101s19uu    uz "), ("260", "  $cT., [1987?]")), 1987),
        ((("264", " 4$c©2001"), ("264", " 1$c2000")), 2000),
        ((("260", "  $c1405 [1984 or 1985]"),), 1984),
        ((("260", "  $cهـ١٤٠٥ [١٩٨٥]"),), 1985),
        ((("260", "  $c[n.d.]"),), None),
        ((("008", "short"),), None),
    ],
)
def test_years(fields: tuple[Given, ...], year: int | None) -> None:
    assert facts_of(*fields, ("245", "00$aX")).year == year


def test_packed_languages_and_originals() -> None:
    found = facts_of(("008", " " * 35 + "deu"), ("041", "1 $aengfrerus$hger$hund"), ("245", "00$aX"))
    assert found.languages == ("ger", "eng", "fre", "rus")
    assert found.original_languages == ("ger",)


@pytest.mark.parametrize(
    ("code", "country"), [("uz ", "UZ"), ("nyu", "US"), ("enk", "GB"), ("xx ", ""), ("|||", "")]
)
def test_countries(code: str, country: str) -> None:
    assert facts_of(("008", " " * 15 + code), ("245", "00$aX")).country == country


def test_isbns_are_thirteen_digits_and_bad_ones_apart() -> None:
    found = facts_of(
        ("020", "  $a0-306-40615-2 (pbk.) :$c$5"),
        ("020", "  $a978-0-306-40615-7"),
        ("020", "  $a9789943260001"),
        ("020", "  $c12 soʻm"),
        ("022", "  $a0378-5955"),
        ("245", "00$aX"),
    )
    assert found.isbns == ("9780306406157",)
    assert found.bad_isbns == ("9789943260001",)
    assert found.issns == ("0378-5955",)


def test_class_marks_of_both_profiles() -> None:
    marc = facts_of(
        ("080", "  $a821.512.133"),
        ("084", "  $a84(5Oʻ)6$2rubbk"),
        ("082", "00$a809/.3$221"),
        ("245", "00$aX"),
    )
    assert marc.class_marks == (("udc", "821.512.133"), ("bbk", "84(5Oʻ)6"), ("ddc", "809.3"))
    uni = unimarc(("675", "  $a51"), ("686", "  $a22.1$2rubbk"), ("621", "  $a22.1я7"), ("621", "  $aMoskva"))
    assert uni.class_marks == (("udc", "51"), ("bbk", "22.1"), ("bbk", "22.1я7"))


def test_imprint_extent_series_subjects() -> None:
    found = facts_of(
        ("245", "00$aX"),
        ("260", "  $a[Toshkent] :$bSharq,$c2019."),
        ("300", "  $a400 b. :$bil. ;$c21 sm"),
        ("490", "0 $aDurdonalar ;$v12"),
        ("650", " 0$aUzbek fiction$zUzbekistan$y20th century."),
        ("650", " 7$aUzbek fiction$zUzbekistan$y20th century$2fast"),
    )
    assert (found.place, found.publisher) == ("Toshkent", "Sharq")
    assert found.extent == "400 b. : il. ; 21 sm"
    assert found.series == ("Durdonalar ; 12",)
    assert found.subjects == ("Uzbek fiction – Uzbekistan – 20th century",)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        ("nam ", DocumentType.BOOK),
        ("nas ", DocumentType.SERIAL),
        ("naa ", DocumentType.ARTICLE),
        ("ncm ", DocumentType.MUSIC_SCORE),
        ("nem ", DocumentType.MAP),
        ("ngm ", DocumentType.VIDEO),
        ("njm ", DocumentType.SOUND),
        ("nzz ", DocumentType.OTHER),
    ],
)
def test_document_types(status: str, kind: DocumentType) -> None:
    found = facts_of(("245", "00$aX"), leader="{length:05d}" + status + "{coding}22{base:05d} i 4500")
    assert found.document_type is kind
    assert found.is_analytic == (status == "naa ")


def test_original_script_is_found_with_its_field() -> None:
    found = facts_of(
        ("100", "1 $6880-01$aMaḥfūẓ, Najīb"),
        ("245", "10$6880-02$aAwlād ḥāratinā"),
        ("880", "1 $6100-01/(3/r$aمحفوظ، نجيب"),
        ("880", "10$6245-02/(3/r$aأولاد حارتنا"),
        ("880", "  $asolitary"),
    )
    assert found.titles_other == ("أولاد حارتنا",)
    assert found.search_text.title == "Awlād ḥāratinā أولاد حارتنا"
    assert found.search_text.author == "Maḥfūẓ, Najīb محفوظ، نجيب"
    assert "solitary" in found.search_text.rest


def test_search_text_is_limited() -> None:
    found = facts_of(("245", "00$aX"), ("500", "  $a" + "note " * 1500))
    assert len(found.search_text.rest) <= 2000
    assert found.search_text.title == "X"
    assert isinstance(found.search_text, SearchText)


@pytest.mark.parametrize(
    ("fields", "barcode", "inventory", "call_number", "location"),
    [
        ((("952", "  $aAKM$p0001$i12345$o84(5)$g45000$d2020-01-02"),), "0001", "12345", "84(5)", "AKM"),
        ((("852", "  $aUz-ToAKM$bMain$h84$iQ-63$p0002"),), "0002", "", "84 Q-63", "Main"),
        ((("995", "  $f0003$j77$k51 K$bTATU"),), "0003", "77", "51 K", "TATU"),
        ((("910", "  $A0$B555$C20200102$DКХ$H0004"),), "0004", "555", "", "КХ"),
        ((("899", "  $aNLR$j97-4/119"),), "", "", "97-4/119", "NLR"),
    ],
)
def test_items(
    fields: tuple[Given, ...], barcode: str, inventory: str, call_number: str, location: str
) -> None:
    title = "245" if fields[0][0] in ("952", "852") else "200"
    found = read_one(record((*fields, (title, "00$aX"))))
    assert found.record is not None
    (row,) = item_rows(found.record, found.profile)
    assert (row.barcode, row.inventory_number, row.call_number, row.location) == (
        barcode,
        inventory,
        call_number,
        location,
    )


def test_a_holding_that_names_no_copy_is_none() -> None:
    found = read_one(record((("852", "  $aUz-ToAKM"), ("245", "00$aX"))))
    assert found.record is not None
    assert item_rows(found.record, found.profile) == ()
