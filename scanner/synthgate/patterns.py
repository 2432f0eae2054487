"""Regular expressions that are compiled when they are first held against a text.

There are hundreds, a run uses some, and a long one takes a millisecond to compile.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:

    def pattern(written: str, flags: int = 0) -> re.Pattern[str]:
        """A regular expression, to be compiled when it is used."""
        ...

else:

    def pattern(written, flags=0):
        """A regular expression, to be compiled when it is used."""
        return _Uncompiled(written, flags)


class _Uncompiled:
    """Stands for a pattern, and has what that has as soon as somebody asks for it."""

    def __init__(self, written: str, flags: int) -> None:
        self._said = written, flags

    def __getattr__(self, name: str) -> Any:
        """An attribute of the pattern, which is one of this object from now on."""
        if name.startswith("__"):  # what Python itself asks for, to copy it, say
            raise AttributeError(name)
        found = getattr(re.compile(*self._said), name)
        setattr(self, name, found)
        return found
