"""The key that signs the cache of rule cards. It never lies in the cache.

A cache may come from anywhere: from a CI service that restores what another branch stored, or from
the repository itself. What was not signed with this key is not read.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import field
from pathlib import Path

from synthgate.records import dataclass
from synthgate.rule.cards.private import READABLE, is_private

BYTES = 32
"""As many as SHA-256 gives, which is what RFC 2104 recommends for a key of HMAC at the least."""


@dataclass(frozen=True, slots=True)
class KeySource:
    """Where the key comes from: what is `given`, else the user's `file`, made where it lacks."""

    given: str = field(default="", repr=False)
    file: Path | None = None

    @property
    def is_short(self) -> bool:
        """Whether what is given has so few letters that it could be found by trying."""
        return 0 < len(self.given) < BYTES

    def key(self) -> bytes | None:
        """The key; None where there is none and none can be made, or what is given is too short."""
        if self.given:
            return None if self.is_short else os.fsencode(self.given)
        if self.file is None:
            return None
        with suppress(OSError):
            _make(self.file)
            return _read(self.file)
        return None


def _read(file: Path) -> bytes | None:
    """The key in a file that nobody else may even read.

    Raises:
        OSError: it is not there, or cannot be read.
    """
    if not (is_private(file.parent) and is_private(file, forbidden=READABLE)):
        return None
    key = file.read_bytes()
    return key if len(key) == BYTES else None


def _make(file: Path) -> None:
    """Make a key where there is none; of two runs that do at once, the first has its way.

    Raises:
        OSError: the folder cannot be made or written to.
    """
    if os.path.lexists(file):
        return
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not is_private(file.parent):
        return
    draft = file.with_name(f"{file.name}.{os.urandom(8).hex()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(os.urandom(BYTES))
        with suppress(FileExistsError):
            os.link(draft, file)
    finally:
        draft.unlink(missing_ok=True)
