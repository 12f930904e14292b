"""Screens of the fund: its figures, the copies and titles behind them, its definition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.items.messages import STATE_TAGS, STATE_WORDS
from catalog.public.messages import language_tag
from catalog.public.rules import page_number
from foreign_fund.fund import queries, services
from foreign_fund.fund.messages import CHOICES, language_name
from foreign_fund.fund.queries import NO_LANGUAGE, Asked, LanguageShare
from foreign_fund.fund.rules import read_languages
from ils import clock
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.funds import FOREIGN, LANGUAGE, Fund, load_fund
from ils.library.places import departments
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.frame import place_label
from ils.web.session import current_session

blueprint = Blueprint("fund", __name__, template_folder="templates", url_prefix="/fund")

PAGE = 100
LONGEST_CODE = 40

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Pages:
    """Which rows of a list are on the screen, as the pager shows it."""

    first: int | None
    last: int | None
    total: int
    prev_url: str | None
    next_url: str | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a definition would take in; `wrong` are no language codes."""

    departments: frozenset[str]
    languages: tuple[str, ...]
    wrong: tuple[str, ...]
    rows: tuple[LanguageShare, ...]

    @property
    def titles(self) -> int:
        """Titles that would belong."""
        return sum(row.belonging_titles for row in self.rows)

    @property
    def copies(self) -> int:
        """Copies that would belong."""
        return sum(row.belonging_copies for row in self.rows)


@blueprint.app_context_processor
def words() -> dict[str, Any]:
    """Give the pages of the department the names of languages."""
    return {"language_name": language_name, "language_tag": language_tag}


def read_page() -> int:
    """Read the number of the page from the address."""
    return page_number(request.args.get("page"))


def pages_of(total: int, shown: int, *, page: int, size: int) -> Pages:
    """Return the pager of a list of which `shown` rows are on the screen."""
    skipped = (page - 1) * size
    here = {**(request.view_args or {}), **{k: v for k, v in request.args.items() if k != "page"}}
    return Pages(
        first=skipped + 1 if shown else None,
        last=skipped + shown if shown else None,
        total=total,
        prev_url=url_for(str(request.endpoint), **here, page=page - 1) if page > 1 else None,
        next_url=url_for(str(request.endpoint), **here, page=page + 1) if skipped + shown < total else None,
    )


@blueprint.get("")
@require(Permission.SEE_FOREIGN_FUND)
def index() -> str:
    """Show what the department answers for."""
    session = current_session()
    fund = load_fund(session)
    rows = queries.by_language(session, fund=fund, day=clock.today())
    return render_template(
        "fund/index.html",
        fund=fund,
        rows=rows,
        whole=queries.sum_of(rows),
        newest=queries.newest_titles(session, fund=fund),
        no_language=NO_LANGUAGE,
    )


@blueprint.get("/items")
@require(Permission.SEE_FOREIGN_FUND)
def items() -> str:
    """Show copies of the fund, the rows behind every figure."""
    session, page, day = current_session(), read_page(), clock.today()
    asked = Asked(*(_asked(name) for name in Asked.__slots__))
    fund = load_fund(session)
    found = queries.fund_items(session, fund=fund, asked=asked, day=day, limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "fund/items.html",
        asked=asked,
        found=found,
        pages=pages_of(found.total, len(found.rows), page=page, size=PAGE),
        day=day,
        language_choices=_language_choices(fund, asked.language),
        department_choices=[("", _("all"))]
        + [(each.code, place_label(each)) for each in departments(session)],
        state_choices=[("", _("all but withdrawn")), *CHOICES.items()],
        state_words=STATE_WORDS,
        state_tags=STATE_TAGS,
    )


@blueprint.get("/titles")
@require(Permission.SEE_FOREIGN_FUND)
def titles() -> str:
    """Show titles of the fund."""
    session, page = current_session(), read_page()
    language = _asked("language")
    fund = load_fund(session)
    found = queries.fund_titles(session, fund=fund, language=language, limit=PAGE, offset=(page - 1) * PAGE)
    return render_template(
        "fund/titles.html",
        found=found,
        language=language,
        pages=pages_of(found.total, len(found.rows), page=page, size=PAGE),
        language_choices=_language_choices(fund, language),
    )


def _asked(name: str) -> str:
    return request.args.get(name, "")[:LONGEST_CODE]


def _language_choices(fund: Fund, chosen: str) -> list[tuple[str, str]]:
    """The languages that the fund has copies in, by name; the chosen one even if it has none."""
    rows = queries.by_language(current_session(), fund=fund, day=clock.today())
    codes = {row.language or NO_LANGUAGE for row in rows} | ({chosen} if chosen else set())
    named = [(code, language_name("" if code == NO_LANGUAGE else code)) for code in codes]
    return [("", _("all")), *sorted(named, key=lambda each: each[1].casefold())]


@blueprint.route("/definition", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def definition() -> Answer:
    """Define what belongs to the fund; count before saving what would."""
    session = current_session()
    if request.method == "GET":
        fund = load_fund(session)
        return _definition_page(_preview(fund.departments, tuple(sorted(fund.languages))))
    try:
        languages = read_languages(request.form.get("languages", ""))
        given = frozenset(request.form.getlist("departments"))
        if request.headers.get("HX-Request"):
            return render_template("fund/preview.html", preview=_preview(given, languages))
        if request.form.get("act") == "preview":
            return _definition_page(_preview(given, languages))
        return _define(given, languages)
    except LibraryError as problem:
        if request.headers.get("HX-Request"):
            raise
        fund = load_fund(current_session())
        shown = _preview(fund.departments, tuple(sorted(fund.languages)))
        return _definition_page(shown, problem), STATUS[problem.kind]


def _define(given: frozenset[str], languages: tuple[str, ...]) -> Response:
    with transaction(current_session()) as session:
        services.define(session, current_work(), departments=given, languages=languages)
    flash(_("The definition of the fund was saved."), "success")
    return redirect(url_for("fund.index"))


def _preview(given: frozenset[str], languages: tuple[str, ...]) -> Preview:
    right = tuple(code for code in languages if LANGUAGE.fullmatch(code))
    rows = queries.shares(current_session(), fund=Fund(FOREIGN, given, frozenset(right)))
    missing = set(right) - {row.language for row in rows}
    rows += tuple(LanguageShare(code, 0, 0, 0, 0) for code in sorted(missing))
    wrong = tuple(code for code in languages if code not in right)
    return Preview(given, languages, wrong, rows)


def _definition_page(preview: Preview, problem: LibraryError | None = None) -> str:
    return render_template(
        "fund/definition.html",
        preview=preview,
        problem=problem,
        department_places=departments(current_session()),
        typed=request.form.get("languages", ", ".join(preview.languages)),
    )
