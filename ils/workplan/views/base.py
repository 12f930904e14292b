"""The blueprint of the plan's screens, their tabs, and what they all read from the address."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from ils.accounts.permissions import Permission
from ils.errors import InputCode, InputError
from ils.web.auth import can
from ils.web.filters import latin_or_cyrillic, month_name
from ils.web.locale import current_language
from ils.workplan.errors import PlanCode, PlanInputError
from ils.workplan.queries import Figure
from ils.workplan.rules import MONTHS, QUARTERS, YEAR, Period, part_period, section_number

blueprint = Blueprint("workplan", __name__, template_folder="../templates", url_prefix="/plan")

Page = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a year's plan: its label, its endpoint (it takes `year`), who may see it, what waits there."""

    label: Any
    endpoint: str
    permission: Permission
    count: Callable[[int], int] | None = None


# Every file of screens adds its own here.
TABS: list[Tab] = [
    Tab(_l("Plan"), "workplan.show", Permission.SEE_PLAN),
    Tab(_l("Lines of the plan"), "workplan.lines", Permission.PLAN),
    Tab(_l("Targets"), "workplan.targets", Permission.PLAN),
    Tab(_l("Past figures"), "workplan.openings", Permission.PLAN),
]


def plan_tabs(year: int) -> list[dict[str, Any]]:
    """Return the pages of a year's plan for `tabs`; none for those who may see but one."""
    seen = [each for each in TABS if can(each.permission)]
    return [
        {
            "label": each.label,
            "url": url_for(each.endpoint, year=year),
            "active": request.endpoint == each.endpoint,
            "count": (each.count(year) or None) if each.count else None,
        }
        for each in seen
        if len(seen) > 1
    ]


@dataclass(frozen=True, slots=True)
class Span:
    """A choice of the period: its code in the address, its label, its days."""

    code: str
    period: Period


def read_span(year: int) -> Span:
    """Read the period from the address: `q1`…`q4`, `m1`…`m12`, or nothing for the year."""
    code = request.args.get("period", "")
    if code and code not in QUARTERS and code not in MONTHS:
        raise InputError(InputCode.UNKNOWN_CHOICE, field="period", value=code[:20])
    return Span(code, part_period(year, code or YEAR))


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    """Give the plan's pages its texts in the language of the request."""
    return {
        "plan_text": plan_text, "period_choices": period_choices, "month_points": month_points,
        "plan_tabs": plan_tabs, "part_label": part_label,
    }  # fmt: skip


def plan_text(figure: Figure | Any, column: str) -> str:
    """Return a text of a line; Uzbek is kept in Latin and shown in the script of the interface."""
    language = current_language()
    suffix = {"ru": "ru", "en": "en"}.get(language, "uz")
    text = (
        figure.text(column, language) if isinstance(figure, Figure) else getattr(figure, f"{column}_{suffix}")
    )
    # The Roman number of a section stays what it is in every script.
    number, name = section_number(text) if column == "section" else ("", text)
    return f"{number} {latin_or_cyrillic(name)}".strip()


def part_label(part: str) -> str:
    """Return the name of a part of the year."""
    if part == YEAR:
        return str(_("The whole year"))
    return str(_("Quarter %(number)s", number=part[1:])) if part in QUARTERS else month_name(int(part[1:]))


def period_choices() -> list[tuple[str, str]]:
    """Return the choices of the period: the year, its quarters, its months."""
    return [("", part_label(YEAR)), *((part, part_label(part)) for part in (*QUARTERS, *MONTHS))]


def month_points(values: tuple[int, ...]) -> list[dict[str, Any]]:
    """Return the columns of the chart."""
    return [{"label": short_month(month), "value": value} for month, value in enumerate(values, start=1)]


def short_month(month: int) -> str:
    """Return three letters of a month's name: Iyun and Iyul, alike to the third, become Iyn and Iyl."""
    short = [month_name(each)[:3] for each in range(1, 13)]
    if short.count(short[month - 1]) == 1:
        return short[month - 1]
    return month_name(month)[:2] + month_name(month)[-1]


def read_figure(number: str, text: str, code: PlanCode = PlanCode.TARGET_INVALID) -> int | None:
    """Read a figure as people write it: 15 560, or a dash or nothing for none."""
    plain = re.sub(r"\s", "", text)
    if plain in {"", "-", "–", "—"}:
        return None
    if not plain.isdecimal() or len(plain) > 12:
        raise PlanInputError(code, number=number[:10])
    return int(plain)
