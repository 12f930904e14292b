"""Descriptions by GOST 7.1 (practice.md §5.4)."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalog.marc import Profile, read
from catalog.marc.citing import gost
from tests.catalog.marc.citing.builders import (
    MARC21_ARTICLE,
    MARC21_BOOK,
    MARC21_ELECTRONIC,
    MARC21_SERIAL,
    UNIMARC_ARTICLE,
    UNIMARC_BOOK,
    UNIMARC_VOLUME,
    coded,
    general,
    irbis,
    made,
)

pytestmark = pytest.mark.engine_free

NOVEL = (
    coded("uzb"),
    "020   $a9789943260009$c45000 soʻm",
    "100 1 $aQodiriy, Abdulla,$d1894-1938.",
    "245 10$aOʻtkan kunlar :$broman /$cA. Qodiriy ; masʼul muharrir X. Karimov.",
    "260   $aToshkent :$bSharq,$c2019.",
    "300   $a400 b. ;$c21 sm",
    "490 0 $aOʻzbek adabiyoti durdonalari",
)


def test_a_book_of_the_card_in_the_practice() -> None:
    assert gost(made(MARC21_BOOK, *NOVEL), Profile.MARC21) == (
        "Qodiriy, Abdulla. Oʻtkan kunlar : roman / A. Qodiriy ; masʼul muharrir X. Karimov. – Toshkent : Sharq, 2019. "
        "– 400 b. ; 21 sm. – (Oʻzbek adabiyoti durdonalari). – ISBN 978-9943-26-000-9 : 45000 soʻm."
    )


def test_marc_without_punctuation_gives_the_same_description() -> None:
    bare = [
        line.replace(" :$", "$").replace(" /$", "$").replace(",$", "$").replace(" ;$", "$") for line in NOVEL
    ]
    assert gost(made(MARC21_BOOK, *bare), Profile.MARC21) == gost(made(MARC21_BOOK, *NOVEL), Profile.MARC21)


def test_a_russian_book_in_unimarc_has_russian_abbreviations() -> None:
    book = made(
        UNIMARC_BOOK, "010   $a978-5-02-039170-3$d350 р.$9700", general(2015), "101 0 $arus",
        "200 1 $aМинувшие дни$eроман$fА. Кадыри$gпер. с узб. М. Сафарова", "205   $a2-е изд., испр.",
        "210   $aМосква$cНаука$d2015", "215   $a493$cил.$d22", "225 1 $aБиблиотека$v12",
        "700  1$aКадыри$bА.$gАбдулла$4070",
    )  # fmt: skip
    assert gost(book, Profile.UNIMARC) == (
        "Кадыри, Абдулла. Минувшие дни : роман / А. Кадыри ; пер. с узб. М. Сафарова. – 2-е изд., испр. "
        "– М. : Наука, 2015. – 493 с. : ил. ; 22 см. – (Библиотека ; 12). – 700 экз. – ISBN 978-5-02-039170-3 : 350 р."
    )


def test_uzbek_cyrillic_has_its_own_abbreviations() -> None:
    book = made(
        UNIMARC_BOOK, general(1990), "101 0 $auzb", "200 1 $aЎткан кунлар$fА. Қодирий",
        "210   $aТошкент$cШарқ$d1990", "215   $a384$d20",
    )  # fmt: skip
    assert (
        gost(book, Profile.UNIMARC) == "Ўткан кунлар / А. Қодирий. – Тошкент : Шарқ, 1990. – 384 б. ; 20 см."
    )


def test_an_english_book_has_short_words() -> None:
    book = made(
        MARC21_BOOK, coded("eng", 2004), "245 00$aFocus 5 :$bstudent's book.",
        "264  1$aHarlow :$bPearson,$c2004.", "300   $a136 pages :$billustrations ;$c30 cm +$e1 CD",
    )  # fmt: skip
    assert gost(book, Profile.MARC21) == (
        "Focus 5 : student's book. – Harlow : Pearson, 2004. – 136 p. : ill. ; 30 cm + 1 CD."
    )


def test_four_authors_stand_in_the_responsibility_only() -> None:
    names = [f"70{0 if number == 0 else 1}  1$aАвтор{number}$bА." for number in range(4)]
    title = "200 1 $aВместе$fА. Автор [и др.]"
    few, many = made(UNIMARC_BOOK, general(), title, *names[:3]), made(UNIMARC_BOOK, general(), title, *names)
    assert gost(few, Profile.UNIMARC).startswith("Автор0, А. Вместе")
    assert gost(many, Profile.UNIMARC).startswith("Вместе / А. Автор")


def test_a_volume_stands_under_the_title_of_its_set() -> None:
    volume = made(
        UNIMARC_VOLUME, general(), "101 0 $arus", "200 1 $aТ. 2$iПьесы$fсост. С. Поварцов", "210   $d2002",
        "461  0$1001RU-1$12001 $aСобрание сочинений$eв 2 т.$fИ. Бабель$vТ. 2",
    )  # fmt: skip
    assert gost(volume, Profile.UNIMARC) == (
        "Собрание сочинений : в 2 т. / И. Бабель. Т. 2. Пьесы / сост. С. Поварцов. – 2002."
    )


def test_a_part_of_marc21_keeps_its_number_and_name() -> None:
    volume = made(MARC21_BOOK, coded("uzb"), "245 10$aAsarlar.$n2-jild,$pHikoyalar /$cA. Qahhor.")
    assert gost(volume, Profile.MARC21) == "Asarlar. 2-jild, Hikoyalar / A. Qahhor. – 2019."


def test_a_journal_has_its_numbering_and_issn() -> None:
    journal = made(
        MARC21_SERIAL, coded("uzb", 2005), "022   $a2010-720X", "245 00$aInfolib :$bilmiy jurnal.",
        "362 0 $a2005, № 1- .",
        "260   $aToshkent :$bNavoiy kutubxonasi,$c2005- .",
    )  # fmt: skip
    assert gost(journal, Profile.MARC21) == (
        "Infolib : ilmiy jurnal. – 2005, № 1-. – Toshkent : Navoiy kutubxonasi, 2005-. – ISSN 2010-720X."
    )


def test_an_article_stands_in_its_journal() -> None:
    article = made(
        MARC21_ARTICLE, coded("uzb", 2021), "100 1 $aKarimov, Anvar",
        "245 10$aKutubxona va kitobxon /$cA. Karimov.", "300   $aB. 12-15",
        "773 0 $tInfolib$g2021. – № 3. – B. 12-15$x2181-8207",
    )  # fmt: skip
    assert gost(article, Profile.MARC21) == (
        "Karimov, Anvar. Kutubxona va kitobxon / A. Karimov // Infolib. – 2021. – № 3. – B. 12–15."
    )


def test_an_article_of_unimarc_by_linked_and_by_embedded_fields() -> None:
    head = (general(2001), "101 0 $arus", "200 1 $aО чтении$fН. Рубакин", "700  1$aРубакин$bН. А.")
    linked = made(UNIMARC_ARTICLE, *head, "463  0$tБиблиотека$d2001$v№ 3$p12-15$x0869-4915")
    embedded = made(
        UNIMARC_ARTICLE, *head, "461  0$12001 $aБиблиотека$1011  $a0869-4915",
        "463  0$12001 $a№ 3$vС. 12-15$1210  $d2001",
    )  # fmt: skip
    assert gost(linked, Profile.UNIMARC) == (
        "Рубакин, Н. А. О чтении / Н. Рубакин // Библиотека. – 2001. – № 3. – С. 12–15."
    )
    assert gost(embedded, Profile.UNIMARC) == (
        "Рубакин, Н. А. О чтении / Н. Рубакин // Библиотека. – № 3. – 2001. – С. 12–15."
    )


def test_an_article_in_a_book_says_where_the_book_appeared() -> None:
    article = made(
        MARC21_ARTICLE, coded("eng", 1999), "245 00$aReading habits.",
        "773 0 $aSmith, J.$tReaders of Asia$dLondon : Facet, 1999$gp. 12-15$z9780306406157",
    )  # fmt: skip
    assert gost(article, Profile.MARC21) == (
        "Reading habits // Readers of Asia / Smith, J. – London : Facet, 1999. – p. 12–15."
    )


def test_an_electronic_resource_says_how_to_reach_it() -> None:
    resource = made(
        MARC21_ELECTRONIC, coded("uzb", 2020), "245 00$aMilliy kutubxona :$bportal.", "856 40$uhttps://natlib.uz/",
        "856 40$uftp://natlib.uz/",
    )  # fmt: skip
    assert gost(resource, Profile.MARC21) == (
        "Milliy kutubxona [Elektron resurs] : portal. – 2020. – Kirish rejimi: https://natlib.uz/."
    )


def test_the_original_script_takes_the_place_of_its_romanisation() -> None:
    book = made(
        MARC21_BOOK, coded("rus", 1990), "100 1 $6880-01$aTolstoĭ, Lev,", "245 10$6880-02$aVoskresenie /$cL. Tolstoĭ.",
        "260   $aMoskva :$bNauka,$c1990.", "880 1 $6100-01/(N$aТолстой, Лев,",
        "880 10$6245-02/(N$aВоскресение /$cЛ. Толстой.",
    )  # fmt: skip
    assert gost(book, Profile.MARC21) == "Толстой, Лев. Воскресение / Л. Толстой. – Moskva : Nauka, 1990."


def test_a_record_that_says_nothing_gives_an_empty_line() -> None:
    assert gost(made(MARC21_BOOK), Profile.MARC21) == ""
    assert gost(made(UNIMARC_BOOK), Profile.UNIMARC) == ""
    assert gost(irbis("910: ^A0"), Profile.IRBIS) == ""


def test_irbis_is_read_in_its_own_form() -> None:
    book = irbis(
        "10: ^A978-5-89118-682-8^D1000.00", "101: rus", "700: ^AПевзнер^BМ. М.^GМария Михайловна",
        "210: ^CГеос^AМосква^D2015",
        "215: ^A251^Cил.", "225: ^AТруды Геологического института^VВып. 608",
        "200: ^AГолоценовый вулканизм^Eмонография^FМ. М. Певзнер^GРос. акад. наук",
    )  # fmt: skip
    assert gost(book, Profile.IRBIS) == (
        "Певзнер, Мария Михайловна. Голоценовый вулканизм : монография / М. М. Певзнер ; Рос. акад. наук. "
        "– М. : Геос, 2015. – 251 с. : ил. "
        "– (Труды Геологического института ; Вып. 608). – ISBN 978-5-89118-682-8 : 1000."
    )


def test_articles_and_volumes_of_irbis() -> None:
    article = irbis(
        "920: ASP",
        "101: eng",
        "200: ^ASkew group rings^FR. Alfaro",
        "463: ^J1992^CRevue Roumaine de Physique^S167^VVol.37^HN3/4",
    )
    assert gost(article, Profile.IRBIS) == (
        "Skew group rings / R. Alfaro // Revue Roumaine de Physique. – 1992. – Vol.37. – N3/4. – P. 167."
    )
    volume = irbis(
        "920: SPEC",
        "101: rus",
        "200: ^VЧ. 2^AВзрывы",
        "461: ^CСправочник взрывника^Eв 2 ч.^FБ. Н. Кутузов",
        "210: ^D2014",
    )
    assert gost(volume, Profile.IRBIS) == (
        "Справочник взрывника : в 2 ч. Ч. 2. Взрывы / Б. Н. Кутузов. – 2014."
    )


@pytest.mark.corpus
@pytest.mark.parametrize(
    "name", ["rusmarc/TEST1.ISO", "Evergreen/jazz_1k.mrc", "metadata-qa-marc/000-line-seperated.mrc"]
)
def test_real_records_give_one_clean_line_each(corpus: Path, name: str) -> None:
    with (corpus / name).open("rb") as file:
        records = [each for each in read(file) if each.record is not None]
    lines = [gost(each.record, each.profile) for each in records]
    assert len(lines) > 15
    for line in lines:
        assert line
        assert line == " ".join(line.split())
        assert " – – " not in line
        assert "..  –" not in line
        assert "/ /" not in line
        assert line[-1] in ".!?…"


@pytest.mark.corpus
def test_a_real_volume_of_the_russian_national_library(corpus: Path) -> None:
    with (corpus / "rusmarc/TEST1.ISO").open("rb") as file:
        first = next(iter(read(file)))
    assert gost(first.record, first.profile) == (
        "Задачи и этюды. Вып. 13. – 1997. – 80 с. : ил., портр. – 700 экз. – ISBN 5-7443-0043-0."
    )
