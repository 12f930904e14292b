"""`ils import`, `ils import-undo`, `ils search` and `ils rebuild`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from catalog.importing.jobs import Progress, import_file, trial_batch, undo_batch
from catalog.importing.queries import ANY, RowCut, rows
from catalog.marc import Profile
from catalog.public.queries import search_briefs
from catalog.records.queries import LARGEST_ID, record_ids
from catalog.records.services import CHUNK, rebuild
from ils.activity.totals import rebuild_months
from ils.cli.base import REFUSED, command_work, json_option, refusal_facts, refusals, say_json
from ils.db import transaction
from ils.errors import LibraryError
from ils.web.errors import explain
from ils.web.session import current_session

MOST_TOLD = 100
"""Records named that could not be taken back; the page of the import has all of them."""


@click.command("import")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--accept", is_flag=True, help="Make records at once; without it the file is only staged.")
@click.option(
    "--dry-run", is_flag=True, help="Stage the file and say what accepting it would do; no record is made."
)
@click.option(
    "--source", default=None, help="Code of the source: how it is read, matched, updated. Default: any."
)
@click.option(
    "--charset", default=None, help="utf-8, marc-8, cp1251, cp866, koi8-r … Default: decided by record."
)
@click.option(
    "--profile",
    default=None,
    type=click.Choice([each.value for each in Profile]),
    help="Default: decided by record.",
)
@click.option("--undo-double", is_flag=True, help="Take back a second encoding of the text as UTF-8.")
@click.option(
    "--department", default=None, help="Department that gets the copies of the file. Default: the first."
)
@json_option
@refusals
def import_command(
    files: tuple[Path, ...], accept: bool, dry_run: bool, source: str | None, charset: str | None,
    profile: str | None, undo_double: bool, department: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Import FILES of MARC records in any format, packed or not. One line of JSON a file with --json."""
    if accept and dry_run:
        raise click.UsageError("--accept and --dry-run exclude each other.")
    asked = _Asked(accept, dry_run, source or ANY, charset, profile, undo_double, department, quiet=as_json)
    refused = 0
    for path in files:
        try:
            facts = _import(path, asked)
        except LibraryError as refusal:
            refused += 1
            if as_json:
                say_json({"file": path.name, "error": refusal_facts(refusal)})
            click.echo(f"{path.name}: {explain(refusal.code, refusal.facts)}", err=True)
            continue
        _tell(facts, as_json)
    if refused:
        sys.exit(REFUSED)


@dataclass(frozen=True, slots=True)
class _Asked:
    accept: bool
    dry_run: bool
    source: str
    charset: str | None
    profile: str | None
    undo_double: bool
    department: str | None
    quiet: bool


def _import(path: Path, asked: _Asked) -> dict[str, Any]:
    session = current_session()
    work, told = command_work(session, asked.department), _progress(path.name, quiet=asked.quiet)
    done = import_file(
        session, work, path, accept=asked.accept, charset=asked.charset,
        profile=Profile(asked.profile) if asked.profile else None, department=work.department,
        source=asked.source, undo_double=asked.undo_double, progress=told,
    )  # fmt: skip
    facts: dict[str, Any] = asdict(done)
    if asked.dry_run:
        facts["trial"] = trial_batch(session, work, done.batch, progress=told)
    return facts


def _progress(name: str, *, quiet: bool) -> Progress:
    def progress(done: int, size: int, records: int) -> None:
        if not quiet and sys.stderr.isatty():
            click.echo(f"\r{name}: {done * 100 // max(size, 1):>3} %  {records:>8}", nl=False, err=True)

    return progress


def _tell(facts: Mapping[str, Any], as_json: bool) -> None:
    if as_json:
        say_json(facts)
    else:
        click.echo("  ".join(f"{name}: {value}" for name, value in facts.items()))


@click.command("import-undo")
@click.argument("batches", nargs=-1, required=True, type=click.IntRange(1, LARGEST_ID), metavar="IMPORT…")
@json_option
@refusals
def import_undo(batches: tuple[int, ...], as_json: bool) -> None:
    """Take whole imports back by number, in the order given; what somebody used since stays and is told."""
    session, left = current_session(), 0
    for batch_id in batches:
        work, told = command_work(session), _progress(f"{batch_id}", quiet=as_json)
        view = undo_batch(session, work, batch_id, progress=told)
        refused = _refused(session, batch_id)
        left += view.undo_refused
        if as_json:
            say_json(
                {
                    "batch": batch_id,
                    "undone": view.undone,
                    "undo_refused": view.undo_refused,
                    "refused": refused,
                }
            )
            continue
        click.echo(f"{batch_id}: undone: {view.undone}  undo_refused: {view.undo_refused}")
        for each in refused:
            click.echo(f"  № {each['position']}  {each['title']}: {each['message']}")
    if left:
        sys.exit(REFUSED)


def _refused(session: Session, batch_id: int) -> list[dict[str, Any]]:
    """Return the first records that were not taken back, with the weightiest reason of each."""
    return [
        {
            "position": row.position, "title": row.title, "record": row.record_id, "code": row.undo["code"],
            "message": explain(row.undo["code"], row.undo["facts"]),
        }
        for row in rows(session, batch_id, cut=RowCut(refused=True), limit=MOST_TOLD)
        if row.undo
    ]  # fmt: skip


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


@click.command("rebuild")
@json_option
@refusals
def rebuild_command(as_json: bool) -> None:
    """Derive titles, keys and the search index of all records anew from their MARC, and the monthly sums from the log."""
    session = current_session()
    ids = record_ids(session)
    done = 0
    for start in range(0, len(ids), CHUNK):
        with transaction(session):
            done += rebuild(session, ids[start : start + CHUNK])
        if not as_json and sys.stderr.isatty():
            click.echo(f"\r{done:>8} / {len(ids)}", nl=False, err=True)
    with transaction(session):
        months = rebuild_months(session)
    if as_json:
        say_json({"records": done, "months": months})
    else:
        click.echo(f"{done} {months}")
