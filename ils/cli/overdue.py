"""`ils overdue`: the copies that are late, and the nightly control by hand."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from circulation.overdue.jobs import run_night
from circulation.overdue.queries import overdue_rows
from circulation.overdue.services import NightPlan, PlannedReader, plan_night
from ils import clock
from ils.cli.base import REFUSED, command_work, json_option, refusals, say_json
from ils.library.funds import load_fund
from ils.web.session import current_session

fund_option = click.option(
    "--fund", type=click.Choice(["foreign"]), default=None, help="Only the copies of this fund."
)


@click.group("overdue", invoke_without_command=True)
@fund_option
@json_option
@click.pass_context
def overdue(context: click.Context, fund: str | None, as_json: bool) -> None:
    """List the copies that are late, the latest first; `ils overdue run` writes to their readers."""
    if context.invoked_subcommand is None:
        _list(fund=fund, as_json=as_json)


@refusals
def _list(*, fund: str | None, as_json: bool) -> None:
    session = current_session()
    day = clock.today()
    rows = overdue_rows(session, day=day, fund=load_fund(session) if fund else None)
    if as_json:
        say_json({"day": day, "total": len(rows), "rows": [asdict(row) for row in rows]})
        return
    for row in rows:
        click.echo(f"{row.days_late:>5}  {row.due_on:%d.%m.%Y}  {row.code}  {row.title}")
    click.echo(f"{len(rows)}")


@overdue.command("run")
@click.option("--dry-run", is_flag=True, help="Only tell what would be sent, to whom, how and why.")
@click.option(
    "--day",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="With --dry-run: of another day, such as 2026-05-01; default: today.",
)
@json_option
@refusals
def run(dry_run: bool, day: datetime | None, as_json: bool) -> None:
    """Go up the ladder now, as every night does; what was dealt with already is not dealt with twice.

    Messages are put into the outbox; `ils serve` or `ils outbox send` sends them. Ends with 1 where a reader could not be
    dealt with.
    """
    session = current_session()
    if dry_run:
        _tell_plan(plan_night(session, day=day.date() if day else clock.today()), as_json=as_json)
        return
    if day is not None:
        raise click.UsageError("--day goes with --dry-run only.")
    counts = run_night(session, command_work(session))
    if as_json:
        say_json(counts.plain())
    else:
        click.echo(
            f"messages {counts.messages}, levels {counts.levels}, restricted {counts.restricted}, "
            f"lost {counts.lost}, promises kept {counts.promises_kept}, broken {counts.promises_broken}, "
            f"failed {counts.failed}"
        )
    if counts.failed:
        sys.exit(REFUSED)


def _tell_plan(plan: NightPlan, *, as_json: bool) -> None:
    if as_json:
        say_json(_plan_as_data(plan))
        return
    for reader in plan.readers:
        click.echo(f"{reader.card_number}  {reader.name}  {' > '.join(reader.channels) or '-'}")
        for copy in reader.copies:
            click.echo(f"    {copy.level.days:+d}  {copy.code}  {copy.due_on:%d.%m.%Y}  {copy.title}")
    click.echo(f"{len(plan.readers)}")


def _plan_as_data(plan: NightPlan) -> dict[str, Any]:
    return {
        "day": plan.day,
        "messages": len(plan.readers),
        "readers": [_reader_as_data(reader) for reader in plan.readers],
        "waiting": [asdict(loan) for loan in plan.waiting],
    }


def _reader_as_data(reader: PlannedReader) -> dict[str, Any]:
    told = asdict(reader)
    for copy, planned in zip(told["copies"], reader.copies, strict=True):
        copy["level"] = {"id": planned.level.id, "days": planned.level.days, "name": planned.level.name_en}
        copy["passed"] = [level.days for level in planned.passed]
    return told
