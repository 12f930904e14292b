"""What the pages of reports share: the blueprint, and reading what is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, request
from flask_babel import force_locale
from flask_babel import gettext as _

from ils import clock
from ils.errors import InputCode, InputError
from ils.printing.pdf import own_fonts
from ils.reports.queries import KINDS, kind_of
from ils.reports.rules import Asked, check_days, code_of, period_of, read_code
from ils.web.asked import asked_day
from ils.web.filters import month_name
from ils.web.locale import CODES, current_language
from ils.workplan.rules import Period

blueprint = Blueprint("reports", __name__, template_folder="../templates", url_prefix="/reports")
DATA = Path(__file__).parent.parent / "data"
KIND = f"<any({','.join(KINDS)}):kind>"
PARAMS = {"plan": ("fact",), "custom": ("indicator", "by", "by2")}
LONGEST_PARAM = 40
PERIODS: Mapping[str, tuple[str, ...]] = {
    "plan": ("year", "quarter", "month"),
    "quarter": ("quarter", "month", "year"),
    "diary": ("month",),
    "statistics": ("year", "quarter", "month"),
    "ratios": ("year", "quarter", "month"),
    "custom": ("year", "quarter", "month"),
}


def read_asked(kind: str) -> Asked:
    """Read from the address what report is wanted; without days it is of the present year, quarter or month."""
    found = _days(kind)
    params = {name: request.args.get(name, "")[:LONGEST_PARAM] for name in PARAMS.get(kind, ())}
    if kind == "plan" and "fact" not in request.args and not request.args.get("plain"):
        params["fact"] = "1"
    return Asked(kind, found.first, found.last, {name: value for name, value in params.items() if value})


def _days(kind: str) -> Period:
    today = clock.today()
    if kind == "stock":
        day = asked_day("day", near=True) or today
        return Period(day, day)
    if kind == "custom" and (request.args.get("since") or request.args.get("until")):
        first = asked_day("since", near=True) or date(today.year, 1, 1)
        last = asked_day("until", near=True) or today
        check_days(first, last)
        return Period(first, last)
    year = _year(today.year)
    if "period" not in request.args and "year" not in request.args:
        return period_of(today, kind_of(kind).usual)
    period = read_code(year, request.args.get("period", "") or _first_code(kind))
    if not _fits(kind, period):
        raise InputError(InputCode.UNKNOWN_CHOICE, field="period", value=request.args.get("period", "")[:10])
    return period


def _year(default: int) -> int:
    text = request.args.get("year", str(default))
    if not text.isdecimal() or len(text) > 4:
        raise InputError(InputCode.NOT_A_NUMBER, field="year")
    return int(text)


def _first_code(kind: str) -> str:
    """The period of a year without one chosen: the year itself where the report has years, else its first part."""
    return {"diary": "m1", "quarter": "q1"}.get(kind, "")


def _fits(kind: str, period: Period) -> bool:
    return any(period_of(period.first, every) == period for every in PERIODS[kind])


def arguments(asked: Asked) -> dict[str, Any]:
    """Return the address of a report as arguments of its page."""
    if asked.kind == "stock":
        return {"kind": asked.kind, "day": asked.last}
    code = code_of(asked.first, asked.last)
    days = (
        {"since": asked.first, "until": asked.last}
        if code is None
        else {"year": asked.first.year, "period": code or None}
    )
    plain = {"plain": 1} if asked.kind == "plan" and not asked.param("fact") else {}
    return {"kind": asked.kind, **days, **asked.params, **plain}


def period_choices(kind: str) -> list[tuple[str, str]]:
    """Return the periods of a year that a report can have."""
    told = {
        "year": [("", _("The whole year"))],
        "quarter": [(f"q{each}", _("Quarter %(number)s", number=each)) for each in range(1, 5)],
        "month": [(f"m{each}", month_name(each)) for each in range(1, 13)],
    }
    return [choice for every in PERIODS.get(kind, ()) for choice in told[every]]


def year_choices() -> list[tuple[int, str]]:
    """Return the years that one may want, the next first, for plans are made ahead."""
    this = clock.today().year
    return [(year, str(year)) for year in range(this + 1, this - 11, -1)]


@contextmanager
def speaking(default: str = "") -> Iterator[str]:
    """Speak the language that the address asks for, else the one given, else that of the interface."""
    asked = request.args.get("language", "")
    language = asked if asked in CODES else default or current_language()
    with force_locale(language):
        yield language


def fonts() -> Path | None:
    """Return the folder of further fonts."""
    return own_fonts(current_app.config["ILS_SETTINGS"].home)
