"""The program's own files, as the tests of its shape read them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("ils", "catalog", "circulation", "foreign_fund")
# Made by programs or by the machine, not by us.
OTHERS = {".venv", ".git", "instance", "__pycache__", "vendor", "build", "dist", "node_modules"}
FILES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
FOLDERS = sorted({path.parent for path in FILES if path.name == "__init__.py"})


def told(path: Path) -> str:
    """Return the path as the test report names it."""
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    """Return the dotted name of a module of ours."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def tree(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text("utf-8"))


def calls(path: Path, name: str) -> Iterator[ast.Call]:
    """Find the calls of a function by its last name: `audit(…)` and `accounts.audit(…)`."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call):
            function = node.func
            called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if called == name:
                yield node


def strings(node: ast.AST) -> set[str]:
    """Return the strings that an expression can be, as far as it is written in place."""
    if isinstance(node, ast.Constant):
        return {node.value} if isinstance(node.value, str) else set()
    if isinstance(node, ast.IfExp):
        return strings(node.body) | strings(node.orelse)
    return set()


def text_files() -> Iterator[Path]:
    """Walk every text file of the repository that people write."""
    kinds = {".py", ".md", ".html", ".css", ".js", ".toml", ".cfg", ".in", ".lock", ".tsv", ".json", ".po", ".mako",
             ".txt", ".svg", ".yml", ".yaml", ""}  # fmt: skip
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part != ".ci" for part in parts[:-1])
        if path.is_file() and not hidden and not OTHERS.intersection(parts) and path.suffix in kinds:
            yield path
