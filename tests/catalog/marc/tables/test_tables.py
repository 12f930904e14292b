"""The tables that come with the program: whole, named in three languages, written without slips."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from catalog.marc import DocumentType, Profile
from catalog.marc.tables import FieldRule, code_list, table

pytestmark = pytest.mark.engine_free

DATA = Path(__file__).parents[4] / "catalog" / "marc" / "data"
CYRILLIC = re.compile("[Ѐ-ӿ]")
EVERY = list(Profile)
FIELDS = [(profile, rule) for profile in EVERY for rule in table(profile).fields.values()]


def field(profile: Profile, tag: str) -> FieldRule:
    return table(profile).fields[tag]


@pytest.mark.parametrize(("profile", "rule"), FIELDS, ids=lambda value: getattr(value, "tag", str(value)))
def test_every_field_is_named_and_helped_in_three_languages(profile: Profile, rule: FieldRule) -> None:
    for names in (rule.names, rule.help):
        assert set(names) == {"uz", "ru", "en"}
        assert all(names.values())
    assert all(all(sub.names.values()) for sub in rule.subfields.values())
    assert rule.control or rule.subfields
    assert not CYRILLIC.search(rule.names["uz"] + rule.help["uz"])
    assert not any(CYRILLIC.search(sub.names["uz"]) for sub in rule.subfields.values())
    assert profile is Profile.IRBIS or len(rule.tag) == 3


@pytest.mark.parametrize("profile", EVERY)
def test_no_field_is_written_twice(profile: Profile) -> None:
    text = (DATA / f"{profile.value}.yaml").read_text("utf-8")
    tags = Counter(re.findall(r"^  (\d{3})[+!^-]*:", text, flags=re.MULTILINE))
    assert [tag for tag, count in tags.items() if count > 1] == []
    assert set(tags) == set(table(profile).fields)


@pytest.mark.parametrize("letter", ["’", "‘", "`", "'"])
def test_uzbek_is_spelled_with_its_own_letters(letter: str) -> None:
    texts = [names["uz"] for _, rule in FIELDS for names in (rule.names, rule.help)]
    texts += [sub.names["uz"] for _, rule in FIELDS for sub in rule.subfields.values()]
    assert [text for text in texts if letter in text] == []


@pytest.mark.parametrize(
    ("profile", "tag", "repeatable", "levels", "codes"),
    [
        (Profile.MARC21, "245", False, {"brief", "full"}, "abchnp"),
        (Profile.MARC21, "020", True, set(), "acqz"),
        (Profile.MARC21, "300", True, {"full"}, "abce"),
        (Profile.MARC21, "650", True, set(), "avxyz"),
        (Profile.MARC21, "773", True, set(), "tgxwdz"),
        (Profile.UNIMARC, "200", False, {"brief", "full"}, "aefghi"),
        (Profile.UNIMARC, "700", False, set(), "abcdfg4"),
        (Profile.UNIMARC, "701", True, set(), "abcdfg4"),
        (Profile.IRBIS, "910", True, set(), "ABCDEHUR1!"),
        (Profile.IRBIS, "200", False, set(), "AEFGV"),
    ],
)
def test_what_a_field_allows(
    profile: Profile, tag: str, repeatable: bool, levels: set[str], codes: str
) -> None:
    rule = field(profile, tag)
    assert (rule.repeatable, set(rule.mandatory)) == (repeatable, levels)
    assert set(codes) <= set(rule.subfields)


def test_repeatability_of_subfields_and_their_code_lists() -> None:
    title = field(Profile.MARC21, "245").subfields
    assert not title["a"].repeatable
    assert title["n"].repeatable
    assert field(Profile.MARC21, "041").subfields["a"].values == "language"
    assert field(Profile.UNIMARC, "102").subfields["a"].values == "country"
    assert field(Profile.IRBIS, "101").subfields[""].values == "language"


def test_a_range_of_codes_fills_only_what_nothing_else_names() -> None:
    copies = field(Profile.IRBIS, "910").subfields
    assert copies["B"].names["en"] == "Inventory number"
    assert copies["Z"].names["en"] == "Data"


def test_indicators_have_named_values() -> None:
    second = field(Profile.MARC21, "264").ind2
    assert second["1"] == {"uz": "Nashr", "ru": "Издание", "en": "Publication"}
    assert set(field(Profile.MARC21, "245").ind2) == set("0123456789")
    assert set(field(Profile.MARC21, "020").ind1) == {" "}


def test_fixed_fields_are_elements_by_document_type() -> None:
    elements = field(Profile.MARC21, "008").elements
    frequency = next(one for one in elements if one.start == 18 and DocumentType.SERIAL in one.only)
    assert frequency.values["m"]["uz"] == "Har oy"
    illustrations = next(one for one in elements if one.start == 18 and DocumentType.BOOK in one.only)
    assert (illustrations.length, illustrations.repeats) == (4, 4)
    language = next(one for one in elements if one.start == 35)
    assert language.values["uzb"]["en"] == "Uzbek"
    assert field(Profile.MARC21, "008").lengths == {"": 40}
    assert field(Profile.MARC21, "007").lengths["v"] == 9


@pytest.mark.parametrize(("profile", "tag", "length"), [
    (Profile.MARC21, "008", 40), (Profile.UNIMARC, "100", 36), (Profile.UNIMARC, "105", 13), (Profile.UNIMARC, "110", 11),
])  # fmt: skip
@pytest.mark.parametrize("kind", list(DocumentType))
def test_elements_of_one_type_do_not_overlap(
    profile: Profile, tag: str, length: int, kind: DocumentType
) -> None:
    taken: set[int] = set()
    for element in field(profile, tag).elements:
        if not element.only or kind in element.only:
            where = set(range(element.start, element.start + element.length))
            assert not taken & where, element.names["en"]
            taken |= where
            if element.values and not element.code_list:
                assert {len(code) for code in element.values} == {element.length // element.repeats}
    assert max(taken) < length


def test_the_leader_has_its_elements() -> None:
    for profile in (Profile.MARC21, Profile.UNIMARC):
        assert {5, 6, 7} <= {element.start for element in table(profile).leader}
    assert table(Profile.IRBIS).leader == ()


@pytest.mark.parametrize(
    ("tag", "local"), [("952", True), ("590", True), ("FMT", True), ("249", True), ("245", False)]
)
def test_local_tags(tag: str, local: bool) -> None:
    assert table(Profile.MARC21).is_local(tag) is local


@pytest.mark.parametrize(
    ("name", "code", "names"),
    [
        ("language", "uzb", ("oʻzbek", "узбекский", "Uzbek")),
        ("language", "kaa", ("qoraqalpoqcha", "каракалпакский", "Karakalpak")),
        ("language", "chg", ("chigʻatoycha", "чагатайский", "Chagatai")),
        ("language", "ger", ("nemischa", "немецкий", "German")),
        ("country", "UZ", ("Oʻzbekiston", "Узбекистан", "Uzbekistan")),
        ("country", "SU", ("SSSR", "СССР", "Soviet Union")),
        ("marc_country", "uz", ("Oʻzbekiston", "Узбекистан", "Uzbekistan")),
        ("marc_country", "uzr", ("Oʻzbekiston SSR", "Узбекская ССР", "Uzbek S.S.R.")),
        ("marc_relator", "trl", ("Tarjimon", "Переводчик", "Translator")),
        ("relator", "730", ("Tarjimon", "Переводчик", "Translator")),
        ("script", "ca", ("kirill", "кириллица", "Cyrillic")),
    ],
)  # fmt: skip
def test_code_lists(name: str, code: str, names: tuple[str, str, str]) -> None:
    found = code_list(name)[code]
    assert (found["uz"], found["ru"], found["en"]) == names


def test_terminology_codes_are_not_codes_of_the_list() -> None:
    assert {"deu", "fra", "zho"}.isdisjoint(code_list("language"))
    assert len(code_list("language")) > 480
    assert all(all(names.values()) for names in code_list("language").values())
