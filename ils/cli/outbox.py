"""`ils outbox`: send what waits, and see what there is."""

from __future__ import annotations

from collections.abc import Mapping

import click
from flask import current_app

from ils import clock
from ils.accounts.audit import audit
from ils.cli.base import command_work, json_option, refusals, say_json
from ils.db import transaction
from ils.outbox.models import MessageState
from ils.outbox.queries import Wanted, messages
from ils.outbox.sending import plan_waiting, send_waiting
from ils.outbox.sending.planning import Planned
from ils.outbox.sources import Source
from ils.web.errors import explain
from ils.web.session import current_session

TOLD = ("id", "kind", "state", "recipient_type", "recipient_id", "language", "subject", "created_at", "not_before",
        "attempts", "sent_at", "sent_by", "cancel_reason")  # fmt: skip
PLANNED = ("message_id", "kind", "recipient_type", "recipient_id", "name", "channel", "address", "subject", "reason",
           "wait_until")  # fmt: skip


@click.group("outbox")
def outbox() -> None:
    """Messages to readers: reminders, notices, letters."""


def _sources() -> Mapping[str, Source]:
    table: Mapping[str, Source] = current_app.extensions["ils_outbox"]
    return table


@outbox.command("send")
@click.option(
    "--dry-run", is_flag=True, help="Say what would be sent, to whom and over which channel; send nothing."
)
@json_option
@refusals
def send(dry_run: bool, as_json: bool) -> None:
    """Send what waits now, whatever the hour."""
    session = current_session()
    if dry_run:
        _tell_plan(plan_waiting(session, _sources(), now=clock.now(), keep_hours=False), as_json)
        return
    counts = send_waiting(session, _sources(), now=clock.now, keep_hours=False).plain()
    with transaction(session):
        audit(
            session,
            command_work(session),
            "outbox_sent",
            subject_type="message",
            subject_id=None,
            counts=counts,
        )
    if as_json:
        say_json(counts)
    else:
        click.echo("  ".join(f"{name}: {number}" for name, number in counts.items()))


def _tell_plan(plan: tuple[Planned, ...], as_json: bool) -> None:
    if as_json:
        rows = [{name: getattr(each, name) for name in PLANNED} for each in plan]
        say_json({"total": len(rows), "messages": rows})
        return
    for each in plan:
        where = f"{each.channel} {each.address}" if each.channel else explain(each.reason, {})
        click.echo(f"{each.message_id:>6}  {each.kind:<12}  {each.name}  {where}  {each.subject}")
    click.echo(f"{len(plan)}")


@outbox.command("list")
@click.option("--state", type=click.Choice([each.value for each in MessageState]), default=None)
@click.option("--kind", default="", help="Such as overdue or hold_ready.")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 1000))
@json_option
@refusals
def list_messages(state: str | None, kind: str, limit: int, as_json: bool) -> None:
    """List messages, newest first."""
    wanted = Wanted(state=MessageState(state) if state else None, kind=kind)
    for each in messages(current_session(), wanted, limit=limit):
        if as_json:
            say_json({name: getattr(each, name) for name in TOLD})
        else:
            told = each.sent_by or (explain(each.cancel_reason, {}) if each.cancel_reason else "")
            click.echo(
                f"{each.id:>6}  {each.state.value:<9}  {clock.local(each.created_at):%d.%m.%Y %H:%M}  {each.kind:<12}  "
                f"{each.subject}  {told}".rstrip()
            )
