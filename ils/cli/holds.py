"""`ils holds`."""

from __future__ import annotations

import click

from circulation.holds.queries import shelf
from circulation.holds.services import expire_holds
from ils import clock
from ils.cli.base import command_work, json_option, refusals, say_json
from ils.db import transaction
from ils.web.session import current_session


@click.group("holds")
def holds() -> None:
    """Who waits for what."""


@holds.command("expire")
@json_option
@refusals
def expire(as_json: bool) -> None:
    """End the holds whose copy was not fetched in time, as the night does; each copy goes to the next reader."""
    session = current_session()
    work = command_work(session, None)
    with transaction(session):
        count = expire_holds(session, work)
    if as_json:
        say_json({"expired": count})
        return
    click.echo(f"{count}")


@holds.command("shelf")
@click.option("--department", default="", help="Only this department's hold shelf.")
@json_option
@refusals
def shelf_command(department: str, as_json: bool) -> None:
    """List the copies on the hold shelf, those to be fetched soonest first."""
    rows = shelf(current_session(), department)
    if as_json:
        kept = ("id", "title", "patron", "card", "code", "department", "shelf_until")
        told = [{name: getattr(row, name) for name in kept} for row in rows]
        say_json({"day": clock.today(), "total": len(rows), "rows": told})
        return
    for row in rows:
        click.echo(f"{row.shelf_until:%d.%m.%Y}  {row.card:<12}  {row.code}  {row.title}")
    click.echo(f"{len(rows)}")
