"""A better record from a file in the place of ours, and what a source decides about it."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from catalog.importing.errors import RowCode
from catalog.importing.models import StagedState
from catalog.importing.queries import staged
from catalog.importing.services import merge_preview
from catalog.items.models import Item
from catalog.marc import Profile, display_fields, from_bytes
from catalog.records.models import Record, RecordVersion
from ils.activity.kinds import Kind
from ils.activity.models import Activity
from ils.db import transaction
from tests.catalog.importing.conftest import Run, problems
from tests.catalog.importing.files import book, iso2709
from tests.catalog.importing.state import dump, set_source, update_all

OURS = book("1", "Sarob", "Qahhor, Abdulla", 1934, "290 b.", ("500", "  $aIzoh"), ("952", "  $pLIB-1"))
BETTER = book(
    "1", "Sarob : roman", "Qahhor, Abdulla", 1934, "290 b.", ("080", "  $a821.512.133"), ("852", "  $pLIB-2")
)


def tags(session: Session, record_id: int = 1) -> list[str]:
    marc = session.get_one(Record, record_id, populate_existing=True).marc
    return [field.tag for field in display_fields(from_bytes(marc))]


def codes(session: Session, batch: int, position: int = 1) -> list[str]:
    return [each["code"] for each in staged(session, batch, position).findings]


def test_a_source_that_updates_puts_the_file_in_place_of_ours(session: Session, run: Run) -> None:
    run(OURS)
    update_all(session)
    summary = run(BETTER)
    assert (summary.updated, summary.skipped, summary.accepted, summary.items) == (1, 0, 0, 1)
    record = session.scalars(select(Record).execution_options(populate_existing=True)).one()
    assert (record.title, record.version, record.reason) == ("Sarob : roman", 2, "import:2")
    assert tags(session) == ["LDR", "001", "003", "008", "100", "245", "300", "080", "852", "952"]
    row = staged(session, 2, 1)
    assert (row.state, row.record_id, row.version_after) == (StagedState.UPDATED, 1, 2)
    kept = session.scalars(select(RecordVersion)).one()
    assert (kept.version, kept.reason) == (1, "import:1")
    assert set(session.scalars(select(Item.barcode))) == {"LIB-1", "LIB-2"}
    assert problems(session) == []


def test_fields_are_kept_and_taken_as_the_source_says(session: Session, run: Run) -> None:
    run(OURS)
    update_all(session, merge={"mode": "add", "keep": ["9XX"], "take": ["080"]})
    run(BETTER)
    assert session.get_one(Record, 1, populate_existing=True).title == "Sarob"
    assert tags(session) == ["LDR", "001", "003", "008", "080", "100", "245", "300", "500", "852", "952"]


def test_the_same_again_makes_no_version(session: Session, run: Run) -> None:
    update_all(session)
    run(OURS)
    before = dump(session)
    summary = run(OURS[:24] + OURS[24:], OURS.replace(b"Sarob", b"SAROB"), BETTER, BETTER)
    assert (summary.updated, summary.skipped) == (2, 2)
    assert codes(session, 2, 1) == [RowCode.NOTHING_CHANGED]
    assert codes(session, 2, 4) == [RowCode.NOTHING_CHANGED]
    assert [staged(session, 2, position).version_after for position in (1, 2, 3, 4)] == [None, 2, 3, None]
    assert dump(session)["item"][0] == before["item"][0]
    assert problems(session) == []


UNIMARC = iso2709(
    [
        ("001", "1"), ("003", "UzTaNK"), ("100", "  $a20260415d1934    m  y0uzby50      ba"), ("200", "1 $aSarob$eroman"),
        ("210", "  $d1934"), ("215", "  $a290 b."), ("700", " 1$aQahhor$bAbdulla"),
    ],
    "nam  22",
)  # fmt: skip


def test_a_record_of_another_form_is_converted_first(session: Session, run: Run) -> None:
    run(OURS)
    update_all(session)
    run(UNIMARC, profile=Profile.UNIMARC, file_name="other.mrc", accept=False)
    shown = merge_preview(session, 2, 1)
    summary = run(UNIMARC, profile=Profile.UNIMARC, file_name="other.mrc")
    assert (summary.batch, summary.updated, summary.profile) == (2, 1, "unimarc")
    (told,) = staged(session, 2, 1).findings
    assert (told["code"], told["detail"]["theirs"], told["detail"]["ours"]) == (
        RowCode.CONVERTED,
        "unimarc",
        "marc21",
    )
    record = session.get_one(Record, 1, populate_existing=True)
    assert (record.title, record.profile, record.control_number) == ("Sarob : roman", "marc21", "1")
    assert shown is not None
    assert shown.merged == display_fields(from_bytes(record.marc))
    assert problems(session) == []


def test_nothing_is_converted_into_irbis(session: Session, run: Run) -> None:
    run(OURS)
    with transaction(session):
        session.execute(update(Record).values(profile=Profile.IRBIS.value))
    update_all(session)
    assert (run(BETTER).updated, codes(session, 2)) == (0, [RowCode.OTHER_PROFILE])


@pytest.mark.parametrize(("counts_marks", "acts"), [(False, 0), (True, 2)])
def test_class_marks_count_only_where_the_source_says_so(
    session: Session, run: Run, counts_marks: bool, acts: int
) -> None:
    set_source(session, counts_marks=counts_marks)
    run(BETTER)
    kinds = (Kind.RECORD_CLASSIFY, Kind.CLASS_MARK)
    assert len(session.scalars(select(Activity.id).where(Activity.kind.in_(kinds))).all()) == acts
    assert problems(session) == []


def test_what_an_update_would_make_is_shown_before(session: Session, run: Run) -> None:
    run(OURS)
    before = dump(session)
    run(BETTER, book("9", "Boshqa"), accept=False)
    shown = merge_preview(session, 2, 1)
    assert shown is not None
    assert shown.record_id == 1
    assert [field.tag for field in shown.merged] == [
        "LDR", "001", "003", "008", "100", "245", "300", "080", "852", "952",
    ]  # fmt: skip
    assert "500" in [field.tag for field in shown.ours]
    assert "500" not in [field.tag for field in shown.theirs]
    assert merge_preview(session, 2, 2) is None
    assert dump(session) == before
