"""The list of readers, and the same list as cards to print."""

from __future__ import annotations

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _

from circulation.patrons import queries
from circulation.patrons.messages import PATRON_KINDS
from circulation.patrons.models import PatronKind
from circulation.patrons.queries import Wanted
from circulation.patrons.views.base import Page, blueprint, category_choices, page_number, pager_of
from ils import clock
from ils.accounts.permissions import Permission
from ils.web.asked import asked_choice
from ils.web.auth import require
from ils.web.session import current_session

PAGE = 50


@blueprint.get("/")
@require(Permission.CIRCULATE)
def index() -> Page:
    """Show readers by name; a scanned card opens its reader at once."""
    session, year = current_session(), clock.today().year
    asked = request.args.get("q", "").strip()[:200]
    if asked and (scanned := queries.find_patron(session, asked)) is not None:
        return redirect(url_for("patrons.show", patron_id=scanned.id))
    wanted, number = read_wanted(), page_number()
    found = queries.list_patrons(session, wanted, limit=PAGE, offset=(number - 1) * PAGE)
    return render_template(
        "patrons/index.html",
        found=found,
        cut=cut_arguments(),
        filters=filters(),
        year=year,
        registered_count=queries.count_registered(session, year),
        pager=pager_of(number, len(found.rows), found.total, size=PAGE, **cut_arguments()),
    )


def read_wanted() -> Wanted:
    """Return which readers the address asks for."""
    today = clock.today()
    registered = asked_choice("registered", ("0", "1", "no"))
    kind = asked_choice("kind", [each.value for each in PatronKind])
    return Wanted(
        query=request.args.get("q", "").strip()[:200],
        category=asked_choice("category", dict(category_choices())),
        registered_in=today.year if registered == "1" else None,
        not_registered_in=today.year if registered == "no" else None,
        faculty=request.args.get("faculty", "")[:100],
        study_group=request.args.get("group", "")[:100],
        kind=PatronKind(kind) if kind else None,
        restricted_on=today if asked_choice("restricted", ("0", "1")) == "1" else None,
    )


NAMES = ("q", "category", "registered", "faculty", "group", "kind", "restricted")


def cut_arguments() -> dict[str, Any]:
    """Return what cuts the list, for the addresses of its other pages."""
    given = {name: request.args.get(name, "").strip()[:200] for name in NAMES}
    return {name: value for name, value in given.items() if value}


def filters() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return the lists above the table: name in the address, label, choices; only those that cut something."""
    session, year = current_session(), clock.today().year
    kinds = [("", _("All")), *((each.value, str(words)) for each, words in PATRON_KINDS.items())]
    found = [
        ("category", _("Category"), [("", _("All categories")), *category_choices()]),
        ("registered", _("Registration"), [
            ("", _("All readers")), ("1", _("Registered in %(year)s", year=year)),
            ("no", _("Not registered in %(year)s", year=year)),
        ]),
        ("faculty", _("Faculty"), _those(queries.suggestions(session, "faculty"))),
        ("group", _("Group or class"), _those(queries.suggestions(session, "study_group"))),
        ("restricted", _("Restriction"), [("", _("All")), ("1", _("may not borrow today"))]),
        ("kind", _("Kind"), kinds),
    ]  # fmt: skip
    return [each for each in found if len(each[2]) > 1]


def _those(values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [("", _("All")), *((value, value) for value in values)]
