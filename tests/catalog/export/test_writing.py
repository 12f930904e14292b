"""Records going out: in every format, in order, in constant memory, with an account of what stayed."""

from __future__ import annotations

import io
import json
import tracemalloc
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.export.errors import ExportCode, ExportError
from catalog.export.queries import Holding, Selection, count_selected, selected
from catalog.export.rules import LISTS, MARC, MOST_ON_PAPER, ExportFormat, Shape
from catalog.export.services import Account, LeftOut, Refused, list_pdf, write
from catalog.importing.models import StagedRecord
from catalog.items.models import Item
from catalog.items.services import withdraw
from catalog.marc import FileFormat, Profile, display_fields, item_rows, read
from catalog.marc.holdings import DEFAULT_HOLDINGS
from catalog.records.models import CardIndex, Origin, RecordCard
from catalog.records.queries import Filters, Sort
from catalog.records.services import NewRecord, add_records
from ils.db import transaction
from tests.catalog.records.builders import WORK, add_all, marc21
from tests.conftest import NOON

EVERYTHING = Selection()


def written(session: Session, selection: Selection, shape: Shape) -> tuple[bytes, Account]:
    account = Account()
    ids = selected(session, selection, for_people=shape.form in LISTS)
    return b"".join(write(session, ids, shape, account)), account


@pytest.mark.parametrize("form", [each for each in MARC if each is not ExportFormat.IRBIS_TEXT])
def test_what_goes_out_comes_in_again(session: Session, shelf: dict[str, int], form: ExportFormat) -> None:
    chosen = Selection(ids=(shelf["novel"], shelf["russian"]))
    data, account = written(session, chosen, Shape(form))
    assert account.is_whole
    assert (account.written, account.size) == (2, len(data))
    back = [each.record for each in read(io.BytesIO(data))]
    titles = [
        value
        for record in back
        for row in display_fields(record)
        for code, value in row.subfields
        if row.tag in ("245", "200") and code == "a"
    ]
    assert titles == ["Oʻtkan kunlar :", "Минувшие дни"]


def test_irbis_gets_its_own_form(session: Session, shelf: dict[str, int]) -> None:
    chosen = Selection(ids=(shelf["russian"], shelf["native"]))
    data, account = written(session, chosen, Shape(ExportFormat.IRBIS_TEXT, copies="910"))
    assert account.written == 2
    text = data.decode()
    assert "#920: PAZK\r\n" in text
    assert "#200: ^AМинувшие дни^FКадыри\r\n" in text
    assert "#101: rus\r\n" in text
    assert "#2006: a\r\n" in text
    back = list(read(io.BytesIO(data)))
    assert [each.profile for each in back] == [Profile.IRBIS, Profile.IRBIS]
    copies, _account = written(
        session, Selection(ids=(shelf["novel"],)), Shape(ExportFormat.IRBIS_TEXT, copies="910")
    )
    assert "#910: ^A0^HB1^BA-1^R84(5Oʻ)6^Dlending^E45000^C2026-04-01" in copies.decode()


def test_a_record_that_the_format_cannot_hold_is_refused_and_the_rest_goes(
    session: Session, shelf: dict[str, int]
) -> None:
    notes: list[Refused | LeftOut] = []
    account = Account()
    ids = selected(session, EVERYTHING)
    data = b"".join(write(session, ids, Shape(ExportFormat.ISO2709), account, note=notes.append))
    assert (account.written, account.refused) == (2, 2)
    assert not account.is_whole
    told = {each.record_id: each.code for each in account.refusals}
    assert told == {shelf["giant"]: "field_too_long", shelf["native"]: "unwritable_field"}
    assert notes == account.refusals
    assert len(list(read(io.BytesIO(data)))) == 2
    alternative, whole = written(session, Selection(ids=tuple(told)), Shape(ExportFormat.MARCXML))
    assert whole.is_whole
    assert len(list(read(io.BytesIO(alternative)))) == 2


def test_all_of_them_fit_xml_and_json(session: Session, shelf: dict[str, int]) -> None:
    for form in (ExportFormat.MARCXML, ExportFormat.JSON):
        data, account = written(session, EVERYTHING, Shape(form))
        assert account.written == 4
        assert len([each for each in read(io.BytesIO(data)) if each.record]) == 4
    assert len(json.loads(data)) == 4


