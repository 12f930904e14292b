"""Words of the catalogue: languages, kinds of documents, branches of knowledge, class schemes."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from catalog.marc import DocumentType
from catalog.records.queries import Sort
from ils.text import has_cyrillic

# Named without _WORDS: these are names of things, not sentences for codes of refusals.
LANGUAGES: dict[str, tuple[str, Any]] = {
    "uzb": ("uz", _l("Uzbek")),
    "rus": ("ru", _l("Russian")),
    "eng": ("en", _l("English")),
    "kaa": ("kaa", _l("Karakalpak")),
    "tgk": ("tg", _l("Tajik")),
    "kaz": ("kk", _l("Kazakh")),
    "kir": ("ky", _l("Kyrgyz")),
    "tuk": ("tk", _l("Turkmen")),
    "aze": ("az", _l("Azerbaijani")),
    "tur": ("tr", _l("Turkish")),
    "tat": ("tt", _l("Tatar")),
    "uig": ("ug", _l("Uyghur")),
    "per": ("fa", _l("Persian")),
    "ara": ("ar", _l("Arabic")),
    "chg": ("chg", _l("Chagatai")),
    "ota": ("ota", _l("Ottoman Turkish")),
    "ger": ("de", _l("German")),
    "fre": ("fr", _l("French")),
    "spa": ("es", _l("Spanish")),
    "ita": ("it", _l("Italian")),
    "por": ("pt", _l("Portuguese")),
    "lat": ("la", _l("Latin")),
    "grc": ("grc", _l("Ancient Greek")),
    "gre": ("el", _l("Greek")),
    "kor": ("ko", _l("Korean")),
    "jpn": ("ja", _l("Japanese")),
    "chi": ("zh", _l("Chinese")),
    "hin": ("hi", _l("Hindi")),
    "urd": ("ur", _l("Urdu")),
    "pus": ("ps", _l("Pashto")),
    "mon": ("mn", _l("Mongolian")),
    "ukr": ("uk", _l("Ukrainian")),
    "bel": ("be", _l("Belarusian")),
    "pol": ("pl", _l("Polish")),
    "cze": ("cs", _l("Czech")),
    "bul": ("bg", _l("Bulgarian")),
    "rum": ("ro", _l("Romanian")),
    "hun": ("hu", _l("Hungarian")),
    "lit": ("lt", _l("Lithuanian")),
    "lav": ("lv", _l("Latvian")),
    "est": ("et", _l("Estonian")),
    "geo": ("ka", _l("Georgian")),
    "arm": ("hy", _l("Armenian")),
    "heb": ("he", _l("Hebrew")),
    "dut": ("nl", _l("Dutch")),
    "swe": ("sv", _l("Swedish")),
    "fin": ("fi", _l("Finnish")),
    "dan": ("da", _l("Danish")),
    "nor": ("no", _l("Norwegian")),
    "may": ("ms", _l("Malay")),
    "ind": ("id", _l("Indonesian")),
    "vie": ("vi", _l("Vietnamese")),
    "syr": ("syr", _l("Syriac")),
    "san": ("sa", _l("Sanskrit")),
    "mul": ("mul", _l("Several languages")),
    "zxx": ("zxx", _l("No linguistic content")),
}
"""ISO 639-2/B → BCP 47 tag and name."""

DOCUMENT_TYPES: dict[str, Any] = {
    DocumentType.BOOK: _l("Book"),
    DocumentType.SERIAL: _l("Journal or newspaper"),
    DocumentType.ARTICLE: _l("Article or part"),
    DocumentType.MAP: _l("Map"),
    DocumentType.MUSIC_SCORE: _l("Music score"),
    DocumentType.SOUND: _l("Sound recording"),
    DocumentType.VIDEO: _l("Video"),
    DocumentType.PICTURE: _l("Picture"),
    DocumentType.ELECTRONIC: _l("Electronic resource"),
    DocumentType.MANUSCRIPT: _l("Manuscript"),
    DocumentType.MIXED: _l("Kit or mixed materials"),
    DocumentType.OBJECT: _l("Object"),
    DocumentType.OTHER: _l("Other"),
}

BRANCHES: dict[str, Any] = {
    "general": _l("General"),
    "social": _l("Social and political"),
    "science": _l("Natural sciences"),
    "medicine": _l("Medicine"),
    "technology": _l("Technology"),
    "agriculture": _l("Agriculture"),
    "art": _l("Art"),
    "sport": _l("Sport"),
    "language": _l("Linguistics"),
    "literature": _l("Literary studies"),
    "fiction": _l("Fiction"),
    "geography": _l("Geography"),
}

SCHEMES: dict[str, Any] = {
    "udc": _l("UDC"),
    "bbk": _l("BBK"),
    "ddc": _l("Dewey"),
    "lcc": _l("Library of Congress"),
}

SORTS: dict[Sort, Any] = {
    Sort.RELEVANCE: _l("Relevance"),
    Sort.TITLE: _l("Title"),
    Sort.YEAR: _l("Newest year first"),
}


def language_name(code: str) -> str:
    """Return the name of a language; the code itself for one that has no name here."""
    return str(LANGUAGES[code][1]) if code in LANGUAGES else code


def language_tag(code: str, text: str = "") -> str:
    """Return the value of a `lang` attribute for a text in a language, empty if the language says nothing."""
    tag = LANGUAGES[code][0] if code in LANGUAGES else ""
    if tag in ("mul", "zxx"):
        return ""
    return f"{tag}-Cyrl" if tag in ("uz", "kaa") and has_cyrillic(text) else tag


def document_type_name(code: str) -> str:
    """Return the name of a kind of document."""
    return str(DOCUMENT_TYPES.get(code, code))


def branch_name(code: str) -> str:
    """Return the name of a branch of knowledge."""
    return str(BRANCHES.get(code, code))
