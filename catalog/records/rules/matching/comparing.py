"""How much two descriptions speak for one and the same thing: points, each with its reason.

Titles are compared folded and whole, volume designations included, a leading article left out. A number alone is never
enough: sets share an ISBN, and exports that number their records anew use each number for many books.
"""

from __future__ import annotations

from collections.abc import Iterator

from catalog.records.rules.matching.points import POINTS, UNSURE, Reason, Rule, score_of
from catalog.records.rules.matching.traits import Traits

_FEW = 24  # so many pages tell an edition from another


def compare(one: Traits, other: Traits) -> tuple[Reason, ...]:
    """Return everything that speaks for and against one and the same thing, what weighs most first."""
    own = one.own_number if one.own_number == other.own_number else ""
    number = own or min(one.numbers & other.numbers, default="")
    agreed = tuple(_agreed(one, other))
    if number and (_confirms(one, other) if own else _repeats(one, other)):
        # Where the source itself says that it is one thing, differences are corrections.
        return (_reason(Rule.CONTROL, _shown(number)), *agreed)
    shared = _shared(one, other, number)
    reasons = (
        *shared,
        *agreed,
        *_against(one, other, identified=any(each.rule is not Rule.NUMBER for each in shared)),
    )
    if shared:
        return (*reasons, *_unsaid(one, other, score_of(reasons)))
    if {Rule.TITLE, Rule.AUTHOR, Rule.YEAR, Rule.EXTENT} <= {each.rule for each in agreed}:
        return (_reason(Rule.FINGERPRINT), *reasons)
    return reasons


def _reason(rule: Rule, value: str = "") -> Reason:
    return Reason(rule, POINTS[rule], value)


def _shown(number: str) -> str:
    source, _bar, own = number.partition("|")
    return f"{own} ({source})"


def _confirms(one: Traits, other: Traits) -> bool:
    same_year = one.year == other.year
    return (
        one.title == other.title
        or (one.surname != "" and one.surname == other.surname and same_year)
        or (one.year is not None and same_year and one.amount is not None and one.amount == other.amount)
    )


def _repeats(one: Traits, other: Traits) -> bool:
    """A number taken over from another catalogue (035) may be the whole set's: more must agree than for one's own."""
    extents = one.amount is None or other.amount is None or one.amount == other.amount
    return one.title != "" and one.title == other.title and one.year == other.year and extents


def _shared(one: Traits, other: Traits, number: str) -> tuple[Reason, ...]:
    """The surest number that both have; a second one would say no more, for what shares one often shares the others."""
    if isbn := min(one.isbns & other.isbns, default=""):
        return (_reason(Rule.ISBN, isbn),)
    if issn := min(one.issns & other.issns, default=""):
        return (_reason(Rule.ISSN, issn),)
    return (_reason(Rule.NUMBER, _shown(number)),) if number else ()


def _agreed(one: Traits, other: Traits) -> Iterator[Reason]:
    if one.title and one.title == other.title:
        yield _reason(Rule.TITLE, one.title)
    if one.surname and one.surname == other.surname:
        yield _reason(Rule.AUTHOR, one.surname)
    if one.year is not None and one.year == other.year:
        yield _reason(Rule.YEAR, str(one.year))
    if one.amount is not None and one.amount == other.amount:
        rule = Rule.EXTENT if one.amount >= _FEW else Rule.EXTENT_SMALL
        yield _reason(rule, str(one.amount))


def _against(one: Traits, other: Traits, *, identified: bool) -> Iterator[Reason]:
    """What stands on both sides and differs; `identified`: by an ISBN or ISSN that they share."""
    if one.title and other.title and one.title != other.title:
        yield _reason(Rule.TITLE_DIFFERS)
    if one.surname and other.surname and one.surname != other.surname:
        yield _reason(Rule.AUTHOR_DIFFERS, f"{one.surname} / {other.surname}")
    if one.year and other.year and one.year != other.year:
        yield _reason(Rule.YEAR_DIFFERS, f"{one.year} / {other.year}")
    if one.amount and other.amount and one.amount != other.amount:
        yield _reason(Rule.EXTENT_DIFFERS, f"{one.amount} / {other.amount}")
    if one.kind != other.kind:
        yield _reason(Rule.KIND_DIFFERS)
    if one.has_isbn and other.has_isbn and not one.isbns & other.isbns:
        yield _reason(Rule.OTHER_ISBN)
    if not identified and _numbered_apart(one, other):
        yield _reason(Rule.OTHER_NUMBER, f"{_shown(one.own_number)} / {_shown(other.own_number)}")


def _numbered_apart(one: Traits, other: Traits) -> bool:
    numbers = one.own_number != "" and other.own_number not in ("", one.own_number)
    return numbers and one.source == other.source


def _unsaid(one: Traits, other: Traits, score: int) -> Iterator[Reason]:
    """A set and its volume share an ISBN: who leaves title, year or extent out may mean the set."""
    lone = not (one.title and other.title)
    lone = (
        lone or (one.year is None) != (other.year is None) or (one.amount is None) != (other.amount is None)
    )
    if lone and score > UNSURE:
        yield Reason(Rule.UNSAID, UNSURE - score)