@pytest.mark.parametrize("tag", ["952", "995", "910"])
def test_copies_go_along_as_fields(session: Session, shelf: dict[str, int], tag: str) -> None:
    data, _account = written(
        session, Selection(ids=(shelf["novel"],)), Shape(ExportFormat.MARCXML, copies=tag)
    )
    (back,) = read(io.BytesIO(data))
    rows = item_rows(back.record, Profile.MARC21, DEFAULT_HOLDINGS[tag])
    assert [(row.barcode, row.inventory_number) for row in rows] == [("B1", "A-1"), ("B2", "A-2")]
    assert (rows[0].call_number, rows[0].price, rows[0].location) == ("84(5Oʻ)6", "45000", "lending")
    assert rows[0].acquired_on == "2026-04-01"
    plain, _account = written(session, Selection(ids=(shelf["novel"],)), Shape(ExportFormat.MARCXML))
    assert f'tag="{tag}"'.encode() not in plain


def test_withdrawn_copies_stay(session: Session, shelf: dict[str, int]) -> None:
    second = session.scalars(select(Item.id).where(Item.inventory_number == "A-2")).one()
    with transaction(session):
        withdraw(session, WORK, item_id=second, act="1", day=WORK.day)
    data, _account = written(
        session, Selection(ids=(shelf["novel"],)), Shape(ExportFormat.MARCXML, copies="952")
    )
    assert b"A-2" not in data


def test_conversion_goes_by_record_and_notes_what_has_no_place(
    session: Session, shelf: dict[str, int]
) -> None:
    chosen = Selection(ids=(shelf["novel"], shelf["russian"]))
    data, account = written(session, chosen, Shape(ExportFormat.ISO2709, profile="unimarc"))
    assert account.written == 2
    profiles = [each.profile for each in read(io.BytesIO(data))]
    assert profiles == [Profile.UNIMARC, Profile.UNIMARC]
    data, account = written(session, chosen, Shape(ExportFormat.ISO2709, profile="marc21"))
    assert [each.profile for each in read(io.BytesIO(data))] == [Profile.MARC21, Profile.MARC21]
    assert account.lost == len(account.losses)


def test_lists_for_people_stand_by_heading(session: Session, shelf: dict[str, int]) -> None:
    data, account = written(session, EVERYTHING, Shape(ExportFormat.GOST))
    lines = data.decode().splitlines()
    assert account.written == 4
    assert [line.split(". ")[0] for line in lines] == ["1", "2", "3", "4"]
    assert [line.split(". ", 1)[1][:10] for line in lines] == [
        "Ensikloped",
        "Qodiriy, A",
        "Вулканизм ",
        "Кадыри. Ми",
    ]
    newest, _account = written(session, Selection(sort=Sort.YEAR), Shape(ExportFormat.GOST))
    assert newest.decode().splitlines()[0].startswith("1. Ensiklopediya")


def test_reference_formats(session: Session, shelf: dict[str, int]) -> None:
    bibtex, _account = written(session, EVERYTHING, Shape(ExportFormat.BIBTEX))
    assert bibtex.decode().count("@book{") == 4
    assert f"@book{{record{shelf['novel']}," in bibtex.decode()
    ris, _account = written(session, EVERYTHING, Shape(ExportFormat.RIS))
    assert ris.decode().count("ER  - \r\n") == 4


