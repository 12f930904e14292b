"""A file on its way into the catalogue."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from catalog.importing.errors import ImportCode, RowCode
from catalog.importing.models import BatchState, ImportBatch, StagedRecord, StagedState
from catalog.importing.queries import (
    RowCut,
    counts_by_state,
    earlier_import,
    fields_of,
    row_matches,
    rows,
    staged,
)
from catalog.importing.queries import batch as batch_of
from catalog.items.models import Item
from catalog.marc import MarcCode
from catalog.records.models import Record
from catalog.records.rules.matching import Rule
from ils.accounts.models import AuditEntry
from ils.activity.kinds import Kind, Source
from ils.activity.models import Activity
from ils.errors import LibraryError
from ils.library.errors import PlaceCode
from tests.catalog.importing.conftest import Run, counts, problems
from tests.catalog.importing.files import book, copy, iso2709, unreadable
from tests.conftest import NOON

EVERYTHING = (ImportBatch, StagedRecord, Record, Item, Activity, AuditEntry)


def size(session: Session, *tables: type) -> list[int]:
    return [session.scalars(select(func.count()).select_from(table)).one() for table in tables]


def codes(session: Session, position: int, batch: int = 1) -> list[str]:
    return [finding["code"] for finding in staged(session, batch, position).findings]


def rules_of(session: Session, batch: int, position: int) -> list[Rule]:
    return [reason.rule for reason in row_matches(staged(session, batch, position))[0].reasons]


def test_each_record_is_taken_in_with_its_bytes(session: Session, run: Run) -> None:
    first, second = book("1"), book("2", "Sarob", "Qahhor, Abdulla", 1934, "290 b.")
    summary = run(first, second)
    assert counts(summary) == (2, 2, 0, 0, 0)
    assert (summary.file, summary.format, summary.profile, summary.charset) == (
        "books.mrc", "iso2709", "marc21", "utf-8",
    )  # fmt: skip
    row = staged(session, summary.batch, 2)
    assert (row.raw, row.offset, row.state, row.title) == (second, len(first), StagedState.ACCEPTED, "Sarob")
    assert session.get(Record, row.record_id).title == "Sarob"
    assert problems(session) == []


def test_each_record_counts_as_work_done(session: Session, run: Run) -> None:
    run(book("1", "A", "B", 1, "2 b.", copy("LIB-1")))
    rows_of_log = list(session.scalars(select(Activity).order_by(Activity.id)))
    assert [(row.kind, row.source, row.batch, row.at) for row in rows_of_log] == [
        (Kind.RECORD_CREATE, Source.IMPORTED, "import:1", NOON),
        (Kind.ITEM_ADD, Source.IMPORTED, "import:1", NOON),
    ]
    assert list(session.scalars(select(AuditEntry.action))) == ["file_staged", "file_accepted"]


def test_staging_alone_leaves_the_catalogue_as_it_was(session: Session, run: Run) -> None:
    summary = run(book("1"), book("1"), unreadable(), accept=False)
    assert counts_by_state(session, summary.batch) == {
        StagedState.NEW: 1, StagedState.DUPLICATE: 1, StagedState.QUARANTINED: 1,
    }  # fmt: skip
    assert size(session, Record, Activity) == [0, 0]
    assert batch_of(session, summary.batch).state is BatchState.STAGED
    assert fields_of(staged(session, 1, 1))[0].tag == "LDR"
    assert problems(session) == []


def test_what_was_staged_is_accepted_later(session: Session, run: Run) -> None:
    records = (book("1"), book("1"), unreadable(), book("2", "Sarob"))
    staged_first = run(*records, accept=False)
    summary = run(*records)
    assert summary.batch == staged_first.batch
    assert counts(summary) == (4, 2, 1, 1, 0)
    assert session.scalars(select(func.count()).where(StagedRecord.marc.is_not(None))).one() == 0
    assert problems(session) == []


def test_an_unreadable_record_is_kept_and_told(session: Session, run: Run) -> None:
    summary = run(book("1"), unreadable(), book("2", "Sarob"))
    assert counts(summary) == (3, 2, 0, 1, 0)
    row = staged(session, summary.batch, 2)
    assert (row.raw, row.state, row.record_id, fields_of(row)) == (
        unreadable(),
        StagedState.QUARANTINED,
        None,
        (),
    )
    assert row.findings


def test_a_truncated_end_is_quarantined(session: Session, run: Run) -> None:
    summary = run(book("1"), book("2", "Sarob")[:-40])
    assert counts(summary)[3] == 1
    assert "truncated" in codes(session, 2)


def test_a_repaired_record_says_before_and_after(session: Session, run: Run) -> None:
    wrong = b"00042" + book("1")[5:]
    summary = run(wrong)
    assert (summary.accepted, summary.repaired) == (1, 1)
    (finding,) = staged(session, 1, 1).findings
    assert (finding["code"], finding["repair"]) == ("record_length", True)
    assert finding["detail"].items() >= {"stated": "00042", "actual": len(wrong)}.items()
    assert [row.position for row in rows(session, 1, cut=RowCut(repaired=True))] == [1]


def test_a_duplicate_in_the_file_is_merged_and_explained(session: Session, run: Run) -> None:
    same = book("2", "Ўткан кунлар", "Qodiriy, A.", 1926, "[4], 384 bet", source="RuMoRGB")
    summary = run(book("1"), book("9", "Sarob"), same)
    assert counts(summary) == (3, 2, 1, 0, 0)
    row = staged(session, 1, 3)
    assert row.state is StagedState.SKIPPED
    (match,) = row_matches(row)
    assert (match.record_id, match.position, match.score) == (None, 1, 90)
    assert Rule.FINGERPRINT in {reason.rule for reason in match.reasons}
    assert row.record_id == staged(session, 1, 1).record_id


def test_a_duplicate_of_the_catalogue_is_merged(session: Session, run: Run) -> None:
    run(book("1"))
    summary = run(book("1", "Utkan kunlar"), file_name="again.mrc")
    assert counts(summary) == (1, 0, 1, 0, 0)
    assert rules_of(session, summary.batch, 1)[0] is Rule.CONTROL


def test_volumes_and_years_do_not_merge(session: Session, run: Run) -> None:
    isbn = "9785170000012"
    summary = run(
        book("", "Ming bir kecha", isbn=isbn),
        book("", "Ming bir kecha$n1-jild", isbn=isbn),
        book("", "Ming bir kecha$n2-jild", isbn=isbn),
        book("", "Ming bir kecha$n2-jild$pTong", isbn=isbn),
        book("", "Ming bir kecha", year=1927, isbn=isbn),
    )
    assert counts(summary) == (5, 5, 0, 0, 0)


def test_the_same_file_again_adds_nothing_and_says_so(session: Session, run: Run) -> None:
    # no control number, no author, no extent: only the very same bytes can tell
    bare = iso2709([("245", "00$aAlifbe")])
    first, second = run(bare), run(bare)
    assert counts(second) == (1, 0, 1, 0, 0)
    assert rules_of(session, second.batch, 1) == [Rule.IDENTICAL]
    assert earlier_import(session, batch_of(session, second.batch)).id == first.batch
    assert earlier_import(session, batch_of(session, first.batch)) is None


def test_the_same_bytes_read_in_another_charset_are_another_record(session: Session, run: Run) -> None:
    text = (
        iso2709([("245", "00$aXXXXXX")])
        .replace(b"XXXXXX", "Алифбе".encode("cp1251"))
        .replace(b"nam a", b"nam  ")
    )
    wrong, right = run(text, charset="koi8-r"), run(text, charset="cp1251")
    assert (wrong.accepted, right.accepted, right.charset) == (1, 1, "cp1251")
    assert session.scalars(select(Record.title).order_by(Record.id.desc())).first() == "Алифбе"


def test_copies_come_with_their_facts(session: Session, run: Run) -> None:
    described = copy("lib-1", "инв-7", "FOREIGN", o="84 Q", g="45 000", d="2024-05-31", z="sovgʻa")
    summary = run(book("1", "A", "B", 1, "2 b.", described, copy(number="8")), department="reading_room")
    assert summary.items == 2
    first, second = session.scalars(select(Item).order_by(Item.id))
    assert (first.barcode, first.inventory_number, first.department) == ("LIB-1", "ИНВ-7", "foreign")
    assert (first.call_number, first.price, str(first.acquired_on), first.note) == (
        "84 Q",
        45_000,
        "2024-05-31",
        "sovgʻa",
    )
    assert (second.barcode, second.inventory_number, second.department) == (None, "8", "reading_room")
    assert problems(session) == []


def test_a_copy_is_not_added_over_another_one(session: Session, run: Run) -> None:
    summary = run(
        book("1", "A", "B", 1, "2 b.", copy("LIB-1", "7")),
        book("2", "C", "D", 2, "3 b.", copy("lib-1"), copy("LIB-2", "7"), copy("LIB-3")),
    )
    assert (summary.accepted, summary.items) == (2, 2)
    assert codes(session, 2) == [RowCode.COPY_BARCODE_TAKEN, RowCode.COPY_INVENTORY_TAKEN]


def test_what_cannot_be_understood_of_a_copy_is_told(session: Session, run: Run) -> None:
    odd = copy("Ж" * 3, "9" * 41, o="84")
    summary = run(book("1", "A", "B", 1, "2 b.", odd, copy("OK", g="cheap", d="soon"), copy(o="85")))
    assert summary.items == 1
    assert codes(session, 1) == [
        RowCode.COPY_BARCODE_INVALID, RowCode.COPY_INVENTORY_INVALID, RowCode.COPY_WITHOUT_NUMBER,
        RowCode.COPY_VALUE_UNREADABLE, RowCode.COPY_VALUE_UNREADABLE, RowCode.COPY_WITHOUT_NUMBER,
    ]  # fmt: skip


def test_a_duplicate_brings_its_new_copies(session: Session, run: Run) -> None:
    run(book("1", "A", "B", 1, "2 b.", copy("LIB-1")))
    summary = run(book("1", "A", "B", 1, "2 b.", copy("LIB-1"), copy("LIB-2")))
    assert counts(summary) == (1, 0, 1, 0, 1)
    assert list(session.scalars(select(Item.record_id))) == [1, 1]
    assert codes(session, 1, summary.batch) == []
    assert problems(session) == []


def test_names_from_outside_are_only_text(session: Session, run: Run) -> None:
    evil = "<script>alert(1)</script>'; DROP TABLE record; --"
    summary = run(book("1", evil, evil, 1926, evil, copy("LIB-1", z=evil)), file_name=f"../../etc/{evil}")
    assert (summary.accepted, summary.items) == (1, 1)
    assert staged(session, 1, 1).title == evil
    assert session.scalars(select(Item.note)).one() == evil


def test_control_characters_and_nul_do_no_harm(session: Session, run: Run) -> None:
    summary = run(book("1", "A\x00B\x08C", "X\x00", 1926, "1\x00 b.", copy("LIB\x00", "7", z="\x00")))
    assert (summary.accepted, summary.items) == (1, 1)
    assert "\x00" not in staged(session, 1, 1).title
    assert problems(session) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", MarcCode.EMPTY_FILE),
        (b"%PDF-1.7 " + b"\x1d\x1e" * 99, MarcCode.NOT_MARC),
        (b"<!DOCTYPE html><html><record>" * 99, MarcCode.NOT_MARC),
        (b"Salom, dunyo!\n" * 500_000, MarcCode.NOT_MARC),
        (b"<collection xmlns='http://www.loc.gov/MARC21/slim'></collection>", MarcCode.NO_RECORDS),
        (book("1")[:-30], ImportCode.NOTHING_READABLE),
        (b"00100nam a2200049 a 4500" + b"<html>\x1e\x1d" * 3, ImportCode.NOTHING_READABLE),
    ],
)
def test_a_file_that_is_none_is_refused_and_changes_nothing(
    session: Session, run: Run, content: bytes, code: str
) -> None:
    with pytest.raises(LibraryError) as refused:
        run(content)
    assert refused.value.code == code
    assert size(session, *EVERYTHING) == [0] * len(EVERYTHING)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"charset": "klingon"}, MarcCode.UNKNOWN_CHARSET),
        ({"department": "nowhere"}, PlaceCode.DEPARTMENT_UNKNOWN),
    ],
)
def test_a_wrong_choice_is_refused_and_changes_nothing(
    session: Session, run: Run, options: dict[str, str], code: str
) -> None:
    with pytest.raises(LibraryError) as refused:
        run(book("1"), **options)
    assert refused.value.code == code
    assert size(session, *EVERYTHING) == [0] * len(EVERYTHING)


def test_marcxml_comes_in_too(session: Session, run: Run) -> None:
    xml = """<?xml version="1.0"?><marc:collection xmlns:marc="http://www.loc.gov/MARC21/slim">
      <marc:record><marc:leader>00000nam a2200000 a 4500</marc:leader>
      <marc:controlfield tag="001">1</marc:controlfield>
      <marc:datafield tag="245" ind1="0" ind2="0"><marc:subfield code="a">Alifbe</marc:subfield></marc:datafield>
      <marc:datafield tag="952" ind1=" " ind2=" "><marc:subfield code="p">X-1</marc:subfield></marc:datafield>
      </marc:record></marc:collection>"""
    staged_first = run(xml.encode(), accept=False)
    assert fields_of(staged(session, staged_first.batch, 1))[1].tag == "001"
    summary = run(xml.encode())
    assert (summary.format, summary.accepted, summary.items) == ("marcxml", 1, 1)
    assert session.scalars(select(Record.title)).one() == "Alifbe"


def test_unimarc_comes_in_too(session: Session, run: Run) -> None:
    fields = [
        ("001", "RU1"),
        ("100", "  $a20200101d2020    k  y0rusy50      ca"),
        ("200", "1 $aВойна и мир$fЛ. Толстой"),
    ]
    summary = run(iso2709([*fields, ("899", "  $pX-1$cлитература")], leader="nam  22"))
    assert (summary.profile, summary.accepted, summary.items) == ("unimarc", 1, 1)
    assert session.scalars(select(Record.title)).one() == "Война и мир"


def test_progress_is_told_in_records(run: Run) -> None:
    told: list[tuple[int, int, int]] = []
    run(book("1"), book("2", "Sarob"), progress=lambda *step: told.append(step))
    assert told == [(2, 2, 2)]
