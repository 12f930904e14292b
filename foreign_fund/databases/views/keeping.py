"""Databases as the department keeps them: the list, one of them, its form, XLSX."""

from __future__ import annotations

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from catalog.stock.rules.money import HOME, HUNDREDTHS, price_text, rate_text
from foreign_fund.databases import messages, queries, services
from foreign_fund.databases.forms import DatabaseForm
from foreign_fund.databases.jobs import LINKS
from foreign_fund.databases.queries import DatabaseRow
from foreign_fund.databases.rules import LinkState, Standing
from foreign_fund.databases.views.base import DATABASE, Answer, act, blueprint, say
from foreign_fund.fund.messages import language_name
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.db import transaction
from ils.errors import LibraryError, clean_text
from ils.jobs.services import enqueue
from ils.printing.xlsx import Cell, Column, Sheet, make_xlsx
from ils.registers.services.evidence import evidence_of
from ils.registers.views.base import department_choices, institution, spoken
from ils.text import whole_number
from ils.web.asked import asked_choice
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.files import XLSX, send
from ils.web.filters import decimal, month_name
from ils.web.jobs import wake
from ils.web.session import current_session

BROKEN = "broken"


def _asked_year() -> int:
    year, today = whole_number(request.args.get("year")), clock.today().year
    return year if year is not None and 2000 <= year <= today else today


def _asked(year: int, state: str, words: str) -> list[DatabaseRow]:
    """Return the databases asked for with the clicks of a year."""
    today = clock.today()
    rows = queries.databases(current_session(), since=date(year, 1, 1), until=date(year, 12, 31), words=words)
    if state == BROKEN:
        return [row for row in rows if row.link_state == LinkState.BROKEN and row.closed_on is None]
    if state:
        return [row for row in rows if row.standing(today) == state]
    return [row for row in rows if row.standing(today) is not Standing.CLOSED]


def _filters() -> tuple[int, str, str]:
    state = asked_choice("state", {*Standing, BROKEN})
    return _asked_year(), state, clean_text(request.args.get("text"), field="text", limit=100)


@blueprint.get("/foreign/databases")
@require(Permission.SEE_FOREIGN_FUND)
def index() -> str:
    """Show the databases with their terms, links and the clicks of a year."""
    year, state, words = _filters()
    session, today = current_session(), clock.today()
    everything = queries.databases(session, since=date(year, 1, 1), until=date(year, 12, 31))
    return render_template(
        "databases/index.html",
        rows=_asked(year, state, words),
        tiles=_tiles(everything, today, year),
        cut={name: value for name, value in (("year", year), ("state", state), ("text", words)) if value},
        years=[(each, str(each)) for each in range(today.year, today.year - 5, -1)],
        states=[
            ("", _("All")),
            *((each.value, word) for each, word in messages.STANDINGS.items()),
            (BROKEN, messages.LINKS[LinkState.BROKEN]),
        ],
        year=year,
        state=state,
        text=words,
        today=today,
    )


def _tiles(rows: tuple[DatabaseRow, ...], today: date, year: int) -> list[tuple[int, str, str]]:
    """Return the figures on top: each opens the rows that it counts."""
    standing = [row.standing(today) for row in rows]

    def at(state: str) -> str:
        return url_for("databases.index", state=state, year=year)

    return [
        (standing.count(Standing.SUBSCRIBED), _("Subscribed"), at(Standing.SUBSCRIBED)),
        (standing.count(Standing.TRIAL), _("On trial"), at(Standing.TRIAL)),
        (standing.count(Standing.OPEN), _("Free of charge"), at(Standing.OPEN)),
        (queries.count_broken(current_session()), _("Links that do not answer"), at(BROKEN)),
        (queries.count_deadlines(current_session()), _("Terms that end"), url_for("databases.deadlines")),
    ]  # fmt: skip


@blueprint.get("/foreign/databases.xlsx")
@require(Permission.SEE_FOREIGN_FUND)
def sheet() -> Response:
    """Send the list with a column of clicks for each month of the year."""
    year, state, words = _filters()
    session, today = current_session(), clock.today()
    with spoken() as language:
        title = _("Electronic databases, %(year)s", year=year)
        heads: list[tuple[str, float]] = [
            ("№", 6), (_("Title"), 34), (_("Provider"), 24), (_("Fields of knowledge"), 28), (_("Languages"), 18),
            (_("Access"), 20), (_("State"), 16), (_("Subscribed from"), 13), (_("Subscribed until"), 13),
            (_("Trial until"), 13), (_("Price of a year"), 12), (_("Currency"), 9), (_("Price of a year, soʻm"), 16),
            (_("Address on the web"), 34), (_("Link"), 20),
        ]  # fmt: skip
        heads += [(month_name(number), 10) for number in range(1, 13)]
        heads.append((_("Clicks"), 10))
        rows = [_cells(number, row, today, year) for number, row in enumerate(_asked(year, state, words), 1)]
        total: list[Cell] = [None] * len(heads)
        total[1] = _("In all")
        for column in (12, *range(15, 28)):
            total[column] = sum(each for row in rows if isinstance(each := row[column], int))
        table = Sheet(
            title, [Column(*each) for each in heads], rows, above=[title, institution(language)], totals=[total]
        )  # fmt: skip
        made = make_xlsx([table], title=title, at=clock.now())
    session.rollback()
    return send(made, XLSX, f"databases-{year}.xlsx", keep=True)


