"""Bytes for which there is no room in memory, in a file that is gone when the program ends."""

from __future__ import annotations

import zlib
from array import array
from functools import cached_property
from typing import IO

from synthgate.errors import UsageError
from synthgate.model import Message

_FASTEST = 1
"""The level of zlib that takes a sixth of the time that it takes to make the bytes, and leaves a
third of them."""


class Spool:
    """Blocks of bytes by their numbers, in a file without a name that no other user may read.

    It is for one thread: a block is found by where the file stands.
    """

    def __init__(self) -> None:
        self._ends = array("Q", [0])

    def __len__(self) -> int:
        return len(self._ends) - 1

    def put(self, content: bytes) -> int:
        """Store a block, and return its number.

        Raises:
            UsageError: there is no room.
        """
        block = zlib.compress(content, _FASTEST)
        left = memoryview(block)
        try:
            self._file.seek(self._ends[-1])
            while left:
                left = left[self._file.write(left) :]
        except OSError as error:
            raise UsageError(_NO_ROOM.format(reason=error.strerror or str(error))) from error
        self._ends.append(self._ends[-1] + len(block))
        return len(self) - 1

    def get(self, number: int) -> bytes:
        """A block.

        Raises:
            OSError, zlib.error: the file cannot be read.
        """
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        parts: list[bytes] = []
        while start < end and (part := self._file.read(end - start)):
            parts.append(part)
            start += len(part)
        return zlib.decompress(b"".join(parts))

    @cached_property
    def _file(self) -> IO[bytes]:
        import tempfile  # noqa: PLC0415 - few runs are so large

        # Without a buffer: a forked process would write what is in it once more.
        return tempfile.TemporaryFile(prefix="synthgate-", buffering=0)


_NO_ROOM = Message(
    "no room on the disk for what is found in so many templates ({reason}): have TMPDIR name a "
    "folder with more room, or scan them in several runs"
)
