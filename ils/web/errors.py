"""Every refusal in words: a page, a part of a page, or JSON with the code and its facts."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from flask import Flask, current_app, jsonify, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from ils.errors import InputCode, LibraryError, Refusal
from ils.web.filters import day, moment, num
from ils.web.session import current_session

Words = Mapping[StrEnum, Any]

STATUS = {
    Refusal.INVALID: 400,
    Refusal.NOT_FOUND: 404,
    Refusal.FORBIDDEN: 403,
    Refusal.REFUSED: 422,
    Refusal.TOO_LARGE: 413,
}

TITLES = {
    400: _l("The request cannot be understood"),
    401: _l("Please sign in"),
    403: _l("You may not open this page"),
    404: _l("There is no such page"),
    405: _l("This page does not take such a request"),
    409: _l("Somebody else changed this meanwhile"),
    413: _l("The file is too large"),
    415: _l("This kind of file is not taken"),
    422: _l("This cannot be done"),
    429: _l("Too many tries"),
    500: _l("The program has made a mistake"),
    503: _l("The library is busy"),
}

HINTS = {
    400: _l("Go back, reload the page and try again."),
    403: _l("Your role does not include it. The administrator can change roles."),
    404: _l("The address may be mistyped, or the thing was moved."),
    413: _l("The limit is %(limit)s MB. Larger files are imported with the command “ils import”."),
    429: _l("Wait a minute and try again."),
    500: _l("Nothing was changed. The mistake is in the log; the administrator finds it there by its time."),
    503: _l("Wait a minute and try again."),
}

INPUT_WORDS: Words = {
    InputCode.EMPTY: _l("Fill in the field “%(field)s”."),
    InputCode.TOO_LONG: _l(
        "The field “%(field)s” is too long: %(length)s characters, the limit is %(limit)s."
    ),
    InputCode.NOT_A_DATE: _l("The field “%(field)s” is not a date like 21.11.2026."),
    InputCode.NOT_A_NUMBER: _l("The field “%(field)s” is not a number."),
    InputCode.UNKNOWN_CHOICE: _l("The field “%(field)s” has a value that is not in the list."),
    InputCode.CONTROL_CHARACTERS: _l("The field “%(field)s” contains characters that cannot be written."),
    InputCode.NOT_FOUND: _l("There is no such page."),
}


SUMS = frozenset({"amount"})  # facts that are money; other figures may be years and numbers of papers


def word_facts(facts: Mapping[str, object]) -> dict[str, str]:
    """Return the facts as a person reads them: dates local, sums by thousands, nothing missing."""
    return {
        name: num(value) if name in SUMS and isinstance(value, int) else _fact(value)
        for name, value in facts.items()
    }


def _fact(value: object) -> str:
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(sorted(str(each) for each in value))
    return str(value) if value is not None else "—"  # never transliterated: a barcode stays a barcode


class _Facts(dict[str, str]):
    """A fact that a message names but a refusal lacks shows as a dash, never as a broken page."""

    def __missing__(self, key: str) -> str:
        return "—"


def explain(code: str, facts: Mapping[str, object]) -> str:
    """Return the sentence for a code, in the language of the request."""
    words: dict[str, Any] = current_app.extensions["ils_words"]
    sentence = words.get(str(code))
    if sentence is None:
        return str(code)
    return str(sentence) % _Facts(word_facts(facts))


def init_errors(app: Flask, *words: Words) -> None:
    """Collect the words of all codes and answer every error in words."""
    collected: dict[str, Any] = {}
    for each in (INPUT_WORDS, *words):
        collected.update({str(code): sentence for code, sentence in each.items()})
    app.extensions["ils_words"] = collected
    app.register_error_handler(LibraryError, _on_refusal)
    app.register_error_handler(HTTPException, _on_http)
    app.register_error_handler(CSRFError, _on_http)
    app.register_error_handler(Exception, _on_mistake)
    app.jinja_env.globals["explain"] = explain


def _on_refusal(refusal: LibraryError) -> Response:
    status = STATUS[refusal.kind]
    message = explain(refusal.code, refusal.facts)
    return _answer(status, message, str(refusal.code), refusal.facts)


def _on_http(problem: HTTPException) -> Response:
    if problem.response is not None:
        return problem.get_response()
    status = problem.code or 500
    limit = current_app.config["MAX_CONTENT_LENGTH"] // 1_000_000
    hint = str(HINTS[status]) % {"limit": limit} if status in HINTS else ""
    answer = _answer(status, hint, f"http_{status}", {})
    kept = {"allow", "retry-after"}
    answer.headers.extend((name, value) for name, value in problem.get_headers() if name.lower() in kept)
    return answer


def _on_mistake(problem: Exception) -> Response:
    logging.getLogger("ils").error("mistake at %s %s", request.method, request.path, exc_info=problem)
    _forget_the_failed_act()
    status = 503 if _is_busy(problem) else 500
    return _answer(status, str(HINTS[status]), f"http_{status}", {})


def _is_busy(problem: Exception) -> bool:
    """Tell whether the database did not answer, or not in time (SQLite says SQLITE_ERROR of a wrong statement)."""
    return (
        isinstance(problem, OperationalError)
        and getattr(problem.orig, "sqlite_errorname", "") != "SQLITE_ERROR"
    )


def _forget_the_failed_act() -> None:
    try:
        current_session().rollback()  # else PostgreSQL refuses even the reads of the page that explains
    except SQLAlchemyError:
        logging.getLogger("ils").exception("the database does not answer")


def _answer(status: int, message: str, code: str, facts: Mapping[str, object]) -> Response:
    title = str(TITLES.get(status, _("This cannot be done")))
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        answer = jsonify(code=code, message=message or title, facts={k: str(v) for k, v in facts.items()})
    else:
        name = "errors/part.html" if request.headers.get("HX-Request") else "errors/error.html"
        answer = current_app.make_response(_page(name, status, title, message))
    answer.status_code = status
    return answer


def _page(name: str, status: int, title: str, message: str) -> str:
    words = {"status": status, "title": title, "message": message}
    try:
        return render_template(name, **words, reasons=[], back_url="/")
    except SQLAlchemyError:  # the frame of a page reads the database; this page reads nothing
        return current_app.jinja_env.get_template("errors/bare.html").render(words)