def test_selections(session: Session, shelf: dict[str, int]) -> None:
    def ids(**chosen: object) -> list[int]:
        selection = Selection(**chosen)  # type: ignore[arg-type]
        found = list(selected(session, selection))
        assert count_selected(session, selection) == len(found)
        return found

    every = sorted(shelf.values())
    assert ids() == every
    assert ids(query="oʻtkan") == [shelf["novel"]]
    assert ids(query="zzzz") == []
    assert ids(filters=Filters(language="rus")) == sorted([shelf["russian"], shelf["native"]])
    assert ids(holding=Holding("lending")) == [shelf["novel"]]
    assert ids(holding=Holding(available=True)) == [shelf["novel"]]
    assert ids(ids=(shelf["giant"], shelf["novel"], 999)) == sorted([shelf["novel"], shelf["giant"]])
    assert ids(ids=()) == []
    assert ids(imported=1) == []
    assert ids(union=1) == []
    assert ids(cards="chronicle") == []
    with transaction(session):
        if session.get(CardIndex, "chronicle") is None:
            session.add(CardIndex(code="chronicle", name_uz="a", name_ru="a", name_en="a", position=1))
        session.flush()
        session.add(RecordCard(record_id=shelf["novel"], card_index="chronicle", added_at=NOON))
    assert ids(cards="chronicle") == [shelf["novel"]]


def test_a_list_becomes_a_paper(session: Session, shelf: dict[str, int]) -> None:
    ids = selected(session, EVERYTHING, for_people=True)
    paper = list_pdf(session, ids, title="Adabiyotlar roʻyxati", note="4", language="uz", at=NOON)
    assert paper.startswith(b"%PDF")
    with pytest.raises(ExportError) as refusal:
        list_pdf(session, range(1, MOST_ON_PAPER + 2), title="", note="", language="uz", at=NOON)
    assert refusal.value.code == ExportCode.TOO_MANY_ON_PAPER


def test_memory_does_not_grow_with_the_number_of_records(session: Session) -> None:
    with transaction(session):
        add_all(session, *(marc21(f"Kitob {number}", note="x" * 2_000) for number in range(1200)))
    session.expunge_all()
    ids = selected(session, EVERYTHING)

    def peak(count: int) -> int:
        tracemalloc.start()
        for _piece in write(session, ids[:count], Shape(ExportFormat.MARCXML), Account()):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    peak(200)
    assert peak(1200) < 1.5 * peak(400)


@pytest.mark.corpus
@pytest.mark.parametrize(
    "form", [ExportFormat.ISO2709, ExportFormat.MARCXML, ExportFormat.JSON, ExportFormat.MRK]
)
@pytest.mark.parametrize(
    "name",
    [
        "rusmarc/TEST1.ISO",
        "Evergreen/jazz_1k.mrc",
        "aco-karms/aco_one_per_work.mrc",
        "Bug-8367/unimarcutf8record.mrc",
    ],
)
def test_the_corpus_survives_the_round_trip(
    session: Session, corpus: Path, name: str, form: ExportFormat
) -> None:
    """Taken in, written out, read elsewhere: the same fields, but for what the format itself sets (leader, 100 $a)."""
    with (corpus / name).open("rb") as file:
        given = [each for each in islice(read(file), 300) if each.record is not None]
    with transaction(session):
        add_records(
            session, WORK, [NewRecord(each.record, each.profile) for each in given], origin=Origin.IMPORTED
        )
    data, account = written(session, EVERYTHING, Shape(form))
    assert account.refused == 0
    back = [each.record for each in read(io.BytesIO(data))]
    assert len(back) == len(given)
    for before, after in zip(given, back, strict=True):
        assert _same(after, form) == _same(before.record, form)


def _same(record: object, form: ExportFormat) -> list[object]:
    rows = display_fields(record)  # type: ignore[arg-type]
    leader = rows[0].subfields[0][1]
    kept = [leader[5:9], leader[17:19]]
    general = form is ExportFormat.ISO2709
    cut = {"100"} if general else set()
    return [kept] + [
        (
            row.tag,
            row.indicators,
            [(code, value[:26] if row.tag in cut else value) for code, value in row.subfields],
        )
        for row in rows[1:]
    ]


@pytest.mark.corpus
def test_an_import_can_be_exported_by_its_number(session: Session, corpus: Path) -> None:
    from catalog.importing.jobs import import_file

    import_file(session, WORK, corpus / "rusmarc/TEST1.ISO", accept=True)
    batch = session.scalars(select(StagedRecord.batch_id).limit(1)).one()
    data, account = written(session, Selection(imported=batch), Shape(ExportFormat.ISO2709))
    assert account.written == len(list(read(io.BytesIO(data)))) > 70
    assert FileFormat.ISO2709.value == ExportFormat.ISO2709.value
