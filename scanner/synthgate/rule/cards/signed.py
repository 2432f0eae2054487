"""Files of a cache: each whole or not there, and signed with a key that never lies beside them.

The first line of a file is a checksum and a signature. The checksum finds what is cut short or
damaged, the signature what somebody else has written (`cache_key`). Both are over the name of the
file, so that none can be put in the place of another.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import stat
from dataclasses import field
from enum import Enum
from pathlib import Path

from synthgate.records import dataclass


class Wrong(Enum):
    """Why a file is not used."""

    DAMAGED = "damaged"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Seal:
    """Vouches for the content of files. `form` is of what kind they are, with its version."""

    key: bytes = field(repr=False)
    form: str

    def sealed(self, name: str, content: bytes) -> bytes:
        """What is to be written under a name."""
        return b"%b %b\n%b" % (_checksum(name, content), self._signature(name, content), content)

    def opened(self, name: str, written: bytes) -> bytes | Wrong:
        """What was sealed under a name."""
        head, _, content = written.partition(b"\n")
        checksum, _, signature = head.partition(b" ")
        if checksum != _checksum(name, content):
            return Wrong.DAMAGED
        ours = self._signature(name, content)
        return content if hmac.compare_digest(signature, ours) else Wrong.FOREIGN

    def _signature(self, name: str, content: bytes) -> bytes:
        """HMAC-SHA-256 (RFC 2104)."""
        signed = f"synthgate {self.form} {name}\n".encode() + content
        return hmac.digest(self.key, signed, "sha256").hex().encode()


def _checksum(name: str, content: bytes) -> bytes:
    return hashlib.sha256(name.encode() + content).hexdigest().encode()


def open_regular(path: str, flags: int) -> int:
    """An opener that never waits: a restored folder may hold a pipe, or a link to a device.

    Raises:
        OSError: it cannot be opened, or is no file.
    """
    opened = os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0))
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise OSError(path)
    return opened


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in its place when all of it is written: others may be reading.

    Raises:
        OSError: it cannot be written.
    """
    draft = path.with_name(f"{path.stem}.{os.urandom(8).hex()}.part{path.suffix}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
