"""Files of a store that somebody names by an address: read whole, bounded, and only when named.

fsspec reads them (the extra ``stores``): ``s3://bucket/evidence.yaml``, ``https://…``,
``file:///…``. What an address needs besides (s3fs, aiohttp) is the package of its kind.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module
from typing import IO, Any

from synthgate.clock import OutOfTimeError, within
from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.sources.remote.store import is_address

SECONDS = 60.0
"""How long the reading of one file may take."""


@dataclass(frozen=True, slots=True)
class Store:
    """The folder around a file of a store."""

    address: str

    def content(self, most: int) -> bytes:
        """The file itself.

        Raises:
            UsageError: it cannot be read, is larger than that, or takes too long.
        """
        try:
            with self._opened(self.address) as file:
                content = file.read(most + 1)
        except (OSError, ValueError, OutOfTimeError) as error:
            reason = error if str(error) else type(error).__name__
            raise UsageError(_UNREAD.format(address=self.address, reason=reason)) from error
        if len(content) > most:
            raise UsageError(_TOO_LARGE.format(address=self.address, most=most))
        return content

    def sha256(self, file: str, most: int) -> str | None:
        """The hash of a file below the folder; None where it would lie elsewhere.

        Raises:
            OSError: it cannot be read, or is larger than that.
        """
        plain = posixpath.normpath(file)
        if plain.startswith(("/", "..")) or is_address(file):
            return None
        digest, left = hashlib.sha256(), most
        try:
            with self._opened(posixpath.join(posixpath.dirname(self.address), plain)) as stream:
                while block := stream.read(1 << 20):
                    left -= len(block)
                    if left < 0:
                        raise OSError(None, "too large", file)
                    digest.update(block)
        except OutOfTimeError as error:
            raise OSError(None, str(error), file) from error
        return digest.hexdigest()

    @contextmanager
    def _opened(self, address: str) -> Generator[IO[bytes]]:
        """A file of the store.

        Raises:
            UsageError: what reads such addresses is not installed.
        """
        try:
            fsspec: Any = import_module("fsspec")
            with within(SECONDS), fsspec.open(address, "rb") as stream:
                yield stream
        except ImportError as error:
            raise UsageError(_NO_READER.format(address=address, reason=error)) from error


_UNREAD = Message("{address}: cannot be read: {reason}")
_TOO_LARGE = Message("{address}: more than {most:,} bytes")
_NO_READER = Message(
    "{address}: what reads such addresses is not installed ({reason}): pip install "
    "'synthgate[stores]', and the package that fsspec names for this kind of store"
)