def _cells(number: int, row: DatabaseRow, today: date, year: int) -> list[Cell]:
    months = queries.uses_by_month(current_session(), row.id, year)
    return [
        number, row.title, row.provider, row.subjects, ", ".join(map(language_name, row.languages.split())),
        str(messages.ACCESS[row.access]), str(messages.STANDINGS[row.standing(today)]), row.subscribed_from,  # type: ignore[index]
        row.subscribed_until, row.trial_until, row.price / HUNDREDTHS if row.price else None,
        row.currency if row.price else "", row.price_som or None, row.url,
        str(messages.LINKS[row.link]), *months, sum(months),
    ]  # fmt: skip


@blueprint.get(DATABASE)
@require(Permission.SEE_FOREIGN_FUND)
def show(database_id: int) -> str:
    """Show a database: its terms, its link, its clicks."""
    session, year = current_session(), _asked_year()
    row = queries.database_row(session, database_id)
    months = queries.uses_by_month(session, database_id, year)
    return render_template(
        "databases/show.html",
        row=row,
        today=clock.today(),
        year=year,
        months=[(month_name(number), uses) for number, uses in enumerate(months, start=1)],
        clicks=sum(months),
        days=(days := queries.uses_by_day(session, database_id, limit=7)),
        latest=", ".join(f"{each:%d.%m} – {uses}" for each, uses in days),
        tongues=", ".join(language_name(code) for code in row.languages.split()),
        files=evidence_of(session, queries.SUBJECT, database_id),
        years=[(each, str(each)) for each in range(clock.today().year, clock.today().year - 5, -1)],
        price=f"{decimal(price_text(row.price))} {row.currency}" if row.price else "",
        rate=decimal(rate_text(row.rate)) if row.currency != HOME else "",
        staff=staff_names(session, [row.created_by] if row.created_by else []),
    )


def _access() -> list[SelectChoice]:
    return [SelectChoice(each.value, str(word)) for each, word in messages.ACCESS.items()]


@blueprint.route("/foreign/databases/new", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def new() -> Answer:
    """Enter a database."""
    form = DatabaseForm().offer(_access(), department_choices())
    if request.method == "GET":
        form.department.data = current_work().department
        return _form_page(form)
    if not form.validate():
        return _form_page(form), 400
    try:
        with transaction(current_session()) as session:
            made = services.enter_database(session, current_work(), facts=form.facts()).id
    except LibraryError as problem:
        return _form_page(form, problem=problem), STATUS[problem.kind]
    return redirect(url_for("databases.show", database_id=made))


@blueprint.route(f"{DATABASE}/edit", methods=["GET", "POST"])
@require(Permission.FOREIGN_FUND)
def edit(database_id: int) -> Answer:
    """Change a database."""
    row = queries.database_row(current_session(), database_id)
    form = DatabaseForm().offer(_access(), department_choices())
    if request.method == "GET":
        form.show(row)
        return _form_page(form, row)
    if not form.validate():
        return _form_page(form, row), 400
    try:
        with transaction(current_session()) as session:
            services.change_database(session, current_work(), database_id=database_id, facts=form.facts())
    except LibraryError as problem:
        return _form_page(form, row, problem), STATUS[problem.kind]
    flash(_("Saved."), "success")
    return redirect(url_for("databases.show", database_id=database_id))


def _form_page(
    form: DatabaseForm, row: DatabaseRow | None = None, problem: LibraryError | None = None
) -> str:
    return render_template("databases/form.html", form=form, row=row, problem=say(problem) if problem else "")


@blueprint.post(f"{DATABASE}/close")
@require(Permission.FOREIGN_FUND)
def close(database_id: int) -> Answer:
    """Take a database off the lists."""
    return act(
        url_for("databases.show", database_id=database_id),
        _("The database is off the lists; its clicks stay."),
        lambda session: services.close_database(session, current_work(), database_id=database_id),
    )


@blueprint.post(f"{DATABASE}/reopen")
@require(Permission.FOREIGN_FUND)
def reopen(database_id: int) -> Answer:
    """Put a database back on the lists."""
    return act(
        url_for("databases.show", database_id=database_id),
        _("The database is on the lists again."),
        lambda session: services.reopen_database(session, current_work(), database_id=database_id),
    )


@blueprint.post("/foreign/databases/check")
@require(Permission.FOREIGN_FUND)
def check() -> Answer:
    """Ask all addresses now, as a job."""
    with transaction(current_session()) as session:
        job_id = enqueue(session, current_work(), LINKS)
    wake()
    return redirect(url_for("jobs.show", job_id=job_id))
