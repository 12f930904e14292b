"""The theme: vendored files are as listed, colours are readable, pages hold no inline script or style."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, render_template, request
from flask.testing import FlaskClient
from flask_babel import Babel
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import BooleanField, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

WEB = Path(__file__).parents[3] / "ils" / "web"
STATIC = WEB / "static"
TEMPLATES = WEB / "templates"
OWN_TEMPLATES = sorted(TEMPLATES.rglob("*.html"))
SHEETS = sorted((STATIC / "css").glob("*.css"))
ENDPOINTS = (
    "locale.switch",
    "auth.sign_in",
    "auth.sign_out",
    "auth.choose_place",
    "public.search",
    "home.index",
    "home.help_page",
)

# (text, ground): each pair occurs in the style sheets; 4.5 : 1 is WCAG 2.2, 1.4.3.
TEXT_PAIRS = [
    ("ink", "paper"),
    ("ink", "card"),
    ("ink-2", "paper"),
    ("ink-2", "line-2"),
    ("ink-3", "paper"),
    ("ink-3", "card"),
    ("ink-3", "line-2"),
    ("ink-3", "blue-tint"),
    ("blue", "paper"),
    ("blue", "card"),
    ("blue", "blue-tint"),
    ("blue-2", "blue-tint"),
    ("green", "green-tint"),
    ("amber", "amber-tint"),
    ("red", "red-tint"),
    ("red", "card"),
    ("rail-text", "blue-2"),
    ("rail-dim", "blue-2"),
    ("rail-text", "rail-on"),
    ("card", "blue"),
]
# Borders of inputs, bars and marks: 3 : 1 is WCAG 2.2, 1.4.11.
SHAPE_PAIRS = [
    ("control", "card"),
    ("turquoise", "card"),
    ("turquoise", "line-2"),
    ("amber-bar", "card"),
    ("red", "line-2"),
]
REFUSED = r"\sstyle=|<style|\son[a-z]+=|hx-on|javascript:|<script(?![^>]*\ssrc=)|https?://"


class SignIn(FlaskForm):  # type: ignore[misc]
    """The sign-in form as the template expects it."""

    login = StringField("Login", [DataRequired()])
    password = PasswordField("Password", [DataRequired()])


class Sample(FlaskForm):  # type: ignore[misc]
    """One field of each shape."""

    name = StringField("Name", [DataRequired("Write the name.")])
    kind = SelectField("Kind", choices=[SelectChoice("a", "A"), SelectChoice("b", "B")])
    sex = RadioField("Sex", choices=[SelectChoice("m", "M"), SelectChoice("f", "F")])
    agreed = BooleanField("Agreed")


def vendored() -> list[tuple[str, str]]:
    """Return (file, SHA-256) as the table in vendor/README.md says."""
    table = (STATIC / "vendor" / "README.md").read_text(encoding="utf-8")
    return re.findall(r"\| (\S+) \| `([0-9a-f]{64})` \|", table)


def tokens() -> dict[str, str]:
    """Return the colours of tokens.css by name."""
    sheet = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", sheet))


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def navigation() -> list[SimpleNamespace]:
    """Return two places of the rail, one of them with a key."""
    return [
        SimpleNamespace(label="Desk", url="/desk", key="F2", icon="desk", active=True, badge=None),
        SimpleNamespace(label="Overdue", url="/overdue", key=None, icon="clock", active=False, badge=1400),
    ]


def surroundings(*, signed_in: bool) -> dict[str, Any]:
    """Return what the application gives to every template."""
    staff = SimpleNamespace(name="Karimova Nilufar", role_label="Librarian") if signed_in else None
    language = SimpleNamespace(code="uz", short="Oʻz", label="Oʻzbekcha", active=True)
    return {
        "current_staff": staff,
        "institution": "Arnasoy AKM",
        "place_name": "Abonement",
        "navigation": navigation(),
        "navigation_bottom": [],
        "workplaces": [
            SimpleNamespace(code="a", name="Abonement"),
            SimpleNamespace(code="b", name="Foreign"),
        ],
        "languages": [language],
        "locale_tag": "uz",
        "today": date(2026, 11, 21),
        "search_query": "",
    }


def build_app() -> Flask:
    """Make a small application that has the shared templates, the filters and the endpoints they name."""
    app = Flask(__name__, template_folder=str(TEMPLATES), static_folder=str(STATIC))
    app.config.update(SECRET_KEY="x", TESTING=True)
    CSRFProtect(app)
    Babel(app)
    app.jinja_env.filters["num"] = lambda number: f"{number:,}".replace(",", "\u2009")
    app.jinja_env.filters["day"] = lambda day: day.strftime("%d.%m.%Y")
    app.jinja_env.globals["place_label"] = lambda place: place.name
    for endpoint in ENDPOINTS:
        app.add_url_rule(f"/{endpoint}", endpoint=endpoint, view_func=lambda: "", methods=["GET", "POST"])
    return app


@pytest.fixture
def app() -> Iterator[Flask]:
    """Give an application inside one request."""
    app = build_app()
    with app.test_request_context("/somewhere?q=1"):
        yield app


@pytest.fixture
def client() -> FlaskClient:
    """Give a client of the small application."""
    return build_app().test_client()


def macro(module: str, name: str, app: Flask) -> Any:
    """Return one macro of a macro file."""
    return getattr(app.jinja_env.get_template(f"macros/{module}.html").module, name)


def pages(*, signed_in: bool) -> dict[str, str]:
    """Render each shared page once."""
    around = surroundings(signed_in=signed_in)
    line = SimpleNamespace(label="Overdue", value=14, url="/o", kind="no", key="F2", icon="desk")
    reasons = [SimpleNamespace(text="The record was merged", code="WEB-404")]
    trouble = {"status": 404, "title": "Not found", "message": "No such page", "reasons": reasons}
    return {
        "home": render_template("home.html", figures=[line], actions=[line], attention=[line], **around),
        "idle home": render_template("home.html", figures=[], actions=[], attention=[], **around),
        "help": render_template("help.html", **around),
        "error": render_template("errors/error.html", **trouble, **around),
        "sign in": render_template("auth/sign_in.html", form=SignIn(), **around),
    }


@pytest.mark.parametrize(("name", "expected"), vendored())
def test_vendored_file_is_unchanged(name: str, expected: str) -> None:
    assert hashlib.sha256((STATIC / "vendor" / name).read_bytes()).hexdigest() == expected


def test_every_vendored_file_is_listed() -> None:
    folder = STATIC / "vendor"
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert found - {"README.md"} == {name for name, _sum in vendored()}


@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_readable(text: str, ground: str) -> None:
    colours = tokens()
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_shapes_stand_out(shape: str, ground: str) -> None:
    colours = tokens()
    assert contrast(colours[shape], colours[ground]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_sheets_take_only_our_own_files(sheet: Path) -> None:
    targets = re.findall(r'url\("([^"]+)"\)', sheet.read_text(encoding="utf-8"))
    assert [target for target in targets if not (sheet.parent / target).resolve().is_file()] == []


@pytest.mark.parametrize("template", OWN_TEMPLATES, ids=lambda path: path.name)
def test_templates_keep_to_the_content_policy(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert re.findall(REFUSED, text) == []


@pytest.mark.parametrize("template", OWN_TEMPLATES, ids=lambda path: path.name)
def test_icons_in_templates_are_drawn(template: Path) -> None:
    shapes = (TEMPLATES / "macros" / "icons.html").read_text(encoding="utf-8")
    drawn = set(re.findall(r'"([a-z-]+)": \'<', shapes))
    used = re.findall(r'(?:draw_icon|\bicon)\("([a-z-]+)"', template.read_text(encoding="utf-8"))
    assert set(used) <= drawn


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("signed_in", [True, False])
def test_pages_render_with_title_language_and_token(signed_in: bool) -> None:
    for name, page in pages(signed_in=signed_in).items():
        assert page.lstrip().startswith("<!doctype html>"), name
        assert '<html lang="uz">' in page, name
        assert re.search(r"<title>[^<]+ · Arnasoy AKM</title>", page), name
        assert re.search(r'name="csrf-token" content="[^"]{20,}"', page), name
        assert page.count("<h1") == 1, name


@pytest.mark.usefixtures("app")
def test_the_rail_is_for_staff_only() -> None:
    assert 'class="rail"' in pages(signed_in=True)["home"]
    assert 'class="rail"' not in pages(signed_in=False)["error"]


@pytest.mark.usefixtures("app")
def test_staff_choose_where_they_work_today() -> None:
    page = pages(signed_in=True)["home"]
    assert re.search(r'value="a" aria-current="true"', page)
    assert re.search(r'<option value="a" selected>Abonement</option>', page)
    assert 'value="b"' not in pages(signed_in=False)["home"]


def test_a_page_with_its_own_search_hides_the_one_above(app: Flask) -> None:
    source = '{% extends "base.html" %}{% set hide_top_search = true %}{% block title %}Search{% endblock %}'
    page = app.jinja_env.from_string(source).render(**surroundings(signed_in=True), request=request)
    assert "top-search" not in page


@pytest.mark.usefixtures("app")
def test_the_language_switch_returns_to_the_page() -> None:
    assert 'name="next" value="/somewhere?q=1"' in pages(signed_in=True)["help"]


@pytest.mark.usefixtures("app")
def test_help_lists_the_keys_of_the_menu() -> None:
    page = pages(signed_in=True)["help"]
    assert re.search(r"<kbd>F2</kbd>\s*</dt>\s*<dd>Desk</dd>", page)


@pytest.mark.parametrize(
    ("percent", "pace", "state"),
    [(126, 89, "done"), (87, 89, "good"), (85, 89, "late"), (57, 89, "behind"), (0, None, "good")],
)
def test_bar_takes_its_colour_from_the_pace(app: Flask, percent: int, pace: int | None, state: str) -> None:
    drawn = str(macro("ui", "bar", app)(percent, pace))
    assert f"bar bar-{state}" in drawn
    assert f"{percent} %" in drawn


def test_bar_never_leaves_its_track(app: Flask) -> None:
    drawn = str(macro("ui", "bar", app)(400, 120, width=100))
    assert max(float(number) for number in re.findall(r' (?:x|width)="([\d.]+)"', drawn)) <= 100


@pytest.mark.parametrize("values", [[], [4], [None, 3]])
def test_sparkline_needs_two_values(app: Flask, values: list[int | None]) -> None:
    assert "svg" not in str(macro("ui", "sparkline", app)(values))


def test_sparkline_of_equal_values_is_flat(app: Flask) -> None:
    assert 'points="0.0,25.0 110.0,25.0"' in str(macro("ui", "sparkline", app)([5, 5]))


def test_definition_leaves_out_what_is_unknown(app: Flask) -> None:
    listed = str(macro("ui", "definition", app)([("Card", "0012"), ("Phone", None), ("Debt", 0)]))
    assert "Card" in listed
    assert "Phone" not in listed
    assert "Debt" in listed


def test_macros_escape_what_people_typed(app: Flask) -> None:
    assert "<script>" not in str(macro("ui", "tag", app)("<script>"))
    assert "<script>" not in str(macro("ui", "kpi", app)("<script>", 3, url='"><script>'))


def test_field_ties_its_error_to_the_input(app: Flask) -> None:
    form = Sample(meta={"csrf": False})
    form.validate()
    drawn = str(macro("forms", "field", app)(form.name, cols=6))
    assert 'aria-describedby="name-error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert "is-invalid" in drawn
    assert "span-6" in drawn
    assert "Write the name." in drawn


@pytest.mark.parametrize(
    ("name", "expected"), [("kind", "form-select"), ("sex", "<fieldset"), ("agreed", "form-check")]
)
def test_field_chooses_the_shape_by_the_type(app: Flask, name: str, expected: str) -> None:
    assert expected in str(macro("forms", "field", app)(Sample(meta={"csrf": False})[name]))


def test_the_files_of_the_theme_are_served(client: FlaskClient) -> None:
    for path in [*SHEETS, *sorted((STATIC / "js").glob("*.js"))]:
        with client.get(f"/static/{path.relative_to(STATIC).as_posix()}") as answer:
            assert answer.status_code == 200
