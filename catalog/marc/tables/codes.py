"""Code lists: what a code of a language, a country or a role is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from catalog.marc.tables.codelists import LISTS
from catalog.marc.tables.errors import TableCode, TableError
from catalog.marc.tables.model import Names


class CodeList(Mapping[str, Names]):
    """A code list by name, read when it is first asked: most tables are used without ever showing one."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        if name not in LISTS:
            raise TableError(TableCode.BAD_TABLE, reason="code list", found=name)
        self._name = name

    def __getitem__(self, code: str) -> Names:
        return code_list(self._name)[code]

    def __iter__(self) -> Iterator[str]:
        return iter(code_list(self._name))

    def __len__(self) -> int:
        return len(code_list(self._name))


@cache
def code_list(name: str) -> Mapping[str, Names]:
    """Return the codes of a list with their names: language, country, marc_country, relator, marc_relator, script."""
    if name not in LISTS:
        raise TableError(TableCode.UNKNOWN_TABLE, file=name, reason="code list", found=name)
    return LISTS[name]()
