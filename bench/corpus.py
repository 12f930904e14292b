"""`python -m bench.corpus`: what reading makes of every file of the corpus, written to docs/corpus.md."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from bench.library import CORPUS
from catalog.marc import MarcError, open_plain, read

PAGE = Path(__file__).parent.parent / "docs" / "corpus.md"

# Why a file gives another number of records than yaz counts (`records_yaz` of the manifest), by its name or its ending.
UNEXPLAINED = "not explained"
EXPLAINED = {
    "bad_too_long_plus_2.mrc": "yaz stops at the record of 120,402 bytes; there are 3 terminators",
    "datos-20161010-slice.mrc": "yaz stops at the record of 105,331 bytes; there is 1 terminator",
    "bad_hathi_records.mrc": "yaz stops after 3; there are 5 terminators",
    "malformed0__columbia_0026810506_marcxml.xml": "a control character in the leader, for which yaz refuses the file",
    "not-well-formed.xml": "one record, broken; quarantined",
    "three-records-second-bad.xml": "yaz stops at the bad second record",
    "marc4j-V01.xml": "an article about MARC, no records", "tutorial.xml": "an article about MARC, no records",
    "tutorial__1.xml": "an article about MARC, no records", "map880.xml": "processing rules, no records",
    ".mrk": "yaz does not read MarcEdit text", ".mrk8": "yaz does not read MarcEdit text",
    ".ndj": "yaz does not read several objects in one file", ".json": "yaz reads one object of one shape",
}  # fmt: skip


@dataclass(slots=True)
class Row:
    """One file: how many records, what became of them, and why some did not become any."""

    name: str
    format: str
    charsets: Counter[str] = field(default_factory=Counter)
    terminators: int | None = None
    found: int = 0
    accepted: int = 0
    repaired: int = 0
    quarantined: int = 0
    warned: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    refused: str = ""
    yaz: str = ""

    @property
    def difference(self) -> str:
        """Why the number differs from that of yaz; empty if it does not."""
        if not self.yaz.isdigit() or int(self.yaz) == self.found:
            return ""
        path = Path(self.name)
        return EXPLAINED.get(path.name) or EXPLAINED.get(path.suffix) or UNEXPLAINED


def manifest() -> Iterator[tuple[str, str]]:
    """Yield name and `records_yaz` of every file of the corpus."""
    for line in (CORPUS / "manifest.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        columns = line.split("\t")
        yield columns[0], columns[5]


def survey(name: str, yaz: str) -> Row:
    """Read one file and count."""
    path = CORPUS / name
    row = Row(name, "", yaz=yaz)
    try:
        with path.open("rb") as stream:
            opened = open_plain(stream)
        row.format = f"{opened.format.value}{' in ' + opened.container if opened.container else ''}"
        with path.open("rb") as stream:
            _count(row, stream)
    except MarcError as refused:
        row.refused = str(refused.facts.get("looks_like") or refused.code)
    if row.format == "iso2709":
        row.terminators = path.read_bytes().count(b"\x1d")
    return row


def _count(row: Row, stream: BinaryIO) -> None:
    for each in read(stream):
        row.found += 1
        row.charsets[each.charset] += 1
        if each.record is None:
            row.quarantined += 1
            row.reasons.update({str(problem.code) for problem in each.problems})
            continue
        row.repaired += bool(each.repairs)
        row.accepted += not each.repairs
        row.warned += bool(each.problems)
        row.told.update({str(one.code) for one in (*each.repairs, *each.problems)})


def rows() -> Iterator[Row]:
    """Survey the whole corpus."""
    for name, yaz in manifest():
        yield survey(name, yaz)


def main() -> None:
    """Write the page, and print its last line."""
    begun = time.perf_counter()
    table = list(rows())
    PAGE.write_text(page(table), encoding="utf-8")
    print(f"{_total(table)} · {time.perf_counter() - begun:.0f} s")


HEAD = """# What reading makes of real files

Written by `python -m bench.corpus` over the corpus of real and deliberately broken files (`ILS_CORPUS`).
Always *found = accepted + repaired + quarantined*, and in ISO 2709 *found = record terminators*, with one more where
bytes stand behind the last. *Repaired* had to be mended to be read (what, before and after are kept with each record);
*to look at* are accepted or repaired records with a warning. Nothing was decided by hand: no character set and no
profile were given.
"""
FOOT = """## What comes back when records are written and read again

Every accepted record comes back equal in MARC-in-JSON; in the other formats likewise but for the stated normalisation:
in ISO 2709 the figures of the leader, its coding (UTF-8; in UNIMARC 100 $a/26-29), indicator count and entry map; in
MARCXML control characters; in MarcEdit and IRBIS text line ends inside a value; in IRBIS text the leader. What a format
cannot hold (fields over 9,999 and records over 99,999 bytes, separators inside values, tags of four digits in ISO 2709)
is refused by name, never cut. A test does this for every record of every file.
"""


def page(table: list[Row]) -> str:
    """Return the whole page."""
    read_rows = [row for row in table if not row.refused]
    told = sum((row.told for row in read_rows), Counter[str]())
    lines = [
        HEAD,
        f"**{_total(table)}**",
        "",
        "| file | format | character sets | terminators | found | accepted | repaired | quarantined | to look at |",
        "|---|---|---|--:|--:|--:|--:|--:|--:|",
        *map(_line, read_rows),
        *_list("Quarantined, and why", (_reasons(row) for row in read_rows if row.quarantined)),
        *_list(
            "Refused, and named for what they are",
            (f"{row.name}: {row.refused}" for row in table if row.refused),
        ),
        *_list("Counts that differ from those of yaz", (_differing(row) for row in table if row.difference)),
        *_list(
            "Findings, and how many records have each",
            (f"{code}: {count:,}" for code, count in told.most_common()),
        ),
        "",
        FOOT,
    ]
    return "\n".join(lines)


def _reasons(row: Row) -> str:
    counted = ", ".join(f"{code} {count}" for code, count in row.reasons.most_common())
    return f"{row.name}: {row.quarantined} · {counted}"


def _differing(row: Row) -> str:
    return f"{row.name}: {row.found} found, yaz {row.yaz} · {row.difference}"


def _line(row: Row) -> str:
    ends = "" if row.terminators is None else f"{row.terminators:,}"
    figures = (row.found, row.accepted, row.repaired, row.quarantined, row.warned)
    told = " | ".join(f"{figure:,}" for figure in figures)
    return f"| {row.name} | {row.format} | {', '.join(sorted(row.charsets))} | {ends} | {told} |"


def _list(title: str, lines: Iterable[str]) -> list[str]:
    return ["", f"## {title}", "", *([f"- {line}" for line in lines] or ["None."])]


def _total(table: list[Row]) -> str:
    found, accepted, repaired, quarantined = (
        sum(getattr(row, name) for row in table) for name in ("found", "accepted", "repaired", "quarantined")
    )
    refused = sum(bool(row.refused) for row in table)
    return (
        f"{len(table)} files · {found:,} records found = {accepted:,} accepted + {repaired:,} repaired + "
        f"{quarantined:,} quarantined · {refused} files refused as no MARC"
    )


if __name__ == "__main__":
    main()
