"""Lines of pieces, each in its style, as a stream shows them: in colour where a person looks on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports.wording import inert

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

# A piece of a line, and how rich paints it where a person looks on.
Span = tuple[str, str]
Line = list[Span]


def without_commands(line: Line) -> Line:
    """The line; without its colours where a CI runner would take it for a command."""
    text = "".join(part for part, _ in line)
    return line if inert(text) == text else [(inert(text), "")]


def plain(stream: TextIO) -> Callable[[Line], None]:
    """Writes lines without their styles."""

    def emit(line: Line) -> None:
        stream.write("".join(text for text, _ in line) + "\n")

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
        # soft_wrap: the terminal wraps, so that a copied line is one line.
        console.print(Painted.assemble(*line), soft_wrap=True)

    return emit
