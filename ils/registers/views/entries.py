"""Tiles of all registers; the list, form and page of an entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.activity.queries import latest_of_subject
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.places import departments
from ils.registers import services
from ils.registers.forms import EntryForm, WithdrawForm
from ils.registers.messages import ABOUT, REGISTERS, field_label
from ils.registers.models import RegisterEntry
from ils.registers.queries import entries as queries
from ils.registers.queries.entries import SUBJECT, EntryFilter, EntryView
from ils.registers.queries.evidence import evidence_of
from ils.registers.queries.libraries import libraries
from ils.registers.rules.checking import Facts
from ils.registers.rules.files import ACCEPT
from ils.registers.rules.kinds import KINDS, Amount, RegisterKind
from ils.registers.views.base import (
    PAGE,
    REGISTER,
    Page,
    blueprint,
    department_choices,
    home,
    limit,
    line_targets,
    line_url,
    may_enter,
    need_to_enter,
    page_number,
    pages_of,
    read_number,
    say,
    type_word,
)
from ils.registers.views.proposals import count_proposals
from ils.web.asked import asked_choice, asked_day
from ils.web.auth import current_work, require
from ils.web.errors import STATUS
from ils.web.figures import show_acts
from ils.web.session import current_session

LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Tile:
    """A register on the first page; `lines`: number, address, target of each line of the plan it feeds."""

    kind: RegisterKind
    name: str
    about: str
    counted: int
    unproven: int
    lines: tuple[tuple[str, str | None, int | None], ...]
    enter: bool


@blueprint.get("/")
@require(Permission.SEE_PLAN)
def index() -> str:
    """Show every register: what it is for, how much of it there was this year, which lines it feeds."""
    today = clock.today()
    year = min(max(read_number("year", default=today.year), 2000), 2100)
    span = {"since": date(year, 1, 1), "until": date(year, 12, 31)}
    session = current_session()
    counted = queries.counted_by_register(session, **span)
    unproven = queries.unproven_by_register(session, **span)
    targets = line_targets(year)
    tiles = [_tile(kind, year, counted, unproven, targets) for kind in KINDS.values()]
    return render_template(
        "registers/index.html",
        tiles=tiles,
        year=year,
        today=today,
        proposed=count_proposals(today),
        libraries=len(libraries(session, year=year)),
    )


def _tile(kind: RegisterKind, year: int, counted: Any, unproven: Any, targets: Any) -> Tile:
    return Tile(
        kind=kind,
        name=str(REGISTERS[kind.register]),
        about=str(ABOUT[kind.register]),
        counted=counted.get(kind.code, 0),
        unproven=unproven.get(kind.code, 0),
        lines=tuple((number, line_url(year, number), targets.get(number)) for number in kind.lines),
        enter=may_enter(kind),
    )


@blueprint.get(f"/{REGISTER}/")
@require(Permission.SEE_PLAN)
def entries(register: str) -> str:
    """Show the entries of a register."""
    wanted = read_filter(register)
    page = queries.entries(current_session(), wanted, limit=PAGE, offset=(page_number() - 1) * PAGE)
    kind = KINDS[register]
    return render_template(
        "registers/entries.html",
        kind=kind,
        wanted=wanted,
        page=page,
        pages=pages_of(page.total, len(page.rows)),
        money=kind.amount is Amount.SOM,
        types=[(each, type_word(each)) for each in kind.types],
        departments=[(choice.value, choice.label) for choice in department_choices()],
        state=_state(wanted),
        narrowed=bool(wanted.type or wanted.department or wanted.text or _state(wanted) or wanted.library_id),
        about=ABOUT[kind.register],
        here={k: v for k, v in request.args.items() if k != "page"},
    )


def read_filter(register: str) -> EntryFilter:
    """Return which entries the address asks for; this year's where it names no days."""
    today = clock.today()
    kind = KINDS[register]
    state = asked_choice("state", ("withdrawn", "unproven"))
    return EntryFilter(
        register=register,
        since=asked_day("since", near=True) or date(today.year, 1, 1),
        until=asked_day("until", near=True) or date(today.year, 12, 31),
        type=asked_choice("type", kind.types),
        department=asked_choice("department", {place.code for place in departments(current_session())}),
        library_id=read_number("library", most=2**31 - 1) or None,
        text=request.args.get("q", "").strip()[:LONGEST_SEARCH],
        withdrawn=state == "withdrawn",
        unproven=state == "unproven",
    )


def _state(wanted: EntryFilter) -> str:
    return "withdrawn" if wanted.withdrawn else "unproven" if wanted.unproven else ""


