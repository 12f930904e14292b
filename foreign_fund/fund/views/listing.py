"""The figures of the fund, and the copies and titles behind them."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import render_template, request
from flask_babel import gettext as _

from catalog.items.messages import STATE_TAGS, STATE_WORDS
from catalog.marc import LEVELS
from catalog.stock.queries.prices import bought
from foreign_fund.fund import measures as work
from foreign_fund.fund import queries
from foreign_fund.fund.messages import CHOICES, KINDS, SCRIPT_NAMES, USES, language_name
from foreign_fund.fund.queries import NO_ACT, NO_LANGUAGE, NO_PRICE, NOT_SAID, Asked, TitlesWanted
from foreign_fund.fund.views.base import LONGEST_CODE, PAGE, blueprint, language_choices, pages_of, read_page
from ils import clock
from ils.accounts.permissions import Permission
from ils.activity.cut import Cut
from ils.activity.queries import opened_terms
from ils.library.funds import load_fund
from ils.library.places import departments
from ils.web.auth import can, require
from ils.web.figures import next_page, read_position, show_acts
from ils.web.frame import place_label
from ils.web.locale import current_language
from ils.web.session import current_session


@blueprint.get("")
@require(Permission.SEE_FOREIGN_FUND)
def index() -> str:
    """Show what the department answers for: stock, use, what is late and shown, and what it did for the plan."""
    session, today = current_session(), clock.today()
    fund = load_fund(session)
    rows = queries.by_language(session, fund=fund, day=today)
    worth = queries.worth_of(session, fund=fund, asked=Asked(), day=today)
    return render_template(
        "fund/index.html",
        worth=worth,
        som=queries.som_of(worth),
        no_act=NO_ACT,
        no_price=NO_PRICE,
        fund=fund,
        rows=rows,
        whole=queries.sum_of(rows),
        newest=queries.newest_titles(session, fund=fund),
        levels=queries.stock_by_said(session, fund=fund, by="level"),
        kinds=queries.stock_by_said(session, fund=fund, by="kind"),
        uses=work.uses(session, fund=fund, today=today),
        plan=work.plan_lines(session, fund=fund, year=today.year) if can(Permission.SEE_PLAN) else (),
        kind_names=KINDS,
        use_names=USES,
        language=current_language(),
        since=date(today.year, 1, 1),
        today=today,
        no_language=NO_LANGUAGE,
        not_said=NOT_SAID,
    )


@blueprint.get("/use/<any(loans, renewals, returns, room):what>")
@require(Permission.SEE_FOREIGN_FUND)
def use(what: str) -> str:
    """Show the acts behind a figure of use this year."""
    fund = load_fund(current_session())
    return _acts(work.cuts_of_use(what, fund), str(USES[what]), what=what)


@blueprint.get("/plan/<number>")
@require(Permission.SEE_PLAN)
def plan_line(number: str) -> str:
    """Show what the department did this year for a line of the plan."""
    session, today = current_session(), clock.today()
    found = work.plan_line(session, fund=load_fund(session), year=today.year, number=number[:10])
    return _acts(found.terms, found.name(current_language()), number=number)


def _acts(terms: tuple[Cut, ...], title: str, **further: str) -> str:
    session, today = current_session(), clock.today()
    since = date(today.year, 1, 1)
    page = opened_terms(session, terms, since=since, until=today, limit=PAGE, before=read_position())
    return render_template(
        "fund/acts.html",
        title=title,
        since=since,
        today=today,
        page=page,
        acts=show_acts(session, page.rows),
        next_url=next_page(page, **further),
    )


@blueprint.get("/items")
@require(Permission.SEE_FOREIGN_FUND)
def items() -> str:
    """Show copies of the fund, the rows behind every figure."""
    session, page, day = current_session(), read_page(), clock.today()
    asked, fund = read_asked(), load_fund(session)
    found = queries.fund_items(session, fund=fund, asked=asked, day=day, limit=PAGE, offset=(page - 1) * PAGE)
    worth = queries.worth_of(session, fund=fund, asked=asked, day=day)
    return render_template(
        "fund/items.html",
        worth=worth,
        som=queries.som_of(worth),
        bought=bought(session, [row.id for row in found.rows]),
        bought_choices=bought_choices(asked.bought),
        priced_choices=[("", _("all")), (NO_PRICE, _("without a price"))],
        no_act=NO_ACT,
        asked=asked,
        found=found,
        pages=pages_of(found.total, len(found.rows), page=page, size=PAGE),
        day=day,
        language_choices=language_choices(fund, asked.language),
        department_choices=[("", _("all"))]
        + [(each.code, place_label(each)) for each in departments(session)],
        state_choices=[("", _("all but withdrawn")), *CHOICES.items()],
        state_words=STATE_WORDS,
        state_tags=STATE_TAGS,
    )


@blueprint.get("/titles")
@require(Permission.SEE_FOREIGN_FUND)
def titles() -> str:
    """Show titles of the fund, with what their records say to a department of foreign literature."""
    session, page = current_session(), read_page()
    fund = load_fund(session)
    wanted = read_wanted()
    found = queries.fund_titles(session, fund=fund, wanted=wanted, limit=PAGE, offset=(page - 1) * PAGE)
    originals, donors = queries.said_values(session, fund=fund)
    return render_template(
        "fund/titles.html",
        found=found,
        purchases=queries.purchases_of(session, fund=fund, records=[row.record_id for row in found.rows]),
        wanted=wanted,
        pages=pages_of(found.total, len(found.rows), page=page, size=PAGE),
        language_choices=language_choices(fund, wanted.language),
        level_choices=_said_choices([(level, level) for level in LEVELS]),
        kind_choices=_said_choices(list(KINDS.items())),
        script_choices=[("", _("all")), *SCRIPT_NAMES.items()],
        original_choices=[("", _("all")), *((code, language_name(code)) for code in originals)],
        donor_choices=[("", _("all")), *((donor, donor) for donor in donors)],
        kinds=KINDS,
        scripts=SCRIPT_NAMES,
    )


def _said_choices(values: list[tuple[str, Any]]) -> list[tuple[str, Any]]:
    return [("", _("all")), *values, (NOT_SAID, _("not given"))]


def read_asked() -> Asked:
    """Read from the address which copies are asked for."""
    return Asked(*(request.args.get(name, "")[:LONGEST_CODE] for name in Asked.__slots__))


def read_wanted() -> TitlesWanted:
    """Read from the address which titles are asked for."""
    return TitlesWanted(*(request.args.get(name, "")[:200] for name in TitlesWanted.__slots__))


def bought_choices(chosen: str = "") -> list[tuple[str, str]]:
    """The currencies that copies of the fund were bought for; the chosen one even if none was."""
    session = current_session()
    rows = queries.worth_of(session, fund=load_fund(session), asked=Asked(), day=clock.today())
    codes = {row.currency for row in rows} | ({chosen} if chosen else set())
    named = [(code, code) for code in sorted(codes - {NO_ACT})]
    return [("", _("all")), *named, (NO_ACT, _("without an act"))]
