"""From the bytes of one ISO 2709 record to its leader and fields, by the directory where it can be believed.

The directory is believed if every entry's slice stands between two field terminators. If not, it is looked
for a little before or after (a leader one byte short), else the data are cut at 0x1E and given to the tags
in order: lengths counted in characters, fields over 9,999 bytes, offsets beyond 99,999 (corpus D2, D17,
D20, D22).
"""

from __future__ import annotations

from struct import Struct

from catalog.marc.model import FindingCode, Notes, RawField

LEADER_LENGTH = 24
ENTRY_LENGTH = 12
FIELD_END = 0x1E
LOST_TAG = "???"

_entries = Struct("3s9s").iter_unpack
_LENGTH_UNIT = 100_000
"""Length and offset stand side by side in an entry: read as one number, this is one byte of the length."""

_OTHER_STARTS = (23, 25, 22, 26, 29, 19)
"""Where directories of real files began when their leader had lost or doubled something."""
_WIDTHS = ((4, 5), (5, 5), (4, 6), (5, 6), (6, 6))
"""Digits of length and offset in an entry: the standard's, then what overlong fields and records force."""

_MOST_INSIDE = 1_000
"""So many terminators inside fields may be honest; with more the directory tells nothing."""

Entry = tuple[str, int, int]


def parse(raw: bytes, notes: Notes) -> tuple[str, list[RawField]]:
    """Return the 24 characters of the leader, and the fields in directory order."""
    leader = _leader(raw, notes)
    base = _base_address(raw, leader)
    if base is None:
        notes.problem(FindingCode.NO_DIRECTORY)
        return leader, []
    data = raw[base:-1] if raw.endswith(b"\x1d") else raw[base:]
    directory = raw[LEADER_LENGTH : base - 1]
    fields = _in_order(directory, data) or _by_directory(directory.decode("latin-1"), data)
    if fields is None:
        leader, fields = _by_other_means(raw, leader, base, data, notes)
    elif leader[12:17] != f"{base:05d}":
        stated = leader[12:17]
        notes.repaired(FindingCode.BASE_ADDRESS, stated=stated, actual=base, before=stated, after=base)
    if not fields:
        notes.problem(FindingCode.NO_FIELDS)
    return leader, fields


def _leader(raw: bytes, notes: Notes) -> str:
    """What is not printable ASCII in a leader becomes a blank."""
    head = raw[:LEADER_LENGTH]
    leader = head.decode("latin-1")
    if head.isascii() and leader.isprintable():
        return leader
    mended = "".join(char if char.isascii() and char.isprintable() else " " for char in leader)
    notes.repaired(FindingCode.LEADER_MENDED, before=visible(leader), after=mended)
    return mended


def visible(text: str) -> str:
    """Return text with control characters as signs, so that a finding can quote it."""
    return "".join(chr(0x2400 + ord(char)) if char < " " else char for char in text)


def _base_address(raw: bytes, leader: str) -> int | None:
    """The leader's figure if a field terminator stands before it, else the place after the first one."""
    stated = leader[12:17]
    if stated.isdigit():
        base = int(stated)
        if LEADER_LENGTH < base <= len(raw) and raw[base - 1] == FIELD_END:
            return base
    found = raw.find(b"\x1e", LEADER_LENGTH)
    return None if found < 0 else found + 1


def _in_order(directory: bytes, data: bytes) -> list[RawField] | None:
    """Cut at every terminator; None unless each piece is what its entry says, as in nearly all files. Twice as quick."""
    *pieces, end = data.split(b"\x1e")
    if end or len(directory) != ENTRY_LENGTH * len(pieces) or not directory.isalnum():
        return None
    fields: list[RawField] = []
    start = 0
    for (tag, place), piece in zip(_entries(directory), pieces, strict=True):
        size = len(piece) + 1
        if not place.isdigit() or int(place) != size * _LENGTH_UNIT + start:
            return None
        start += size
        fields.append((tag.decode("latin-1"), piece))
    return fields


def _by_directory(directory: str, data: bytes) -> list[RawField] | None:
    """Follow the directory to the letter; None as soon as one entry does not fit the data."""
    if len(directory) % ENTRY_LENGTH:
        return None
    fields: list[RawField] = []
    try:
        for at in range(0, len(directory), ENTRY_LENGTH):
            start = int(directory[at + 7 : at + 12])
            end = start + int(directory[at + 3 : at + 7]) - 1
            if data[end] != FIELD_END or data[start - 1] != FIELD_END or start > end:
                return None
            fields.append((directory[at : at + 3], data[start:end]))
    except (ValueError, IndexError):
        return None
    return fields


