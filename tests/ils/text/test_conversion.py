"""What the converters leave alone, and how they treat case, apostrophes and running text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ils.text import normalise_apostrophes, to_cyrillic, to_latin
from ils.text.wordlists import rows

APOSTROPHES = "ʻʼ‘’‛'`´′＇"

KEPT = [
    "%(count)s",
    "%(date)s",
    "%s",
    "%%",
    "{name}",
    "{count:d}",
    '<b class="x">',
    "</a>",
    "<br/>",
    "&nbsp;",
    "&#8212;",
    "https://kutubxona.uz/kitob?id=5",
    "www.natlib.uz",
    "unicat.uz",
    "info@kutubxona.uz",
    "@forish_axborot",
    "XIX",
    "II",
    "XXI",
    "1994",
    "ISBN",
    "ISSN",
    "MARC",
    "UNIMARC",
    "RUSMARC",
    "IRBIS",
    "CSV",
    "PDF",
    "XLSX",
    "JSON",
    "UTF-8",
    "F1",
    "F12",
    "Esc",
    "Enter",
    "Ctrl+S",
    "QR",
    "HTML",
    "API",
    "A4",
    "MARC21",
    "INV-045",
    "ILS_DATABASE_URL",
    "hisobot.xlsx",
    "--force",
    "$a",
    "<code>ils check</code>",
    "Müller",
    "кitob",
    "Дўkon",
    "Wi-Fi",
    "e-mail",
]


@pytest.mark.parametrize("span", KEPT)
def test_what_is_no_uzbek_word_stays(span: str) -> None:
    assert to_cyrillic(f"kitob {span} bor") == f"китоб {span} бор"


@pytest.mark.parametrize(
    "span",
    [
        "XX",
        "https://сайт.уз/китоб",
        "тест@почта.уз",
        "%(сон)s",
        "{ном}",
        "Oʻзбек",
        "O'збек",
        "Windows",
        "84(5Ў)6",
        "Ш5(2)",
        "К21",
    ],
)
def test_only_words_wholly_cyrillic_become_latin(span: str) -> None:
    assert to_latin(f"китоб {span} бор") == f"kitob {span} bor"


def test_spacing_and_punctuation_stay_exactly() -> None:
    assert (
        to_latin("  Китоб\t(2-нашр) …\r\n«Ойбек»—“ҳа”;\u00a0№5 ")
        == "  Kitob\t(2-nashr) …\r\n«Oybek»—“ha”;\u00a0№5 "
    )


def test_interface_line_keeps_its_markup_and_placeholders() -> None:
    line = 'Jami: <strong>%(count)s</strong> ta kitob, <a href="/kitob">{name}</a> &amp; PDFga chiqarish (F1)'
    assert to_cyrillic(line) == (
        'Жами: <strong>%(count)s</strong> та китоб, <a href="/kitob">{name}</a> &amp; PDFга чиқариш (F1)'
    )


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("I chorak", "I чорак"),
        ("V-sinf", "V-синф"),
        ("X-XI asrlar", "X-XI асрлар"),
        ("X. Karimov", "Х. Каримов"),
        ("PDF-fayl", "PDF-файл"),
        ("PQ-381", "ПҚ-381"),
        ("5ta", "5та"),
        ("Washington", "Вашингтон"),
        ("özbek şahar ğoya çoy ÖZBEK ŞARQ", "ўзбек шаҳар ғоя чой ЎЗБЕК ШАРҚ"),
        ("ShARQ", "ШАРҚ"),
    ],
)
def test_numerals_initials_abbreviations_and_reform_letters(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic


@pytest.mark.parametrize("sign", APOSTROPHES)
def test_every_apostrophe_is_understood(sign: str) -> None:
    name = "Oʻktam Gʻofur oʻgʻli Maʼrufov"
    typed = name.replace("ʻ", sign).replace("ʼ", sign)
    assert normalise_apostrophes(typed) == name
    assert to_cyrillic(typed) == "Ўктам Ғофур ўғли Маъруфов"


def test_apostrophes_that_are_quotes_stay() -> None:
    assert normalise_apostrophes("'kitob' 5' ") == "'kitob' 5' "


def test_apostrophe_in_a_cyrillic_word_is_a_hard_sign() -> None:
    assert to_latin("об'ект ма’но") == "obyekt maʼno"


def test_decomposed_letters_are_one_letter() -> None:
    assert to_latin("у\u0306збек ти\u0306л е\u0308зув") == "oʻzbek tyl yozuv"


STEMS = [tuple(fields[:2]) for fields in rows("stems.tsv") if fields[-1] != "variant"]


def test_the_dictionary_is_large_and_without_repetition() -> None:
    sources = [fields[0] for fields in rows("stems.tsv")]
    assert len(STEMS) >= 300
    assert len(sources) == len(set(sources))


@pytest.mark.parametrize(("latin", "cyrillic"), STEMS)
def test_every_stem_leads_back(latin: str, cyrillic: str) -> None:
    word = latin.removesuffix("$")
    assert to_latin(cyrillic) == word
    assert to_cyrillic(word) == cyrillic


@given(st.text())
def test_any_text_is_converted_without_complaint(text: str) -> None:
    to_latin(text)
    to_cyrillic(text)
    assert normalise_apostrophes(normalise_apostrophes(text)) == normalise_apostrophes(text)


@given(st.text(alphabet="abdefghijklmnopqrstuvxyzʻʼ -.,;%{}<>&0123456789", max_size=60))
def test_latin_text_is_left_alone_by_to_latin(text: str) -> None:
    assert to_latin(text) == text
