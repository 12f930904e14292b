"""Screens of copies: adding them, one copy, a sheet of barcodes."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from catalog.items import services
from catalog.items.forms import AddItemsForm, EditItemForm, WithdrawForm
from catalog.items.messages import STATE_TAGS, STATE_WORDS, USES
from catalog.items.models import ItemState, Use
from catalog.items.queries import (
    ItemFacts,
    item_facts,
    item_types,
    items_of_record,
    placements_of,
    record_heading,
)
from catalog.items.rules import MOST_AT_ONCE, inventory_range, parse_price
from ils import clock
from ils.accounts.permissions import Permission
from ils.activity.queries import latest_of_subject
from ils.db import transaction
from ils.errors import LibraryError
from ils.library.places import departments
from ils.printing.barcodes import code128_svg
from ils.web.auth import current_department, current_work, require
from ils.web.errors import STATUS
from ils.web.frame import place_label
from ils.web.session import current_session
from ils.web.words import KIND_WORDS, SOURCE_WORDS

blueprint = Blueprint("items", __name__, template_folder="templates", url_prefix="/items")

Page = str | Response | tuple[str, int]


@blueprint.route("/add", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def add() -> Page:
    """Add copies to the record `record_id`."""
    record_id = _record_id()
    record_heading(current_session(), record_id)
    form = AddItemsForm()
    form.department.choices = [
        SelectChoice(place.code, place_label(place)) for place in departments(current_session())
    ]
    form.item_type.choices, form.use.choices = _type_choices(), _use_choices()
    if request.method == "GET":
        form.department.data = form.department.data or getattr(current_department(), "code", None)
        form.acquired_on.data = clock.today()
        return _add_page(form, record_id)
    if not form.validate():
        return _add_page(form, record_id), 400
    try:
        count = _add(form, record_id)
    except LibraryError as problem:
        return _add_page(form, record_id, problem), STATUS[problem.kind]
    flash(_("Copies added: %(count)s", count=count), "success")
    return redirect(url_for("items.add", record_id=record_id))


def _add(form: AddItemsForm, record_id: int) -> int:
    numbers = form.inventory_list()
    if len(numbers) == 1:
        numbers = list(inventory_range(numbers[0], min(form.count.data, MOST_AT_ONCE)))
    price = parse_price(form.price.data or "")
    with transaction(current_session()) as session:
        items = services.add_items(
            session, current_work(), record_id=record_id, department=form.department.data,
            count=form.count.data, inventory_numbers=numbers, barcodes=form.barcode_list(),
            call_number=form.call_number.data or "", price=price, acquired_on=form.acquired_on.data,
            note=form.note.data or "", item_type=form.item_type.data or "", use=form.use.data or "",
            parts=form.parts.data or "",
        )  # fmt: skip
    return len(items)


def _add_page(form: AddItemsForm, record_id: int, problem: LibraryError | None = None) -> str:
    session = current_session()
    return render_template(
        "items/add.html",
        form=form,
        problem=problem,
        record=record_heading(session, record_id),
        items=items_of_record(session, record_id),
        **_words(),
    )


@blueprint.get("/<int:item_id>")
@require(Permission.CATALOGUE)
def show(item_id: int) -> Page:
    """Show one copy with its history."""
    form = WithdrawForm(formdata=None)
    form.day.data = clock.today()
    return _item_page(item_facts(current_session(), item_id), form)


@blueprint.route("/<int:item_id>/edit", methods=["GET", "POST"])
@require(Permission.CATALOGUE)
def edit(item_id: int) -> Page:
    """Change a copy: its type, where it is used, its parts, what is missing of it, its state while it stands here."""
    facts = item_facts(current_session(), item_id)
    form = _edit_form(facts)
    if request.method == "GET":
        return _edit_page(facts, form)
    if not form.validate():
        return _edit_page(facts, form), 400
    try:
        _change(facts, form)
    except LibraryError as problem:
        return _edit_page(facts, form, problem), STATUS[problem.kind]
    flash(_("Saved"), "success")
    return redirect(url_for("items.show", item_id=item_id))


def _edit_form(facts: ItemFacts) -> EditItemForm:
    told = {"use": facts.use.value if facts.use else "", "state": facts.state.value}
    form = EditItemForm(obj=facts, data=None)
    form.item_type.choices, form.use.choices = _type_choices(facts.item_type), _use_choices()
    states = sorted(services.RESTING, key=list(ItemState).index) if facts.state in services.RESTING else []
    form.state.choices = [SelectChoice(each.value, str(STATE_WORDS[each])) for each in states]
    if not states:
        del form.state
    if request.method == "GET":
        form.use.data = told["use"]
        if states:
            form.state.data = told["state"]
    return form


def _change(facts: ItemFacts, form: EditItemForm) -> None:
    with transaction(current_session()) as session:
        services.change_item(
            session, current_work(), item_id=facts.id, item_type=form.item_type.data or "", use=form.use.data or "",
            call_number=form.call_number.data or "", parts=form.parts.data or "",
            incomplete=form.incomplete.data or "", note=form.note.data or "",
            state=ItemState(form.state.data) if "state" in form else None,
        )  # fmt: skip


def _edit_page(facts: ItemFacts, form: EditItemForm, problem: LibraryError | None = None) -> str:
    return render_template("items/edit.html", item=facts, form=form, problem=problem)


def _type_choices(present: str = "") -> list[SelectChoice]:
    """Return the item types to choose from; a type that the table has lost since is offered to whom it belongs."""
    found = [SelectChoice(each.code, place_label(each)) for each in item_types(current_session())]
    lost = (
        [SelectChoice(present, present)] if present and present not in {each.value for each in found} else []
    )
    return [SelectChoice("", _("as the kind of document")), *found, *lost]


def _use_choices() -> list[SelectChoice]:
    offered = (Use.HOME, Use.ROOM, Use.OVERNIGHT)  # the others are said by the loan itself
    return [
        SelectChoice("", _("as the department lends")),
        *(SelectChoice(each.value, str(USES[each])) for each in offered),
    ]


@blueprint.post("/<int:item_id>/withdraw")
@require(Permission.CATALOGUE)
def withdraw(item_id: int) -> Page:
    """Write a copy off."""
    form = WithdrawForm()
    facts = item_facts(current_session(), item_id)
    if not form.validate():
        return _item_page(facts, form), 400
    try:
        with transaction(current_session()) as session:
            services.withdraw(session, current_work(), item_id=item_id, act=form.act.data, day=form.day.data)
    except LibraryError as problem:
        return _item_page(facts, form, problem), STATUS[problem.kind]
    flash(_("The copy %(code)s was withdrawn.", code=facts.code), "success")
    return redirect(url_for("items.show", item_id=item_id))


def _item_page(facts: ItemFacts, form: WithdrawForm, problem: LibraryError | None = None) -> str:
    session = current_session()
    return render_template(
        "items/show.html",
        item=facts,
        form=form,
        problem=problem,
        use=USES[facts.place_of_use],
        type_names={each.code: place_label(each) for each in item_types(session)},
        may_withdraw=facts.state in services.MAY_BE_WITHDRAWN,
        bars=code128_svg(facts.barcode) if facts.barcode else None,
        history=latest_of_subject(session, subject_type="item", subject_id=facts.id),
        placements=placements_of(session, facts.id),
        kind_words=KIND_WORDS,
        source_words=SOURCE_WORDS,
        **_words(),
    )


@blueprint.get("/barcodes")
@require(Permission.CATALOGUE)
def barcodes() -> str:
    """Show the barcodes of a record's copies as a sheet to print."""
    session = current_session()
    record_id = _record_id()
    copies = [each for each in items_of_record(session, record_id) if each.state is not ItemState.WITHDRAWN]
    return render_template(
        "items/barcodes.html",
        record=record_heading(session, record_id),
        labels=[(each, code128_svg(each.barcode)) for each in copies if each.barcode],
        without=sum(each.barcode is None for each in copies),
        **_words(),
    )


@blueprint.post("/barcodes")
@require(Permission.CATALOGUE)
def give_barcodes() -> Response:
    """Give the copies of a record that have none their barcodes."""
    record_id = _record_id()
    with transaction(current_session()) as session:
        count = services.give_barcodes(session, current_work(), record_id=record_id)
    flash(_("Barcodes given: %(count)s", count=count), "success")
    return redirect(url_for("items.barcodes", record_id=record_id))


def _record_id() -> int:
    """Return the record named in the address; 0, which no record has, where it is no number."""
    text = request.args.get("record_id") or request.form.get("record_id") or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _words() -> dict[str, object]:
    return {
        "state_words": STATE_WORDS,
        "state_tags": STATE_TAGS,
        "places_by_code": {place.code: place for place in departments(current_session())},
    }
