"""How values look on a page: days, instants, numbers, Uzbek data in the reader's script."""

from __future__ import annotations

from datetime import date, datetime

from flask import Flask
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from ils.clock import local
from ils.text import to_cyrillic
from ils.web.locale import current_language

MONTHS = (
    _l("January"), _l("February"), _l("March"), _l("April"), _l("May"), _l("June"),
    _l("July"), _l("August"), _l("September"), _l("October"), _l("November"), _l("December"),
)  # fmt: skip
THIN = "\N{NO-BREAK SPACE}"


def day(value: date | None) -> str:
    """Return 21.11.2026."""
    return f"{value:%d.%m.%Y}" if value else ""


def moment(value: datetime | None) -> str:
    """Return 21.11.2026 14:32 by the library's clock."""
    return f"{local(value):%d.%m.%Y %H:%M}" if value else ""


def hour(value: datetime | None) -> str:
    """Return 14:32:08 by the library's clock."""
    return f"{local(value):%H:%M:%S}" if value else ""


def num(value: float | None) -> str:
    """Return 15 560, with spaces that do not break; empty for nothing."""
    if value is None:
        return ""
    return f"{value:,}".replace(",", THIN)


def decimal(value: str | float) -> str:
    """Return a number, or one written with a point, as people write it: 12 500,50; in English 12 500.50."""
    text = value if isinstance(value, str) else f"{value:g}"
    sign = text[:1] if text[:1] in "+-" else ""
    whole, _point, rest = text[len(sign) :].partition(".")
    mark = "." if str(get_locale() or "en") == "en" else ","
    return f"{sign}{num(int(whole))}{mark + rest if rest else ''}"


def latin_or_cyrillic(text: str | None) -> str:
    """Return Uzbek data text (kept in Latin) in the script of the interface."""
    return to_cyrillic(text or "") if current_language() == "uz_Cyrl" else text or ""


def month_name(month: int) -> str:
    """Return the name of a month, 1 to 12, in the language of the request."""
    return str(MONTHS[month - 1])


def init_filters(app: Flask) -> None:
    """Make the filters known to the templates."""
    for each in (day, moment, hour, num, decimal, latin_or_cyrillic):
        app.add_template_filter(each)
