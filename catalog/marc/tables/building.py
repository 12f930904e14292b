"""From the written form of a table to its objects; a variant starts from the objects of its base."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from catalog.marc.facts.model import DocumentType
from catalog.marc.model import Profile
from catalog.marc.tables.codes import CodeList
from catalog.marc.tables.errors import TableCode, TableError
from catalog.marc.tables.model import Element, FieldRule, Names, ProfileTable, SubfieldRule
from catalog.marc.tables.written import NO_NAMES, Key, code_keys, expand, names, span, tag_key

Written = Mapping[str, Any]

_BLANK: Mapping[str, Names] = {" ": {"uz": "Belgilanmagan", "ru": "Не определён", "en": "Undefined"}}
_FIELD_KEYS = frozenset(["name", "help", "ind1", "ind2", "use", "subfields", "without", "fixed", "lengths"])
_EVERYWHERE = "all"
_WHEN = "when="


class Builder:
    """Makes the objects of one table; shared groups of the written form are made once."""

    def __init__(self, written: Written, base: ProfileTable | None = None) -> None:
        self._written = written
        self._base = base
        self._values = {name: _values(given) for name, given in _section(written, "values").items()}
        self._groups: dict[str, dict[str, SubfieldRule]] = {}
        for name, given in _section(written, "groups").items():
            self._groups[name] = dict(_subfields(given, {}))

    def table(self, profile: Profile, name: str) -> ProfileTable:
        """Return the table; where there is a base, its fields changed by those written here."""
        fields = dict(self._base.fields) if self._base else {}
        for tag in _list(self._written, "drop"):
            fields.pop(tag, None)
        for key, given in _section(self._written, "fields").items():
            place = tag_key(key)
            fields[place.code] = self._field(key, given, fields.get(place.code))
        leader = tuple(self._elements(_section(self._written, "leader")))
        return ProfileTable(
            profile=profile,
            fields=dict(sorted(fields.items())),
            leader=leader or (self._base.leader if self._base else ()),
            name=name,
            names=names(self._written.get("name", name)),
            either=self._either() or (self._base.either if self._base else {}),
            local=tuple(_list(self._written, "local")) or (self._base.local if self._base else ()),
        )

    def _either(self) -> dict[str, tuple[tuple[str, ...], ...]]:
        groups = _section(self._written, "either").items()
        return {level: tuple(tuple(choice.split()) for choice in choices) for level, choices in groups}

    def _field(self, text: str, given: Written, base: FieldRule | None) -> FieldRule:
        key = tag_key(text)
        strange = set(given) - _FIELD_KEYS
        if strange or not isinstance(given, Mapping):
            raise TableError(TableCode.BAD_TABLE, reason="key", found=f"{text}: {sorted(strange)}")
        known = base or FieldRule(tag=key.code, names=NO_NAMES, help=NO_NAMES)
        elements = tuple(self._elements(_section(given, "fixed")))
        control = key.code < "010" and key.code.isdigit()
        return replace(
            known,
            names=names(given["name"]) if "name" in given else known.names,
            help=names(given["help"]) if "help" in given else known.help,
            repeatable=known.repeatable if key.repeatable is None else key.repeatable,
            mandatory=known.mandatory if key.mandatory is None else key.mandatory,
            ind1=self._indicator(given, "ind1", known.ind1),
            ind2=self._indicator(given, "ind2", known.ind2),
            subfields=self._subfields(given, known.subfields),
            elements=elements or known.elements,
            lengths={first: int(size) for first, size in _section(given, "lengths").items()} or known.lengths,
            control=control,
        )

    def _indicator(self, given: Written, name: str, known: Mapping[str, Names]) -> Mapping[str, Names]:
        written = given.get(name)
        if written is None:
            return known or _BLANK
        return self._values[written] if isinstance(written, str) else _values(written)

    def _subfields(self, given: Written, known: Mapping[str, SubfieldRule]) -> Mapping[str, SubfieldRule]:
        found = dict(known)
        for group in str(given.get("use", "")).split():
            if group not in self._groups:
                raise TableError(TableCode.BAD_TABLE, reason="group", found=group)
            found |= self._groups[group]
        found |= _subfields(_section(given, "subfields"), found)
        for code in _list(given, "without"):
            found.pop(code, None)
        return found

    def _elements(self, written: Written) -> Iterator[Element]:
        for group, positions in written.items():
            when = group.removeprefix(_WHEN) if group.startswith(_WHEN) else ""
            only = (
                frozenset() if when or group == _EVERYWHERE else frozenset(map(_document_type, group.split()))
            )
            for where, given in positions.items():
                yield self._element(where, given, only, when)

    def _element(self, where: str, given: Any, only: frozenset[DocumentType], when: str) -> Element:
        start, length = span(where)
        said: Written = {"name": given} if isinstance(given, str) else given
        values = said.get("values", {})
        codes = values[1:] if isinstance(values, str) and values.startswith("@") else ""
        known = (
            CodeList(codes) if codes else self._values[values] if isinstance(values, str) else _values(values)
        )
        repeats = int(said.get("repeats", "1"))
        return Element(start, length, names(said["name"]), known, only, codes, repeats, when)


def _section(written: Written, name: str) -> Written:
    found = written.get(name) or {}
    if not isinstance(found, Mapping):
        raise TableError(TableCode.BAD_TABLE, reason="section", found=name)
    return found


def _list(written: Written, name: str) -> list[str]:
    found = written.get(name) or []
    return found.split() if isinstance(found, str) else [str(one) for one in found]


def _values(written: Written) -> dict[str, Names]:
    found: dict[str, Names] = {}
    for key, text in written.items():
        said = names(text)
        if len(key) == 3 and key[1] == "-":
            found |= dict.fromkeys(expand(key), said)
        else:
            found[expand(key)] = said
    return found


def _subfields(written: Written, known: Mapping[str, SubfieldRule]) -> dict[str, SubfieldRule]:
    found: dict[str, SubfieldRule] = {}
    own = {text[:1] for text in written if len(code_keys(text)) == 1}
    for text, given in written.items():
        said: Written = {"name": given} if isinstance(given, str) else given
        keys = code_keys(text)
        for key in keys:
            if len(keys) == 1 or key.code not in own:  # a range fills what nothing else in the field names
                before = known.get(key.code) or SubfieldRule(key.code, NO_NAMES, NO_NAMES)
                found[key.code] = _subfield(key, said, before)
    return found


def _subfield(key: Key, said: Written, before: SubfieldRule) -> SubfieldRule:
    return replace(
        before,
        names=names(said["name"]) if "name" in said else before.names,
        help=names(said["help"]) if "help" in said else before.help,
        repeatable=before.repeatable if key.repeatable is None else key.repeatable,
        mandatory=before.mandatory if key.mandatory is None else key.mandatory,
        values=key.values or before.values,
    )


def _document_type(text: str) -> DocumentType:
    try:
        return DocumentType(text)
    except ValueError:
        raise TableError(TableCode.BAD_TABLE, reason="document type", found=text) from None
