"""The sample works: true to their own rules, and one readable MARC 21 file."""

from __future__ import annotations

import io
import re
from collections import Counter
from dataclasses import replace

import pymarc
import pytest
from stdnum import isbn

from ils.demo.fixedfields import country
from ils.demo.marcfile import marc21_file, marc21_record
from ils.demo.works import Work, load_works

WORKS = load_works()
DOC_TYPES = {"book", "serial", "map", "music_score", "sound", "electronic"}
LEAST = {"uzb": 170, "rus": 70, "eng": 50, "ger": 22, "fre": 20, "ara": 12, "kor": 8}
LATEST = 2024
WRONG_APOSTROPHES = re.compile("[‘’`´'′]")


def read(works: tuple[Work, ...]) -> list[pymarc.Record]:
    reader = pymarc.MARCReader(io.BytesIO(marc21_file(works)), to_unicode=True, force_utf8=False)
    records = list(reader)
    assert None not in records
    return [record for record in records if record is not None]


RECORDS = {record["001"].data: record for record in read(WORKS)}


def work(title: str, language: str) -> Work:
    return next(one for one in WORKS if one.title == title and one.language == language)


def fields(of: Work, tag: str) -> list[pymarc.Field]:
    return RECORDS[of.id].get_fields(tag)


def fixed_codes(of: Work) -> str:
    return RECORDS[of.id]["008"].data or ""


def test_there_are_enough_works_in_every_language() -> None:
    counted = Counter(one.language for one in WORKS)
    assert len(WORKS) >= 340
    assert {language: counted[language] for language in LEAST if counted[language] < LEAST[language]} == {}
    assert {"tur", "per", "spa", "chi", "jpn", "kaa", "tgk", "kaz"} <= set(counted)


def test_uzbek_stands_in_both_scripts() -> None:
    scripts = Counter(one.script for one in WORKS if one.language == "uzb")
    assert scripts["latn"] >= 110
    assert scripts["cyrl"] >= 60


def test_ids_are_unique_and_in_order() -> None:
    assert [one.id for one in WORKS] == [f"w{number:03}" for number in range(1, len(WORKS) + 1)]


def test_no_edition_stands_twice() -> None:
    editions = Counter((one.author, one.title, one.publisher, one.year, one.edition) for one in WORKS)
    assert [edition for edition, times in editions.items() if times > 1] == []


def test_each_work_is_complete() -> None:
    for one in WORKS:
        assert all((one.title, one.place, one.publisher, one.udc, one.bbk, one.subjects))
        assert one.doc_type in DOC_TYPES
        assert one.audience_age in {None, 0, 6, 12, 16, 18}
        assert re.fullmatch(r"[a-z]{3}", one.language)
        assert re.fullmatch(r"([a-z]{3})?", one.original_language)
        assert re.fullmatch(r"(\d{3,4}-(\d{3,4})?)?", one.author_dates)
        assert all(person.name and re.fullmatch(r"[a-z]{3}", person.role) for person in one.contributors)
        assert len(country(one.place)) == 3


def test_years_are_plausible() -> None:
    earliest = {"serial": 1869}
    odd = [one.id for one in WORKS if not earliest.get(one.doc_type, 1900) <= one.year <= LATEST]
    assert odd == []


def test_nobody_is_published_before_birth() -> None:
    births = {one.id: int(one.author_dates.split("-")[0]) for one in WORKS if one.author_dates}
    assert [one.id for one in WORKS if one.id in births and one.year < births[one.id] + 15] == []


def test_isbns_are_valid_and_unique() -> None:
    numbers = [one.isbn for one in WORKS if one.isbn]
    assert len(numbers) >= 40
    assert [number for number in numbers if not isbn.is_valid(number)] == []
    assert len({isbn.to_isbn13(number) for number in numbers}) == len(numbers)


