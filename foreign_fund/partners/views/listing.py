"""The list of partners, and the page of one with everything that is theirs."""

from __future__ import annotations

from flask import render_template, url_for

from foreign_fund.databases.queries import databases
from foreign_fund.fund.messages import language_name
from foreign_fund.partners import messages
from foreign_fund.partners.queries import partners as queries
from foreign_fund.partners.queries.ledger import balances
from foreign_fund.partners.queries.partners import WantedPartners
from foreign_fund.partners.queries.requests import WantedRequests, requests
from foreign_fund.partners.queries.shipments import WantedShipments, shipments
from foreign_fund.partners.rules.partners import PartnerKind
from foreign_fund.partners.views.base import PARTNER, asked_text, blueprint
from ils import clock
from ils.accounts.permissions import Permission
from ils.accounts.queries import staff_names
from ils.registers.rules.kinds import Register
from ils.registers.services.evidence import evidence_of
from ils.web.asked import asked_choice
from ils.web.auth import require
from ils.web.session import current_session

LATEST = 8
ENDED, EVERY = "ended", "all"


def asked_partners() -> WantedPartners:
    """Read which partners the address asks for."""
    state = asked_choice("state", {ENDED, EVERY})
    return WantedPartners(
        kind=asked_choice("kind", set(PartnerKind)),
        country=asked_choice("country", set(queries.countries(current_session()))),
        text=asked_text(),
        active=None if state == EVERY else state != ENDED,
    )


@blueprint.get("")
@require(Permission.SEE_FOREIGN_FUND)
def index() -> str:
    """Show partners with the balance of the exchange today."""
    session, wanted, today = current_session(), asked_partners(), clock.today()
    counts = queries.count_by_kind(session)
    rows = queries.partners(session, wanted)
    return render_template(
        "partners/index.html",
        rows=rows,
        wanted=wanted,
        state={True: "", False: ENDED, None: EVERY}[wanted.active],
        rest={each.partner_id: each.rest for each in balances(session, today)},
        tiles=[
            (counts[kind], word, url_for("partners.index", kind=kind.value))
            for kind, word in messages.KINDS.items()
        ],
        kind_choices=[("", messages.ALL), *((kind.value, word) for kind, word in messages.KINDS.items())],
        country_choices=[("", messages.ALL), *((each, each) for each in queries.countries(session))],
        state_choices=[(key, word) for key, word in messages.PARTNER_STATES.items()],
    )


@blueprint.get(PARTNER)
@require(Permission.SEE_FOREIGN_FUND)
def show(partner_id: int) -> str:
    """Show a partner: who it is, agreements, exchange, requests, delegations, events."""
    session, today = current_session(), clock.today()
    row = queries.partner_row(session, partner_id)
    balance = next(iter(balances(session, today, partner_id=partner_id)), None)
    return render_template(
        "partners/show.html",
        row=row,
        tongues=", ".join(language_name(code) for code in row.languages.split()),
        balance=balance,
        tied={each.value: queries.entries_of(session, partner_id, each) for each in queries.TIED},
        register_words=messages.TIED,
        untied=queries.untied_entries(session),
        shipments=shipments(session, WantedShipments(partner_id=partner_id), limit=LATEST),
        requests=requests(session, WantedRequests(partner_id=partner_id), today=today, limit=LATEST),
        databases=[each for each in databases(session) if each.provider.casefold() == row.name.casefold()],
        files=evidence_of(session, queries.SUBJECT, partner_id),
        staff=staff_names(session, [row.created_by] if row.created_by else []),
        agreements=Register.AGREEMENTS.value,
        today=today,
    )
