"""Facts of records in the native form of IRBIS."""

from __future__ import annotations

import pytest

from catalog.marc import DocumentType, Facts, facts
from tests.catalog.marc.builders import read_one


def said(text: str) -> Facts:
    found = read_one((text + "\n*****\n").encode())
    assert found.record is not None
    return facts(found.record, found.profile)


BOOK = """#920: PAZK
#900: ^Ta^B05^C22
#102: RU
#101: rus
#700: ^AПевзнер^BМ. М.^GМария Михайловна
#701: ^AИванов^BИ. И.
#711: ^AИркутский университет^SRU
#205: ^A2-е изд., доп.
#210: ^CГеос^AМосква^D2015
#10: ^A978-5-89118-682-8^D1000.00
#215: ^A251^Cил.
#225: ^AТруды института^VВып. 608
#675: 551.21(571.66)
#621: 63.3(2)622
#686: Б 1
#606: ^AВулканизм^GКамчатка
#610: радиоуглеродные методы
#331: О вулканах.
#903: 551.21-658726400
#951: ^Ihttp://elib.uz/1.pdf^TПолный текст
#200: ^AГолоценовый вулканизм^Eмонография^FМ. М. Певзнер"""


def test_a_book() -> None:
    found = said(BOOK)
    assert (found.title, found.responsibility) == ("Голоценовый вулканизм : монография", "М. М. Певзнер")
    assert found.author == "Певзнер, Мария Михайловна"
    assert found.authors == ("Певзнер, Мария Михайловна", "Иванов, И. И.", "Иркутский университет")
    assert (found.year, found.languages, found.country) == (2015, ("rus",), "RU")
    assert (found.place, found.publisher, found.edition) == ("Москва", "Геос", "2-е изд., доп.")
    assert (found.extent, found.series) == ("251 с. : ил.", ("Труды института ; Вып. 608",))
    assert (found.isbns, found.price) == (("9785891186828",), "1000.00")
    assert found.class_marks == (("udc", "551.21(571.66)"), ("bbk", "63.3(2)622"), ("other", "Б 1"))
    assert found.subjects == ("Вулканизм – Камчатка", "радиоуглеродные методы")
    assert (found.summary, found.control_number) == ("О вулканах.", "551.21-658726400")
    assert found.document_type is DocumentType.BOOK
    assert found.links == (("http://elib.uz/1.pdf", "Полный текст"),)
    assert (found.is_analytic, found.host_title, found.part) == (False, "", "")
    text = found.search_text
    assert "Голоценовый вулканизм" in text.title
    assert "Певзнер" in text.author
    assert "Вулканизм" in text.subject
    assert "551.21(571.66)" in text.rest


def test_codes_mean_the_same_in_either_case() -> None:
    assert said(BOOK) == said(
        "\n".join(
            line.replace("^A", "^a").replace("^G", "^g").replace("^D", "^d").replace("^F", "^f")
            for line in BOOK.splitlines()
        )
    )


def test_a_volume_of_a_set() -> None:
    found = said(
        "#920: SPEC\n#200: ^VКн. 3^AСтранные люди\n#210: ^D1998\n"
        "#461: ^CСобрание сочинений : в 6 кн.^FВ. М. Шукшин^GНадежда-1^H1998^DМосква\n#961: ^ZДА^AШукшин^BВ. М."
    )
    assert found.title == "Собрание сочинений : в 6 кн. Кн. 3. Странные люди"
    assert (found.host_title, found.part) == ("Собрание сочинений : в 6 кн.", "Кн. 3")
    assert (found.place, found.publisher, found.year) == ("Москва", "Надежда-1", 1998)
    assert "Шукшин" in found.search_text.author
    assert not found.is_analytic


def test_an_article() -> None:
    found = said(
        "#920: ASP\n#900: ^Ta^B12\n#700: ^AВедерников^BИ.\n#200: ^AПередовые охотники^FИ. Ведерников\n"
        "#463: ^S2^WВ781/1942/14^J1942^H№ 14 (17 янв.)^CВосточно-Сибирская правда^DИркутск"
    )
    assert (found.document_type, found.is_analytic, found.year) == (DocumentType.ARTICLE, True, 1942)
    assert (found.host_title, found.host_control) == ("Восточно-Сибирская правда", "В781/1942/14")
    assert found.part == "1942, № 14 (17 янв.), С. 2"


def test_an_issue_without_a_title() -> None:
    found = said("#920: NJ\n#933: У1415\n#934: 1990\n#936: 3\n#463: ^WУ1415/1990/ Подшивка № 1")
    assert (found.title, found.part) == ("У1415 1990 № 3", "1990, № 3")
    assert (found.document_type, found.is_analytic) == (DocumentType.SERIAL, False)
    assert found.host_control == "У1415/1990/ Подшивка № 1"


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("#920: MUSP", DocumentType.MUSIC_SCORE),
        ("#920: PAZK\n#900: ^tl", DocumentType.ELECTRONIC),
        ("#920: J", DocumentType.SERIAL),
        ("#920: musp\n#900: ^Tc", DocumentType.MUSIC_SCORE),
        ("#675: 37", DocumentType.OTHER),
    ],
)
def test_kinds(lines: str, kind: DocumentType) -> None:
    assert said(lines + "\n#102: RU").document_type is kind