def test_apostrophes_of_uzbek_are_canonical() -> None:
    uzbek = [
        (one.id, one.title, one.subtitle, one.author, one.publisher) for one in WORKS if one.language == "uzb"
    ]
    subjects = [(one.id, *one.subjects) for one in WORKS]
    assert [row for row in [*uzbek, *subjects] if WRONG_APOSTROPHES.search("".join(row))] == []


def test_turned_comma_stands_after_o_and_g_only() -> None:
    wrong = re.compile("(?<![OoGg])ʻ|[OoGg]ʼ")
    texts = [one.title + one.subtitle + one.author for one in WORKS if one.language == "uzb"]
    texts += [subject for one in WORKS for subject in one.subjects]
    assert [text for text in texts if wrong.search(text)] == []


@pytest.mark.parametrize(
    ("script", "foreign"),
    [("latn", "[Ѐ-ӿ؀-ۿ]"), ("cyrl", "[A-Za-z]"), ("arab", "[A-Za-zЀ-ӿ]"), ("hang", "[Ѐ-ӿ]")],
)
def test_titles_keep_to_their_script(script: str, foreign: str) -> None:
    assert [one.id for one in WORKS if one.script == script and re.search(foreign, one.title)] == []


def test_every_other_script_is_romanised() -> None:
    plain = {"latn", "cyrl"}
    assert [one.id for one in WORKS if (one.script in plain) == bool(one.title_romanised)] == []


def test_pymarc_reads_every_record_back() -> None:
    assert len(RECORDS) == len(WORKS)
    assert all(record["003"].data == "UZ-DEMO" for record in RECORDS.values())


def test_008_says_what_the_work_says() -> None:
    for one in WORKS:
        fixed = fixed_codes(one)
        assert len(fixed) == 40
        assert fixed[7:11] == str(one.year)
        assert fixed[15:18] == country(one.place)
        assert fixed[35:38] == one.language
        assert fixed[39] == "d"


def test_leader_is_valid() -> None:
    for one in WORKS:
        raw = marc21_record(one)
        assert int(raw[:5]) == len(raw)
        assert raw[9:12] == b"a22"
        assert raw[20:24] == b"4500"
        assert raw[int(raw[12:17]) - 1] == 0x1E


def test_title_comes_back() -> None:
    for one in WORKS:
        linked = one.script == "arab"
        (field,) = fields(one, "880" if linked else "245")
        assert field["a"].removesuffix(" :").removesuffix(" /") == one.title
        assert field.get("b", "").removesuffix(" /") == one.subtitle
        assert field.get("c", "") == one.responsibility
        assert field.indicator1 == ("1" if one.author else "0")


def test_a_romanised_title_is_linked_with_its_vernacular() -> None:
    (title,), (twin,) = fields(work("بين القصرين", "ara"), "245"), fields(work("بين القصرين", "ara"), "880")
    assert (title["6"], twin["6"]) == ("880-01", "245-01/(3/r")
    assert title["a"] == "Bayna al-qaṣrayn /"
    assert title["c"] == "Najīb Maḥfūẓ"


def test_hangul_stays_in_the_title_and_is_romanised_beside_it() -> None:
    one = work("채식주의자", "kor")
    assert fields(one, "245")[0]["a"] == "채식주의자 :"
    assert fields(one, "246")[0]["a"] == "Chaesikjuuija"


@pytest.mark.parametrize(
    ("title", "language", "skipped"),
    [
        ("The Great Gatsby", "eng", "4"),
        ("Die Verwandlung", "ger", "4"),
        ("L'Étranger", "fre", "2"),
        ("La casa de Bernarda Alba", "spa", "3"),
        ("اللص والكلاب", "ara", "3"),
        ("Boburnoma", "uzb", "0"),
    ],
)
def test_filing_skips_the_article(title: str, language: str, skipped: str) -> None:
    assert fields(work(title, language), "245")[0].indicator2 == skipped


