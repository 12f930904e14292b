"""The key in every form that posts, put there as templates are read: nobody has to remember it."""

from __future__ import annotations

import re
import secrets
from typing import Any

from jinja2.ext import Extension
from markupsafe import Markup

FIELD = "once"
KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")

# A tag of a form; a ">" inside of {{ … }} or {% … %} does not end it.
TAG = re.compile(r"<form\b(?:\{\{.*?\}\}|\{%.*?%\}|[^>{]|\{(?![{%]))*>", re.I | re.S)
POSTS = re.compile(r"""\bmethod\s*=\s*["']?post\b""", re.I)


class KeyInForms(Extension):
    """Writes the hidden field behind the opening tag of each form whose method is post."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return the template with the fields in it; its lines keep their numbers."""
        return TAG.sub(_with_key, source)


def _with_key(tag: re.Match[str]) -> str:
    return f"{tag[0]}{{{{ once_key() }}}}" if POSTS.search(tag[0]) else tag[0]


def once_key() -> Markup:
    """Return the hidden field with a key of its own: one for each form of each page that is shown."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, secrets.token_urlsafe(18))


def is_key(text: Any) -> bool:
    """Tell whether a text can be such a key; any other is as good as none."""
    return isinstance(text, str) and KEY.fullmatch(text) is not None
