"""Headers and tokens that keep a page to itself."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from werkzeug.wrappers import Response

csrf = CSRFProtect()

STRANGERS_BYTES = 1_000_000  # a file is only taken from somebody who is signed in

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "manifest-src 'self'",
    )
)

HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def init_security(app: Flask) -> None:
    """Set the headers on every answer; nothing but static files is kept by any cache."""
    csrf.init_app(app)

    @app.url_value_preprocessor
    def keep_strangers_short(_endpoint: str | None, _values: dict[str, Any] | None) -> None:
        # Before anything reads the form; only a large body is worth asking who sends it.
        if (request.content_length or 0) > STRANGERS_BYTES and not current_user.is_authenticated:
            request.max_content_length = STRANGERS_BYTES

    @app.before_request
    def refuse_nul() -> None:
        # No keyboard and no scanner types NUL, and PostgreSQL cannot even compare it with a text.
        texts = [request.path, *request.args.values(), *request.form.values()]
        if any("\0" in text for text in texts):
            abort(400)

    @app.after_request
    def set_headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.endpoint != "static" or response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        return response
