"""The reference of the command line, a page a command, made of the parser that reads it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from typing import cast

from synthgate.arguments import parser as parser_of
from synthgate.model import Language, Words
from synthgate.settings import SETTINGS, variable
from synthgate.template.data import is_mapping
from synthgate.usage import Parser

FOLDER = "cli"

_TITLE = Words("Command line", "명령줄")
_INTRO = Words(
    "What `--help` says, with a page for each command. It is made of the parser itself.",
    "`--help`가 출력하는 내용을 명령마다 한 페이지로 옮겼습니다. 파서에서 직접 생성합니다.",
)
_ALSO = Words(
    "Most options are also a key of [`synthgate.yaml`](../configuration.md) and an environment "
    "variable: both are named beside the option.",
    "대부분의 옵션은 [`synthgate.yaml`](../configuration.md)의 키이자 환경 변수이기도 합니다. "
    "변수 이름은 옵션 옆에 있습니다.",
)
_COMMAND = Words("command", "명령")
_DOES = Words("what it does", "하는 일")
_OF_ALL = Words("Of the program itself", "프로그램 자체의 옵션")
_DEFAULT = Words("default", "기본값")


def pages(language: Language) -> dict[str, str]:
    """Each page of the reference by its name in the folder: the list, and one for each command."""
    top = parser_of(language)
    top.fill()
    commands = dict(_commands(top))
    listed = "\n".join(
        f"| [`synthgate {name}`]({name}.md) | {_cell(said)} |"
        for name, (_, said) in commands.items()
    )
    head = f"# {_TITLE[language]}\n\n{_INTRO[language]}\n\n{_ALSO[language]}\n"
    table = f"| {_COMMAND[language]} | {_DOES[language]} |\n|---|---|\n{listed}\n"
    codes = f"## {_OF_ALL[language]} {{ #synthgate }}\n\n" + "".join(_arguments(top, language))
    written = {name: _page(command, said, language) for name, (command, said) in commands.items()}
    return {"index": f"{head}\n{table}\n{codes}", **written}


def commands_of(parser: Parser) -> Iterator[tuple[str, Parser]]:
    """Every command below a parser, however deep, by its whole name."""
    for name, (command, _) in _commands(parser):
        command.fill()
        yield name, command
        yield from ((f"{name} {below}", it) for below, it in commands_of(command))


def _commands(parser: Parser) -> Iterator[tuple[str, tuple[Parser, str]]]:
    """The commands of a parser, each with what is said of it."""
    for action in options_of(parser):
        below = cast("dict[str, Parser]", action.choices if _is_of_commands(action) else {})
        listed = cast("list[argparse.Action]", getattr(action, "_choices_actions", []))
        said = {it.dest: it.help or "" for it in listed}
        for name, command in below.items():
            yield name, (command, said.get(name, ""))


def _is_of_commands(action: argparse.Action) -> bool:
    return is_mapping(action.choices)


def options_of(parser: Parser) -> list[argparse.Action]:
    """Every option and argument of a parser."""
    return parser._actions  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - told nowhere else


def _page(command: Parser, said: str, language: Language) -> str:
    """The page of a command, with those below it."""
    text = f"# {command.prog}\n\n{_sentence(said)}\n\n{_body(command, language)}"
    for name, (below, about) in _commands(command):
        title = f"## {below.prog} {{ #{name} }}"
        text += f"\n{title}\n\n{_sentence(about)}\n\n{_body(below, language)}"
    return text


def _body(command: Parser, language: Language) -> str:
    command.fill()
    usage = command.format_usage().partition(": ")[2].strip()
    text = f"```text\n{usage}\n```\n\n" + "".join(_arguments(command, language))
    return text + (f"```text\n{command.epilog.strip()}\n```\n" if command.epilog else "")


def _arguments(command: Parser, language: Language) -> Iterator[str]:
    """The options and arguments of a command, by the groups that ``--help`` shows."""
    _, *name = command.prog.split()
    prefix = "-".join(name[1:])
    marks = "##" if len(name) == 1 else "###"
    for number, group in enumerate(command._action_groups):  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        actions = [it for it in group._group_actions if _is_told(it)]  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        if actions:
            anchor = "-".join(filter(None, (prefix, f"group-{number}")))
            yield f"{marks} {group.title} {{ #{anchor} }}\n\n"
            yield from (_entry(command, it, prefix, language) for it in actions)


def _is_told(action: argparse.Action) -> bool:
    return action.help != argparse.SUPPRESS and not _is_of_commands(action)


def _entry(command: Parser, action: argparse.Action, prefix: str, language: Language) -> str:
    """An option: how it is written, what it means, and its variable."""
    formatter = command._get_formatter()  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    shown = formatter._format_action_invocation(action)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    said = formatter._expand_help(action) if action.help else ""  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    key = _key(action)
    is_setting = key in SETTINGS and key in (command.get_default("keys") or ())
    named = f" · `{variable(key)}`" if is_setting and action.option_strings else ""
    anchor = "-".join(filter(None, (prefix, key)))
    meant = _prose(said) + _default(action, said, language)
    return f"`{shown}`{{ #{anchor} }}{named}\n:   {meant.strip() or '…'}\n\n"


def _key(action: argparse.Action) -> str:
    """The name of an option without its dashes; of an argument, its own."""
    long = [it for it in action.option_strings if it.startswith("--")]
    return long[0].removeprefix("--") if long else action.dest


def _default(action: argparse.Action, said: str, language: Language) -> str:
    """What holds where nobody says anything, if its help does not tell."""
    value = action.default
    is_told = re.search(rf"\({_DEFAULT[language]}|{re.escape(str(value))}", said)
    if value in (None, False, [], argparse.SUPPRESS) or is_told:
        return ""
    number = f"{value:g}" if isinstance(value, float) else str(value)
    return f" ({_DEFAULT[language]}: {number})"


def _sentence(said: str) -> str:
    return f"{said[:1].upper()}{said[1:]}." if said else ""


def _prose(said: str) -> str:
    """A help text as Markdown shows it, sign for sign."""
    return re.sub(r"([\\`*_{}\[\]<>#])", r"\\\1", " ".join(said.split()))


def _cell(said: str) -> str:
    return _prose(said).replace("|", r"\|")
