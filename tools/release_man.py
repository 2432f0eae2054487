"""Write the pages of ``man`` from the parser that reads the command line: nothing is said twice.

``synthgate.1`` is of the program, ``synthgate-scan.1`` of a command, as git has them; each in
English and Korean. The form is that of man(7).
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from release_roff import entry, escaped, joined, quoted
from synthgate.arguments import parser
from synthgate.model import Language
from synthgate.settings import SETTINGS, SWITCHES, variable
from synthgate.usage import Parser
from synthgate.version import __version__

LANGUAGES: tuple[Language, ...] = ("en", "ko")
_WORDS: dict[str, dict[Language, str]] = {
    "manual": {"en": "User Commands", "ko": "사용자 명령"},
    "name": {"en": "NAME", "ko": "이름"},
    "synopsis": {"en": "SYNOPSIS", "ko": "사용법"},
    "description": {"en": "DESCRIPTION", "ko": "설명"},
    "commands": {"en": "COMMANDS", "ko": "명령"},
    "options": {"en": "OPTIONS", "ko": "옵션"},
    "exit": {"en": "EXIT STATUS", "ko": "종료 상태"},
    "environment": {"en": "ENVIRONMENT", "ko": "환경 변수"},
    "files": {"en": "FILES", "ko": "파일"},
    "also": {"en": "SEE ALSO", "ko": "관련 항목"},
    "variables": {
        "en": "Options outweigh variables, and those synthgate.yaml. Each of these says what the "
        "option of its name does; several values stand between commas.",
        "ko": "옵션이 환경 변수보다, 환경 변수가 synthgate.yaml보다 우선합니다. 각 변수는 "
        "같은 이름의 옵션과 뜻이 같으며, 값이 여럿이면 쉼표로 구분합니다.",
    },
    "cache": {
        "en": "the folder of kept results, or off; and the secret that signs them",
        "ko": "보관한 결과의 폴더 또는 off, 그리고 결과에 서명하는 비밀 키",
    },
    "colour": {
        "en": "whether a terminal is painted; --color outweighs both",
        "ko": "터미널 출력의 색 사용 여부. --color가 둘보다 우선합니다",
    },
    "configuration": {
        "en": "what holds for the repository; synthgate config init writes a first one",
        "ko": "저장소에 적용되는 설정. synthgate config init이 첫 파일을 작성합니다",
    },
    "baseline": {
        "en": "findings that are known already",
        "ko": "이미 알려진 조사 결과",
    },
}
_AS_WRITTEN = (".nh", ".ad l")
"""No hyphen stands in an option that its name has not, and no space is stretched."""


@dataclass(frozen=True)
class Command:
    """A command: its words, its parser, and what help says of it in a line."""

    words: tuple[str, ...]
    parser: Parser
    summary: str

    @property
    def page(self) -> str:
        """The name of its page."""
        return "-".join(("synthgate", *self.words))


@dataclass(frozen=True)
class Writer:
    """What the pages of a language have in common."""

    language: Language
    day: str

    def say(self, word: str) -> str:
        """A word, or a sentence, in the language."""
        return _WORDS[word][self.language]

    def head(self, page: str, summary: str) -> list[str]:
        """How a page begins: its title, and its name with what it is."""
        version, manual = f"synthgate {__version__}", self.say("manual")
        title = f"{quoted(page.upper())} 1 {self.day} {quoted(version)} {quoted(manual)}"
        name = f"{escaped(page)} \\- {escaped(summary)}"
        return [f".TH {title}", *_AS_WRITTEN, *self.section("name"), name]

    def section(self, word: str) -> list[str]:
        """The heading of a section."""
        return [f".SH {quoted(self.say(word))}"]


def pages(language: Language, day: str) -> Iterator[tuple[str, str]]:
    """Yield each page in a language: the name of its file, and its text."""
    top, writer = parser(language), Writer(language, day)
    every = [*commands(top)]
    yield "synthgate.1", joined(_program(writer, top, every))
    for command in every:
        yield f"{command.page}.1", joined(_command(writer, command))


def commands(of: Parser, words: tuple[str, ...] = ()) -> Iterator[Command]:
    """Yield the commands of the program, or the actions of a command."""
    for action in actions(of):
        below = _below(action)
        for name, its in below.items():
            yield Command((*words, name), its, _told(action, name))


def _below(action: argparse.Action) -> dict[str, Parser]:
    """The parsers of the commands that an argument stands for; none, if it stands for itself."""
    choices: Any = action.choices
    return cast("dict[str, Parser]", choices) if isinstance(choices, dict) else {}


def _told(action: argparse.Action, name: str) -> str:
    """What help says of a command in a line."""
    subactions: list[argparse.Action] = cast("Any", action)._get_subactions()  # noqa: SLF001 - argparse tells of them nowhere else
    return next(one.help or "" for one in subactions if one.dest == name)


def actions(of: Parser) -> Sequence[argparse.Action]:
    """The arguments of a parser, all of them."""
    of.fill()
    return of._actions  # noqa: SLF001 - argparse tells of them nowhere else


def _program(writer: Writer, top: Parser, every: Sequence[Command]) -> Iterator[str]:
    yield from writer.head("synthgate", (top.description or "").rstrip("."))
    yield from writer.section("synopsis")
    yield from _usage(top)
    yield from writer.section("commands")
    for command in every:
        yield from entry(rf"\fB{escaped(command.page)}\fR(1)", command.summary)
    yield from writer.section("options")
    yield from _options(top, top._optionals._group_actions)  # noqa: SLF001 - likewise
    yield from writer.section("exit")
    scan = next(one.parser for one in every if one.words == ("scan",))
    yield from epilogue(scan)[1]
    yield from _surroundings(writer)
    yield from writer.section("also")
    yield ", ".join(rf"\fB{escaped(one.page)}\fR(1)" for one in every)
    yield ".PP"
    yield "https://github.com/synthgate/synthgate"


def _surroundings(writer: Writer) -> Iterator[str]:
    """What the program goes by besides its options."""
    yield from writer.section("environment")
    yield escaped(writer.say("variables"))
    yield ".PP"
    names = sorted({variable(key) for key in SETTINGS if key not in SWITCHES})
    yield ", ".join(rf"\fB{escaped(name)}\fR" for name in names)
    yield from entry(r"\fBSYNTHGATE_CACHE\fR, \fBSYNTHGATE_CACHE_KEY\fR", writer.say("cache"))
    yield from entry(r"\fBNO_COLOR\fR, \fBFORCE_COLOR\fR", writer.say("colour"))
    yield from writer.section("files")
    yield from entry(r"\fIsynthgate.yaml\fR", writer.say("configuration"))
    yield from entry(r"\fIsynthgate\-baseline.yaml\fR", writer.say("baseline"))


def _command(writer: Writer, command: Command) -> Iterator[str]:
    yield from writer.head(command.page, command.summary)
    yield from writer.section("synopsis")
    below = [*commands(command.parser, command.words)]
    for one in below or [command]:
        yield from _usage(one.parser)
    told, codes = epilogue(command.parser)
    if told:
        yield from writer.section("description")
        yield from paragraphs(told)
    yield from writer.section("options")
    for one in below or [command]:
        if one is not command:
            yield f".SS {quoted(' '.join(one.words))}"
            yield escaped(one.summary)
        yield from _groups(one.parser)
    yield from writer.section("exit")
    yield from codes
    yield from writer.section("also")
    yield r"\fBsynthgate\fR(1)"


def _usage(of: Parser) -> Iterator[str]:
    """How the command is written: one line, its words in bold."""
    words = of.format_usage().partition(": ")[2].split()
    fixed = len(of.prog.split())
    bold = rf"\fB{escaped(' '.join(words[:fixed]))}\fR"
    yield " ".join((bold, *map(escaped, words[fixed:])))
    yield ".br"


def _groups(of: Parser) -> Iterator[str]:
    """The arguments of a command by the titles that help has for them."""
    of.fill()
    for group in of._action_groups:  # noqa: SLF001 - argparse tells of them nowhere else
        entries = [*_options(of, group._group_actions)]  # noqa: SLF001 - likewise
        if entries and group is not of._optionals:  # noqa: SLF001 - it has the section's title
            yield ".PP"
            yield rf"\fI{escaped(group.title or '')}\fR"
        yield from entries


def _options(of: Parser, group: Sequence[argparse.Action]) -> Iterator[str]:
    formatter = of._get_formatter()  # noqa: SLF001 - fills in what help leaves open
    for action in group:
        if _below(action):
            continue
        said = formatter._expand_help(action) if action.help else ""  # noqa: SLF001
        yield from entry(_signature(action), said)


def _signature(action: argparse.Action) -> str:
    """An option in bold with its value in italics, as pages of man have them."""
    value = "" if action.nargs == 0 else str(action.metavar or action.dest)
    if not action.option_strings:
        return rf"\fI{escaped(value)}\fR"
    names = ", ".join(rf"\fB{escaped(one)}\fR" for one in action.option_strings)
    return rf"{names} \fI{escaped(value)}\fR" if value else names


def epilogue(of: Parser) -> tuple[list[str], list[str]]:
    """The end of help: what it tells of the command, in lines, and its exit codes, as entries."""
    told: list[str] = []
    codes: list[str] = []
    for line in (of.epilog or EXIT_CODES[of.language]).splitlines():
        code, _, meaning = line.strip().partition("  ")
        if code.isdigit():
            codes += entry(rf"\fB{code}\fR", meaning.strip())
        else:
            told.append(line.strip())
    while told and (not told[-1] or told[-1].endswith(":")):  # the heading of the codes
        told.pop()
    return told, codes


def paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines as they stand, with what parts them where one is empty."""
    for line in lines:
        yield from (escaped(line), ".br") if line else (".PP",)


EXIT_CODES: dict[Language, str] = {
    "en": "  0  done\n  2  wrong usage, configuration or rule card\n  3  could not be done",
    "ko": "  0  완료\n  2  잘못된 사용법, 설정 또는 규칙 카드\n  3  수행하지 못함",
}
"""What holds for a command that says nothing of its own."""


def write(folder: Path, day: str) -> None:
    """Write all pages to where man looks for them, below a folder `share`."""
    for language in LANGUAGES:
        target = folder / "man" / ("" if language == "en" else language) / "man1"
        target.mkdir(parents=True, exist_ok=True)
        for name, text in pages(language, day):
            (target / name).write_text(text, "utf-8")