def test_a_translation_names_its_original() -> None:
    prince = work("Kichik shahzoda", "uzb")
    (languages,) = fields(prince, "041")
    assert (languages.indicator1, languages["a"], languages["h"]) == ("1", "uzb", "fre")
    assert fields(prince, "240")[0]["a"] == "Le Petit Prince"
    assert [(one["a"], one["4"]) for one in fields(prince, "700")] == [("Sultonov, Xayriddin", "trl")]


def test_class_marks_and_author_mark() -> None:
    novel = work("Mehrobdan chayon", "uzb")
    assert fields(novel, "080")[0]["a"] == "821.512.133-31"
    (mark,) = fields(novel, "084")
    assert (mark["a"], mark["b"], mark["2"]) == ("84(5Oʻ)6", "Q-63", "rubbk")


def test_headings_tell_surnames_from_plain_names() -> None:
    assert fields(work("Mehrobdan chayon", "uzb"), "100")[0].indicator1 == "1"
    (plain,) = fields(work("Bolalik", "uzb"), "100")
    assert (plain.indicator1, plain["a"], plain["d"]) == ("0", "Oybek,", "1905-1968")


def test_publication_edition_extent_series_audience_script() -> None:
    book = work("Pride and Prejudice", "eng")
    (published,) = fields(book, "264")
    assert (published["a"], published["b"], published["c"]) == ("London :", "Penguin Books,", "2003")
    assert published.indicator2 == "1"
    assert fields(book, "300")[0]["a"] == "480 p."
    assert fields(book, "490")[0]["a"] == "Penguin classics"
    assert fields(book, "020")[0]["a"] == "9780141439518"
    assert fields(book, "521")[0]["a"] == "12+"
    assert fields(book, "546")[0]["b"] == "Lotin"
    assert [one["a"] for one in fields(book, "650")] == list(book.subjects)
    assert fields(work("Learning Python", "eng"), "250")[0]["a"] == "5th ed."


def test_a_numbered_series_keeps_its_number_apart() -> None:
    (series,) = fields(work("Die Verwandlung", "ger"), "490")
    assert (series["a"], series["v"]) == ("Reclams Universal-Bibliothek ;", "Nr. 9900")


@pytest.mark.parametrize(
    ("title", "language", "kind", "form"),
    [
        ("Ulugʻbek xazinasi", "uzb", "am", "f"),
        ("Oʻzbek tilining imlo lugʻati", "uzb", "am", "0"),
        ("Горе от ума", "rus", "am", "d"),
    ],
)
def test_books_tell_fiction_from_the_rest(title: str, language: str, kind: str, form: str) -> None:
    record = RECORDS[work(title, language).id]
    assert str(record.leader)[6:8] == kind
    assert fixed_codes(work(title, language))[33] == form


@pytest.mark.parametrize(
    ("title", "language", "kind"),
    [
        ("Nature", "eng", "as"),
        ("Атлас мира", "rus", "em"),
        ("Шашмақом. 1. Бузрук", "uzb", "cm"),
        ("Ouzbékistan", "uzb", "jm"),
        ("New Headway English Course. Intermediate. Class audio CDs", "eng", "im"),
        ("Microsoft Encarta Reference Library 2004", "eng", "mm"),
    ],
)
def test_other_documents_have_their_type(title: str, language: str, kind: str) -> None:
    assert str(RECORDS[work(title, language).id].leader)[6:8] == kind


def test_a_serial_is_open_ended() -> None:
    serial = work("Nature", "eng")
    assert fixed_codes(serial)[6:15] == "c18699999"
    assert fields(serial, "264")[0]["c"] == "1869-"


def test_what_the_format_cannot_hold_is_refused() -> None:
    some = WORKS[0]
    with pytest.raises(ValueError, match="field 245"):
        marc21_record(replace(some, title="k" * 10_000))
    with pytest.raises(ValueError, match="the record"):
        marc21_record(replace(some, subjects=("k" * 9_000,) * 12))


def test_the_file_is_the_same_every_time() -> None:
    assert marc21_file(WORKS) == marc21_file(load_works())
