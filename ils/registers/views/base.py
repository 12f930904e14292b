"""The blueprint, and what its pages share: paging, languages of papers, words, the data folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, current_app, request, url_for
from flask_babel import force_locale
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from ils.accounts.errors import AccountCode
from ils.accounts.permissions import Permission
from ils.config import Settings
from ils.errors import ForbiddenError, LibraryError
from ils.library.places import departments, institution_name
from ils.registers import messages
from ils.registers.rules.kinds import KINDS, Gate, RegisterKind
from ils.text import to_cyrillic, whole_number
from ils.web.auth import can
from ils.web.errors import explain
from ils.web.frame import place_label
from ils.web.locale import CODES, current_language
from ils.web.session import current_session
from ils.web.words import CHANNEL_WORDS, SOURCE_WORDS

blueprint = Blueprint("registers", __name__, template_folder="../templates", url_prefix="/registers")

DATA = Path(__file__).parent.parent / "data"
"""The typst templates of this subject."""

Page = str | Response | tuple[str, int]

REGISTER = f"<any({','.join(KINDS)}):register>"
PAGE = 50

# Who may enter what is not everybody's to enter.
GATES = {Gate.ALL: Permission.SEE_PLAN, Gate.ACTS: Permission.APPROVE_ACTS, Gate.PLAN: Permission.PLAN}
TITLE_OF_LINE = "ils_plan_targets"


@dataclass(frozen=True, slots=True)
class Pages:
    """Which rows of a list are on the screen, as the pager shows it."""

    first: int | None
    last: int | None
    total: int
    prev_url: str | None
    next_url: str | None


def read_number(name: str, *, default: int = 0, most: int = 100_000) -> int:
    """Return a whole number of the address; the default for what is none."""
    number = whole_number(request.args.get(name))
    return default if number is None else min(number, most)


def page_number() -> int:
    """Return the number of the page from the address, at least 1."""
    return max(read_number("page", default=1), 1)


def pages_of(total: int, shown: int) -> Pages:
    """Return the pager of a list of which `shown` rows are on the screen."""
    page = page_number()
    skipped = (page - 1) * PAGE
    here = {**(request.view_args or {}), **{k: v for k, v in request.args.items() if k != "page"}}

    def at(number: int) -> str:
        return url_for(str(request.endpoint), **here, page=number)

    return Pages(
        first=skipped + 1 if shown else None,
        last=skipped + shown if shown else None,
        total=total,
        prev_url=at(page - 1) if page > 1 else None,
        next_url=at(page + 1) if skipped + shown < total else None,
    )


def home() -> Path:
    """Return the data folder of this library."""
    settings: Settings = current_app.config["ILS_SETTINGS"]
    return settings.home


def limit() -> int:
    """Return the library's limit of uploads in bytes."""
    settings: Settings = current_app.config["ILS_SETTINGS"]
    return settings.upload_limit_mb * 1_000_000


def may_enter(kind: RegisterKind) -> bool:
    """Tell whether the person may enter and change entries of the register."""
    return can(GATES[kind.gate])


def need_to_enter(kind: RegisterKind) -> None:
    """Refuse a person who may only look at the register."""
    if not may_enter(kind):
        raise ForbiddenError(AccountCode.NOT_ALLOWED, permission=GATES[kind.gate].value)


def department_choices() -> list[SelectChoice]:
    """Return the departments as a form offers them."""
    return [SelectChoice(place.code, place_label(place)) for place in departments(current_session())]


def type_word(code: str) -> str:
    """Return the word of a type of entries or taps."""
    return str(SOURCE_WORDS.get(code, code))


def say(problem: LibraryError, *, labels: Mapping[str, Any] | None = None) -> str:
    """Return a refusal in words; a field that it names is called as its page (`labels`) or its register calls it."""
    facts = dict(problem.facts)
    name = str(facts.get("field", ""))
    if labels and name in labels:
        facts["field"] = str(labels[name])
    elif name in messages.FIELDS:
        facts["field"] = str(messages.field_label(str(facts.get("register", "")), name))
    return explain(problem.code, facts)


@contextmanager
def spoken() -> Iterator[str]:
    """Speak the language that the address asks for, else that of the interface: papers are made in any."""
    asked = request.args.get("language", "")
    language = asked if asked in CODES else current_language()
    with force_locale(language):
        yield language


def institution(language: str) -> str:
    """Return the library's name for a paper."""
    name = institution_name(current_session())
    return to_cyrillic(name) if language == "uz_Cyrl" else name


def line_targets(year: int) -> Mapping[str, int | None]:
    """Return the targets of the year's plan by line; the plan lives on a floor above and hands them down."""
    ask: Callable[[Session, int], Mapping[str, int | None]] | None = current_app.extensions.get(TITLE_OF_LINE)
    return ask(current_session(), year) if ask else {}


def line_url(year: int, number: str) -> str | None:
    """Return the address of a line of the plan, where this program shows one."""
    known = "workplan.line" in current_app.view_functions
    return url_for("workplan.line", year=year, number=number) if known else None


@blueprint.context_processor
def words() -> dict[str, Any]:
    """Give the pages of registers their words."""
    return {
        "register_names": messages.REGISTERS,
        "field_label": messages.field_label,
        "type_word": type_word,
        "board_words": messages.BOARD,
        "channel_words": CHANNEL_WORDS,
        "library_kinds": messages.LIBRARY_KINDS,
        "educations": messages.EDUCATIONS,
        "may_enter": may_enter,
    }
