"""What the sample's cataloguers do by hand: articles into card indexes, pages tied to records, batches sent on.

The articles are invented; the journals are real.
"""

from __future__ import annotations

from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from catalog.digital.services import add_link
from catalog.export.queries.union import Wanted
from catalog.export.rules import Centre, ExportFormat, Shape
from catalog.export.services import accept, prepare, send
from catalog.marc import Profile
from catalog.marc.editing import record_of
from catalog.marc.rows import LEADER, Row, control
from catalog.records.models import Origin, Record
from catalog.records.services import add_record, set_cards, set_host
from ils.activity.work import Work
from ils.demo.tables import table

CENTRE = "Jizzax viloyati axborot-kutubxona markazi"
# Pages about two of the works, each at a lasting address.
PAGES = (
    ("w001", "https://uz.wikipedia.org/wiki/O%CA%BBtkan_kunlar", "Oʻtkan kunlar (Vikipediya)"),
    ("w002", "https://uz.wikipedia.org/wiki/Mehrobdan_chayon", "Mehrobdan chayon (Vikipediya)"),
)
LANGUAGES = {"w073": "uzb", "w189": "uzb", "w262": "rus"}


def describe_articles(session: Session, work: Work, *, first: int, count: int) -> int:
    """Describe some of the articles, each tied to its journal and put into its card indexes; return how many."""
    done = 0
    for number, row in enumerate(islice(table("articles.tsv"), first, first + count), first + 1):
        journal = session.scalars(select(Record).where(Record.control_number == row["journal"])).one_or_none()
        if journal is None:
            continue
        record_id = add_record(
            session, work, marc=record_of(_rows(row, number, journal.title)), profile=Profile.MARC21,
            origin=Origin.ORIGINAL,
        )  # fmt: skip
        set_host(session, work, record_id=record_id, host_id=journal.id)
        set_cards(session, work, record_id=record_id, codes=row["cards"].split())
        done += 1
    return done


def _rows(row: dict[str, str], number: int, journal: str) -> tuple[Row, ...]:
    language = LANGUAGES[row["journal"]]
    fixed = f"260101s{row['year']}    uz            000 0 {language} d"
    return (
        control(LEADER, "00000naa a2200000 a 4500"),
        control("001", f"m{number:03d}"),
        control("003", "namuna"),
        control("008", fixed),
        Row("080", "  ", (("a", row["udc"]),)),
        Row("100", "1 ", (("a", row["author"]),)),
        Row("245", "10", (("a", row["title"]),)),
        Row("300", "  ", (("a", f"{row['pages']}-bet"),)),
        Row("773", "0 ", (("t", journal), ("g", f"{row['year']}. – {row['issue']}. – B. {row['pages']}"),
                          ("w", row["journal"]))),
    )  # fmt: skip


def tie_pages(session: Session, work: Work) -> None:
    """Tie a page to each record that has one."""
    for number, address, title in PAGES:
        record_id = session.scalars(select(Record.id).where(Record.control_number == number)).one_or_none()
        if record_id is not None:
            add_link(session, work, record_id=record_id, url=address, title=title, full_text=False)


def send_batch(session: Session, work: Work, *, name: str) -> None:
    """Send what was described here to the union catalogue, which takes it on the same day."""
    batch_id = prepare(session, work, name=name, wanted=Wanted(CENTRE), shape=Shape(ExportFormat.ISO2709))
    send(session, work, batch_id=batch_id, sent_at=work.now)
    accept(session, work, batch_id=batch_id, answered_at=work.now, answer="Qabul qilindi")


def send_chronicle(session: Session, work: Work, *, name: str) -> None:
    """Send the chronicle of the district's press to the national library; each record counts as it is sent."""
    wanted = Wanted(Centre.NATIONAL, cards="chronicle")
    batch_id = prepare(session, work, name=name, wanted=wanted, shape=Shape(ExportFormat.ISO2709))
    send(session, work, batch_id=batch_id, sent_at=work.now)
