"""`ils patrons`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from circulation.account.jobs import forget_history
from circulation.account.queries.history import count_old, history_months
from circulation.patrons import services
from circulation.patrons.jobs import accept_all
from circulation.patrons.queries.importing import import_rows, import_view, row_counts
from ils.cli.base import REFUSED, command_work, json_option, refusals, say_json
from ils.db import transaction
from ils.web.errors import explain
from ils.web.session import current_session

SHOWN = 100  # lines named with what is wrong with them


@click.group("patrons")
def patrons() -> None:
    """Readers."""


@patrons.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--category", default="", help="The category of readers for whom the table says none.")
@click.option("--no-registration", is_flag=True, help="Do not register the new readers for this year.")
@click.option("--update", is_flag=True, help="Bring readers on record up to date from the table.")
@click.option(
    "--accept", is_flag=True, help="Take the table in at once; without it, it waits on the import page."
)
@click.option("--department", default=None, help="Where the readers are registered; default: the first.")
@json_option
@refusals
def import_command(
    file: Path, category: str, no_registration: bool, update: bool, accept: bool, department: str | None, as_json: bool
) -> None:  # fmt: skip
    """Read a table of readers: XLSX, CSV, or the text export of IRBIS."""
    session = current_session()
    work = command_work(session, department)
    table = services.read_table(file.read_bytes(), file.name)
    with transaction(session):
        import_id = services.begin_import(session, work, table=table, file_name=file.name, category=category)
        view = import_view(session, import_id)
        services.change_import(
            session, work, import_id=import_id, mapping=view.mapping,
            defaults={"category": category, "register": not no_registration, "update": update},
        )  # fmt: skip
    updated = accept_all(session, work, import_id).updated if accept else 0
    told = _told(session, import_id, updated)
    _say(told, as_json)
    if told["refused"]:
        sys.exit(REFUSED)


def _told(session: Session, import_id: int, updated: int) -> dict[str, Any]:
    view, counts = import_view(session, import_id), row_counts(session, [import_id])[import_id]
    names = ("new", "duplicate", "refused", "added", "skipped")
    problems = [
        {"line": row.line, "state": row.state, **(row.problem or {}), "message": _message(row.problem or {})}
        for state in ("refused", "duplicate")
        for row in import_rows(session, import_id, state=state, limit=SHOWN)
    ]
    return {
        "file": view.file_name, "import": import_id, "columns": view.mapping, "lines": sum(counts.values()),
        **{name: counts.get(name, 0) for name in names}, "updated": updated, "problems": problems,
    }  # fmt: skip


def _message(problem: dict[str, Any]) -> str:
    return explain(problem["code"], problem.get("facts", {})) if problem.get("code") else ""


def _say(told: dict[str, Any], as_json: bool) -> None:
    if as_json:
        say_json(told)
        return
    for problem in told["problems"]:
        click.echo(f"{problem['line']:>6}  {problem['message']}", err=True)
    numbers = ("lines", "new", "duplicate", "refused", "added", "updated")
    click.echo("  ".join(f"{name}={told[name]}" for name in numbers))


@patrons.command("forget")
@click.option("--dry-run", is_flag=True, help="Only tell how much would let go of its reader.")
@json_option
@refusals
def forget_command(dry_run: bool, as_json: bool) -> None:
    """Let history older than the library keeps go of its readers, as the nightly job does."""
    session = current_session()
    work, months = command_work(session, None), history_months(session)
    done = count_old(session, work.day, months) if dry_run else forget_history(session, work)
    told = {"months": months, "dry_run": dry_run, **asdict(done)}
    if as_json:
        say_json(told)
        return
    click.echo("  ".join(f"{name}={value}" for name, value in told.items()))
