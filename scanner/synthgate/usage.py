"""The parser of a command: brief where it is wrongly used, and in the language of the run.

argparse has its sentences in English only; those that a user may come to see are translated here.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, NoReturn, TypeAlias

from synthgate.errors import UsageError
from synthgate.model import Language, Message, Text, verbatim

Spoken = Callable[..., str]
"""Puts an English sentence into the language of the run."""


class Parser(argparse.ArgumentParser):
    """A parser that raises what is wrong, with the command it is about and a guess.

    Options are written out: an abbreviation would change its meaning with every new option.
    """

    language: ClassVar[Language] = "en"

    def __init__(self, **settings: Any) -> None:
        self._settings: dict[str, Any] | None = settings
        self._fills: list[Callable[[Parser], None]] = []

    def __getattr__(self, name: str) -> Any:
        """What argparse keeps of a parser: made when it is asked for, of one command in many."""
        if self.__dict__.get("_settings") is None:
            raise AttributeError(name)
        settings, self._settings = self._settings or {}, None
        self._begin(settings)
        return getattr(self, name)

    def _begin(self, settings: dict[str, Any]) -> None:
        usage = Message("usage: ")[self.language]
        settings.setdefault("formatter_class", partial(_Formatter, usage=usage))
        super().__init__(add_help=False, allow_abbrev=False, **settings)
        self._positionals.title = Message("arguments")[self.language]
        self._optionals.title = Message("options")[self.language]
        self.set_defaults(parser=self)
        self.register("action", None, Once)
        self.register("action", "store", Once)
        self.add_argument(
            "-h", "--help", action="help", help=Message("show this help")[self.language]
        )

    def later(self, *fills: Callable[[Parser], None]) -> None:
        """Give the command its arguments only when somebody calls it: there are hundreds."""
        self._fills = [*self._fills, *fills]

    def fill(self) -> None:
        """Give the command its arguments, those that were to come later."""
        fills, self._fills = self._fills, []
        for fill in fills:
            fill(self)

    def parse_known_args(  # pyright: ignore[reportIncompatibleMethodOverride] - overloads
        self, *given: Any, **named: Any
    ) -> tuple[argparse.Namespace, list[str]]:
        """As argparse does, with all arguments that the command has."""
        self.fill()
        return super().parse_known_args(*given, **named)

    def read(self, argv: Sequence[str]) -> argparse.Namespace:
        """The arguments of a command line.

        Raises:
            UsageError: they are not those of a command.
        """
        arguments, left_over = self.parse_known_args(argv)
        several = next((one for one in _SEVERAL if hasattr(arguments, one)), None)
        if several and not any(one.startswith("-") and one != "-" for one in left_over):
            # argparse takes those that stand together only, and not what follows an option.
            setattr(arguments, several, [*getattr(arguments, several), *left_over])
            left_over = []
        if left_over:
            parser: Parser = arguments.parser
            parser.refuse(left_over[0])
        return arguments

    def error(self, message: str) -> NoReturn:
        """Tell what is wrong in the language of the run, and where help is.

        Raises:
            UsageError: always.
        """
        self._tell(_translated(message))

    def refuse(self, word: str) -> NoReturn:
        """Tell of a word that the command does not know.

        Raises:
            UsageError: always.
        """
        name = word.partition("=")[0]
        if not name.startswith("-"):
            self._tell(_TOO_MANY.format(word=word))
        options = [one for one in self._option_string_actions if one.startswith("--")]
        self._tell(_NO_OPTION.format(name=name, meant=_meant(name, options)))

    def refuse_twice(self, option: str, values: Sequence[object]) -> NoReturn:
        """Tell of an option that is given two values and takes one.

        Raises:
            UsageError: always.
        """
        first, second = map(str, values)
        self._tell(_TWICE.format(option=option, first=first, second=second))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        """As argparse does, with a guess at what was meant."""
        if action.choices is None or value in action.choices:
            return
        names = [*map(str, action.choices)]
        sentence = _NO_COMMAND if action.dest in {"command", "action"} else _NO_CHOICE
        text = sentence.format(
            option="/".join(action.option_strings) or str(action.metavar),
            value=value,
            names=", ".join(names),
            meant=_scan_of(value) or _meant(value, names),
        )
        raise argparse.ArgumentError(None, text[self.language])

    def _tell(self, text: Text) -> NoReturn:
        raise UsageError(_SEE_HELP.format(text=text, command=self.prog))


class Once(argparse.Action):
    """Stores a value; two different ones are a mistake, for argparse would drop the first."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Store the value of an option or an argument."""
        said: dict[str, object] = namespace.__dict__.setdefault(_SAID, {})
        before = said.get(self.dest, values)
        if option_string and isinstance(parser, Parser) and before != values:
            parser.refuse_twice(option_string, [before, values])
        said[self.dest] = values
        setattr(namespace, self.dest, values)


