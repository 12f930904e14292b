"""Every real record to the other format: what it says stays, what is not carried is told word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache

import pytest
from pymarc import Record

from catalog.marc import DocumentType, MarcError, Profile, facts, read
from catalog.marc.converting import Converted, convert
from tests.conftest import CORPUS

pytestmark = [
    pytest.mark.corpus,
    pytest.mark.engine_free,
    pytest.mark.slow,
    pytest.mark.skipif(not (CORPUS / "manifest.tsv").exists(), reason="the corpus is not here"),
]

WORD = re.compile(r"[^\W_]+")
NONSORT = dict.fromkeys(map(ord, "\x98\x9c"))
NOT_BIBLIOGRAPHIC = "152"
"""A field of UNIMARC authorities."""
CODED = frozenset(
    ("008", "040", "041", "044", "100", "101", "102", "105", "106", "110", "880", "900", "919", "920")
)
"""Fields that become codes, or whose codes are of the format itself."""
ROLES_AND_LINKS = {Profile.MARC21: "2346ej", Profile.UNIMARC: "12467", Profile.IRBIS: "4567W"}


@cache
def records() -> tuple[tuple[str, Record, Profile], ...]:
    return tuple(_records())


def _records() -> Iterator[tuple[str, Record, Profile]]:
    for line in (CORPUS / "manifest.tsv").read_text().splitlines()[1:]:
        name = line.split("\t")[0]
        if "aco_one_per_work" in name or "auth" in name:
            continue
        try:
            with (CORPUS / name).open("rb") as stream:
                found = [(name, one.record, one.profile) for one in read(stream) if one.record is not None]
        except MarcError:
            continue
        yield from (one for one in found if NOT_BIBLIOGRAPHIC not in one[1])


def words(text: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in WORD.findall(text.translate(NONSORT)))


def said(record: Record, profile: Profile) -> dict[str, object]:
    """What must survive, without punctuation; of equal subjects one counts."""
    found = facts(record, profile)
    return {
        "title": Counter(words(found.title)),
        "authors": Counter(word for name in found.authors for word in words(name)),
        "year": found.year,
        "isbns": set(found.isbns),
        "languages": set(found.languages),
        "class marks": {
            mark for scheme, mark in found.class_marks if "gasnti" not in scheme and "grnti" not in scheme
        },
        "subjects": {frozenset(words(subject)) for subject in found.subjects},
        "place": words(found.place),
        "publisher": words(found.publisher),
        "host": words(found.host_title),
    }


def other(profile: Profile) -> Profile:
    return Profile.MARC21 if profile is Profile.UNIMARC else Profile.UNIMARC


ODD = {
    (Profile.MARC21, "title"): 1,  # a subfield code that is no letter or digit
    (Profile.MARC21, "year"): 1,  # three 264 and no date in 008
    (Profile.MARC21, "subjects"): 3,  # $t in 650, told as lost; a name in $b
    (Profile.UNIMARC, "host"): 1,  # codes with a dollar sign
}
"""Records that are damaged where the fact stands, by profile and fact."""


@pytest.mark.parametrize("profile", [Profile.MARC21, Profile.UNIMARC])
def test_there_and_back_says_the_same(profile: Profile) -> None:
    differing: Counter[str] = Counter()
    count = 0
    for _, record, given in records():
        if given is profile and facts(record, given).document_type is not DocumentType.OTHER:
            count += 1
            there = convert(record, profile, other(profile)).record
            back = convert(there, other(profile), profile).record
            before, after = said(record, profile), said(back, profile)
            differing.update(name for name in before if before[name] != after[name])
    assert count > 150
    assert {name: number for name, number in differing.items() if number > ODD.get((profile, name), 0)} == {}


def test_irbis_says_in_unimarc_what_it_said() -> None:
    """More may be said there: dates of persons, people of the whole set."""
    differing: Counter[str] = Counter()
    for _, record, profile in records():
        if profile is Profile.IRBIS:
            before, after = (
                said(record, profile),
                said(convert(record, profile, Profile.UNIMARC).record, Profile.UNIMARC),
            )
            kept = ("title", "year", "isbns", "languages", "class marks")
            differing.update(name for name in kept if before[name] != after[name])
            names, more = before["authors"], after["authors"]
            assert isinstance(names, Counter)
            assert isinstance(more, Counter)
            differing["authors"] += bool(names - more)
    assert differing["title"] <= 1  # one has its title in a field of a work inside
    assert differing["year"] <= 1
    assert {name: differing[name] for name in ("isbns", "languages", "class marks", "authors")} == {
        "isbns": 0, "languages": 0, "class marks": 0, "authors": 0,
    }  # fmt: skip


@pytest.mark.parametrize("profile", list(Profile))
def test_every_word_is_carried_or_told_as_lost(profile: Profile) -> None:
    missing: Counter[tuple[str, str]] = Counter()
    for _, record, given in records():
        if given is profile:
            have = carried(convert(record, profile, other(profile)))
            for field in record.fields:
                if field.control_field or field.tag in CODED:
                    continue
                for code, value in field.subfields:
                    if code not in ROLES_AND_LINKS[profile] or not code:
                        missing[field.tag, code] += any(word not in have for word in words(value))
    assert {key: count for key, count in missing.items() if count} == {}


def carried(converted: Converted) -> set[str]:
    """Words of the new record and of what is told as lost, codes and `001` of a field in a field cut off."""
    found: set[str] = set()
    for field in converted.record.fields:
        values = [field.data or ""] if field.control_field else [part.value for part in field.subfields]
        found.update(word for value in values for word in words(value))
        found.update(word for value in values for word in words(value.removeprefix("001")))
    for lost in converted.lost:
        found.update(words(lost.text[2:] if lost.text[:1] in "$^" else lost.text))
    return found


def test_a_converted_record_is_whole() -> None:
    for name, record, profile in records():
        before = [str(field) for field in record.fields]
        made = convert(record, profile, other(profile)).record
        assert [str(field) for field in record.fields] == before, name
        assert len(str(made.leader)) == 24, name
        assert all(field.control_field or field.subfields for field in made.fields), name
