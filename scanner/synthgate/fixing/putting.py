"""Puts what was made in the place of the files: all of it, and none that was changed meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from synthgate.drafts import Together
from synthgate.errors import UsageError
from synthgate.fixing.outcomes import Edited
from synthgate.model import Message


def put_in_place(edited: Sequence[Edited]) -> None:
    """Write all files, each whole.

    Raises:
        UsageError: one is not what it was, came by standard input, or cannot be written.
    """
    files = [(one, _target(one)) for one in edited]
    if not files:
        return
    try:
        with Together() as drafts:
            for one, file in files:
                with drafts.draft_of_bytes(file) as stream:
                    stream.write(one.after)
            for one, file in files:
                if file.read_bytes() != one.before:
                    raise UsageError(_CHANGED.format(file=one.path))
            drafts.put_in_place()
    except OSError as error:
        reason = error.strerror or error
        raise UsageError(_UNWRITABLE.format(file=files[0][0].path, reason=reason)) from error


def _target(one: Edited) -> Path:
    if one.file is None:
        raise UsageError(_NO_FILE)
    return one.file.resolve()  # a link stays a link


_CHANGED = Message("{file} was changed meanwhile, so nothing was written: run it again")
_UNWRITABLE = Message("{file}: cannot be written, so nothing was: {reason}")
_NO_FILE = Message("--write: standard input is no file: name the template")
