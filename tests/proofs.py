"""Documents that say which test proves what: tests are read, not run, and tables are written anew from them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Proof:
    """A test: its file below tests/, its name, and what its `line` marks say (numbers, what it shows)."""

    path: str
    name: str
    lines: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> str:
        """The test as a document names it."""
        return f"`{self.name}` ({self.path})"


@cache
def proofs() -> tuple[Proof, ...]:
    """Return every test of the tree, file by file."""
    return tuple(_in_the_tree())


def _in_the_tree() -> Iterator[Proof]:
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        told = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                marks = tuple(_lines(node, told))
                yield Proof(path.relative_to(ROOT / "tests").as_posix(), node.name, marks)


def _lines(
    node: ast.FunctionDef | ast.AsyncFunctionDef, told: dict[str, object]
) -> Iterator[tuple[str, str]]:
    for mark in node.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.line":
            numbers, shows = (
                told[each.id] if isinstance(each, ast.Name) else ast.literal_eval(each) for each in mark.args
            )
            yield str(numbers), str(shows)


def put_between(text: str, name: str, table: str) -> str:
    """Return the text with another table between its two marks `<!-- name: begin -->` and `<!-- name: end -->`."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, after = text[: text.index(begin) + len(begin)], text[text.index(end) :]
    return f"{before}\n\n{table}\n\n{after}"
