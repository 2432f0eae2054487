"""``--print-completion``: the script by which a shell completes commands, options and words.

shtab makes it of the parser (an extra of the package): nothing of synthgate runs while one types.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.usage import Parser

SHELLS = ("bash", "zsh", "fish", "tcsh")
_OF_FILES = {"FILE": "FILE", "PATH": "FILE", "NAME|FILE": "FILE", "CARD": "FILE"}
_OF_FOLDERS = {"DIR": "DIRECTORY"}


class PrintCompletion(argparse.Action):
    """Writes the script of a shell, and ends the run as ``--version`` does."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Write the script.

        Raises:
            UsageError: shtab is not installed.
        """
        _ = namespace, option_string
        try:
            shtab = import_module("shtab")
        except ModuleNotFoundError as error:
            raise UsageError(_NOT_INSTALLED) from error
        for action in _actions(parser):
            name = {**_OF_FILES, **_OF_FOLDERS}.get(str(action.metavar))
            if name:
                vars(action)["complete"] = getattr(shtab, name)
        sys.stdout.write(shtab.complete(parser, str(values)) + "\n")
        parser.exit()


def add_completion(top: Parser) -> None:
    """Give the program the option."""
    top.add_argument(
        "--print-completion",
        action=PrintCompletion,
        choices=SHELLS,
        metavar="SHELL",
        help=_HELP[top.language],
    )


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Every argument of a parser and of those below it."""
    from synthgate.template.data import is_mapping  # noqa: PLC0415 - `--help` shall be quick

    if isinstance(parser, Parser):
        parser.fill()
    for action in parser._actions:  # noqa: SLF001 - argparse tells of them nowhere else
        yield action
        commands = action.choices if is_mapping(action.choices) else {}
        for command in commands.values():
            yield from _actions(command)


_HELP = Message("write the script that completes commands and options in bash, zsh, fish or tcsh")
_NOT_INSTALLED = Message(
    "--print-completion needs shtab: pip install 'synthgate[completion]' brings it along"
)
