"""The blueprint that the pages of this subject hang on."""

from __future__ import annotations

from flask import Blueprint
from werkzeug.wrappers import Response

from catalog.export import messages

blueprint = Blueprint("export", "catalog.export", template_folder="templates")
blueprint.add_app_template_filter(messages.centre_name)
blueprint.add_app_template_filter(messages.shape_name)

Page = str | Response | tuple[str, int]
