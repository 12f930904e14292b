"""`ils export`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext as _

from catalog.export.queries import Selection, selected
from catalog.export.rules import LISTS, ExportFormat, Shape
from catalog.export.services import Account, LeftOut, Refused, list_pdf, write
from catalog.marc.holdings import DEFAULT_HOLDINGS
from ils import clock
from ils.cli.base import REFUSED, json_option, refusals, say_json
from ils.config import load
from ils.printing.pdf import own_fonts
from ils.web.errors import explain
from ils.web.session import current_session

FORMATS = [each.value for each in ExportFormat]


@click.command("export")
@click.option("--query", help="What a search finds: words in any script, an ISBN.")
@click.option("--ids", help="Records by number, 1,2,3.")
@click.option("--batch", type=int, help="The records of an import.")
@click.option("--cards", help="The records of a card index.")
@click.option("--all", "everything", is_flag=True, help="The whole catalogue.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="iso2709", show_default=True)
@click.option(
    "--profile", type=click.Choice(["marc21", "unimarc"]), help="Default: as each record is catalogued."
)
@click.option("--copies", type=click.Choice(sorted(DEFAULT_HOLDINGS)), help="Copies as fields with this tag.")
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Default: standard output."
)
@json_option
@refusals
def export(
    query: str | None, ids: str | None, batch: int | None, cards: str | None, everything: bool, form: str,
    profile: str | None, copies: str | None, output: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Write records to a file: MARC of any kind, BibTeX, RIS, a list by GOST 7.1 as text or PDF.

    A record that the format cannot hold is left out and named; status 1 says that there was one.
    """
    selection = _selection(query, ids, batch, cards, everything)
    if as_json and output is None:
        raise click.UsageError("--json needs -o: standard output cannot hold the file too")
    account = Account()
    shape = Shape(ExportFormat(form), profile or "", copies or "")
    numbers = selected(current_session(), selection, for_people=shape.form in LISTS)
    _put(_pieces(numbers, shape, account), output, account, quiet=as_json or output is None)
    _tell(account, shape, output, as_json)
    if account.refused:
        sys.exit(REFUSED)


def _selection(
    query: str | None, ids: str | None, batch: int | None, cards: str | None, everything: bool
) -> Selection:
    given = [each for each in (query, ids, batch, cards, everything or None) if each is not None]
    if len(given) != 1:
        raise click.UsageError("name one of --query, --ids, --batch, --cards, --all")
    if ids is not None:
        parts = [part.strip() for part in ids.split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
            raise click.UsageError("--ids takes numbers with commas between them")
        return Selection(ids=tuple(int(part) for part in parts))
    return Selection(query=query or "", imported=batch, cards=cards or "")


def _pieces(numbers: Any, shape: Shape, account: Account) -> Iterator[bytes]:
    if shape.form is not ExportFormat.GOST_PDF:
        yield from write(current_session(), numbers, shape, account, note=_note)
        return
    settings = load()
    paper = list_pdf(
        current_session(), numbers, title=str(_("Bibliographic list")), note=f"{len(numbers)}",
        language=settings.language, at=clock.now(), fonts=own_fonts(settings.home),
    )  # fmt: skip
    account.written, account.size = len(numbers), len(paper)
    yield paper


def _note(left: Refused | LeftOut) -> None:
    """Name at once what cannot be carried."""
    told = explain(left.code, left.facts) if isinstance(left, Refused) else f"{left.tag} {left.text}"
    click.echo(f"{left.record_id}: {told}", err=True)


def _put(pieces: Iterator[bytes], output: Path | None, account: Account, *, quiet: bool) -> None:
    """Write the file beside its place and move it there when it is whole; what fails leaves nothing behind."""
    if output is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as file:
            for piece in pieces:
                file.write(piece)
                if not quiet and sys.stderr.isatty() and account.written % 500 == 0:
                    click.echo(f"\r{account.written:>8}", nl=False, err=True)
        os.replace(part, output)
    finally:
        part.unlink(missing_ok=True)


def _tell(account: Account, shape: Shape, output: Path | None, as_json: bool) -> None:
    if as_json:
        refused = [
            {"record": each.record_id, "title": each.title, "code": each.code} for each in account.refusals
        ]
        say_json(
            {
                "file": output.name if output else "", "format": shape.form.value, "profile": shape.profile,
                "records": account.written, "refused": account.refused, "refusals": refused,
                "lost": account.lost, "bytes": account.size,
            }
        )  # fmt: skip
    elif output is not None:
        click.echo(f"{output.name}: {account.written}", err=True)
