"""Files that pages send: shown in the browser or saved, never kept in its cache, for many of them name readers."""

from __future__ import annotations

from werkzeug.wrappers import Response

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def send(body: bytes, kind: str, name: str, *, keep: bool = False) -> Response:
    """Send a file: to be shown in the browser, or (`keep`) saved to a folder."""
    answer = Response(body, mimetype=kind)
    answer.headers["Content-Disposition"] = f'{"attachment" if keep else "inline"}; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer
