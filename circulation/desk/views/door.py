"""The blueprint that all pages of the desk hang on."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("desk", __name__, template_folder="../templates", url_prefix="/desk")
