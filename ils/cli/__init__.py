"""The `ils` command."""

from __future__ import annotations

import sys

import click

from ils.cli.catalogue import import_command, import_undo, rebuild_command, search
from ils.cli.desk import desk
from ils.cli.export import export
from ils.cli.holds import holds
from ils.cli.jobs import jobs
from ils.cli.outbox import outbox
from ils.cli.overdue import overdue
from ils.cli.patrons import patrons
from ils.cli.scripts import text
from ils.cli.system import check, db, serve, start, user
from ils.cli.work import demo, plan


@click.group()
def cli() -> None:
    """The library system: any MARC file becomes a catalogue, books go out by scanner, every act counts itself."""


for each in (
    serve, start, demo, import_command, import_undo, export, rebuild_command, search, overdue, plan, check, desk, holds,
    jobs, outbox, patrons, user, db, text,
):  # fmt: skip
    cli.add_command(each)


def main() -> None:
    """Run the command; what it reads and writes is UTF-8 whatever the console was set to."""
    # What is no UTF-8 is read as U+FFFD; half a character in an argument is written as its escape, as JSON does too.
    for stream, errors in (
        (sys.stdin, "replace"),
        (sys.stdout, "backslashreplace"),
        (sys.stderr, "backslashreplace"),
    ):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors=errors)
    cli(prog_name="ils")
