"""`ils plan` and `ils demo`."""

from __future__ import annotations

import sys
from datetime import date, datetime

import click

from ils.cli.base import REFUSED, command_work, json_option, library, refusals, say_json
from ils.demo.year import DemoError, fill
from ils.web.filters import num
from ils.web.session import current_session
from ils.workplan.errors import PlanCode, PlanInputError
from ils.workplan.queries import Figure, plan_figures
from ils.workplan.rules import Period, year_period

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.command("plan")
@click.argument("year", type=click.IntRange(2000, 2100))
@click.option("--from", "since", type=DAY, help="First day, 2026-01-31.")
@click.option("--to", "until", type=DAY, help="Last day.")
@json_option
@refusals
def plan(year: int, since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """Show the work plan of YEAR: each line's target and what was done."""
    figures = plan_figures(current_session(), year=year, period=_period(year, since, until))
    if as_json:
        say_json({"lines": [_line(figure) for figure in figures]})
    else:
        for figure in figures:
            fact = "—" if figure.fact is None else num(figure.fact)
            goal = "—" if figure.plan is None else num(figure.plan)
            click.echo(f"{figure.number:>7}  {goal:>9}  {fact:>9}  {figure.name_uz}")
    if not figures:
        click.echo(f"{year}: —", err=True)
        sys.exit(REFUSED)


def _period(year: int, since: datetime | None, until: datetime | None) -> Period:
    whole = year_period(year)
    first: date = since.date() if since else whole.first
    last: date = until.date() if until else whole.last
    if first > last:
        raise PlanInputError(PlanCode.PERIOD_INVALID, first=first, last=last, year=year)
    return Period(first, last)


def _line(figure: Figure) -> dict[str, object]:
    return {
        "number": figure.number,
        "mode": figure.mode,
        "plan": figure.plan,
        "fact": figure.fact,
        "percent": figure.percent,
    }


@click.command("demo")
@click.option("--seed", default=2026, show_default=True, help="Another seed makes another year.")
def demo(seed: int) -> None:
    """Fill an empty library with a sample: records, copies, readers and a year of work."""
    with library() as (_app, session):
        try:
            told = fill(session, command_work(session), seed=seed, say=click.echo)
        except DemoError as problem:
            click.echo(str(problem), err=True)
            sys.exit(REFUSED)
        say_json(told)