@blueprint.route(f"/{REGISTER}/new", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def new(register: str) -> Page:
    """Enter something done."""
    kind = KINDS[register]
    need_to_enter(kind)
    form = _form(kind, None)
    if request.method == "GET":
        return _form_page(kind, form, None)
    if not form.validate():
        return _form_page(kind, form, None), 422
    try:
        made = _entered(kind, form)
    except LibraryError as problem:
        return _form_page(kind, form, None, problem), STATUS[problem.kind]
    _tell(made)
    if request.form.get("more"):
        return redirect(url_for("registers.new", register=register, type=form.facts().type or None))
    return redirect(url_for("registers.show", entry_id=made.id))


def _entered(kind: RegisterKind, form: EntryForm) -> RegisterEntry:
    session, work = current_session(), current_work()
    with transaction(session):
        made = services.enter(
            session, work, register=kind.code, facts=form.facts(), department=form.department.data or ""
        )
        if (given := _file(form)) is not None:
            services.attach(
                session, work, owner_type=SUBJECT, owner_id=made.id, stream=given.stream,
                file_name=given.filename or "", home=home(), limit=limit(),
            )  # fmt: skip
    return made


def _file(form: EntryForm) -> FileStorage | None:
    given = form.file.data
    return given if isinstance(given, FileStorage) and given.filename else None


def _tell(made: RegisterEntry) -> None:
    """Say that it is entered, and where it does not count, in whose place it stands."""
    shown = queries.entry(current_session(), made.id)
    other = queries.counts_instead(current_session(), shown)
    if other is not None:
        on = f"{other.day:%d.%m.%Y}"
        flash(_("Saved. It repeats what was entered on %(day)s and counts once with it.", day=on), "info")
    else:
        flash(_("Saved."), "success")


def _form(kind: RegisterKind, entry: EntryView | None) -> EntryForm:
    told: dict[str, Any] = {"day": clock.today(), "department": current_work().department}
    if entry is not None:
        told = {name: getattr(entry, name) for name in (*Facts.__slots__, "department")}
    elif request.method == "GET":
        told |= {name: request.args.get(name, "")[:500] for name in ("type", "title") if name in request.args}
        told |= {"library_id": read_number("library", most=2**31 - 1) or None}
    if told.get("library_id") is None:
        told.pop("library_id", None)
    return EntryForm(data=told).offer(
        kind,
        label=lambda name: field_label(kind.code, name),
        types=[SelectChoice(each, type_word(each)) for each in kind.types],
        libraries=_library_choices(entry) if "library_id" in kind.fields else (),
        departments=department_choices(),
    )


def _library_choices(entry: EntryView | None) -> list[SelectChoice]:
    found = libraries(current_session(), year=clock.today().year, closed=entry is not None)
    return [SelectChoice("", _("choose")), *(SelectChoice(each.id, each.name) for each in found)]


def _form_page(
    kind: RegisterKind, form: EntryForm, entry: EntryView | None, problem: LibraryError | None = None
) -> str:
    return render_template(
        "registers/form.html",
        kind=kind,
        form=form,
        entry=entry,
        problem=say(problem) if problem else None,
        accept=ACCEPT,
        about=ABOUT[kind.register],
        today=clock.today(),
        no_library="library_id" in kind.fields and len(form.library_id.choices) < 2,
    )


@blueprint.get("/entries/<int:entry_id>")
@require(Permission.SEE_PLAN)
def show(entry_id: int) -> str:
    """Show an entry: its facts, its evidence, what it counts, what was done to it."""
    return _entry_page(entry_id, WithdrawForm(formdata=None))


def _entry_page(entry_id: int, form: WithdrawForm, problem: LibraryError | None = None) -> str:
    session = current_session()
    shown = queries.entry(session, entry_id)
    return render_template(
        "registers/show.html",
        entry=shown,
        kind=shown.kind,
        files=evidence_of(session, SUBJECT, entry_id),
        instead=queries.counts_instead(session, shown),
        acts=show_acts(session, latest_of_subject(session, subject_type=SUBJECT, subject_id=entry_id)),
        names=staff_names(session, (shown.created_by, shown.changed_by, shown.withdrawn_by)),
        form=form,
        problem=say(problem) if problem else None,
        money=shown.kind.amount is Amount.SOM,
    )


@blueprint.route("/entries/<int:entry_id>/edit", methods=["GET", "POST"])
@require(Permission.SEE_PLAN)
def edit(entry_id: int) -> Page:
    """Change an entry; what it counted before gets its negative twin."""
    shown = queries.entry(current_session(), entry_id)
    need_to_enter(shown.kind)
    form = _form(shown.kind, shown)
    if request.method == "GET":
        return _form_page(shown.kind, form, shown)
    if not form.validate():
        return _form_page(shown.kind, form, shown), 422
    try:
        with transaction(current_session()) as session:
            made = services.change(
                session, current_work(), entry_id=entry_id, facts=form.facts(),
                department=form.department.data or "",
            )  # fmt: skip
    except LibraryError as problem:
        return _form_page(shown.kind, form, shown, problem), STATUS[problem.kind]
    _tell(made)
    return redirect(url_for("registers.show", entry_id=entry_id))


@blueprint.post("/entries/<int:entry_id>/withdraw")
@require(Permission.SEE_PLAN)
def withdraw(entry_id: int) -> Response | tuple[str, int]:
    """Withdraw an entry, with a reason."""
    need_to_enter(queries.entry(current_session(), entry_id).kind)
    form = WithdrawForm()
    if not form.validate():
        return _entry_page(entry_id, form), 422
    try:
        with transaction(current_session()) as session:
            services.withdraw(session, current_work(), entry_id=entry_id, reason=form.reason.data or "")
    except LibraryError as problem:
        return _entry_page(entry_id, form, problem), STATUS[problem.kind]
    flash(_("Withdrawn; what it counted is taken back."), "success")
    return redirect(url_for("registers.show", entry_id=entry_id))
