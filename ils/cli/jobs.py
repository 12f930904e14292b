"""`ils jobs`: run long work in a process of its own, and see what there is."""

from __future__ import annotations

import signal
import threading

import click

from ils.app.working import crew_of
from ils.cli.base import json_option, prepared_app, refusals, say_json
from ils.jobs.queries import jobs as read_jobs
from ils.web.errors import explain
from ils.web.session import current_session

TOLD = ("id", "kind", "state", "done", "total", "subject_type", "subject_id", "result", "error", "created_at",
        "created_by", "started_at", "ended_at")  # fmt: skip


@click.group("jobs")
def jobs() -> None:
    """Long work in the background: reading, accepting and undoing imports, checks."""


@jobs.command("run")
@click.option("--once", is_flag=True, help="Run what waits and end; without it, until Ctrl+C.")
def run(once: bool) -> None:
    """Run jobs in this process. `ils serve` and `ils start` do so by themselves."""
    app = prepared_app()
    crew = crew_of(app)
    if once:
        click.echo(f"{crew.run_once()}")
        return
    end = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: end.set())
    crew.start()
    while not end.wait(1):  # a wait without an end hears no Ctrl+C on Windows
        pass
    crew.stop()


@jobs.command("list")
@click.option("--all", "everything", is_flag=True, help="Ended jobs too; without it only what waits or runs.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
@refusals
def list_jobs(everything: bool, limit: int, as_json: bool) -> None:
    """List jobs, newest first."""
    for each in read_jobs(current_session(), active=not everything, limit=limit):
        if as_json:
            say_json({name: getattr(each, name) for name in TOLD})
        else:
            told = explain(each.error["code"], each.error["facts"]) if each.error else ""
            label = explain(each.kind, {})
            click.echo(
                f"{each.id:>6}  {each.state.value:<8} {each.done:>8}/{each.total:<8} {label}  {told}".rstrip()
            )
