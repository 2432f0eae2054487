"""Arguments and wiring: the one module that knows all others."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO, TextIOWrapper
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO

from synthgate.arguments import parser
from synthgate.errors import CardError, UsageError
from synthgate.model import Language, Problem, Report, Text

if TYPE_CHECKING:
    from synthgate.config import Config

STDOUT = "-"
MISUSED = 2
INCOMPLETE = 3
INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""


@dataclass(frozen=True, slots=True)
class Streams:
    """Where a run reads and writes."""

    stdin: BinaryIO
    stdout: TextIO
    stderr: TextIO


def run() -> None:
    """The console script: the one place that ends the process."""
    # A scan makes many small things and few cycles: looking for them takes a tenth of its time.
    gc.set_threshold(200_000, 50, 100)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal may lack letters
    # A daemon may run synthgate without a standard input.
    stdin = sys.stdin.buffer if sys.stdin else BytesIO()  # pyright: ignore[reportUnnecessaryComparison]
    streams = Streams(stdin, sys.stdout, sys.stderr)
    sys.exit(main(sys.argv[1:], streams, os.environ, date.today()))


def main(
    argv: Sequence[str],
    streams: Streams,
    environ: Mapping[str, str] | None = None,
    today: date | None = None,
) -> int:
    """Carry out a command line and return its exit code; without `environ`, nothing is set.

    `today` is the day that evidence has to be valid on.
    """
    environ = environ or {}
    language = _language(argv, environ)
    try:
        arguments = parser(language).parse_args(argv)
        config = _configured(arguments, environ)
        config = arguments.config = replace(config, today=today or config.today)
        language = arguments.lang = config.language
        return _COMMANDS[arguments.command](arguments, streams)
    except (UsageError, CardError) as error:
        for line in error.text[language].split("\n"):
            streams.stderr.write(f"synthgate: {_printable(line)}\n")
        return MISUSED
    except SystemExit as asked:  # argparse has said what is wrong, or printed the help
        return asked.code if isinstance(asked.code, int) else MISUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a listing has seen enough (… | head)
        _silence(streams.stdout)
        return 0


def _silence(stdout: TextIO) -> None:
    """Let what is still in the buffer of a closed pipe go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stdout.fileno())


def _language(argv: Sequence[str], environ: Mapping[str, str]) -> Language:
    """The language, before the arguments are read: their errors are said in it."""
    for word, following in pairwise([*argv, ""]):
        value = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang"):
            return "ko" if value == "ko" else "en"
    return "ko" if environ.get("SYNTHGATE_LANG") == "ko" else "en"


def _configured(arguments: argparse.Namespace, environ: Mapping[str, str]) -> Config:
    """The configuration, which the options of a command have their way in."""
    from synthgate.config import SETTINGS, configure  # noqa: PLC0415 - `--help` shall be quick

    keys = _OPTIONS.get(arguments.command, SETTINGS)
    given = {key: getattr(arguments, key.replace("-", "_"), None) for key in keys}
    given = {key: value for key, value in given.items() if value not in (None, [])}
    config = configure(given, environ, Path.cwd(), getattr(arguments, "config", None))
    return replace(config, exit_zero=getattr(arguments, "exit_zero", False))


def _scan(arguments: argparse.Namespace, streams: Streams) -> int:
    config: Config = arguments.config
    if arguments.explain is not None:
        return _trace(arguments, streams)
    targets = _targets(config.format, arguments.output)
    from synthgate.pipeline import run  # noqa: PLC0415 - `--help` shall be quick
    from synthgate.progress import progress_on  # noqa: PLC0415

    config = _with_checklist(config, [name for name, _ in targets])
    with progress_on(streams.stderr) as progress:
        report = run(config, streams.stdin, progress)
    if arguments.command == "checklist":
        from synthgate.framework.gate import decide_checklist  # noqa: PLC0415

        gate = decide_checklist(report.frameworks, report.problems, exit_zero=config.exit_zero)
        report = replace(report, gate=gate)
    return _write_all(report, targets, streams)


def _with_checklist(config: Config, formats: Iterable[str]) -> Config:
    """The production checklist, where a report is of frameworks and none is asked for."""
    if config.framework or not any(name in _OF_FRAMEWORKS for name in formats):
        return config
    from synthgate.framework.library import CHECKLIST  # noqa: PLC0415 - `--help` shall be quick
    from synthgate.rule.profile import Wish  # noqa: PLC0415

    return replace(config, framework=(Wish(CHECKLIST, key="framework"),))


def _targets(wishes: Sequence[str], output: str | None) -> list[tuple[str, str]]:
    """Formats with their files, checked before any work is done."""
    targets: list[tuple[str, str]] = []
    for wish in wishes:
        name, _, file = wish.partition("=")
        targets.append((name, file or output or STDOUT))
    files = [file if file == STDOUT else os.path.realpath(file) for _, file in targets]
    twice = next((file for file in files if files.count(file) > 1), None)
    if twice:
        raise UsageError(
            Text(
                f"two reports for {twice!r}: give each its file, as in --format sarif=out.sarif",
                f"보고서 두 개가 {twice!r}에 지정되었습니다. "
                "--format sarif=out.sarif처럼 파일을 나누세요",
            )
        )
    return targets


