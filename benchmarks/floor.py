"""The floor: the time that it takes to parse the same bytes, and to do nothing with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson
import yaml

from synthgate.template.read import looks_like_template

SUFFIXES = {".json", ".yaml", ".yml", ".template"}


class Loader(yaml.CSafeLoader):
    """The C loader, with CloudFormation's short tags."""


def _any_tag(loader: Any, _: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    return loader.construct_scalar(node)


Loader.add_multi_constructor("!", _any_tag)  # pyright: ignore[reportUnknownMemberType]


def templates_in(folder: Path) -> list[Path]:
    """The files of a folder that look like templates, in their order."""
    files = (path for path in sorted(folder.rglob("*")) if path.suffix in SUFFIXES)
    return [path for path in files if path.is_file() and looks_like_template(path.read_bytes())]


def parse(content: bytes) -> Any:
    """The data of a template."""
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError:
        return yaml.load(content, Loader=Loader)  # noqa: S506 - a safe loader, as above


def parsed(files: Iterable[Path]) -> Iterator[Any]:
    """The data of files, one after another; of one that cannot be parsed, None."""
    for path in files:
        try:
            yield parse(path.read_bytes())
        except yaml.YAMLError:
            yield None


def floor(files: Iterable[Path]) -> None:
    """Parse, and forget."""
    for _ in parsed(files):
        pass


def resources_of(data: Any) -> int:
    """How many resources the text of a template names; loops and macros may make more of them."""
    resources = data.get("Resources") if isinstance(data, dict) else None  # pyright: ignore
    return len(resources) if isinstance(resources, dict) else 0  # pyright: ignore
