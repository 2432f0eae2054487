"""Lines of pieces, each in its style, as a stream shows them: in colour where a person looks on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from synthgate_reports.excerpt import cells
from synthgate_reports.wording import inert

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TextIO

# A piece of a line, and how rich paints it where a person looks on.
Span = tuple[str, str]
Line = list[Span]

_WORD = re.compile(r"\S+\s*|\s+")


def columns_of(stream: TextIO) -> int | None:
    """How many columns a stream says that its reader sees; None where nothing is known of that.

    Whoever opens a stream knows the terminal behind it (`synthgate.output`); a format does not.
    """
    columns = getattr(stream, "columns", None)
    return columns if isinstance(columns, int) and columns > 0 else None


def folded(line: Line, columns: int | None, hanging: int) -> Iterator[Line]:
    """The line in as many as the columns ask for, cut between words, the later ones indented.

    A word that is longer than that stays in one piece: a path or an address is to be copied.
    """
    text = "".join(part for part, _ in line)
    if columns is None or cells(text) <= columns:
        yield line
        return
    start = 0
    for end in (*_breaks(text, columns, hanging), len(text)):
        indent: Line = [(" " * hanging, "")] if start else []
        yield [*indent, *_between(line, start, end)]
        start = end


def _breaks(text: str, columns: int, hanging: int) -> Iterator[int]:
    """Where the lines after the first begin: each at a word that has no room before."""
    taken = 0
    has_words = False
    for found in _WORD.finditer(text):
        word = found[0]
        is_word = not word.isspace()
        if has_words and is_word and taken + cells(word.rstrip()) > columns:
            yield found.start()
            taken, has_words = hanging, False
        taken += cells(word)
        has_words = has_words or is_word


def _between(line: Line, start: int, end: int) -> Iterator[Span]:
    """The pieces of a line from one character to before another."""
    at = 0
    for text, style in line:
        if part := text[max(start - at, 0) : max(end - at, 0)]:
            yield part, style
        at += len(text)


def without_commands(line: Line) -> Line:
    """The line; without its colours where a CI runner would take it for a command."""
    text = "".join(part for part, _ in line)
    return line if inert(text) == text else [(inert(text), "")]


def plain(stream: TextIO) -> Callable[[Line], None]:
    """Writes lines without their styles, nor spaces at the end."""

    def emit(line: Line) -> None:
        stream.write("".join(text for text, _ in line).rstrip() + "\n")

    return emit


def painted(stream: TextIO) -> Callable[[Line], None]:
    """Writes lines in their styles, as far as the stream takes colours."""
    # rich takes 50 ms to import, and most runs are read by a pipe.
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text as Painted  # noqa: PLC0415

    # Who is asked for colour by name gives it to what is no terminal, and whatever NO_COLOR says.
    asked = True if getattr(stream, "is_painted", False) else None
    console = Console(
        file=stream,
        highlight=False,
        markup=False,
        emoji=False,
        force_terminal=asked,
        no_color=False if asked else None,
        color_system="standard" if asked else "auto",
    )

    def emit(line: Line) -> None:
        text = Painted.assemble(*line)
        text.rstrip()
        # soft_wrap: what is still too long the terminal wraps, so that a copied line is one line.
        console.print(text, soft_wrap=True)

    return emit
