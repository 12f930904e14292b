"""Every page of the program against every role: signed-out visitors sign in, the others are told 403 in words."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from ils.accounts.permissions import Permission, Role, may
from tests.conftest import SignIn

# What anybody may open; nothing else may be opened by anybody.
PUBLIC = {
    "home.index", "home.help_page", "auth.sign_in", "auth.sign_out", "locale.switch",
    "public.search", "public.record", "public.suggest", "export.search", "export.record",
    "digital.open",  # asks for the rights of the thing itself
    "outbox.report",  # a provider of SMS tells what became of a message; only what is known here is noted
    "databases.public", "databases.open_database",  # the list for readers, and the door that counts
    "surveys.fill", "surveys.thanks",  # readers answer without a name
    "showcase.index", "showcase.show", "showcase.follow", "showcase.photo",  # exhibitions that readers may see
    "arrivals.index", "arrivals.issue", "arrivals.bulletin_paper", "arrivals.feed", "arrivals.ask", "arrivals.asked",
    "arrivals.stop", "arrivals.stop_now",  # the signature of the link is asked for
}  # fmt: skip
READERS = {"account", "own_service"}  # pages of readers: not of staff, whoever they are
BY_READERS = {"account.sign_in", "account.sign_out"}  # anybody may try
BY_HAND = {"auth.choose_place"}  # any signed-in person; the view itself sends others to sign in


def rules(app: Flask) -> list[Rule]:
    """Return every rule that somebody must be signed in for; style sheets and scripts are anybody's."""
    return [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in PUBLIC
        and rule.endpoint.rpartition(".")[2] != "static"
        and rule.endpoint.partition(".")[0] not in READERS
    ]


def address(rule: Rule) -> str:
    """Return an address of the rule; nothing of the kind need exist, for access is decided first."""
    return re.sub(r"<(?:(\w+)(?:\(([^)]*)\))?:)?\w+>", _some, rule.rule)


def _some(found: re.Match[str]) -> str:
    """Return a value that the converter of an address takes."""
    converter, limits = found[1], found[2] or ""
    if converter == "any":
        return limits.partition(",")[0]
    if converter == "int":
        return "2026" if "min=2000" in limits else "1"
    return "x"


def methods(rule: Rule) -> list[str]:
    return sorted((rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"})


def permission(app: Flask, rule: Rule) -> Permission | None:
    found: Permission | None = getattr(app.view_functions[rule.endpoint], "required_permission", None)
    return found


def test_every_page_is_public_by_name_or_asks_for_a_permission(app: Flask) -> None:
    without = {rule.endpoint for rule in rules(app) if permission(app, rule) is None}
    assert without == BY_HAND


def test_a_page_under_two_rules_asks_once_for_all_its_methods(app: Flask) -> None:
    assert len(rules(app)) > 30
    for rule in rules(app):
        assert methods(rule), rule


def test_whoever_is_not_signed_in_is_sent_to_sign_in(app: Flask, client: FlaskClient) -> None:
    for rule in rules(app):
        for method in methods(rule):
            answer = client.open(address(rule), method=method)
            assert answer.status_code == 302, (method, rule)
            assert answer.location.startswith("/sign-in"), (method, rule)


@pytest.mark.parametrize("role", [None, Role.ADMINISTRATOR, Role.DESK])
def test_pages_of_readers_send_everybody_else_to_the_sign_in_of_readers(
    app: Flask, client: FlaskClient, signed_in: SignIn, role: Role | None
) -> None:
    browser = signed_in(role) if role else client
    pages = [rule for rule in app.url_map.iter_rules() if rule.endpoint.partition(".")[0] in READERS]
    assert len(pages) > 10
    for rule in pages:
        for method in () if rule.endpoint in BY_READERS else methods(rule):
            answer = browser.open(address(rule), method=method)
            assert answer.status_code == 302, (method, rule)
            assert answer.location.startswith("/me/sign-in"), (method, rule)
    assert browser.get("/me/sign-in").status_code == 200


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_what_it_may_and_is_told_in_words_what_it_may_not(
    app: Flask, signed_in: SignIn, role: Role
) -> None:
    browser = signed_in(role)
    for rule in rules(app):
        needed = permission(app, rule)
        if needed is None or may(role, needed):
            continue
        for method in methods(rule):
            answer = browser.open(address(rule), method=method)
            assert answer.status_code == 403, (method, rule)
            assert "You may not open this page" in answer.text, (method, rule)
            assert "The administrator can change roles" in answer.text, (method, rule)


@pytest.mark.parametrize("role", Role)
def test_no_page_that_a_role_may_open_refuses_it_or_breaks(app: Flask, signed_in: SignIn, role: Role) -> None:
    browser = signed_in(role)
    for rule in rules(app):
        needed = permission(app, rule)
        if "GET" in methods(rule) and needed is not None and may(role, needed):
            status = browser.get(address(rule)).status_code
            assert status not in {401, 403}, rule
            assert status < 500, rule


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.KIOSK])  # it has no menu
def test_the_menu_leads_only_where_one_may_go(signed_in: SignIn, role: Role) -> None:
    browser = signed_in(role)
    page = browser.get("/").text
    links = set(re.findall(r'class="nav-link-row[^"]*" href="([^"]+)"', page))
    assert links
    for link in links:
        assert browser.get(link, follow_redirects=True).status_code == 200, link


def test_public_pages_are_open_to_visitors(client: FlaskClient) -> None:
    for path in ("/search", "/help", "/sign-in"):
        assert client.get(path).status_code == 200
    assert client.get("/").location == "/search"


@pytest.mark.parametrize("accept", ["application/json", "text/html"])
def test_the_answer_403_has_a_code_for_programs(signed_in: SignIn, accept: str) -> None:
    answer = signed_in(Role.DESK).get("/staff/", headers={"Accept": accept})
    assert answer.status_code == 403
    if accept == "application/json":
        assert answer.json == {
            "code": "not_allowed",
            "message": "Your role does not include it. The administrator can change roles.",
            "facts": {"permission": "staff"},
        }
