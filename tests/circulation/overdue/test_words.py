"""A text of overdue control and the level that sends it have one name."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_babel import force_locale

from circulation.overdue.services.ladder import DEFAULTS
from ils.web.outbox.messages import TEXTS


@pytest.mark.parametrize(("text", "english"), [(row[1], row[4]) for row in DEFAULTS])
def test_a_text_is_named_like_its_level(app: Flask, text: str, english: str) -> None:
    with app.test_request_context(), force_locale("en"):
        assert str(TEXTS[text]) == english
