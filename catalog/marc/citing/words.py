"""Abbreviations of a description, in the language and script of the item (practice.md §5.4)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What a description adds of its own."""

    pages_count: str  # 384 b.
    pages_range: str  # B. 12–15
    centimetres: str
    copies: str
    electronic: str
    access: str
    places: tuple[tuple[str, str], ...] = ()


UZBEK = Words("b.", "B.", "sm", "nusxa", "Elektron resurs", "Kirish rejimi")
UZBEK_CYRILLIC = Words("б.", "Б.", "см", "нусха", "Электрон ресурс", "Кириш режими")
RUSSIAN = Words(
    "с.", "С.", "см", "экз.", "Электронный ресурс", "Режим доступа",
    (("Москва", "М."), ("Санкт-Петербург", "СПб."), ("Ленинград", "Л."), ("Петроград", "Пг.")),
)  # fmt: skip
ENGLISH = Words("p.", "P.", "cm", "copies", "Electronic resource", "Mode of access")

_TURKIC = frozenset({"uzb", "kaa"})


def words_for(language: str, *, cyrillic: bool) -> Words:
    """Return the abbreviations for a language (ISO 639-2): an unknown one by its script."""
    if language in _TURKIC:
        return UZBEK_CYRILLIC if cyrillic else UZBEK
    if language == "rus":
        return RUSSIAN
    return RUSSIAN if cyrillic else ENGLISH
