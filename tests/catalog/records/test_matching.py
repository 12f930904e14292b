"""How much speaks for one and the same thing, and what is found in the catalogue."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.records.rules.articles import bare_title
from catalog.records.rules.matching import (
    DEFAULT_THRESHOLD,
    HOT,
    MENTIONED,
    POINTS,
    UNSURE,
    Described,
    Pool,
    Rule,
    ScoredMatch,
    compare,
    largest_number,
    ranked,
    score_of,
    scored,
    telling_keys,
    traits,
)

KUNLAR = Described(
    "Oʻtkan kunlar", "Qodiriy, Abdulla", 1926, "384 b. ; 21 sm", "UzTaNK", "17", "book", True,
    ("9789943000001",), (), ("UzTaNK|17",),
)  # fmt: skip


def said(**changes: object) -> Described:
    values = {name: getattr(KUNLAR, name) for name in Described._fields} | changes
    values["has_isbn"] = bool(values["isbns"])
    source, number = values["control_source"], values["control_number"]
    values["numbers"] = (f"{source}|{number}",) if source and number else ()
    return Described(**values)  # type: ignore[arg-type]


def reasons(one: Described, other: Described) -> dict[Rule, int]:
    return {reason.rule: reason.points for reason in compare(traits(one), traits(other))}


def score(one: Described, other: Described) -> int:
    return score_of(compare(traits(one), traits(other)))


@pytest.mark.parametrize(
    ("changes", "rule", "points", "why"),
    [
        ({}, Rule.CONTROL, 160, "the same"),
        ({"title": "Utkan kunlar", "isbns": ()}, Rule.CONTROL, 140, "one number, author and year agree"),
        ({"title": "X", "author": "", "isbns": ()}, Rule.CONTROL, 130, "one number, year and extent agree"),
        ({"year": 1999, "extent": "9 b.", "author": "", "isbns": ()}, Rule.CONTROL, 120, "one number, one title"),
        ({"title": "X", "author": "Y", "extent": "", "isbns": ()}, None, 10, "a number used again for another book"),
        ({"control_source": "RuMoRGB"}, Rule.ISBN, 120, "another library's number, the same ISBN"),
        ({"control_source": ""}, Rule.ISBN, 120, "a number without its source says nothing"),
        ({"control_number": "18"}, Rule.ISBN, 120, "two numbers of one source, but one ISBN"),
        ({"control_source": "", "author": ""}, Rule.ISBN, 110, "an ISBN, title, year and extent"),
        ({"control_source": "RuMoRGB", "isbns": ()}, Rule.FINGERPRINT, 90, "title, author, year and extent"),
        ({"control_source": "RuMoRGB", "isbns": (), "title": "ОʻТКАН   кунлар!"}, Rule.FINGERPRINT, 90, "folded"),
        ({"control_source": "RuMoRGB", "isbns": (), "title": "Ўткан кунлар"}, Rule.FINGERPRINT, 90, "in Cyrillic"),
        ({"control_source": "RuMoRGB", "isbns": (), "extent": "[2], 384 p."}, Rule.FINGERPRINT, 90, "in other words"),
        ({"control_source": "RuMoRGB", "isbns": (), "title": "The Oʻtkan kunlar"}, Rule.FINGERPRINT, 90, "an article"),
        ({"control_number": "18", "isbns": ()}, None, 50, "the source itself tells them apart"),
        ({"control_source": "RuMoRGB", "isbns": (), "extent": "4 jild"}, None, 10, "so few tell nothing"),
        ({"control_source": "RuMoRGB", "isbns": (), "year": 1927}, None, 10, "another year"),
        ({"control_number": "18", "year": 1927}, None, 70, "another year under one ISBN"),
        ({"control_number": "18", "title": "Oʻtkan kunlar. 2-qism"}, None, 65, "another volume under one ISBN"),
        ({"control_number": "18", "extent": "410 b."}, None, 70, "another extent under one ISBN"),
        ({"control_number": "18", "document_type": "sound"}, None, 70, "read aloud under one ISBN"),
        ({"control_number": "18", "extent": ""}, None, 75, "the ISBN may be the set's: no extent"),
        ({"control_number": "18", "year": None}, None, 75, "the ISBN may be the set's: no year"),
        ({"control_number": "18", "title": ""}, None, 75, "the ISBN may be the set's: no title"),
        ({"control_source": "RuMoRGB", "isbns": (), "extent": "410 b."}, None, 10, "another extent"),
        ({"control_source": "RuMoRGB", "isbns": (), "author": "Fitrat"}, None, 40, "another author"),
        ({"control_source": "RuMoRGB", "isbns": (), "author": ""}, None, 50, "no author"),
        ({"control_source": "RuMoRGB", "isbns": ("9785170000012",)}, None, 45, "each has an ISBN of its own"),
        ({"control_source": "RuMoRGB", "isbns": (), "document_type": "sound"}, None, 40, "read aloud"),
        ({"control_source": "RuMoRGB", "isbns": (), "year": None}, None, 45, "no year"),
        ({"control_source": "RuMoRGB", "isbns": (), "extent": ""}, None, 45, "no extent"),
    ],
)  # fmt: skip
def test_what_is_the_same_record(
    changes: dict[str, object], rule: Rule | None, points: int, why: str
) -> None:
    other = said(**changes)
    assert score(KUNLAR, other) == points, why
    assert score(other, KUNLAR) == points, why
    assert (points >= DEFAULT_THRESHOLD) == (rule is not None), why
    assert rule is None or rule in reasons(KUNLAR, other), why


def test_an_issn_needs_as_much_beside_it_as_an_isbn() -> None:
    journal = {"title": "Guliston", "author": "", "extent": "12 son", "isbns": (), "control_source": ""}
    year = said(**journal, year=2001, issns=("0134-2266",))
    assert score(year, year) >= DEFAULT_THRESHOLD
    assert score(year, said(**journal, year=2002, issns=("0134-2266",))) < DEFAULT_THRESHOLD, (
        "the next year of it"
    )


def test_an_isbn_typed_alone_is_worth_a_warning() -> None:
    alone = Described("", "", None, "", "", "", "book", True, ("9789943000001",))
    assert MENTIONED <= score(KUNLAR, alone) <= UNSURE


def test_long_titles_are_compared_to_their_end() -> None:
    long = "Ming bir kecha " * 20
    one = said(title=f"{long} birinchi", control_number="", isbns=())
    assert score(one, said(title=f"{long} ikkinchi", control_number="", isbns=())) < MENTIONED


def test_a_lonely_one_says_nothing_of_the_extent() -> None:
    song = said(title="Wiegenlied", author="Brahms", extent="1 score ; 31 cm", control_number="", isbns=())
    assert score(song, song) < DEFAULT_THRESHOLD


@pytest.mark.parametrize(
    ("extent", "number"),
    [
        ("384 b. ; 21 sm", 384),
        ("8, 6, 136 p. ; 22 cm.", 136),
        ("12 v. in 11. 28 cm", 12),
        ("1 v. ; 24cm", None),
        ("", None),
        ("с. 5-17 ; 20 см", 17),
        ("9" * 5000, None),
    ],
)
def test_extent_is_its_largest_number_that_is_no_size(extent: str, number: int | None) -> None:
    assert largest_number(extent) == number


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("the book", "book"),
        ("al kitab al awwal", "kitab al awwal"),
        ("الكتاب", "كتاب"),
        ("die", "die"),
        ("theory", "theory"),
        ("ال", "ال"),
        ("", ""),
    ],
)
def test_an_article_is_left_out(title: str, bare: str) -> None:
    assert bare_title(title) == bare


def test_every_rule_but_one_has_points() -> None:
    assert set(Rule) - set(POINTS) == {Rule.UNSAID}


def test_scores_are_ordered_as_numbers() -> None:
    found = [ScoredMatch(points, (), record_id=at) for at, points in enumerate((900, 80, 1000, 80), start=1)]
    assert [match.record_id for match in ranked(found, 3)] == [3, 1, 2]
    both = [ScoredMatch(90, (), position=1), ScoredMatch(90, (), record_id=9)]
    assert ranked(both, 1)[0].record_id == 9, "the catalogue before the file"


def test_keys_that_tell() -> None:
    keys = [("control", "|17"), ("control", "UzTaNK|17"), ("isbn", "978"), ("title", "x")]
    assert [value for _kind, value in telling_keys(keys)] == ["UzTaNK|17", "978", "x"]


def test_a_key_that_hundreds_share_is_looked_at_for_the_first_ones() -> None:
    pool, key = Pool(), ("title", "gazeta")
    for at in range(1000):
        pool.add(at, [key], traits(KUNLAR))
    assert len(scored(traits(KUNLAR), [key], pool)) == HOT
    assert scored(traits(KUNLAR), [("title", "jurnal")], pool) == []
    assert len(scored(traits(KUNLAR), [key], pool, besides={0, 1})) == HOT - 2


short = st.text("ab", max_size=2)
descriptions = st.builds(
    Described, short, short, st.sampled_from((None, 1926, 1927)), st.sampled_from(("", "4 v.", "384 b.")), short, short,
    st.sampled_from(("book", "sound")), st.booleans(), st.sampled_from(((), ("1",), ("1", "2"))),
    st.sampled_from(((), ("3",))), st.sampled_from(((), ("a|b",))),
)  # fmt: skip


@given(descriptions, descriptions)
def test_comparing_has_no_side(one: Described, other: Described) -> None:
    assert score(one, other) == score(other, one)


@given(descriptions, descriptions)
def test_without_a_number_only_a_whole_fingerprint_reaches_the_threshold(
    one: Described, other: Described
) -> None:
    found = reasons(one, other)
    if score_of(compare(traits(one), traits(other))) >= DEFAULT_THRESHOLD:
        assert found.keys() & {Rule.CONTROL, Rule.ISBN, Rule.ISSN, Rule.FINGERPRINT}
        against = [rule for rule, points in found.items() if points < 0]
        assert Rule.CONTROL in found or set(against) <= {
            Rule.AUTHOR_DIFFERS,
            Rule.OTHER_ISBN,
            Rule.OTHER_NUMBER,
        }


def test_the_thresholds_are_in_order() -> None:
    assert all(lower < higher for lower, higher in pairwise((0, MENTIONED, UNSURE, DEFAULT_THRESHOLD)))
