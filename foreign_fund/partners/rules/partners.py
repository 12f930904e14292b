"""What may be said of a partner."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from foreign_fund.partners.errors import PartnerCode, PartnerInputError

HOME_COUNTRY = "UZ"
_COUNTRY = re.compile(r"[A-Z]{2}")


class PartnerKind(StrEnum):
    """What a partner is."""

    LIBRARY = "library"
    PUBLISHER = "publisher"
    SUPPLIER = "supplier"
    CENTRE = "centre"
    EMBASSY = "embassy"
    PROGRAMME = "programme"


@dataclass(frozen=True, slots=True)
class PartnerFacts:
    """What is said of a partner."""

    name: str
    kind: str
    country: str
    city: str = ""
    languages: str = ""
    address: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    link: str = ""
    currency: str = "UZS"
    note: str = ""
    active: bool = True


def checked_kind(kind: str) -> str:
    """Return a kind that there is."""
    if kind not in set(PartnerKind):
        raise PartnerInputError(PartnerCode.KIND_UNKNOWN, kind=kind[:20])
    return kind


def checked_country(text: str) -> str:
    """Return a code of two letters."""
    code = text.strip().upper()
    if not _COUNTRY.fullmatch(code):
        raise PartnerInputError(PartnerCode.COUNTRY_INVALID, country=text[:20])
    return code


def checked_link(text: str) -> str:
    """Return an address of the web, or nothing."""
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        known = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        known = False
    if not known or " " in text or "@" in parts.netloc:
        raise PartnerInputError(PartnerCode.LINK_INVALID, link=text[:60])
    return text
