"""What every command shares: the app, the circumstances, JSON, and refusals with an exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from enum import Enum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click
from flask import Flask
from sqlalchemy.orm import Session

from ils import clock
from ils.activity.kinds import Channel
from ils.activity.work import Work
from ils.app import create_app, prepare
from ils.config import ConfigError
from ils.errors import LibraryError
from ils.library.places import department as department_of
from ils.library.places import departments
from ils.web.errors import explain
from ils.web.session import current_session

REFUSED = 1  # refused, or problems found
WRONG_USAGE = 2  # click's own status for it

P = ParamSpec("P")
R = TypeVar("R")

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON that scripts may rely on.")


def plain(value: object) -> Any:
    """Return a value as JSON can hold it."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(each) for each in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def say_json(value: object) -> None:
    """Print one JSON object on one line."""
    click.echo(json.dumps(plain(value), ensure_ascii=False))


def refusal_facts(refusal: LibraryError) -> dict[str, Any]:
    """Return a refusal as JSON shows it."""
    return {
        "code": str(refusal.code),
        "message": explain(refusal.code, refusal.facts),
        "facts": refusal.facts,
    }


@contextmanager
def numbered_errors() -> Iterator[None]:
    """Say in one line what is wrong with a setting or with the database, and leave with status 1."""
    try:
        yield
    except ConfigError as problem:
        context = click.get_current_context(silent=True)
        if context and context.params.get("as_json"):
            code, _colon, message = str(problem).partition(": ")
            say_json({"error": {"code": code, "message": message, "facts": {}}})
        click.echo(str(problem), err=True)
        sys.exit(REFUSED)


def prepared_app() -> Flask:
    """Return the app of ILS_HOME, with its database brought up to date."""
    with numbered_errors():
        app = create_app()
        prepare(app, clock.now())
    return app


@contextmanager
def library() -> Iterator[tuple[Flask, Session]]:
    """Open the library of ILS_HOME, with its database brought up to date."""
    app = prepared_app()
    with app.app_context():
        session = current_session()
        try:
            yield app, session
        finally:
            session.close()


def command_work(session: Session, department: str | None = None) -> Work:
    """Return the circumstances of an act done by command: in the named department, else the first."""
    places = departments(session)
    place = department_of(session, department) if department else next(iter(places), None)
    return Work(
        now=clock.now(),
        department=place.code if place else "",
        sector=place.sector if place else "",
        channel=Channel.COMMAND,
    )


def refusals(command: Callable[P, R]) -> Callable[P, R]:
    """Print a refusal in words, or as JSON where JSON was asked for, and leave with status 1."""

    @wraps(command)
    def told(*args: P.args, **kwargs: P.kwargs) -> R:
        with library():
            try:
                return command(*args, **kwargs)
            except LibraryError as refusal:
                if kwargs.get("as_json"):
                    say_json({"error": refusal_facts(refusal)})
                click.echo(explain(refusal.code, refusal.facts), err=True)
                sys.exit(REFUSED)

    return told
