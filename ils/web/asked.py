"""What an address or a small form asks for: a day, a choice; what cannot be is refused in words."""

from __future__ import annotations

from collections.abc import Container
from datetime import date

from flask import request

from ils.errors import InputCode, InputError
from ils.text import whole_number

FIRST_YEAR, LAST_YEAR = 2000, 2100


def day_of(text: str | None, *, field: str) -> date | None:
    """Return a day picked or typed, 2026-05-05 or 05.05.2026; None for nothing."""
    typed = (text or "").strip()
    if not typed:
        return None
    turned = "-".join(reversed(typed.split("."))) if typed.count(".") == 2 else typed
    try:
        return date.fromisoformat(turned)
    except ValueError:
        raise InputError(InputCode.NOT_A_DATE, field=field, value=typed[:40]) from None


def near_day_of(text: str | None, *, field: str) -> date | None:
    """Return a day of our time: 0026-04-15 is what a date box makes of a year typed with two figures."""
    day = day_of(text, field=field)
    if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InputError(InputCode.NOT_A_DATE, field=field)
    return day


def asked_day(name: str, *, near: bool = False) -> date | None:
    """Return a day of the address, None for none."""
    read = near_day_of if near else day_of
    return read(request.args.get(name), field=name)


def typed_day(name: str, *, near: bool = False) -> date | None:
    """Return a day of the form sent, None for none."""
    read = near_day_of if near else day_of
    return read(request.form.get(name), field=name)


def asked_choice(name: str, known: Container[str]) -> str:
    """Return a value of the address that must be empty or stand in a list."""
    value = request.args.get(name, "")
    if value and value not in known:
        raise InputError(InputCode.UNKNOWN_CHOICE, field=name, value=value[:40])
    return value


def typed_count(name: str, label: str, *, digits: int = 9) -> int:
    """Return a number of the form sent, which may be parted in thousands; 0 for an empty box."""
    text = "".join(request.form.get(name, "").split())
    number = whole_number(text or "0", digits=digits)
    if number is None:
        raise InputError(InputCode.NOT_A_NUMBER, field=label)
    return number


def page_number() -> int:
    """Return the number of the page that the address names, 1 for what is none."""
    return max(whole_number(request.args.get("page"), digits=6) or 1, 1)
