"""The lines that a Python program has recorded of its constructs (`synthgate.cdk.recorder`).

They stand in a file of the assembly that CDK knows nothing of. It is input like any other: what
it says of one construct is passed over where it has not the shape that the recorder gives it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from pathlib import Path
from typing import Any

from synthgate.cdk.recorder import FILE_NAME, VERSION
from synthgate.errors import TemplateError
from synthgate.model import Message, Position, Text, plural
from synthgate.records import dataclass
from synthgate.sources.frames import Frame, is_program
from synthgate.sources.path_tree import Tree
from synthgate.sources.places import exists, is_file, is_link, read_bounded, unreadable
from synthgate.template import json_text
from synthgate.template.data import is_mapping

MAX_BYTES = 64 * 1024 * 1024
"""Of 4,510 resources they take a hundredth of it."""
MOST_CONSTRUCTS = 500_000
_LAST_LINE = 10_000_000


@dataclass(frozen=True, slots=True)
class Recorded:
    """Frames by construct path (absolute, as in metadata).

    `synth` is that of the synthesis, `files` has one frame of each file. `wrong` is what cannot be
    used of the file, and where.
    """

    lines: Tree[Frame] = field(default_factory=lambda: Tree[Frame]({}))
    synth: Frame | None = None
    files: tuple[Frame, ...] = ()
    wrong: Text | None = None
    position: Position | None = None


NOTHING_RECORDED = Recorded()


def recorded_in(assembly: Path) -> Recorded:
    """What is recorded in the folder of an assembly, which may have no such file."""
    path = assembly / FILE_NAME
    if not exists(path) and not is_link(path):
        return NOTHING_RECORDED
    if is_link(path) or not is_file(path):
        return Recorded(wrong=_NO_FILE)
    try:
        return _read(json_text.parse(_content(path)))
    except OSError as error:
        return Recorded(wrong=unreadable(error))
    except TemplateError as error:
        return Recorded(wrong=_BROKEN.format(reason=error.text), position=error.position)


def _content(path: Path) -> bytes:
    content = read_bounded(path, MAX_BYTES)
    if len(content) > MAX_BYTES:
        raise TemplateError(_TOO_LARGE)
    return content


def _read(held: Any) -> Recorded:
    constructs = held.get("constructs") if is_mapping(held) else None
    if not is_mapping(constructs) or held.get("version") != VERSION:
        return Recorded(wrong=_BROKEN.format(reason=_ANOTHER))
    if len(constructs) > MOST_CONSTRUCTS:
        return Recorded(wrong=_BROKEN.format(reason=_TOO_MANY))
    lines = dict(_frames(constructs))
    files = dict(lines.values())
    odd = len(constructs) - len(lines)
    wrong = _ODD.format(number=odd) if odd else None
    return Recorded(Tree(lines), _frame(held.get("synth")), tuple(files.items()), wrong)


def _frames(constructs: Mapping[str, Any]) -> Iterator[tuple[str, Frame]]:
    for path, place in constructs.items():
        frame = _frame(place)
        if frame:
            yield f"/{path}", frame


def _frame(place: Any) -> Frame | None:
    """A line of the user's program; None for what is none."""
    file, line = (place.get("file"), place.get("line")) if is_mapping(place) else (None, None)
    if not isinstance(file, str) or not isinstance(line, int) or isinstance(line, bool):
        return None
    return (file, line) if 0 < line < _LAST_LINE and is_program(file) else None


_NO_FILE = Message("not a regular file, so it was not read; synthesize again")
_BROKEN = Message("cannot be used, so findings have no lines from it ({reason}); synthesize again")
_ANOTHER = Message("not what this version of synthgate records")
_TOO_MANY = Message("more constructs than any app has")
_TOO_LARGE = Message("larger than any app comes to")
_ODD = plural(
    "{number} construct without a line of a program, which is passed over; synthesize again",
    "{number} constructs without a line of a program, which are passed over; synthesize again",
)
