"""Every form that sends something carries the key that makes a second press harmless, or says here why not."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask

from ils.web.once.forms import FIELD, TAG, KeyInForms, once_key
from tests.architecture.sources import ROOT, told

pytestmark = pytest.mark.engine_free

TEMPLATES = sorted(
    path
    for package in ("ils", "catalog", "circulation", "foreign_fund")
    for folder in (ROOT / package).rglob("templates")
    for path in folder.rglob("*.html")
)
CALL = "{{ once_key() }}"

# Forms that a script may send again and again from the same page: htmx, whose sendings the key does not count, and
# which have a guard of their own. Without the script they are forms as all others, and carry the key.
SENT_BY_SCRIPT = {
    "custody/check.html": "a scan: the second one of a copy is told that it was scanned before",
    "exhibitions/change.html": "a scan: the second one is told that the copy is off the list, or hangs already",
    "exhibitions/check.html": "a scan: the second one is told that the copy was seen",
    "exhibitions/show.html": "a scan: a copy that is on the list is not added again",
    "registers/board.html": "a tally: two presses are two, and the last one can be taken back",
    "workplan/counter.html": "shows what a counter would count; saving it is a form of the page",
    "desk/index.html": "the scan box has a key for each scan (SB-07)",
}


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = False
        self.keys: list[int] = []  # of each form that posts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "form":
            self.open = (told.get("method") or "").lower() == "post"
            self.keys += [0] if self.open else []
        elif tag == "input" and self.open and told.get("name") == FIELD:
            self.keys[-1] += 1

    def handle_endtag(self, tag: str) -> None:
        self.open = self.open and tag != "form"


def keys_of(html: str) -> list[int]:
    """Return for each form of a page that posts how many keys stand in it."""
    tags = _Tags()
    tags.feed(html)
    return tags.keys


@pytest.mark.parametrize("path", TEMPLATES, ids=told)
def test_every_form_that_posts_has_one_key_behind_its_tag(app: Flask, path: Path) -> None:
    source = path.read_text("utf-8")
    read = KeyInForms(app.jinja_env).preprocess(source, path.name)
    assert read.replace(CALL, "") == source
    # Counted in another way than the program does: by the word "post" behind the word "form".
    posting = [
        each for each in source.lower().split("<form")[1:] if 'method="post"' in each.split("</form")[0]
    ]
    assert read.count(CALL) == len(posting)
    assert all(TAG.match(f"<form{each}") for each in posting)


@pytest.mark.parametrize("path", TEMPLATES, ids=told)
def test_a_form_that_a_script_sends_is_known(path: Path) -> None:
    sent = [tag[0] for tag in TAG.finditer(path.read_text("utf-8")) if "hx-post" in tag[0]]
    name = "/".join(path.parts[-2:])
    assert not sent or name in SENT_BY_SCRIPT


@pytest.mark.parametrize(
    ("tag", "has_key"),
    [
        ('<form method="post">', True),
        ("<FORM METHOD=post action=x>", True),
        ("<form\n  class='x'\n  method = 'POST'>", True),
        ('<form method="post" action="{{ url_for("x") if a > b else "" }}">', True),
        ('<form {% if a > b %}data-x{% endif %} method="post">', True),
        ('<form method="get">', False),
        ('<form method="dialog">', False),
        ("<form>", False),
        ('<formula method="post">', False),
    ],
)
def test_the_key_stands_behind_the_whole_tag(app: Flask, tag: str, *, has_key: bool) -> None:
    read = KeyInForms(app.jinja_env).preprocess(f"{tag}<b>", "x")
    assert read == (f"{tag}{CALL}<b>" if has_key else f"{tag}<b>")


def test_every_form_of_a_page_has_a_key_of_its_own(app: Flask) -> None:
    page = app.jinja_env.from_string('<form method="post"></form><form method="post"></form>').render()
    assert keys_of(page) == [1, 1]
    assert once_key() != once_key()
