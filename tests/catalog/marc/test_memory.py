"""Reading takes the memory of a block and a record, however long the file is."""

from __future__ import annotations

import io
import tracemalloc
import zlib

import pytest

from catalog.marc import framing, jsonframing, read, textframing, xmlframing
from tests.catalog.marc.builders import record, xml_record
from tests.catalog.marc.test_any_bytes import IRBIS, JSON, MRK

SIZE = 2_000_000
BLOCK = 16_384
MOST = 1_000_000


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (framing, jsonframing, textframing, xmlframing):
        monkeypatch.setattr(module, "BLOCK_BYTES", BLOCK)
    for module in (jsonframing, textframing, xmlframing):
        monkeypatch.setattr(module, "WORDY_LIMIT", 200_000)
    monkeypatch.setattr(framing, "RECORD_LIMIT", 200_000)


class Repeated(io.RawIOBase):
    """A file that repeats one record behind a beginning, made while it is read."""

    def __init__(self, begin: bytes, again: bytes) -> None:
        self._held, self._again, self._left = begin, again, SIZE

    def read(self, size: int = -1) -> bytes:
        while len(self._held) < size and self._left > 0:
            self._held += self._again
            self._left -= len(self._again)
        given, self._held = self._held[:size], self._held[size:]
        return given


def packed(again: bytes) -> bytes:
    """Records with noise between them, so that their packing is like that of real ones."""
    pieces = (again + b"%d\n" % (number * 7919 % 100_003) for number in range(SIZE // len(again)))
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join(packer.compress(piece) for piece in pieces) + packer.flush()


LARGE = {
    "iso2709": (b"", record() * 20),
    "marcxml": (b'<collection xmlns="http://www.loc.gov/MARC21/slim">', xml_record().encode() * 20),
    "json": (b"[", (JSON + ",\n").encode() * 20),
    "mrk": (b"", MRK.encode() * 20),
    "irbis": (b"", IRBIS.encode("cp1251", "replace") * 20),
    "rubbish in irbis": (b"#1: a\n#2: b\n*****\n", b"no end of it " * 100),
    "rubbish": (record(), b"\x1ex" * 500),
}


@pytest.mark.engine_free
@pytest.mark.parametrize("name", LARGE)
def test_memory_stays_flat(name: str) -> None:
    stream = Repeated(*LARGE[name])
    tracemalloc.start()
    found = sum(1 for _ in read(stream))  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found > 1
    assert peak < MOST


@pytest.mark.engine_free
def test_memory_stays_flat_in_gzip() -> None:
    stream = io.BytesIO(packed(record()))
    tracemalloc.start()
    found = sum(1 for _ in read(stream))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found > 1_000
    assert peak < MOST
