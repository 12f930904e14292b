"""Headers on every kind of answer, tokens that are really asked for, cookies, and pages without inline script."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from ils.accounts.permissions import Role
from ils.app import create_app
from ils.cli import cli
from ils.config import Settings
from ils.web.security import HEADERS, POLICY
from tests.conftest import NOON, SignIn
from tests.templates_seen import PACKAGES, ROOT
from tests.world import PASSWORD, add_nilufar

pytestmark = pytest.mark.own_app

RIGHT = {"login": "nilufar", "password": PASSWORD}
TEMPLATES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("templates/**/*.html"))


def guarded(response: TestResponse) -> bool:
    return all(response.headers.get(name) == value for name, value in HEADERS.items())


@pytest.fixture
def breaking(app: Flask, client: FlaskClient) -> FlaskClient:
    """A browser on a program that has a mistake at /mistake."""

    def mistake() -> str:
        raise RuntimeError("a secret of the inside")

    app.add_url_rule("/mistake", "mistake", mistake)
    return client


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sign-in", 200),
        ("/", 302),
        ("/plan/", 302),
        ("/static/css/tokens.css", 200),
        ("/static/img/mark.svg", 200),
        ("/static/none.css", 404),
        ("/nowhere", 404),
        ("/sign-out", 405),
        ("/mistake", 500),
        ("/search?q=%00", 400),
    ],
)
def test_the_headers_are_on_every_kind_of_answer(breaking: FlaskClient, path: str, status: int) -> None:
    answer = breaking.get(path, buffered=True)
    assert answer.status_code == status
    assert guarded(answer)


def test_the_policy_allows_no_inline_script_no_frame_no_other_site() -> None:
    directives = dict(part.split(" ", 1) for part in POLICY.split("; "))
    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == directives["style-src"] == "'self'"
    assert directives["frame-ancestors"] == directives["base-uri"] == "'none'"
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/sign-in", "no-store"),
        ("/nowhere", "no-store"),
        ("/static/none.css", "no-store"),
        ("/plan/", "no-store"),
    ],
)
def test_pages_are_kept_by_no_cache(client: FlaskClient, path: str, kept: str) -> None:
    assert client.get(path).headers["Cache-Control"] == kept


def test_static_files_are_kept_for_a_year_under_their_fingerprint(client: FlaskClient) -> None:
    page = client.get("/sign-in").text
    links = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(links) > 8
    for link in links:
        assert re.search(r"\?v=[0-9a-f]{12}$", link), link
        answer = client.get(link, buffered=True)
        assert answer.status_code == 200
        assert "max-age=31536000" in answer.headers["Cache-Control"]


def test_the_session_cookie_is_for_the_browser_alone(client: FlaskClient, session: Session) -> None:
    add_nilufar(session, NOON)
    cookie = client.post("/sign-in", data=RIGHT).headers["Set-Cookie"]
    assert cookie.startswith("ils_8080=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie
    assert "Secure" not in cookie


def test_libraries_side_by_side_have_cookies_of_their_own(tmp_path: Path) -> None:
    names = {
        create_app(Settings(tmp_path, "sqlite://", "key", port=port)).config["SESSION_COOKIE_NAME"]
        for port in (8080, 8081)
    }
    assert names == {"ils_8080", "ils_8081"}


def test_the_cookie_is_named_by_the_port_of_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    served: list[Flask] = []
    monkeypatch.setattr("ils.cli.system.waitress_serve", lambda app, **_how: served.append(app))
    monkeypatch.setenv("ILS_HOME", str(tmp_path))
    monkeypatch.delenv("ILS_DATABASE_URL", raising=False)
    assert CliRunner().invoke(cli, ["serve", "--port", "8099"]).exit_code == 0
    assert served[0].config["SESSION_COOKIE_NAME"] == "ils_8099"


def test_behind_https_the_cookie_is_secure(tmp_path: Path) -> None:
    app = create_app(Settings(tmp_path, "sqlite://", "key", secure_cookies=True, session_hours=3))
    assert app.config["SESSION_COOKIE_SECURE"] is True
    assert app.config["PERMANENT_SESSION_LIFETIME"].total_seconds() == 3 * 3600


@pytest.fixture
def strict(session: Session, app_with: Callable[..., Flask]) -> FlaskClient:
    """A browser on a program that asks for tokens, as a real one does; Nilufar works there."""
    add_nilufar(session, NOON)
    browser = app_with(WTF_CSRF_ENABLED=True).test_client()
    with browser.session_transaction() as cookie:
        cookie["language"] = "en"
    return browser


def token(browser: FlaskClient) -> str:
    return browser.get("/sign-in").text.split('name="csrf-token" content="')[1].split('"', 1)[0]


@pytest.mark.parametrize(
    "path", ["/sign-in", "/sign-out", "/language", "/place", "/plan/2026/load", "/settings/name"]
)
@pytest.mark.parametrize("given", [{}, {"csrf_token": ""}, {"csrf_token": "made-up"}])
def test_a_post_without_the_page_s_token_is_refused_in_words(
    strict: FlaskClient, path: str, given: dict[str, str]
) -> None:
    answer = strict.post(path, data=RIGHT | {"language": "ru"} | given)
    assert answer.status_code == 400
    assert "reload the page" in answer.text


def test_with_the_token_the_same_post_is_taken(strict: FlaskClient) -> None:
    assert strict.post("/sign-in", data=RIGHT | {"csrf_token": token(strict)}).status_code == 302
    answer = strict.post("/language", data={"language": "ru"}, headers={"X-CSRFToken": token(strict)})
    assert answer.status_code == 302


def test_the_token_of_another_session_is_not_taken(strict: FlaskClient) -> None:
    stranger = strict.application.test_client()
    assert strict.post("/sign-in", data=RIGHT | {"csrf_token": token(stranger)}).status_code == 400


@pytest.mark.parametrize("path", ["/search?q=a%00b", "/plan/2026/lines/15%00", "/sign-in?next=%00"])
def test_nul_in_an_address_is_refused_in_words(signed_in: SignIn, path: str) -> None:
    answer = signed_in(Role.DIRECTOR).get(path)
    assert answer.status_code == 400
    assert "cannot be understood" in answer.text


def test_nul_in_a_form_is_refused_in_words(signed_in: SignIn) -> None:
    answer = signed_in(Role.DIRECTOR).post("/place", data={"department": "a\x00b"})
    assert answer.status_code == 400


INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on|\sjs:",
    re.IGNORECASE,
)


@pytest.mark.engine_free
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_template_has_inline_script_or_style(path: Path) -> None:
    found = [match.group() for match in INLINE.finditer(path.read_text("utf-8"))]
    assert found == []


@pytest.mark.engine_free
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_form_that_posts_carries_the_token(path: Path) -> None:
    text = path.read_text("utf-8")
    for form in re.findall(r'<form\b[^>]*method="post".*?</form>', text, re.DOTALL | re.IGNORECASE):
        assert re.search(r"csrf_token|hidden_tag\(\)|hidden\(", form), form[:120]


@pytest.mark.engine_free
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_template_fetches_from_another_site_or_switches_escaping_off(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r'(src|href|action)\s*=\s*"(https?:)?//', text)
    if path.name != "icons.html":  # the drawings there are its own
        assert not re.search(r"\|\s*safe\b|autoescape", text)


def test_only_who_is_signed_in_may_send_a_large_body(
    client: FlaskClient, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ils.web.security.STRANGERS_BYTES", 50_000)

    def send(browser: FlaskClient, address: str) -> int:
        body = {"file": (BytesIO(b"x" * 100_000), "large.mrc")}
        return browser.post(address, data=body, content_type="multipart/form-data").status_code

    assert send(client, "/sign-in") == 413
    assert send(signed_in(Role.CATALOGUER), "/import") == 400
