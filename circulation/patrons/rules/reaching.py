"""How a reader is reached: telephone, e-mail, the order of channels."""

from __future__ import annotations

import re
from collections.abc import Iterable

from circulation.patrons.errors import PatronCode, PatronInputError
from ils.errors import clean_text

PHONE_SIGNS = re.compile(r"[\s().\-\u2010-\u2015]+")
EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
CHANNELS = ("telegram", "sms", "email", "letter", "call")  # OV-05, in the library's usual order


def clean_phone(text: str | None) -> str:
    """Return a telephone as E.164; nine digits are Uzbek, no network code is refused (practice.md §8)."""
    digits = PHONE_SIGNS.sub("", clean_text(text, field="phone", limit=40))
    if not digits:
        return ""
    if re.fullmatch(r"[1-9]\d{8}", digits):
        return "+998" + digits
    number = re.fullmatch(r"(?:\+|00)([1-9]\d{6,14})|(998\d{9})", digits)
    if number is None or (digits.startswith(("+998", "00998")) and len(number[1]) != 12):
        raise PatronInputError(PatronCode.PHONE_INVALID, phone=(text or "").strip())
    return "+" + (number[1] or number[2])


def show_phone(phone: str) -> str:
    """Return +998 90 123 45 67; a foreign number stays as it is."""
    found = re.fullmatch(r"\+998(\d\d)(\d{3})(\d\d)(\d\d)", phone)
    return f"+998 {' '.join(found.groups())}" if found else phone


def clean_email(text: str | None) -> str:
    """Return an e-mail address as typed, without spaces around it; refuse what no mail goes to."""
    address = clean_text(text, field="email", limit=200)
    if address and not EMAIL.fullmatch(address):
        raise PatronInputError(PatronCode.EMAIL_INVALID, email=address[:60])
    return address


def clean_channels(names: Iterable[str] | None) -> list[str] | None:
    """Return the reader's own order of channels, each once; None: the library's order."""
    wanted = list(dict.fromkeys(names or ()))
    wrong = [name for name in wanted if name not in CHANNELS]
    if wrong:
        raise PatronInputError(PatronCode.CHANNEL_UNKNOWN, value=wrong[0][:20])
    return wanted or None
