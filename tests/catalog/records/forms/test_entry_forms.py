"""Entry forms: record → boxes → record keeps every character, boxes → record → boxes gives back what was typed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.marc import Profile
from catalog.marc.editing import record_of, rows_of
from catalog.marc.rows import LEADER, Row, Rows, control
from catalog.records.forms import FORM_NAMES, form_for, form_of
from catalog.records.rules.forms import Entry, Form, Input, apply, begin, entries, rest, retyped

pytestmark = pytest.mark.engine_free

PROFILES = (Profile.MARC21, Profile.UNIMARC)
ALL = [form for name in FORM_NAMES for profile in PROFILES if (form := form_of(name, profile))]
DAY = date(2026, 4, 15)

letters = st.text(st.sampled_from("abcХўqоʻ .,:/()[]19|"), min_size=1, max_size=12)
codes = st.sampled_from("abcdefghnpqtuvwxyz0249")
tags = st.sampled_from(
    sorted({line.tag for form in ALL for line in form.lines if line.tag >= "010"} | {"099", "990"})
)
data_rows = st.builds(
    Row,
    tags,
    st.text(" 012", min_size=2, max_size=2),
    st.lists(st.tuples(codes, letters), min_size=1, max_size=5).map(tuple),
)
fixed_rows = st.builds(control, st.sampled_from(["001", "005", "008"]), st.text("abc|# 0", max_size=45))
records = st.builds(
    lambda leader, fixed, data: (control(LEADER, leader), *fixed, *data),
    st.text("abn 02", min_size=24, max_size=24), st.lists(fixed_rows, max_size=2), st.lists(data_rows, max_size=12),
)  # fmt: skip
forms = st.sampled_from(ALL)


@settings(max_examples=40, deadline=None)
@given(forms, records)
def test_a_form_sent_back_unchanged_changes_nothing(form: Form, rows: Rows) -> None:
    assert apply(rows, form, entries(rows, form)) == rows


@settings(max_examples=40, deadline=None)
@given(forms, records)
def test_a_form_that_sends_nothing_changes_nothing(form: Form, rows: Rows) -> None:
    assert apply(rows, form, ()) == rows


@settings(max_examples=40, deadline=None)
@given(forms, records, st.data())
def test_one_change_leaves_every_other_field_alone(form: Form, rows: Rows, data: st.DataObject) -> None:
    shown = [each for each in entries(rows, form) if not _plain_line(form, each).is_fixed]
    if not shown:
        return
    entry = data.draw(st.sampled_from(shown))
    line = _plain_line(form, entry)
    box = data.draw(st.sampled_from(line.inputs))
    after = apply(rows, form, [Entry(entry.line, {**entry.values, box.name: "Yangi"}, entry.at)])
    touched = {entry.at} | (
        {at for at, row in enumerate(rows) if row.tag in {"008", "100"}} if line.follows else set()
    )
    kept = [row for at, row in enumerate(rows) if at not in touched and row.tag != "245"]
    assert [row for row in after if row in kept] == kept
    assert len(after) == len(rows)
    if entry.at is not None:
        hidden = [
            pair for pair in rows[entry.at].subfields if pair[0] not in {each.code for each in line.inputs}
        ]
        assert [pair for pair in after[entry.at].subfields if pair in hidden] == hidden


def _plain_line(form: Form, entry: Entry):  # type: ignore[no-untyped-def]
    line = form.line(entry.line)
    assert line is not None
    return line


def _typed(box: Input) -> st.SearchStrategy[str]:
    if box.span is not None:
        return st.text("abcdefxyz", min_size=box.span.length, max_size=box.span.length)
    words = st.text(st.sampled_from("abcХўqоʻ"), min_size=1, max_size=8)
    if box.many:
        return st.lists(words, min_size=1, max_size=3).map(f"{box.many} ".join)
    return st.one_of(st.just(""), words)


@settings(max_examples=40, deadline=None)
@given(forms, st.data())
def test_what_was_typed_stands_in_the_boxes_again(form: Form, data: st.DataObject) -> None:
    typed = []
    for line in form.lines:
        for _ in range(data.draw(st.integers(0, 3 if line.repeatable else 1))):
            values = {box.name: data.draw(_typed(box)) for box in line.inputs}
            if any(values.values()):
                typed.append(Entry(line.name, values))
    rows = apply(begin(form, DAY), form, typed)
    again = [Entry(each.line, each.values) for each in entries(rows, form)]
    assert [each for each in again if each in typed] == typed
    assert apply(rows, form, entries(rows, form)) == rows


@pytest.mark.parametrize("form", ALL, ids=lambda form: f"{form.name}-{form.profile}")
def test_a_form_is_whole(form: Form) -> None:
    names = [line.name for line in form.lines]
    assert len(names) == len(set(names))
    assert all(sum(box.columns for box in line.inputs) <= 36 for line in form.lines)
    leader, *others = begin(form, DAY)
    assert len(leader.text) == 24
    assert all(len(row.text) == 40 for row in others if row.tag == "008")
    assert all(len(row.text) == 36 for row in others if row.tag == "100" and form.profile == "unimarc")
    assert "260415" in others[0].text
    assert "{" not in others[0].text


def book() -> Form:
    form = form_of("book", Profile.MARC21)
    assert form is not None
    return form


def tag(rows: Rows, wanted: str) -> list[Row]:
    return [row for row in rows if row.tag == wanted]


def test_a_book_typed_is_a_record() -> None:
    typed = [
        Entry("isbn", {"isbn": "978-9943-26-000-9", "price": "45000 soʻm"}),
        Entry("title", {"title": "The secret garden", "responsibility": "F. Burnett"}),
        Entry("author", {"name": "Burnett, Frances", "relator": "aut"}),
        Entry("imprint", {"place": "London", "publisher": "Puffin", "year": "[2019]"}),
        Entry("language", {"language": "eng"}, at=1),
        Entry("country", {"country": "xxk"}),
        Entry("bbk", {"mark": "84(4)"}),
        Entry("keywords", {"keywords": "bogʻ; bolalar ;; doʻstlik"}),
    ]
    rows = apply(begin(book(), DAY), book(), typed)
    assert [row.tag for row in rows] == ["LDR", "008", "020", "040", "084", "100", "245", "264", "653"]
    assert tag(rows, "008")[0].text == "260415s2019    xxk           000 0 eng d"
    assert tag(rows, "245")[0] == Row("245", "14", (("a", "The secret garden"), ("c", "F. Burnett")))
    assert tag(rows, "084")[0].subfields == (("a", "84(4)"), ("2", "rubbk"))
    assert [value for _code, value in tag(rows, "653")[0].subfields] == ["bogʻ", "bolalar", "doʻstlik"]
    assert tag(rows, "264")[0].indicators == " 1"


def test_another_kind_of_document_changes_the_codes_that_nobody_has_set() -> None:
    other = form_of("map", Profile.MARC21)
    assert other is not None
    rows = begin(book(), DAY)
    assert retyped(rows, book(), other) == begin(other, DAY)
    assert retyped(retyped(rows, book(), other), other, book()) == rows
    own = (rows[0], control("008", rows[1].text[:18] + "a" * 17 + rows[1].text[35:]))
    assert retyped(own, book(), other)[1] == own[1]


def test_an_emptied_line_is_gone_and_one_with_more_in_it_stays() -> None:
    rows = (
        control(LEADER, "x" * 24),
        Row("490", "0 ", (("a", "Seriya"),)),
        Row("650", " 4", (("a", "Tarix"), ("0", "(uz)12"))),
    )
    after = apply(rows, book(), [Entry("series", {"series": ""}, 1), Entry("topics", {"topic": ""}, 2)])
    assert after == (rows[0], Row("650", " 4", (("0", "(uz)12"),)))
    assert apply(rows, book(), [Entry("topics", {}, 2, removed=True)]) == rows[:2]


def test_a_line_that_names_a_row_of_another_field_writes_a_new_one() -> None:
    rows = (control(LEADER, "x" * 24), Row("490", "0 ", (("a", "Seriya"),)))
    after = apply(rows, book(), [Entry("title", {"title": "Kitob"}, 1), Entry("nothing", {"x": "y"}, 0)])
    assert after == (rows[0], Row("245", "00", (("a", "Kitob"),)), rows[1])


def test_the_imprint_of_an_older_record_stands_in_the_boxes_and_keeps_its_tag() -> None:
    form = form_of("book", Profile.MARC21)
    assert form is not None
    rows = (
        control(LEADER, "00000nam a2200000 i 4500"),
        Row("260", "  ", (("a", "Toshkent :"), ("b", "Sharq,"), ("c", "1998."))),
    )
    (imprint,) = (each for each in entries(rows, form) if each.line == "imprint")
    assert imprint.values == {"place": "Toshkent :", "publisher": "Sharq,", "year": "1998."}
    assert not [row for row in rest(rows, form) if row.tag == "260"]
    changed = apply(rows, form, (Entry("imprint", imprint.values | {"year": "1999."}, imprint.at),))
    assert changed[1] == Row("260", "  ", (("a", "Toshkent :"), ("b", "Sharq,"), ("c", "1999.")))
    assert not [row for row in changed if row.tag == "264"]


def test_the_year_of_another_kind_of_date_keeps_its_kind() -> None:
    rows = (control(LEADER, "x" * 24), control("008", "260415r20011999uz            000 0 uzb d"))
    after = apply(rows, book(), [Entry("imprint", {"year": "2005-yil"})])
    assert tag(after, "008")[0].text == "260415r20051999uz            000 0 uzb d"


def test_what_has_no_box_is_told() -> None:
    rows = (
        control(LEADER, "x" * 24),
        control("001", "77"),
        control("008", " " * 40),
        Row("245", "00", (("a", "Kitob"), ("h", "[matn]"))),
        Row("245", "00", (("a", "Ikkinchi"),)),
        Row("084", "  ", (("a", "84"), ("2", "rubbk"))),
        Row("084", "  ", (("a", "12"), ("2", "other"))),
        Row("952", "  ", (("p", "0001"),)),
    )
    assert rest(rows, book()) == (
        rows[1], Row("245", "00", (("h", "[matn]"),)), rows[4], rows[6], rows[7]
    )  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(records)
def test_rows_are_the_record(rows: Rows) -> None:
    assert rows_of(record_of(rows)) == rows


def test_a_record_finds_its_form() -> None:
    from catalog.marc import facts

    for name in FORM_NAMES:
        for profile in PROFILES:
            form = form_of(name, profile)
            assert form is not None
            found = form_for(facts(record_of(begin(form, DAY)), profile))
            alike = {"multivolume": "book", "foreign_textbook": "book"}
            assert found == alike.get(name, name)
