"""Cards as PDF: of one reader, of those ticked, of a whole group; and the consent of a reader."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from circulation.patrons import queries
from circulation.patrons.errors import PatronCode, PatronInputError
from circulation.patrons.queries import PatronFacts
from circulation.patrons.services.printing import MOST_CARDS, SHEETS, cards_data, photos_of
from circulation.patrons.views.base import DATA, PATRON, blueprint, fonts
from circulation.patrons.views.listing import cut_arguments, filters, read_wanted
from ils import clock
from ils.accounts.permissions import Permission
from ils.library.places import Place, institution_name
from ils.printing.pdf import make_pdf
from ils.text import to_cyrillic
from ils.web.asked import asked_choice
from ils.web.auth import require
from ils.web.files import PDF, send
from ils.web.filters import day
from ils.web.locale import current_language
from ils.web.session import current_session

LARGEST_ID = 2**31 - 1


@blueprint.get("/cards")
@require(Permission.CIRCULATE)
def cards() -> str:
    """Choose whose cards are printed: the readers of a list, all ticked at first."""
    wanted = read_wanted()
    found = queries.list_patrons(current_session(), wanted, limit=MOST_CARDS)
    return render_template(
        "patrons/cards.html", found=found, cut=cut_arguments(), filters=filters(), year=clock.today().year,
        most=MOST_CARDS,
    )  # fmt: skip


@blueprint.get("/cards.pdf")
@require(Permission.CIRCULATE)
def cards_pdf() -> Response:
    """Send the cards of the ticked readers."""
    ids = [each for each in request.args.getlist("id", type=int) if 0 < each <= LARGEST_ID]
    if len(ids) > MOST_CARDS:
        raise PatronInputError(PatronCode.CARDS_MANY, count=len(ids), most=MOST_CARDS)
    known = queries.patrons_by_id(current_session(), set(ids))
    return _cards([known[each] for each in dict.fromkeys(ids) if each in known], f"cards-{clock.today()}.pdf")


@blueprint.get(f"/{PATRON}/card.pdf")
@require(Permission.CIRCULATE)
def card_pdf(patron_id: int) -> Response:
    """Send the card of one reader."""
    patron = queries.patron_facts(current_session(), patron_id)
    return _cards([patron], f"card-{patron_id}.pdf")


def _cards(patrons: list[PatronFacts], file_name: str) -> Response:
    """Make the PDF; a card speaks the language of the interface."""
    session, language = current_session(), current_language()
    data = cards_data(
        patrons,
        SHEETS[asked_choice("sheet", SHEETS) or "a4"],
        institution=_said(institution_name(session), language),
        heading=_("Reader's card"),
        category_names={each.code: _named(each, language) for each in queries.categories(session)},
        photos=photos_of(session, [each.id for each in patrons]),
        first=request.args.get("first", 1, type=int),
    )
    made = make_pdf(
        DATA / "cards.typ", data, title=_("Reader's card"), language=language, at=clock.now(), fonts=fonts()
    )
    return send(made, PDF, file_name)


def _named(place: Place, language: str) -> str:
    return _said(place.name(language), language)


def _said(text: str, language: str) -> str:
    return to_cyrillic(text) if language == "uz_Cyrl" else text


@blueprint.get(f"/{PATRON}/consent.pdf")
@require(Permission.CIRCULATE)
def consent_pdf(patron_id: int) -> Response:
    """Send the consent for the reader's signature, in the reader's language."""
    patron = queries.patron_facts(current_session(), patron_id)
    data = consent_data(patron, institution_name(current_session()))
    made = make_pdf(
        DATA / "consent.typ",
        data,
        title=data["title"],
        language=patron.language,
        at=clock.now(),
        fonts=fonts(),
    )
    return send(made, PDF, f"consent-{patron_id}.pdf")


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads((DATA / "consent.toml").read_text("utf-8"))


def consent_data(patron: PatronFacts, institution: str) -> dict[str, Any]:
    """Return what stands on the consent of a reader, in the reader's language."""
    language = patron.language
    words = _texts()["uz" if language == "uz_Cyrl" else language]

    def said(text: str) -> str:
        return _said(text.replace("{institution}", institution), language)

    facts = [
        (said(words["name"]), patron.full_name),
        (said(words["born"]), day(patron.birth_date)),
        (said(words["card"]), patron.card_number),
        (said(words["guardian"]), patron.guardian_name),
    ]
    child = [words["for_child"]] if patron.guardian_name else []
    return {
        "title": said(words["title"]),
        "institution": said(institution),
        "paragraphs": [said(each) for each in (*words["paragraphs"], *child)],
        "facts": [(label, value) for label, value in facts if value],
        "signatures": [said(words["date"]), said(words["signature"])],
    }
