"""Texts and links of records: the store, the counts, the way back."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from catalog.digital import measures, services
from catalog.digital.errors import DigitalCode, DigitalError, DigitalInputError, DigitalNotFoundError
from catalog.digital.models import Rights
from catalog.digital.queries import has_objects, object_view, objects_of, titles_of
from catalog.digital.rules import stored_path
from catalog.digital.services.following import FOLLOWER
from catalog.items.services.merging import merge_records, undo_merge
from catalog.records.errors import RecordNotFoundError
from ils.activity.kinds import Kind
from ils.activity.measures import CHECKS as TOTALS
from ils.activity.measures import net_amount
from ils.db import transaction
from ils.errors import InputError
from tests.catalog.digital import samples
from tests.catalog.digital.conftest import Attach
from tests.catalog.records.builders import WORK, add, marc21


def counted(session: Session) -> tuple[int, int]:
    """Return what the log says: (attached, published)."""
    return net_amount(session, Kind.DIGITAL_LINK), net_amount(session, Kind.DIGITAL_PUBLISH)


def problems(session: Session, folder: Path) -> list[str]:
    found = [*measures.objects_are_logged(session), *measures.files_match(session, folder)]
    found += [problem for check in TOTALS for problem in check(session)]
    return [str(each.code) for each in found]


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "files").rglob("*") if path.is_file())


def test_a_file_is_kept_counted_and_found(session: Session, folder: Path, book: int, attach: Attach) -> None:
    content = samples.pdf(3)
    view = object_view(session, attach(content, name="..\\Oʻtkan kunlar.pdf"))
    assert (view.pages, view.size, view.media_type) == (3, len(content), "application/pdf")
    assert view.label == "Oʻtkan kunlar.pdf"
    assert (folder / stored_path(view.sha256)).read_bytes() == content
    assert counted(session) == (1, 1)
    assert problems(session, folder) == []
    assert titles_of(session, [view.id]) == {view.id: ("Oʻtkan kunlar.pdf · Oʻtkan kunlar : roman", book)}
    assert has_objects(session, [book, 999]) == {book}
    assert not any((folder / "files" / "incoming").iterdir())


def test_the_same_content_lies_in_the_store_once(session: Session, folder: Path, attach: Attach) -> None:
    with transaction(session):
        other = add(session, marc21("Mehrobdan chayon"))
    content = samples.pdf(1)
    attach(content)
    attach(content, record_id=other)
    assert len(files(folder)) == 1
    assert counted(session) == (2, 2)
    with pytest.raises(DigitalError) as refusal:
        attach(content)
    assert refusal.value.code == DigitalCode.ALREADY_THERE
    assert counted(session) == (2, 2)
    assert problems(session, folder) == []


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", DigitalCode.EMPTY_FILE),
        (samples.HTML, DigitalCode.KIND_REFUSED),
        (samples.SVG, DigitalCode.KIND_REFUSED),
        (b"%PDF-1.7\n" + bytes(500), DigitalCode.DAMAGED),
        (samples.epub()[:70], DigitalCode.DAMAGED),
        (samples.PNG * 60_000, DigitalCode.TOO_LARGE),
    ],
    ids=["empty", "html", "svg", "no pdf inside", "cut off", "too large"],
)
def test_what_is_refused_leaves_nothing_behind(
    session: Session, folder: Path, attach: Attach, content: bytes, code: DigitalCode
) -> None:
    with pytest.raises(DigitalInputError) as refusal:
        attach(content)
    assert refusal.value.code == code
    assert files(folder) == []
    assert counted(session) == (0, 0)


def test_an_act_that_fails_leaves_no_row_and_no_waiting_file(
    session: Session, folder: Path, attach: Attach
) -> None:
    with pytest.raises(RecordNotFoundError):
        attach(samples.pdf(1), record_id=999)
    assert files(folder) == []


def test_pages_are_counted_or_typed(session: Session, attach: Attach) -> None:
    assert object_view(session, attach(samples.epub(), name="a.epub", pages=120)).pages == 120
    assert object_view(session, attach(samples.JPEG, name="a.jpg")).pages == 1
    assert object_view(session, attach(samples.pdf(2), pages=99)).pages == 2
    with pytest.raises(DigitalInputError):
        attach(samples.DJVU, name="a.djvu", pages=0)


def test_only_open_full_texts_of_ours_are_published(
    session: Session, folder: Path, book: int, attach: Attach
) -> None:
    attach(samples.pdf(1), rights=Rights.LIBRARY)
    attach(samples.pdf(2), rights=Rights.CLOSED)
    attach(samples.JPEG, name="muqova.jpg", full_text=False)
    with transaction(session):
        services.add_link(session, WORK, record_id=book, url="https://natlib.uz/1", rights=Rights.OPEN)
    assert counted(session) == (4, 0)
    assert problems(session, folder) == []


def test_the_count_follows_the_rights(session: Session, folder: Path, attach: Attach) -> None:
    object_id = attach(samples.pdf(1), rights=Rights.CLOSED)

    def let(rights: Rights, *, full_text: bool = True) -> tuple[int, int]:
        with transaction(session):
            services.change(
                session, WORK, object_id=object_id, title="Roman", pages=1, full_text=full_text, rights=rights
            )
        assert problems(session, folder) == []
        return counted(session)

    assert let(Rights.OPEN) == (1, 1)
    assert let(Rights.OPEN) == (1, 1)
    assert let(Rights.OPEN, full_text=False) == (1, 0)
    assert let(Rights.OPEN) == (1, 1)
    assert let(Rights.LIBRARY) == (1, 0)
    assert object_view(session, object_id).label == "Roman"


def test_a_replaced_file_counts_once_and_the_old_one_steps_aside(
    session: Session, folder: Path, attach: Attach
) -> None:
    object_id = attach(samples.pdf(1))
    old = object_view(session, object_id)
    content = samples.pdf(5)
    with services.received(io.BytesIO(content), file_name="yangi.pdf", folder=folder, limit=10**7) as file:
        with transaction(session):
            gone = services.replace_file(session, WORK, object_id=object_id, file=file)
        with transaction(session):
            assert services.put_aside(session, sha256=gone, folder=folder)
            assert not services.put_aside(session, sha256=gone, folder=folder)
            assert not services.put_aside(session, sha256=file.sha256, folder=folder)
    new = object_view(session, object_id)
    assert gone == old.sha256
    assert (new.id, new.pages, new.file_name) == (old.id, 5, "yangi.pdf")
    assert new.replaced_at == WORK.now
    assert (folder / "files/replaced" / gone).is_file()
    assert counted(session) == (1, 1)
    assert problems(session, folder) == []


def test_a_link_has_no_file_to_replace(session: Session, folder: Path, book: int) -> None:
    with transaction(session):
        link = services.add_link(session, WORK, record_id=book, url="https://natlib.uz/1")
    with services.received(io.BytesIO(samples.PNG), file_name="a.png", folder=folder, limit=10**7) as file:
        with pytest.raises(DigitalError) as refusal, transaction(session):
            services.replace_file(session, WORK, object_id=link, file=file)
        assert refusal.value.code == DigitalCode.NOT_A_FILE


def test_what_is_removed_is_counted_back_and_its_file_stays(
    session: Session, folder: Path, book: int, attach: Attach
) -> None:
    object_id = attach(samples.pdf(1))
    with pytest.raises(InputError), transaction(session):
        services.remove(session, WORK, object_id=object_id, reason="  ")
    with transaction(session):
        services.remove(session, WORK, object_id=object_id, reason="Boshqa kitob skani")
    assert counted(session) == (0, 0)
    assert problems(session, folder) == []
    assert objects_of(session, book) == ()
    assert objects_of(session, book, removed=True)[0].removed_because == "Boshqa kitob skani"
    for act in (services.remove, services.change):
        with pytest.raises(DigitalError), transaction(session):
            act(session, WORK, object_id=object_id, **(  # type: ignore[operator]
                {"reason": "x"} if act is services.remove
                else {"title": "", "pages": None, "full_text": True, "rights": Rights.OPEN}
            ))  # fmt: skip
    attach(samples.pdf(1))
    assert counted(session) == (1, 1)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "ftp://x.example", "https://a:b@c.example"])
def test_a_link_must_be_an_address(session: Session, book: int, url: str) -> None:
    with pytest.raises(DigitalInputError), transaction(session):
        services.add_link(session, WORK, record_id=book, url=url)
    assert counted(session) == (0, 0)


def test_a_link_can_be_changed_but_not_given_twice(session: Session, book: int) -> None:
    with transaction(session):
        link = services.add_link(session, WORK, record_id=book, url="https://natlib.uz/1")
    with pytest.raises(DigitalError), transaction(session):
        services.add_link(session, WORK, record_id=book, url="https://natlib.uz/1")
    with transaction(session):
        services.change(session, WORK, object_id=link, title="", pages=None, full_text=False, rights=Rights.OPEN,
                        url="https://natlib.uz/2")  # fmt: skip
    assert object_view(session, link).label == "https://natlib.uz/2"


@pytest.mark.parametrize("number", [0, -1, 999, 10**20])
def test_an_unknown_object_is_refused(session: Session, number: int) -> None:
    with pytest.raises(DigitalNotFoundError):
        object_view(session, number)
    with pytest.raises(DigitalNotFoundError), transaction(session):
        services.remove(session, WORK, object_id=number, reason="x")


def test_texts_go_along_with_a_merge_and_come_back(
    session: Session, folder: Path, book: int, attach: Attach
) -> None:
    with transaction(session):
        twin = add(session, marc21("Oʻtkan kunlar : roman", "Qodiriy, Abdulla", number="8"))
    moved = attach(samples.pdf(1), record_id=twin)
    with transaction(session):
        merge = merge_records(session, WORK, kept=book, gone=twin, followers=[FOLLOWER])
    assert [each.id for each in objects_of(session, book)] == [moved]
    assert FOLLOWER.count(session, book) == 1
    with pytest.raises(DigitalError) as refusal:
        attach(samples.pdf(2), record_id=twin)
    assert refusal.value.code == DigitalCode.RECORD_MERGED
    with transaction(session):
        undo_merge(session, WORK, merge_id=merge, followers=[FOLLOWER])
    assert [each.id for each in objects_of(session, twin)] == [moved]
    assert counted(session) == (1, 1)
    assert problems(session, folder) == []


def test_the_check_finds_what_is_wrong_on_disk(session: Session, folder: Path, attach: Attach) -> None:
    views: Sequence[Path] = [
        folder / stored_path(object_view(session, attach(samples.pdf(number))).sha256) for number in (1, 2)
    ]
    views[0].unlink()
    views[1].write_bytes(b"short")
    stranger = folder / "files" / "00"
    stranger.mkdir(parents=True)
    (stranger / ("00" * 32)).write_bytes(b"x")
    assert sorted(problems(session, folder)) == [
        "digital_file_differs", "digital_file_missing", "digital_file_unknown",
    ]  # fmt: skip
