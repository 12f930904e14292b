"""The `ils` command."""

from __future__ import annotations

import sys

import click

from ils.cli.catalogue import import_command, search
from ils.cli.desk import desk, overdue
from ils.cli.scripts import text
from ils.cli.system import check, db, serve, start, user
from ils.cli.work import demo, plan


@click.group()
def cli() -> None:
    """The library system: any MARC file becomes a catalogue, books go out by scanner, every act counts itself."""


for each in (serve, start, demo, import_command, search, overdue, plan, check, desk, user, db, text):
    cli.add_command(each)


def main() -> None:
    """Run the command; what it reads and writes is UTF-8 whatever the console was set to."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8")
    cli(prog_name="ils")
