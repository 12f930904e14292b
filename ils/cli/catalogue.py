"""`ils import` and `ils search`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from catalog.importing.jobs import ImportSummary, import_file
from catalog.public.queries import search_briefs
from ils.cli.base import REFUSED, command_work, json_option, refusal_facts, refusals, say_json
from ils.errors import LibraryError
from ils.web.errors import explain
from ils.web.session import current_session


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--accept", is_flag=True, help="Make records at once; without it the file is only staged.")
@click.option(
    "--charset", default=None, help="utf-8, marc-8, cp1251, cp866, koi8-r … Default: decided by record."
)
@click.option(
    "--department", default=None, help="Department that gets the copies of the file. Default: the first."
)
@json_option
@refusals
def import_command(
    files: tuple[Path, ...], accept: bool, charset: str | None, department: str | None, as_json: bool
) -> None:
    """Import MARC FILES: ISO 2709 or MARCXML, MARC 21 or UNIMARC. One line of JSON a file with --json."""
    refused = 0
    for path in files:
        try:
            summary = _import(path, accept, charset, department, quiet=as_json)
        except LibraryError as refusal:
            refused += 1
            if as_json:
                say_json({"file": path.name, "error": refusal_facts(refusal)})
            click.echo(f"{path.name}: {explain(refusal.code, refusal.facts)}", err=True)
            continue
        _tell(summary, as_json)
    if refused:
        sys.exit(REFUSED)


def _import(
    path: Path, accept: bool, charset: str | None, department: str | None, *, quiet: bool
) -> ImportSummary:
    session = current_session()
    work = command_work(session, department)

    def progress(done: int, size: int, records: int) -> None:
        if not quiet and sys.stderr.isatty():
            click.echo(f"\r{path.name}: {done * 100 // max(size, 1):>3} %  {records:>8}", nl=False, err=True)

    return import_file(
        session, work, path, accept=accept, charset=charset, department=work.department, progress=progress
    )


def _tell(summary: ImportSummary, as_json: bool) -> None:
    facts = asdict(summary)
    if as_json:
        say_json(facts)
    else:
        click.echo("  ".join(f"{name}: {value}" for name, value in facts.items()))


@click.command("search")
@click.argument("query")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@json_option
@refusals
def search(query: str, limit: int, as_json: bool) -> None:
    """Find records: words in any script and spelling, an ISBN, a control number."""
    total, records = search_briefs(current_session(), query, limit=limit)
    if as_json:
        names = ("id", "control_number", "title", "author", "year", "items", "available")
        say_json(
            {"total": total, "records": [{name: getattr(each, name) for name in names} for each in records]}
        )
        return
    for each in records:
        click.echo(
            f"{each.id:>7}  {each.title} / {each.author}, {each.year or '—'} [{each.available}/{each.items}]"
        )
    click.echo(f"{total}")
