"""An entry written into a file of evidence: whole or not at all, and beside its comments."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import yaml

from synthgate.errors import TemplateError, UsageError
from synthgate.judge.evidence import LIST
from synthgate.model import Message
from synthgate.template import yaml_text

_ITEM = re.compile(r"^( *)- ", re.MULTILINE)
_WIDTH = 100


def appended(text: str, entry: Mapping[str, str], existing: Sequence[Mapping[str, Any]]) -> str:
    """The text of a file with an entry more.

    What stands there stays as it is written, comments included, where the list is written
    in lines; a list in brackets is written anew, below the comments that the file begins with.
    """
    wanted = {LIST: [*existing, dict(entry)]}
    for candidate in (_at_the_end(text, entry, has_items=bool(existing)), _anew(text, wanted)):
        if _read(candidate) == wanted:
            return candidate
    raise UsageError(_UNWRITABLE)


def _at_the_end(text: str, entry: Mapping[str, str], *, has_items: bool) -> str:
    found = _ITEM.search(text)
    indent = found.group(1) if found and has_items else "  "
    head = text if has_items else f"{text.rstrip()}\n{LIST}:\n".lstrip()
    if not has_items and re.search(rf"^{LIST}:", text, re.MULTILINE):
        head = text
    lines = _dumped([dict(entry)]).splitlines()
    separator = "" if head.endswith("\n") else "\n"
    return head + separator + "".join(f"{indent}{line}\n" for line in lines)


def _anew(text: str, wanted: Mapping[str, Any]) -> str:
    lines = text.splitlines()
    count = next((at for at, line in enumerate(lines) if not _is_comment(line)), len(lines))
    return "".join(f"{line}\n" for line in lines[:count]) + _dumped(wanted)


def _is_comment(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")


def _dumped(data: Any) -> str:
    # Releases of types-PyYAML differ in what they say of the data; it is plain, and text comes out.
    written = cast("Any", yaml).safe_dump(data, allow_unicode=True, sort_keys=False, width=_WIDTH)
    return str(written)


def _read(text: str) -> object:
    try:
        root = yaml_text.compose(text)
        return yaml_text.plain(root)[0] if root else None
    except TemplateError:
        return None


def write_whole(path: Path, text: str) -> None:
    """Write a file, so that it is the old one or the new one at any time.

    Raises:
        UsageError: it cannot be written.
    """
    target = path.resolve()  # a link stays a link
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        draft.replace(target)
    except (OSError, UnicodeEncodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(_FAILED.format(file=path.name, reason=reason)) from error
    finally:
        draft.unlink(missing_ok=True)


_UNWRITABLE = Message("the entry cannot be written as YAML: keep control characters out of it")
_FAILED = Message("{file} cannot be written: {reason}")
