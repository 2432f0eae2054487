"""The construct tree of an app, as ``tree.json`` beside the manifest has it.

It is there for other programs to show, and no deployment needs it: without it, or with one that
cannot be read, nothing is known of classes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from synthgate.errors import TemplateError
from synthgate.sources.places import read_bounded
from synthgate.template import json_text
from synthgate.template.data import is_mapping

_MAX_BYTES = 128 * 1024 * 1024
_NO_CLASS = "constructs.Construct"
"""What stands for a class that is no part of any interface."""


class ConstructTree:
    """The classes of constructs, by path; the file is read when the first one is asked for."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def class_of(self, path: str) -> str | None:
        """The class of a construct (``aws-cdk-lib.aws_ec2.Vpc``), if the tree tells."""
        return self._classes.get(path)

    def may_have(self, path: str) -> bool:
        """Whether there is such a construct, as far as the tree tells."""
        return path in self._classes or not self._classes

    @cached_property
    def _classes(self) -> Mapping[str, str | None]:
        return dict(_named(self._read()))

    def _read(self) -> object:
        try:
            content = read_bounded(self._file, _MAX_BYTES)
            return json_text.parse(content) if len(content) <= _MAX_BYTES else None
        except (OSError, TemplateError):
            return None


def _named(tree: object) -> Iterator[tuple[str, str | None]]:
    """Paths, and classes where they are told, from the root down."""
    waiting: list[Any] = [tree.get("tree")] if is_mapping(tree) else []
    while waiting:
        node = waiting.pop()
        if not is_mapping(node):
            continue
        info, path = node.get("constructInfo"), node.get("path")
        fqn = info.get("fqn") if is_mapping(info) else None
        if isinstance(path, str):
            yield path, fqn if isinstance(fqn, str) and fqn != _NO_CLASS else None
        children = node.get("children")
        waiting.extend(children.values() if is_mapping(children) else ())