_SEVERAL = ("paths", "results")
"""The arguments without a name of which there may be any number."""
_SAID = "said_once"
"""Where a namespace keeps what the options of one value say."""


def speaking(language: Language) -> type[Parser]:
    """The parser of a language; what is added to it below is of that language as well."""
    return type("Parser", (Parser,), {"language": language})


def _meant(word: str, known: Iterable[str]) -> Text:
    from synthgate.rule.terms.mistakes import meant  # noqa: PLC0415 - only who errs needs it

    return meant(word, known)


def _scan_of(word: str) -> Text | None:
    """What a command that is a path was to be."""
    is_path = not word.startswith("-") and Path(word).exists()
    return _SCAN.format(path=word) if is_path else None


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help whose usage is one line: the options are listed below it anyway."""

    def __init__(self, prog: str, *, usage: str) -> None:
        super().__init__(prog, width=_width())
        self._usage = usage

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the usage: what is needed, and a word for all options.

        argparse asks for one without `prefix` to show, and with an empty one for the name of a
        sub-command, to which the options of the command above do not belong.
        """
        _ = groups
        needed = [it for it in actions if it.required or not it.option_strings]
        options = [] if prefix == "" else [_OPTIONS]
        super().add_usage(usage, options + needed, [], self._usage if prefix is None else prefix)


def _width() -> int:
    """As wide as argparse's help is, by `shutil.get_terminal_size`, which takes long to import.

    COLUMNS is asked first, then the terminal.
    """
    told = os.environ.get("COLUMNS", "")
    columns = int(told) if told.isascii() and told.isdigit() else 0
    if not columns:
        with suppress(AttributeError, ValueError, OSError):  # no stream, a closed one, no terminal
            columns = os.get_terminal_size((sys.__stdout__ or sys.stdout).fileno()).columns
    return (columns or _USUAL) - _MARGIN


_USUAL = 80
"""Columns where nobody knows better."""
_MARGIN = 2
"""Columns that argparse leaves free."""

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - has no other name
"""The commands of a parser, of which one is added after the other."""

Add = Callable[[Parser, Spoken], None]
"""Gives a command some of its arguments."""

_OPTIONS = argparse.Action([], "options", metavar="[OPTION ...]")
"""What stands in a usage for the options that may be left out."""


def _translated(message: str) -> Text:
    """A sentence of argparse in ours; any other as it is."""
    for pattern, sentence in _SENTENCES.items():
        found = re.fullmatch(pattern, message)
        if found:
            return sentence.format(**found.groupdict())
    return verbatim(message)


_ABOUT = r"argument (?P<argument>\S+): "
_SENTENCES = {
    r"the following arguments are required: (?P<names>.+)": Message("missing: {names}"),
    r"one of the arguments (?P<names>.+) is required": Message("one of these is needed: {names}"),
    rf"{_ABOUT}expected (?:one|at least one) argument": Message("{argument} needs a value"),
    rf"{_ABOUT}not allowed with argument (?P<other>.+)": Message(
        "{argument} and {other} exclude each other"
    ),
    rf"{_ABOUT}ignored explicit argument (?P<value>.+)": Message(
        "{argument} takes no value, but has {value}"
    ),
}
"""argparse's sentences that a user may come to see, and ours."""
_SEE_HELP = Message("{text} (see {command} --help)")
_TOO_MANY = Message("{word!r} is one argument too many")
_NO_OPTION = Message("unknown option {name}{meant}")
_TWICE = Message(
    "{option} takes one value, and is given two, {first!r} and {second!r}: which one is meant?"
)
_NO_COMMAND = Message("no command {value!r}{meant} (there are {names})")
_NO_CHOICE = Message("{option} is one of {names}, not {value!r}{meant}")
_SCAN = Message("; did you mean 'synthgate scan {path}'?")
