"""Servers on the loopback that answer as providers do: Telegram, Eskiz, any gateway, a mail server."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: str

    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.body)

    def form(self) -> dict[str, str]:
        """Return the body as a form."""
        return {name: values[0] for name, values in parse_qs(self.body).items()}


Reply = tuple[int, Any]  # status, and JSON or text
Answerer = Callable[[Asked], Reply]


@dataclass(slots=True)
class Provider:
    """An HTTP server that keeps what it was asked and answers by a function."""

    answerer: Answerer
    asked: list[Asked] = field(default_factory=list)
    url: str = ""

    def paths(self) -> list[str]:
        """Return what was asked for, in order."""
        return [each.path for each in self.asked]


@contextmanager
def serving(answerer: Answerer) -> Iterator[Provider]:
    """Serve on a free port of the loopback until the end of the block."""
    provider = Provider(answerer)

    class Handler(BaseHTTPRequestHandler):
        def _any(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            asked = Asked(self.command, self.path, dict(self.headers), body)
            provider.asked.append(asked)
            status, told = provider.answerer(asked)
            content = told.encode() if isinstance(told, str) else json.dumps(told).encode()
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PUT = _any

        def log_message(self, *_words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    provider.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def closed_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        port: int = plug.getsockname()[1]
        return port


@contextmanager
def silent() -> Iterator[int]:
    """Listen and never answer: give the port."""
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        plug.listen(8)
        yield plug.getsockname()[1]


@dataclass(slots=True)
class FakeTelegram:
    """Answers as Telegram's bots are answered; `troubles` are given out one after the other before all is well."""

    token: str = "12:abc"
    blocked: set[int] = field(default_factory=set)
    unknown: set[int] = field(default_factory=set)
    troubles: list[Reply] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    sent: list[tuple[int, str]] = field(default_factory=list)

    def __call__(self, asked: Asked) -> Reply:
        if self.troubles:
            return self.troubles.pop(0)
        _slash, bot, method = asked.path.split("/")
        if bot != f"bot{self.token}":
            return 401, {"ok": False, "error_code": 401, "description": "Unauthorized"}
        told = asked.json()
        if method == "getUpdates":
            return 200, {"ok": True, "result": [u for u in self.updates if u["update_id"] >= told["offset"]]}
        return self._send(told["chat_id"], told["text"])

    def _send(self, chat: int, text: str) -> Reply:
        if chat in self.blocked:
            told = "Forbidden: bot was blocked by the user"
            return 403, {"ok": False, "error_code": 403, "description": told}
        if chat in self.unknown:
            return 400, {"ok": False, "error_code": 400, "description": "Bad Request: chat not found"}
        self.sent.append((chat, text))
        return 200, {"ok": True, "result": {"message_id": len(self.sent), "chat": {"id": chat}}}


TOO_MANY: Reply = (
    429,
    {"ok": False, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 900}},
)


@dataclass(slots=True)
class FakeEskiz:
    """Answers as Eskiz does: a token for e-mail and password, a number for a message, its status later."""

    password: str = "right"
    valid: set[str] = field(default_factory=set)
    logins: int = 0
    refused: set[str] = field(default_factory=set)
    troubles: list[Reply] = field(default_factory=list)
    sent: list[dict[str, str]] = field(default_factory=list)
    statuses: dict[str, str] = field(default_factory=dict)

    def __call__(self, asked: Asked) -> Reply:
        if asked.path == "/api/auth/login":
            return self._log_in(asked.form())
        if asked.headers.get("Authorization", "").removeprefix("Bearer ") not in self.valid:
            return 401, {"message": "Token Invalid", "status": "token-invalid"}
        if self.troubles:
            return self.troubles.pop(0)
        if asked.path.startswith("/api/message/sms/status_by_id/"):
            number = asked.path.rpartition("/")[2]
            return 200, {"status": "success", "data": {"id": number, "status": self.statuses.get(number)}}
        return self._send(asked.form())

    def _log_in(self, form: dict[str, str]) -> Reply:
        self.logins += 1
        if form.get("password") != self.password:
            return 401, {"message": "Invalid credentials", "data": None}
        token = f"token-{self.logins}"
        self.valid.add(token)
        return 200, {"message": "token_generated", "data": {"token": token}, "token_type": "bearer"}

    def _send(self, form: dict[str, str]) -> Reply:
        if form["mobile_phone"] in self.refused:
            return 400, {"status": "error", "message": "mobile_phone: number is not valid"}
        self.sent.append(form)
        number = f"sms-{len(self.sent)}"
        return 200, {"id": number, "message": "Waiting for SMS provider", "status": "waiting"}
