"""Codes of languages and countries in one form: ISO 639-2/B and ISO 3166-1 alpha-2."""

from __future__ import annotations

from collections.abc import Iterable

_SAYS_NOTHING = frozenset(("", "und", "xxx", "mis"))

# Terminology codes, codes MARC gave up, and the two letters that many local systems write.
_LANGUAGE = {
    "deu": "ger", "fra": "fre", "zho": "chi", "ces": "cze", "nld": "dut", "ell": "gre", "fas": "per",
    "kat": "geo", "hye": "arm", "isl": "ice", "mkd": "mac", "msa": "may", "mya": "bur", "ron": "rum",
    "mol": "rum", "slk": "slo", "sqi": "alb", "bod": "tib", "cym": "wel", "eus": "baq", "scc": "srp",
    "scr": "hrv", "tag": "tgl", "gae": "gla", "iri": "gle", "far": "fao", "tar": "tat", "taj": "tgk",
    "int": "ina", "esp": "epo", "gag": "glg", "uz": "uzb", "ru": "rus", "en": "eng", "de": "ger",
    "fr": "fre", "ar": "ara", "fa": "per", "tr": "tur", "kk": "kaz", "ky": "kir", "tg": "tgk", "tk": "tuk",
    "tt": "tat", "az": "aze", "ko": "kor", "ja": "jpn", "zh": "chi", "es": "spa", "it": "ita", "pt": "por",
    "pl": "pol", "uk": "ukr", "be": "bel", "la": "lat", "hi": "hin", "ur": "urd",
}  # fmt: skip

_COUNTRY = {
    "aa": "AL", "ae": "DZ", "af": "AF", "ag": "AR", "ai": "AM", "aj": "AZ", "ao": "AO", "at": "AU",
    "au": "AT", "ba": "BH", "be": "BE", "bg": "BD", "bl": "BR", "bn": "BA", "bo": "BO", "br": "MM",
    "bu": "BG", "bw": "BY", "cb": "KH", "cc": "CN", "ce": "LK", "ch": "TW", "ci": "HR", "ck": "CO",
    "cl": "CL", "cr": "CR", "cu": "CU", "cy": "CY", "dk": "DK", "dr": "DO", "ec": "EC", "er": "EE",
    "es": "SV", "et": "ET", "fi": "FI", "fr": "FR", "gh": "GH", "gr": "GR", "gs": "GE", "gt": "GT",
    "gw": "DE", "ho": "HN", "hu": "HU", "ic": "IS", "ie": "IE", "ii": "IN", "io": "ID", "iq": "IQ",
    "ir": "IR", "is": "IL", "it": "IT", "iv": "CI", "ja": "JP", "jm": "JM", "jo": "JO", "ke": "KE",
    "kg": "KG", "kn": "KP", "ko": "KR", "ku": "KW", "kv": "XK", "kz": "KZ", "le": "LB", "lh": "LI",
    "li": "LT", "lu": "LU", "lv": "LV", "ly": "LY", "mc": "MC", "mg": "MG", "mk": "OM", "mm": "MT",
    "mo": "ME", "mp": "MN", "mr": "MA", "mv": "MD", "mx": "MX", "my": "MY", "ne": "NL", "no": "NO",
    "np": "NP", "nq": "NI", "nr": "NG", "nz": "NZ", "pe": "PE", "ph": "PH", "pk": "PK", "pl": "PL",
    "pn": "PA", "po": "PT", "py": "PY", "qa": "QA", "rb": "RS", "rm": "RO", "ru": "RU", "sa": "ZA",
    "sg": "SN", "si": "SG", "sj": "SD", "so": "SO", "sp": "ES", "su": "SA", "sw": "SE", "sy": "SY",
    "sz": "CH", "ta": "TJ", "th": "TH", "ti": "TN", "tk": "TM", "ts": "AE", "tu": "TR", "tz": "TZ",
    "ua": "EG", "ug": "UG", "un": "UA", "up": "SI", "uy": "UY", "uz": "UZ", "vc": "VA", "ve": "VE",
    "vm": "VN", "vp": "", "xn": "MK", "xo": "SK", "xr": "CZ", "xv": "SI", "xx": "", "ye": "YE", "yu": "RS",
    "za": "ZM", "ur": "SU", "ge": "DE", "xxu": "US", "xxk": "GB", "xxc": "CA", "xxr": "SU", "uk": "GB",
    "us": "US", "cn": "CA", "hk": "HK",
}  # fmt: skip
_STATES = {"u": "US", "k": "GB", "c": "CA", "a": "AU", "r": "SU"}
"""Last letter of a three-letter place code: states, provinces and republics."""


def languages(codes: Iterable[str]) -> tuple[str, ...]:
    """Return codes in one form, each once; packed ones (`engfrerus`) are cut, `und` is left out."""
    found: dict[str, None] = {}
    for value in codes:
        packed = value.strip().lower()
        step = 3 if len(packed) % 3 == 0 else len(packed)
        for at in range(0, len(packed), step or 1):
            code = packed[at : at + step]
            code = _LANGUAGE.get(code, code)
            if code.isalpha() and len(code) == 3 and code not in _SAYS_NOTHING:
                found[code] = None
    return tuple(found)


def country_of_marc(code: str) -> str:
    """Return ISO 3166 for a MARC place code (008/15-17): `uz ` → UZ, `nyu` → US; an unknown code as it is."""
    plain = code.strip(" |#^").lower()
    if plain in _COUNTRY:
        return _COUNTRY[plain]
    if len(plain) == 3 and plain.isalpha():
        return _STATES.get(plain[2], plain)
    return plain if plain.isalpha() else ""


def country_of_iso(code: str) -> str:
    """Return a UNIMARC 102 $a code in capitals, empty if it is none."""
    plain = code.strip().upper()
    return plain if len(plain) in (2, 3) and plain.isalpha() and plain != "XX" else ""
