"""`ils serve`, `start`, `db`, `user`, `check`."""

from __future__ import annotations

import sys

import click
from flask import Flask
from waitress import serve as waitress_serve

from ils.accounts.permissions import Role
from ils.accounts.queries import count_staff
from ils.accounts.services import add_staff
from ils.app import CHECKS, cookie_name, create_app, new_revision
from ils.app.working import crew_of
from ils.cli.base import REFUSED, command_work, json_option, numbered_errors, prepared_app, refusals, say_json
from ils.config import Settings
from ils.db import transaction
from ils.demo.accounts import open_accounts
from ils.demo.year import DemoError, fill, is_empty, refuse_half_filled
from ils.web.errors import explain
from ils.web.session import current_session
from ils.web.words import ROLE_WORDS

THREADS = 8  # as many desks as may wait at once; SQLite lets one of them write


@click.command("start")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Default: ILS_PORT or 8080.")
@click.option("--host", default=None, help="Default: ILS_HOST or 127.0.0.1.")
def start(port: int | None, host: str | None) -> None:
    """Prepare the database, fill the sample library if it is empty, and serve."""
    app = prepared_app()
    with app.app_context():
        session = current_session()
        try:
            refuse_half_filled(session)
            if is_empty(session):
                fill(session, command_work(session), seed=2026, say=click.echo)
        except DemoError as problem:
            click.echo(str(problem), err=True)
            sys.exit(REFUSED)
        samples = sample_accounts()
        session.close()
    _serve(app, port, host, samples)


@click.command("serve")
@click.option("--port", type=click.IntRange(1, 65535), default=None, help="Default: ILS_PORT or 8080.")
@click.option("--host", default=None, help="Default: ILS_HOST or 127.0.0.1.")
def serve(port: int | None, host: str | None) -> None:
    """Bring the database up to date and serve; never fills in samples."""
    app = prepared_app()
    _serve(app, port, host, [])


def sample_accounts() -> list[str]:
    """Return the sample accounts that still have their sample password."""
    accounts = open_accounts(current_session())
    return [f"{login:<12}{password:<14}{ROLE_WORDS[role]}" for login, password, role in accounts]


def _serve(app: Flask, port: int | None, host: str | None, samples: list[str]) -> None:
    settings: Settings = app.config["ILS_SETTINGS"]
    address, number = host or settings.host, port or settings.port
    app.config["SESSION_COOKIE_NAME"] = cookie_name(number)  # of the port that is really served
    click.echo(f"http://{address}:{number}/")
    if samples:
        click.echo("Sample accounts: login, password, role")
        for each in samples:
            click.echo(f"  {each}")
    crew = crew_of(app)
    crew.start()
    try:
        waitress_serve(
            app, host=address, port=number, threads=THREADS, ident=None, max_request_body_size=_largest(app)
        )
    except OSError as problem:
        click.echo(f"{address}:{number}: {problem.strerror}. Try another one: --port {number + 1}", err=True)
        sys.exit(REFUSED)
    except ValueError as problem:  # a host without an address
        click.echo(f"{address}:{number}: {problem}", err=True)
        sys.exit(REFUSED)
    finally:
        crew.stop()


def _largest(app: Flask) -> int:
    """Return how many bytes the server itself lets through: a little more, so that the page can say what is too large."""
    return int(app.config["MAX_CONTENT_LENGTH"]) * 2


@click.group("db")
def db() -> None:
    """Look after the database."""


@db.command("upgrade")
def upgrade() -> None:
    """Bring the database to the newest revision."""
    prepared_app()


@db.command("revision", hidden=True)
@click.argument("message")
def revision(message: str) -> None:
    """Write a new revision from what the models have changed (for developers)."""
    with numbered_errors():
        app = create_app()
    new_revision(app, message)


@click.group("user")
def user() -> None:
    """Look after staff accounts."""


@user.command("add")
@click.argument("login")
@click.option("--name", required=True, help="Name as pages show it.")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option("--department", default=None, help="Code of the department; default: the first.")
@click.option("--language", default="uz", type=click.Choice(["uz", "uz_Cyrl", "ru", "en"]), show_default=True)
@click.password_option(help="Asked for when it is not given.")
@json_option
@refusals
def add(
    login: str, name: str, role: str, department: str | None, language: str, password: str, as_json: bool
) -> None:
    """Open a staff account."""
    session = current_session()
    work = command_work(session, department)
    with transaction(session):
        staff = add_staff(
            session, work, login=login, name=name, role=Role(role), password=password,
            department=work.department, language=language,
        )  # fmt: skip
    if as_json:
        say_json({"id": staff.id, "login": staff.login, "role": staff.role})
    else:
        click.echo(f"{staff.login}: {count_staff(session)}")


@click.command("check")
@json_option
@refusals
def check(as_json: bool) -> None:
    """Prove that totals, the activity log and the tables agree; tell every place where they do not."""
    session = current_session()
    with transaction(session):  # one state of the library for all checks; the index proves itself by a write
        problems = [problem for each in CHECKS for problem in each(session)]
    if as_json:
        say_json({
            "ok": not problems,
            "problems": [
                {"code": each.code, "message": explain(each.code, each.facts), "facts": each.facts}
                for each in problems
            ],
        })  # fmt: skip
    else:
        for each in problems:
            click.echo(explain(each.code, each.facts))
        click.echo("ok" if not problems else f"{len(problems)}")
    if problems:
        sys.exit(REFUSED)