def _by_other_means(
    raw: bytes, leader: str, base: int, data: bytes, notes: Notes
) -> tuple[str, list[RawField]]:
    for start in _OTHER_STARTS:
        fields = _by_directory(raw[start : base - 1].decode("latin-1"), data)
        if fields:
            mended = leader[:start].ljust(LEADER_LENGTH)
            notes.repaired(FindingCode.LEADER_MENDED, length=start, before=visible(leader), after=mended)
            return mended, fields
    entries = _loose_entries(raw[LEADER_LENGTH : base - 1].decode("latin-1"))
    return leader, _by_order(entries, data, notes)


def _loose_entries(directory: str) -> list[Entry]:
    """Read (tag, length, offset) where entries may be wider than 12: each offset continues the last one."""
    entries: list[Entry] = []
    at, expected = 0, 0
    while at + ENTRY_LENGTH <= len(directory):
        width, entry = _entry_at(directory, at, expected)
        entries.append(entry)
        at += width
        expected = entry[2] + entry[1]
    return entries


def _entry_at(directory: str, at: int, expected: int) -> tuple[int, Entry]:
    tag = directory[at : at + 3]
    for length_width, offset_width in _WIDTHS:
        middle = at + 3 + length_width
        end = middle + offset_width
        length, offset = directory[at + 3 : middle], directory[middle:end]
        if len(offset) == offset_width and _plain(length) and _plain(offset) and int(offset) == expected:
            return end - at, (tag, int(length), int(offset))
    length, offset = directory[at + 3 : at + 7], directory[at + 7 : at + 12]
    stated = int(offset) if _plain(offset) else expected
    return ENTRY_LENGTH, (tag, int(length) if _plain(length) else 0, stated)


def _plain(digits: str) -> bool:
    return digits.isascii() and digits.isdigit()


def _by_order(entries: list[Entry], data: bytes, notes: Notes) -> list[RawField]:
    """Give the pieces between terminators to the tags in the order that fits the lengths better."""
    pieces = data.split(b"\x1e")
    if not pieces[-1]:
        pieces.pop()
    as_listed = list(range(len(entries)))
    by_offset = sorted(as_listed, key=lambda at: entries[at][2])
    order, owned = max(
        ((order, _rejoined([entries[at][1] for at in order], pieces)) for order in (as_listed, by_offset)),
        key=lambda found: _fitting(found[0], found[1], entries),
    )
    if len(owned) == len(entries):
        notes.repaired(FindingCode.DIRECTORY_REBUILT, fields=len(owned))
    else:
        notes.problem(FindingCode.DIRECTORY_MISMATCH, entries=len(entries), fields=len(owned))
    by_place = dict(zip(order, owned, strict=False))
    fields = [(entries[at][0], by_place[at]) for at in as_listed if at in by_place]
    return fields + [(LOST_TAG, piece) for piece in owned[len(entries) :] if piece]


def _fitting(order: list[int], pieces: list[bytes], entries: list[Entry]) -> int:
    return sum(_is_size(piece, entries[at][1]) for at, piece in zip(order, pieces, strict=False))


def _is_size(piece: bytes, stated: int) -> bool:
    """True if the piece and its terminator are as long as stated, in bytes or (D2) in characters."""
    return len(piece) + 1 == stated or _characters(piece) + 1 == stated


def _characters(piece: bytes) -> int:
    return len(piece) if piece.isascii() else len(piece.decode("utf-8", "replace"))


def _rejoined(lengths: list[int], pieces: list[bytes]) -> list[bytes]:
    """Put pieces together again where a terminator stands inside a field: the stated lengths tell."""
    surplus = len(pieces) - len(lengths)
    if not 0 < surplus <= _MOST_INSIDE:
        return pieces
    sizes = [(len(piece), _characters(piece)) for piece in pieces]
    joined: list[bytes] = []
    at = 0
    for length in lengths:
        if at >= len(pieces):
            break
        upto = _joined_upto(length, sizes, at, surplus)
        joined.append(b"\x1e".join(pieces[at:upto]))
        surplus -= upto - at - 1
        at = upto
    return joined + pieces[at:]


def _joined_upto(length: int, sizes: list[tuple[int, int]], at: int, surplus: int) -> int:
    """End of the run of pieces from `at` that is as long as stated, in bytes or characters; else of the first."""
    of_bytes = characters = 0
    for upto in range(at, min(at + surplus + 1, len(sizes))):
        of_bytes, characters = of_bytes + sizes[upto][0] + 1, characters + sizes[upto][1] + 1
        if length in (of_bytes, characters):
            return upto + 1
        if characters > length:
            break
    return at + 1
