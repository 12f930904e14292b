"""The first page after signing in, and the help page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from ils import clock
from ils.accounts.permissions import MAY, Permission
from ils.activity.kinds import Kind
from ils.activity.queries import totals_by_kind
from ils.web.auth import can
from ils.web.session import current_session
from ils.web.words import KIND_WORDS

blueprint = Blueprint("home", __name__)

TODAY = (
    Kind.LOAN_OPEN,
    Kind.LOAN_CLOSE,
    Kind.LOAN_RENEW,
    Kind.VISIT,
    Kind.PATRON_REGISTER,
    Kind.PATRON_REREGISTER,
    Kind.RECORD_CREATE,
    Kind.ITEM_ADD,
)


@dataclass(frozen=True, slots=True)
class Action:
    """Something one can begin from the first page."""

    label: Any
    endpoint: str
    icon: str
    permission: Permission
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Attention:
    """Something that waits for somebody; shown while its count is not zero."""

    label: Any
    endpoint: str
    permission: Permission
    count: Callable[[Session], int]
    kind: str = "warn"


@dataclass(frozen=True, slots=True)
class HomeTables:
    """What the roof puts on the first page."""

    actions: tuple[Action, ...]
    attention: tuple[Attention, ...]
    only: tuple[tuple[Permission, str], ...] = ()  # who may do this and nothing else begins on that page


@blueprint.get("/")
def index() -> str | Response:
    """Show today; visitors go straight to the catalogue."""
    if not current_user.is_authenticated:
        return redirect(url_for("public.search"))
    tables: HomeTables = current_app.extensions["ils_home"]
    for permission, endpoint in tables.only:
        if MAY[current_user.role] == {permission}:
            return redirect(url_for(endpoint))
    return render_template(
        "home.html",
        figures=_figures(),
        actions=[_action(each) for each in tables.actions if can(each.permission)],
        attention=[
            shown for each in tables.attention if can(each.permission) and (shown := _attention(each))
        ],
    )


def _figures() -> list[dict[str, Any]]:
    today = clock.today()
    totals = totals_by_kind(current_session(), since=today, until=today)
    return [
        {
            "label": str(KIND_WORDS[kind]),
            "value": totals.get(kind, 0),
            "url": url_for("figures.rows", kind=kind, since=today, until=today)
            if can(Permission.SEE_PLAN)
            else None,
        }
        for kind in TODAY
    ]


def _action(action: Action) -> dict[str, Any]:
    return {
        "label": str(action.label),
        "url": url_for(action.endpoint),
        "icon": action.icon,
        "key": action.key,
    }


def _attention(attention: Attention) -> dict[str, Any] | None:
    count = attention.count(current_session())
    if not count:
        return None
    return {
        "label": str(attention.label),
        "value": count,
        "url": url_for(attention.endpoint),
        "kind": attention.kind,
    }


@blueprint.get("/help")
def help_page() -> str:
    """Show the keys and how each kind of work begins."""
    return render_template("help.html")
