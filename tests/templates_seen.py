"""Which templates were loaded while the whole suite ran: one that no test renders fails the run.

Each worker hands what it saw to the one process that started it. A run of a part of the tests, or one with
failures, proves nothing about templates and is left alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask import Flask

ROOT = Path(__file__).parent.parent
PACKAGES = ("ils", "catalog", "circulation", "foreign_fund")

SEEN: set[str] = set()
_missing: list[str] = []


def watch(app: Flask) -> None:
    """Note the name of every template that the app loads, included and imported ones too."""
    loader: Any = app.jinja_env.loader
    load = loader.get_source

    def noting(environment: Any, name: str) -> Any:
        SEEN.add(name)
        return load(environment, name)

    loader.get_source = noting


def all_templates() -> set[str]:
    """Return the names of all templates of the program, as pages name them."""
    folders = [folder for package in PACKAGES for folder in (ROOT / package).rglob("templates")]
    return {
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file() and path.suffix in {".html", ".txt", ".xml", ".svg", ".typ"}
    }


def _whole(config: pytest.Config) -> bool:
    option = config.option
    narrowed = option.keyword or option.markexpr or option.deselect or option.collectonly or option.maxfail
    return config.args_source is pytest.Config.ArgsSource.TESTPATHS and not narrowed


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Take over what a worker saw."""
    SEEN.update(getattr(node, "workeroutput", {}).get("templates", []))


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hand over what was seen, or judge it where the whole suite has run without a failure."""
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["templates"] = sorted(SEEN)
    elif _whole(session.config) and session.exitstatus == pytest.ExitCode.OK:
        _missing.extend(sorted(all_templates() - SEEN))
        if _missing:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name the templates that no test rendered."""
    if _missing:
        terminalreporter.section("templates that no test rendered")
        terminalreporter.write_line("\n".join(_missing))
