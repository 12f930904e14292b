"""Papers of partners: the statement of an exchange, a request to be sent, spreadsheets."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from foreign_fund.fund.views import money
from foreign_fund.partners import messages
from foreign_fund.partners.queries.ledger import LedgerRow, ledger
from foreign_fund.partners.queries.partners import (
    PartnerRow,
    agreement_on,
    agreement_text,
    partner_row,
)
from foreign_fund.partners.queries.requests import RequestRow, request_row
from foreign_fund.partners.rules.ledger import Direction, Worth
from foreign_fund.partners.rules.requests import Form, Way
from foreign_fund.partners.views.base import DATA, PARTNER, REQUEST, blueprint, fonts
from foreign_fund.partners.views.ledger import asked_span
from ils import clock
from ils.accounts.permissions import Permission
from ils.printing.pdf import make_pdf
from ils.registers.views.base import institution, spoken
from ils.web.auth import require
from ils.web.files import PDF, send
from ils.web.filters import day as shown_day
from ils.web.filters import moment, num
from ils.web.session import current_session


@blueprint.get(f"{PARTNER}/statement.pdf")
@require(Permission.SEE_FOREIGN_FUND)
def statement_paper(partner_id: int) -> Response:
    """Send the statement of an exchange between two days, to be signed by both sides."""
    session, (since, until) = current_session(), asked_span()
    row = partner_row(session, partner_id)
    opening, entries = ledger(session, partner_id, since=since, until=until)
    with spoken() as language:
        title = _("Statement of the exchange of books")
        data = {
            "institution": institution(language),
            "span": f"{shown_day(since)} – {shown_day(until)}",
            "facts": _known(_partner_facts(row, agreement_text(agreement_on(session, row.id, until)))),
            **_statement(opening, entries),
            "closing": _owed(entries[-1].after if entries else opening, row.name),
            "signs": [institution(language), row.name],
            "sign_words": [_("Post, name"), _("Signature"), _("Seal")],
            "printed": _("Printed: %(at)s", at=moment(clock.now())),
        }  # fmt: skip
        made = make_pdf(
            DATA / "statement.typ", data, title=title, language=language, at=clock.now(), fonts=fonts()
        )
    return send(made, PDF, f"exchange-{partner_id}-{since}-{until}.pdf")


def _known(facts: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Return the facts that are known."""
    return [[name, value] for name, value in facts if value]


def _where(partner: PartnerRow) -> str:
    parts = (partner.address, partner.city, partner.country, partner.email)
    return ", ".join(each for each in parts if each)


def _partner_facts(row: PartnerRow, agreement: str) -> tuple[tuple[str, str], ...]:
    return (
        (_("Partner"), row.name),
        (_("Address"), _where(row)),
        (_("Whom to write to"), row.contact),
        (_("Agreement"), agreement),
    )


def _statement(opening: Worth, entries: Sequence[LedgerRow]) -> dict[str, Any]:
    """Return the table: what was owed before, each entry, the sums."""
    sent = sum((each.worth for each in entries if each.out), Worth())
    received = sum((-each.worth for each in entries if not each.out), Worth())
    return {
        "columns": [
            _("Day"), _("Document"), _("What"), _("Sent, copies"), _("Sent, soʻm"), _("Received, copies"),
            _("Received, soʻm"), _("Rest, copies"), _("Rest, soʻm"),
        ],
        "rows": [
            ["", "", _("Before the first day"), "", "", "", "", num(opening.copies), num(opening.som)],
            *(_statement_row(each) for each in entries),
        ],
        "total": [
            "", "", _("In all"), num(sent.copies), num(sent.som), num(received.copies), num(received.som), "", "",
        ],
    }  # fmt: skip


def _statement_row(each: LedgerRow) -> list[str]:
    what = str(messages.DIRECTIONS[Direction(each.direction)])
    if each.corrects_id:
        what = _("%(what)s, corrected", what=what)
    amount = f" ({money(abs(each.worth.amount), each.currency)})"
    own = [num(each.worth.copies), num(each.worth.som)]
    other = [num(-each.worth.copies), num(-each.worth.som)]
    cells = [*own, "", ""] if each.out else ["", "", *other]
    foreign = amount if each.currency != "UZS" and each.worth.amount else ""
    return [
        shown_day(each.day), each.document, what + foreign, *cells, num(each.after.copies), num(each.after.som)
    ]  # fmt: skip


def _owed(rest: Worth, partner: str) -> list[str]:
    """Return in words who owes what at the end."""
    said: list[str] = []
    if rest.copies > 0:
        said.append(
            _("%(partner)s owes the library copies: %(count)s", partner=partner, count=num(rest.copies))
        )
    elif rest.copies < 0:
        said.append(
            _("The library owes %(partner)s copies: %(count)s", partner=partner, count=num(-rest.copies))
        )
    if rest.som > 0:
        said.append(_("%(partner)s owes the library soʻm: %(som)s", partner=partner, som=num(rest.som)))
    elif rest.som < 0:
        said.append(_("The library owes %(partner)s soʻm: %(som)s", partner=partner, som=num(-rest.som)))
    return said or [_("Neither side owes anything.")]


@blueprint.get(f"{REQUEST}/paper.pdf")
@require(Permission.SEE_FOREIGN_FUND)
def request_paper(request_id: int) -> Response:
    """Send an interlibrary request as a paper: to be posted, or filed."""
    session = current_session()
    row = request_row(session, request_id)
    partner = partner_row(session, row.partner_id)
    with spoken() as language:
        ours = institution(language)
        asker, asked = (ours, partner.name) if row.direction == Way.OUT else (partner.name, ours)
        data = {
            "institution": ours,
            "number": f"№ {row.name}",
            "day": shown_day(row.asked_on),
            "sides": [[_("Who asks"), asker], [_("Who is asked"), asked], [_("Address"), _where(partner)]],
            "facts": _known(_request_facts(row)),
            "answer": {
                "title": _("Answer of the library that is asked"),
                "boxes": [_("is sent"), _("is on loan until"), _("is not held"), _("is not lent, a copy can be made")],
                "lines": [_("Sent on"), _("Due on"), _("Note")],
            },
            "signs": [_("Responsible"), _("Signature")],
            "printed": _("Printed: %(at)s", at=moment(clock.now())),
        }  # fmt: skip
        made = make_pdf(
            DATA / "request.typ", data, title=_("Interlibrary request"), language=language, at=clock.now(), fonts=fonts()
        )  # fmt: skip
    return send(made, PDF, f"interlibrary-{row.year}-{row.number}.pdf")


def _request_facts(row: RequestRow) -> tuple[tuple[str, str], ...]:
    return (
        (_("Author"), row.author),
        (_("Title"), row.title),
        (_("Year, edition, pages"), row.details),
        (_("What is wanted"), str(messages.FORMS[Form(row.form)])),
        (_("For whom"), row.for_whom),
        (_("Due on"), shown_day(row.due_on) if row.due_on else ""),
        (_("Note"), row.note),
    )