def _write_all(report: Report, targets: list[tuple[str, str]], streams: Streams) -> int:
    """Write every report; one that cannot be written does not keep the others from it."""
    from synthgate_reports import write  # noqa: PLC0415 - `--help` shall be quick

    code = report.gate.exit_code
    for name, file in targets:
        try:
            with _opened(file, streams.stdout) as stream:
                write(name, report, stream)
        except BrokenPipeError:  # the reader has seen enough; the gate's code is the answer
            _silence(streams.stdout)
        except OSError as error:
            reason = error.strerror or str(error)
            streams.stderr.write(f"synthgate: {file}: {_UNWRITTEN[report.language]}: {reason}\n")
            code = MISUSED
    if not any((name, STDOUT) in targets for name in ("text", *_OF_FRAMEWORKS)):
        _sum_up(report, streams.stderr)
    return code


_OF_FRAMEWORKS = ("checklist", "checklist-markdown")
"""The formats that are about frameworks; each says what a person must see."""
_UNWRITTEN = Text("cannot be written", "쓸 수 없습니다")


def _sum_up(report: Report, stderr: TextIO) -> None:
    """What a person must see although the reports went elsewhere."""
    for problem in report.problems:
        if problem.kind != "notice":
            stderr.write(f"synthgate: {_problem_line(problem, report.language)}\n")
    stderr.write(f"{report.gate.reason[report.language]}\n")


def _problem_line(problem: Problem, language: Language) -> str:
    place = [problem.path] if problem.path else []
    if problem.path and problem.position:
        place += [str(problem.position.line), str(problem.position.column)]
    prefix = f"{':'.join(place)}: " if place else ""
    return _printable(f"{prefix}{problem.message[language]}")


def _printable(line: str) -> str:
    """A line with what could move a cursor made visible: names are strangers' words."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in line)


@contextmanager
def _opened(file: str, stdout: TextIO) -> Generator[TextIO]:
    """A stream that becomes the file only when all of it is written."""
    if file == STDOUT:
        yield stdout
        stdout.flush()
        return
    path = Path(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and not path.is_file():  # /dev/stdout, a named pipe: nothing to replace
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _explain(arguments: argparse.Namespace, streams: Streams) -> int:
    from synthgate.explain import explain  # noqa: PLC0415 - `--help` shall be quick
    from synthgate.pipeline import find_resource  # noqa: PLC0415

    language: Language = arguments.lang
    found = find_resource(arguments.config, arguments.resource, streams.stdin)
    for stack, logical_id in found.resources:
        streams.stdout.write(f"# {stack.template.path}\n")
        for line in explain(stack.resolver, logical_id, language, arguments.path):
            streams.stdout.write(f"{_printable(line)}\n")
    code = _complain(found.problems, language, streams.stderr)
    if not found.resources and not code:
        raise UsageError(_NO_RESOURCE.format(name=arguments.resource))
    return code


def _trace(arguments: argparse.Namespace, streams: Streams) -> int:
    from synthgate.trace import trace  # noqa: PLC0415 - `--help` shall be quick

    def say(line: str) -> None:
        streams.stdout.write(f"{_printable(line)}\n")

    problems = trace(arguments.config, arguments.explain, streams.stdin, say)
    return _complain(problems, arguments.lang, streams.stderr)


def _complain(problems: Iterable[Problem], language: Language, stderr: TextIO) -> int:
    """Tell what kept something from being read, and return the exit code that says so."""
    serious = [problem for problem in problems if problem.kind != "notice"]
    stderr.writelines(f"synthgate: {_problem_line(one, language)}\n" for one in serious)
    return INCOMPLETE if serious else 0


_NO_RESOURCE = Text(
    "--resource: no resource has the logical id or construct path {name!r}",
    "--resource: 논리적 ID 또는 구성 경로가 {name!r}인 리소스가 없습니다",
)


def _rules(arguments: argparse.Namespace, streams: Streams) -> int:
    from synthgate.workbench.commands import carry_out  # noqa: PLC0415 - `--help` shall be quick
    from synthgate.workbench.console import Console  # noqa: PLC0415

    return carry_out(arguments, Console(streams.stdout, streams.stderr, arguments.lang, _printable))


def _checklist(arguments: argparse.Namespace, streams: Streams) -> int:
    """A scan of which the framework is the gate."""
    config: Config = arguments.config
    arguments.explain = None
    formats = tuple(arguments.format or ("checklist",))
    arguments.config = replace(_with_checklist(config, ["checklist"]), format=formats)
    return _scan(arguments, streams)


def _evidence(arguments: argparse.Namespace, streams: Streams) -> int:
    from synthgate.framework.commands import carry_out  # noqa: PLC0415 - `--help` shall be quick

    def say(line: str) -> None:
        streams.stdout.write(f"{_printable(line)}\n")

    return carry_out(arguments, arguments.config, say)


_OPTIONS = {"rules": ("profile", "lang"), "evidence": ("framework", "evidence", "lang")}
"""The settings that a command has options for, where that is not all of them."""
_COMMANDS = {
    "scan": _scan,
    "checklist": _checklist,
    "evidence": _evidence,
    "explain": _explain,
    "rules": _rules,
}
