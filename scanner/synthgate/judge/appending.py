"""Entries written into files that people write: whole or not at all, and beside their comments."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from synthgate.errors import TemplateError, UsageError
from synthgate.model import Message
from synthgate.template import yaml_text
from synthgate.template.data import is_mapping

_WIDTH = 1_000_000
"""Of a line that ruamel.yaml would break: none, for those that stand there are somebody else's."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)


def appended(text: str, key: str, entry: Mapping[str, Any], same_by: Collection[str] = ()) -> str:
    """The text of a YAML file whose list at a key has an entry more.

    One that is the same by all these keys gives it its place. What else stands there stays as it is
    written, comments included (ruamel.yaml's round trip).

    Raises:
        UsageError: the entry would not be read as it is.
    """
    before = _read(text)
    kept = before if is_mapping(before) else {}
    entries = [*(kept.get(key) or ())]
    at = _same(entries, entry, same_by)
    wanted = {**kept, key: [*entries[:at], dict(entry), *entries[at + 1 :]]}
    # In lines, as people read it; ruamel.yaml loses a line end behind some comments, then in one.
    for in_one_line in (False, True):
        written = _written(text, key, entry, at, in_one_line=in_one_line)
        if _read(written) == wanted:
            return written
    raise UsageError(_UNWRITABLE)


def _same(entries: Sequence[Any], entry: Mapping[str, Any], same_by: Collection[str]) -> int:
    """Which of some entries is the same by these keys; else the place behind them."""

    def of(one: Mapping[str, Any]) -> dict[str, Any]:
        return {name: one[name] for name in same_by if name in one}

    found = (at for at, one in enumerate(entries) if is_mapping(one) and of(one) == of(entry))
    return next(found, len(entries)) if same_by else len(entries)


def _written(text: str, key: str, entry: Mapping[str, Any], at: int, *, in_one_line: bool) -> str:
    # It takes a tenth of a second to import, and is for who writes only; its types are unknown.
    ruamel: Any = import_module("ruamel.yaml")
    util: Any = import_module("ruamel.yaml.util")
    yaml = ruamel.YAML()
    yaml.preserve_quotes, yaml.width = True, _WIDTH
    try:
        _, indent, offset = util.load_yaml_guess_indent(text)
        yaml.indent(mapping=2, sequence=indent or 4, offset=2 if indent is None else offset or 0)
        data: Any = yaml.load(text)
        out = io.StringIO()
        if data is None:  # comments only, which belong to nothing that is there
            out.write(text if text.endswith("\n") or not text else f"{text}\n")
            data = ruamel.comments.CommentedMap()
        data[key] = data.get(key) or ruamel.comments.CommentedSeq()
        if at < len(data[key]):
            _renew(data[key][at], _dates(entry))
        else:
            added = ruamel.comments.CommentedMap(_dates(entry))
            if in_one_line:
                added.fa.set_flow_style()
            data[key].append(added)
        yaml.dump(data, out)
    except ruamel.error.YAMLError as error:
        raise UsageError(_UNWRITABLE) from error
    return out.getvalue()


def _renew(old: Any, entry: Mapping[str, Any]) -> None:
    """Give an entry other values, where it stands; a comment behind what goes stays."""
    for name, value in entry.items():
        if old.get(name) != value:
            old[name] = value
    for name in [one for one in old if one not in entry]:
        comment = old.ca.items.pop(name, None)
        del old[name]
        if comment:
            old.ca.items.setdefault([*old][-1], comment)


def _dates(node: Any) -> Any:
    """The same, its dates as people write them: without quotes."""
    if is_mapping(node):
        return {key: _dates(value) for key, value in node.items()}
    is_day = isinstance(node, str) and _DATE.match(node)
    return date.fromisoformat(node) if is_day else node


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
    except FileNotFoundError as error:
        folder = os.path.relpath(target.parent)
        raise UsageError(_NO_FOLDER.format(file=path.name, folder=folder)) from error
    except (OSError, UnicodeEncodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise UsageError(_FAILED.format(file=path.name, reason=reason)) from error
    finally:
        draft.unlink(missing_ok=True)


_UNWRITABLE = Message("the entry cannot be written as YAML: keep control characters out of it")
_NO_FOLDER = Message("{file} cannot be written: there is no folder {folder}: make it first")
_FAILED = Message("{file} cannot be written: {reason}")
