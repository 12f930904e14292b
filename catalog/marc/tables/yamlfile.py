"""Reading YAML so that everything in it is text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from catalog.marc.tables.errors import TableCode, TableError

# The base loader knows only strings, lists and mappings: 008 stays 008, `no` stays Norwegian, nothing is executed.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_yaml(path: Path) -> dict[str, Any]:
    """Return a YAML file whose scalars are all strings; BAD_TABLE if it is none or no mapping."""
    try:
        found = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a base loader makes only strings
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise TableError(TableCode.BAD_TABLE, file=path.name, reason="yaml", found=_place(error)) from error
    if not isinstance(found, dict):
        raise TableError(TableCode.BAD_TABLE, file=path.name, reason="yaml", found=type(found).__name__)
    return found


def _place(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    return f"line {mark.line + 1}" if mark else type(error).__name__
