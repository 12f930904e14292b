"""The table of a profile made ready for thousands of records a second."""

from __future__ import annotations

from dataclasses import dataclass

from catalog.marc.model import Profile
from catalog.marc.tables import LEVELS, Element, FieldRule, ProfileTable

_LOCAL_CODES = frozenset("9")
"""Codes that libraries use for their own ends in any field."""


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """What is asked of every field of one tag; `once` are subfields that must not repeat, `lists` by code."""

    rule: FieldRule
    indicators: frozenset[str]
    codes: frozenset[str]
    once: frozenset[str]
    must: tuple[str, ...]
    lists: dict[str, str]


@dataclass(frozen=True, slots=True)
class Plan:
    """Look-ups of a table; `mandatory` are tags by level, `fold_codes` that codes mean the same in either case."""

    table: ProfileTable
    fields: dict[str, FieldPlan]
    once: frozenset[str]
    mandatory: dict[str, tuple[str, ...]]
    leader: tuple[Element, ...]
    fold_codes: bool


# By identity: a table is made once a run and never changes; keeping it here keeps its identity its own.
_PLANS: dict[int, Plan] = {}


def plan(table: ProfileTable) -> Plan:
    """Return the plan of a table, made at the first call."""
    made = _PLANS.get(id(table))
    if made is None:
        made = _PLANS[id(table)] = _plan(table)
    return made


def _plan(table: ProfileTable) -> Plan:
    irbis = table.profile is Profile.IRBIS
    return Plan(
        table=table,
        fields={tag: _field_plan(rule, free=irbis) for tag, rule in table.fields.items()},
        once=frozenset(tag for tag, rule in table.fields.items() if not rule.repeatable),
        mandatory={
            level: tuple(tag for tag, rule in table.fields.items() if level in rule.mandatory)
            for level in LEVELS
        },
        leader=tuple(element for element in table.leader if element.values),
        fold_codes=irbis,
    )


def _field_plan(rule: FieldRule, *, free: bool) -> FieldPlan:
    subfields = rule.subfields.values()
    return FieldPlan(
        rule=rule,
        indicators=frozenset()
        if free
        else frozenset(first + second for first in rule.ind1 for second in rule.ind2),
        codes=frozenset(rule.subfields) | _LOCAL_CODES,
        once=frozenset(one.code for one in subfields if not one.repeatable),
        must=tuple(one.code for one in subfields if one.mandatory),
        lists={one.code: one.values for one in subfields if one.values},
    )
