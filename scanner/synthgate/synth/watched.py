"""Which files of an app run it again when they change: as ``cdk watch`` has it, and a few less.

What ``watch`` of ``cdk.json`` names by ``include`` and ``exclude``, where ``**`` and ``*`` are
accepted; without it all of the folder. Never what begins with a dot, the folder of the assembly, or
``node_modules`` (AWS CDK v2 Developer Guide, "cdk watch").
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path, PurePath
from typing import Any

from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.sources.cdk_json import FILE_NAME
from synthgate.template.data import is_list, is_mapping

EVERYTHING = ("**",)
_NEVER = (
    "**/.*",
    "**/node_modules",
    "**/__pycache__",
    "**/*.py[co]",
    "**/*~",
    "cdk.out",
    "out",
)
"""What no person writes: what Git, Python, npm and editors keep, assemblies, and reports."""


@dataclass(frozen=True)
class Watched:
    """The files below a folder that an app is made of, by patterns of their paths.

    `own` are the files and folders that a run writes itself.
    """

    folder: Path
    include: tuple[str, ...] = EVERYTHING
    exclude: tuple[str, ...] = ()
    own: tuple[Path, ...] = ()

    @property
    def roots(self) -> tuple[Path, ...]:
        """The folders that hold all of them: the app's, and others that `include` leads to."""
        others = (self.folder / _fixed(one) for one in self.include if one.startswith(".."))
        there = (Path(os.path.normpath(one)) for one in others)
        return (self.folder, *dict.fromkeys(one for one in there if one.is_dir()))

    def fits(self, path: str | Path) -> bool:
        """Whether a file is one of them."""
        name = _below(path, self.folder)
        if self._unwanted.fullmatch(name) or _NOBODYS.fullmatch(_UPWARDS.sub("", name)):
            return False
        return bool(self._wanted.fullmatch(name))

    @cached_property
    def _wanted(self) -> re.Pattern[str]:
        return _any_of(map(_expression, self.include))

    @cached_property
    def _unwanted(self) -> re.Pattern[str]:
        own = (re.escape(_below(one, self.folder)) for one in self.own)
        return _any_of((*map(_expression, self.exclude), *own))


def watched(folder: Path, settings: Mapping[str, Any], own: Sequence[Path]) -> Watched:
    """The files that ``cdk.json`` (`settings`) names.

    Raises:
        UsageError: it names them by something that is no pattern.
    """
    said = settings.get("watch", {})
    if not is_mapping(said):
        raise UsageError(_NO_PATTERNS.format(file=FILE_NAME, key="watch"))
    include, exclude = (tuple(_patterns(said, key)) for key in ("include", "exclude"))
    return Watched(folder, include or EVERYTHING, exclude, tuple(own))


def _patterns(said: Mapping[str, Any], key: str) -> Iterator[str]:
    value = said.get(key, [])
    for one in value if is_list(value) else [value]:
        if not isinstance(one, str):
            raise UsageError(_NO_PATTERNS.format(file=FILE_NAME, key=f"watch.{key}"))
        yield one.removeprefix("./")


def _below(path: str | Path, folder: Path) -> str:
    return PurePath(os.path.relpath(path, folder)).as_posix()


def _fixed(pattern: str) -> str:
    """The folders that a pattern begins with, up to the first star."""
    parts = PurePath(pattern).parts
    starred = next((at for at, part in enumerate(parts) if "*" in part), len(parts))
    return str(PurePath(*parts[:starred]))


def _any_of(expressions: Iterable[str]) -> re.Pattern[str]:
    """What one of them matches, and all that lies below that."""
    return re.compile(rf"(?:{'|'.join(expressions)})(?:/.*)?", re.DOTALL)


_PARTS = re.compile(r"(\*\*/|\*\*|\*|\?|\[[^\]/]+\])")
_SIGNS = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _expression(pattern: str) -> str:
    """A pattern of paths as a regular expression."""
    parts = _PARTS.split(pattern.rstrip("/"))
    return "".join(
        _SIGNS.get(part, part.replace("[!", "[^") if at % 2 else re.escape(part))
        for at, part in enumerate(parts)
    )


_UPWARDS = re.compile(r"(?:\.\./)+")
_NOBODYS = _any_of(map(_expression, _NEVER))
_NO_PATTERNS = Message(
    "{file}: {key!r} is to name files by patterns, as in "
    '"watch": {{"include": ["**"], "exclude": ["tests"]}}'
)
