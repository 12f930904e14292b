"""What an SMS costs: plain letters, and how many segments a text fills (practice.md §8, GSM 03.38)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# The basic alphabet of the networks, and the signs that take two places in it.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
# One ʻ would turn the whole message into segments of 70 characters; ' costs nothing.
_PLAIN = str.maketrans({
    "ʻ": "'", "ʼ": "'", "‘": "'", "’": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "‑": "-", "−": "-", "…": "...", "•": "-", "№": "N", "\u00a0": " ", "\u202f": " ", "\t": " ",
})  # fmt: skip

ONE_GSM, PART_GSM = 160, 153
ONE_UCS2, PART_UCS2 = 70, 67


@dataclass(frozen=True, slots=True)
class Segments:
    """How a text goes through the networks: `gsm7` or `ucs2`, its length in places, how many segments it fills."""

    encoding: str
    length: int
    segments: int


def plain_sms(text: str) -> str:
    """Return the text with every sign replaced that has a plain twin: apostrophes, quotation marks, dashes."""
    return text.translate(_PLAIN)


def segments(text: str) -> Segments:
    """Return what a text costs; an empty one costs nothing."""
    if all(sign in _BASIC or sign in _EXTENDED for sign in text):
        places = [2 if sign in _EXTENDED else 1 for sign in text]
        return Segments("gsm7", sum(places), _filled(places, ONE_GSM, PART_GSM))
    places = [len(sign.encode("utf-16-le")) // 2 for sign in text]
    return Segments("ucs2", sum(places), _filled(places, ONE_UCS2, PART_UCS2))


def _filled(places: Iterable[int], one: int, part: int) -> int:
    """Count segments; a sign of two places is never torn apart."""
    places = list(places)
    if sum(places) <= one:
        return 1 if places else 0
    count, room = 1, part
    for wide in places:
        if wide > room:
            count, room = count + 1, part
        room -= wide
    return count
