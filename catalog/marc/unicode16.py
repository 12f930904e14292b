"""A text in UTF-16 as a stream of UTF-8, so that all text formats are cut and decoded in one way."""

from __future__ import annotations

import codecs
from typing import BinaryIO

_BLOCK = 65_536


class Utf8Stream:
    """Reads a stream that begins with a UTF-16 byte order mark; what is no UTF-16 becomes U+FFFD."""

    def __init__(self, head: bytes, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")
        self._ready = self._converted(head)
        self._ended = False

    def read(self, size: int = -1) -> bytes:
        """Return `size` bytes of UTF-8, fewer only at the end."""
        while (size < 0 or len(self._ready) < size) and not self._ended:
            block = self._stream.read(_BLOCK)
            self._ended = not block
            self._ready += self._converted(block, final=not block)
        cut = len(self._ready) if size < 0 else size
        given, self._ready = self._ready[:cut], self._ready[cut:]
        return given

    def _converted(self, block: bytes, *, final: bool = False) -> bytes:
        return self._decoder.decode(block, final).encode("utf-8", "replace")
