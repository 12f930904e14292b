"""How the texts of the interface are written in Uzbek (both scripts) and Russian: letters, quotes, ends.

That they are complete is tested in tests/architecture/test_words.py.
"""

from __future__ import annotations

import re

import pytest

from ils.text.apostrophes import TURNED, TUTUQ, normalise_apostrophes
from ils.web.locale import read_catalogue
from tests.words import PLACEHOLDER

LANGUAGES = ("uz", "ru")
# What stays Latin in a Russian sentence: formats, keys, codes given as examples, the two Uzbek letters.
LATIN_IN_RUSSIAN = {
    "MARC", "MARCXML", "UNIMARC", "RUSMARC", "ISBN", "ISSN", "ISO", "XML", "JSON", "CSV", "XLSX", "PDF", "UTF",
    "IRBIS", "MarcEdit", "BibTeX", "RIS", "SRU", "EPUB", "DjVu", "TIFF", "WebP", "JPEG", "PNG", "KOI", "Code", "Koha",
    "mnu", "mrk", "http", "https", "marcxml", "bath", "isbn", "bib", "title", "all", "A", "B", "C", "D", "F", "X", "XX",
    "Zotero", "Mendeley", "EndNote", "JabRef", "JavaScript", "LDR", "CP", "DOS", "Windows", "Latin", "Z", "in", "HTML",
    "Enter", "Esc", "Shift", "Tab", "Ctrl", "Y", "N", "EN", "UZ", "eng", "ger", "fre", "o", "g",
    "PIN", "SMS", "Telegram", "TLS", "STARTTLS", "SMTP", "HTTP", "Basic", "BotFather", "Eskiz", "CD", "Start", "QR",
    "Excel", "I", "II", "III", "IV", "KZ", "KR", "DE", "SHA", "rare", "scan", "print", "ils", "check", "rebuild",
    "katalog", "example", "uz", "kutubxona", "t", "me", "id", "text", "key", "phone", "sender", "messages", "until",
    "copies",
}  # fmt: skip
ENGLISH = {
    "the", "of", "and", "is", "are", "was", "were", "has", "have", "not", "cannot", "this", "that", "which", "with",
    "from", "for", "its", "it", "by", "an", "be", "been", "no", "copy", "reader", "record", "loan", "desk", "due",
}  # fmt: skip
SUBFIELD = re.compile(r"\$[a-z0-9]\b")
LATIN = re.compile(r"[A-Za-z]+")
MIXED = re.compile(r"[A-Za-z][Ѐ-ӿ]|[Ѐ-ӿ][A-Za-z]")
STRAY_APOSTROPHE = re.compile(r"['`’‘‛´′]")
ENDS = ("…", ":", "?", "!", ".")


def strings(code: str) -> dict[str, str]:
    """Return English text → text in the language, without the head of the file."""
    return {str(each.id): str(each.string or "") for each in read_catalogue(code) if each.id}


def bare(text: str) -> str:
    """Return the text without placeholders and subfield codes."""
    return SUBFIELD.sub(" ", PLACEHOLDER.sub(" ", text))


def end(text: str) -> str:
    return next((sign for sign in ENDS if text.endswith(sign)), "")


@pytest.mark.parametrize("code", [*LANGUAGES, "uz_Cyrl"])
def test_no_percent_sign_is_lost_or_added(code: str) -> None:
    for text, translated in strings(code).items():
        assert PLACEHOLDER.sub("", translated).count("%") == PLACEHOLDER.sub("", text).count("%"), text


@pytest.mark.parametrize("code", LANGUAGES)
def test_texts_end_as_in_english_and_have_no_space_around(code: str) -> None:
    for text, translated in strings(code).items():
        assert end(translated) == end(text), text
        assert translated == translated.strip(), text
        assert "  " not in translated, text


def test_russian_has_no_latin_words_but_codes() -> None:
    for text, translated in strings("ru").items():
        assert set(LATIN.findall(bare(translated))) <= LATIN_IN_RUSSIAN, text


def test_russian_quotes_are_russian() -> None:
    assert [text for text, translated in strings("ru").items() if re.search("[“”\"„']", translated)] == []


def test_uzbek_apostrophes_are_the_letters_of_the_alphabet() -> None:
    for text, translated in strings("uz").items():
        assert normalise_apostrophes(translated) == translated, text
        assert not STRAY_APOSTROPHE.search(translated), text
        assert not re.search(f"(?<![oOgG]){TURNED}|{TUTUQ}(?![a-z])", translated), text


def test_uzbek_has_no_cyrillic_letter_and_its_own_quotes() -> None:
    assert [text for text, translated in strings("uz").items() if re.search('[Ѐ-ӿ«»"]', translated)] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_english_word_was_left(code: str) -> None:
    for text, translated in strings(code).items():
        words = {word.lower() for word in re.findall(f"[A-Za-z{TURNED}{TUTUQ}]+", bare(translated))}
        assert not words & ENGLISH, text


@pytest.mark.parametrize("code", ["ru", "uz_Cyrl"])
def test_no_word_mixes_two_scripts(code: str) -> None:
    assert [text for text, translated in strings(code).items() if MIXED.search(bare(translated))] == []
