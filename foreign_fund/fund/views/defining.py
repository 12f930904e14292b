"""The definition of the fund: counted before it is saved."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from catalog.stock.queries.series import all_series
from foreign_fund.fund import queries, services
from foreign_fund.fund.queries import LanguageShare
from foreign_fund.fund.rules import read_languages
from foreign_fund.fund.views.base import Answer, blueprint
from ils.accounts.permissions import Permission
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.funds import FOREIGN, LANGUAGE, Fund, load_fund
from ils.library.places import departments
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.locale import current_language
from ils.web.session import current_session


@dataclass(frozen=True, slots=True)
class Preview:
    """What a definition would take in; `series` are codes of inventory books, `wrong` are no language codes."""

    departments: frozenset[str]
    series: frozenset[str]
    languages: tuple[str, ...]
    wrong: tuple[str, ...]
    rows: tuple[LanguageShare, ...]
    change: queries.Change

    @property
    def titles(self) -> int:
        """Titles that would belong."""
        return sum(row.belonging_titles for row in self.rows)

    @property
    def copies(self) -> int:
        """Copies that would belong."""
        return sum(row.belonging_copies for row in self.rows)


@blueprint.route("/definition", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def definition() -> Answer:
    """Define what belongs to the fund; count before saving what would."""
    if request.method == "GET":
        return _definition_page(_preview_now())
    try:
        languages = read_languages(request.form.get("languages", ""))
        given = frozenset(request.form.getlist("departments"))
        books = frozenset(request.form.getlist("series"))
        if request.headers.get("HX-Request"):
            return render_template("fund/preview.html", preview=_preview(given, books, languages))
        if request.form.get("act") == "preview":
            return _definition_page(_preview(given, books, languages))
        return _define(given, books, languages)
    except LibraryError as problem:
        if request.headers.get("HX-Request"):
            raise
        return _definition_page(_preview_now(), problem), STATUS[problem.kind]


def _define(given: frozenset[str], books: frozenset[str], languages: tuple[str, ...]) -> Response:
    with transaction(current_session()) as session:
        services.define(session, current_work(), departments=given, languages=languages, series=books)
    flash(_("The definition of the fund was saved."), "success")
    return redirect(url_for("fund.index"))


def _preview_now() -> Preview:
    """The definition as it stands."""
    session = current_session()
    fund = load_fund(session)
    books = frozenset(each.code for each in all_series(session) if each.prefix in fund.series)
    return _preview(fund.departments, books, tuple(sorted(fund.languages)))


def _preview(given: frozenset[str], books: frozenset[str], languages: tuple[str, ...]) -> Preview:
    session = current_session()
    right = tuple(code for code in languages if LANGUAGE.fullmatch(code))
    prefixes = frozenset(each.prefix for each in all_series(session) if each.code in books)
    known = given & {each.code for each in departments(session)}
    tried = Fund(FOREIGN, known, frozenset(right), prefixes)
    rows = queries.shares(session, fund=tried)
    missing = set(right) - {row.language for row in rows}
    rows += tuple(LanguageShare(code, 0, 0, 0, 0) for code in sorted(missing))
    wrong = tuple(code for code in languages if code not in right)
    change = queries.change(session, now=load_fund(session), then=tried)
    return Preview(given, books, languages, wrong, rows, change)


def _definition_page(preview: Preview, problem: LibraryError | None = None) -> str:
    return render_template(
        "fund/definition.html",
        preview=preview,
        problem=problem,
        department_places=departments(current_session()),
        books=all_series(current_session()),
        book_stock=queries.series_stock(current_session()),
        language=current_language(),
        typed=request.form.get("languages", ", ".join(preview.languages)),
    )
