"""The arguments of ``lsp``, in English and Korean."""

from __future__ import annotations

from collections.abc import Callable

from synthgate.model import Language, Message
from synthgate.usage import Add, Parser, Spoken

EXIT_CODES = Message("""exit codes:
  0  the editor has said goodbye
  1  it has gone without a word
  2  wrong usage, or pygls is not installed""")


def add_command(
    add_parser: Callable[..., Parser], spoken: Spoken, language: Language, add_general: Add
) -> None:
    """The command; `add_general` gives it what all commands have."""
    lsp = add_parser(
        "lsp",
        help=spoken("speak with an editor: findings on the lines that it shows"),
        epilog=EXIT_CODES[language],
    )
    lsp.later(lambda it: _add_lsp(it, spoken, add_general))


def _add_lsp(lsp: Parser, spoken: Spoken, add_general: Add) -> None:
    lsp.add_argument(
        "--stdio",
        action="store_true",
        help=spoken("speak by standard input and output, as always"),
    )
    add_general(lsp, spoken)
