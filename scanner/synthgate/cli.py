"""Arguments and wiring: the one module that knows all others."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from synthgate import __version__
from synthgate.errors import UsageError
from synthgate.model import LANGUAGES, Language, Problem, Report, Severity, Text

_Say = Callable[[str, str], str]
"""Chooses between an English and a Korean sentence."""

STDOUT = "-"
MISUSED = 2
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
    sys.exit(main(sys.argv[1:], Streams(sys.stdin.buffer, sys.stdout, sys.stderr)))


def main(argv: Sequence[str], streams: Streams) -> int:
    """Carry out a command line and return its exit code."""
    language = _language(argv)
    try:
        arguments = _parser(language).parse_args(argv)
        return _COMMANDS[arguments.command](arguments, streams)
    except UsageError as error:
        streams.stderr.write(f"synthgate: {error.text[language]}\n")
        return MISUSED
    except SystemExit as asked:  # argparse has said what is wrong, or printed the help
        return asked.code if isinstance(asked.code, int) else MISUSED
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of a pipe has seen enough (synthgate scan | head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), streams.stdout.fileno())
        return 0


def _language(argv: Sequence[str]) -> Language:
    """The language, before the arguments are read: their errors are said in it."""
    for word, following in zip(argv, [*argv[1:], ""], strict=True):
        value = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and value == "ko":
            return "ko"
    return "en"


_EXIT_CODES = Text(
    """exit codes:
  0  the gate is open
  1  the gate is closed
  2  wrong usage, configuration or rule card
  3  not everything could be scanned""",
    """종료 코드:
  0  게이트 열림
  1  게이트 닫힘
  2  잘못된 사용법, 설정 또는 규칙 카드
  3  스캔하지 못한 것이 있음""",
)


def _parser(language: Language) -> argparse.ArgumentParser:
    def say(en: str, ko: str) -> str:
        return Text(en, ko)[language]

    parser = argparse.ArgumentParser(
        prog="synthgate",
        description=say(
            "A policy-as-code compliance gate for AWS CDK and CloudFormation.",
            "AWS CDK와 CloudFormation을 위한 코드형 정책(policy as code) 규정 준수 게이트.",
        ),
    )
    parser.add_argument("--version", action="version", version=f"synthgate {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    scan = commands.add_parser(
        "scan",
        help=say("scan templates and cloud assemblies", "템플릿과 클라우드 어셈블리를 스캔"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=say(_EXIT_CODES.en, _EXIT_CODES.ko),
    )
    _scan_arguments(scan, say)
    rules = commands.add_parser("rules", help=say("about the rules", "규칙 정보"))
    _rules_arguments(rules, say)
    return parser


def _scan_arguments(scan: argparse.ArgumentParser, say: _Say) -> None:
    add = scan.add_argument
    add(
        "paths",
        nargs="*",
        metavar="PATH",
        help=say(
            "a cloud assembly, a template, a folder, or - for standard input (default: cdk.out)",
            "클라우드 어셈블리, 템플릿, 폴더, 또는 표준 입력을 뜻하는 - (기본값: cdk.out)",
        ),
    )
    add(
        "--format",
        action="append",
        default=[],
        metavar="NAME[=FILE]",
        help=say(
            "a report, to its file or to standard output; repeatable: {} (default: text)",
            "보고서 형식. 파일 또는 표준 출력에 쓰며 여러 번 지정 가능: {} (기본값: text)",
        ).format(", ".join(_format_names())),
    )
    add(
        "--output",
        metavar="FILE",
        help=say("the file of a --format without one", "파일을 지정하지 않은 --format의 출력 파일"),
    )
    add(
        "--fail-on",
        choices=[*map(str, Severity), "never"],
        default="high",
        help=say(
            "the least severity that closes the gate (default: high)",
            "게이트를 닫는 최소 심각도 (기본값: high)",
        ),
    )
    add(
        "--exit-zero",
        action="store_true",
        help=say("exit 0 where the gate is closed", "게이트가 닫혀도 종료 코드 0을 반환"),
    )
    add(
        "--rules",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help=say(
            "a folder of rule cards of your own; repeatable", "자체 규칙 카드 폴더 (반복 가능)"
        ),
    )
    add(
        "--environment",
        metavar="NAME",
        help=say(
            "what the stacks are for, where names and tags do not say it (production, …)",
            "이름이나 태그로 알 수 없을 때 스택의 환경 (production 등)",
        ),
    )
    add(
        "--source-root",
        type=Path,
        metavar="DIR",
        help=say(
            "the root of the CDK program's repository (default: the git repository here)",
            "CDK 프로그램 저장소의 루트 (기본값: 현재 git 저장소)",
        ),
    )
    _language_argument(scan, say)


def _rules_arguments(rules: argparse.ArgumentParser, say: _Say) -> None:
    actions = rules.add_subparsers(dest="action", required=True, metavar="ACTION")
    listing = actions.add_parser("list", help=say("list the rules", "규칙 목록"))
    listing.add_argument("--format", choices=["text", "json"], default="text")
    listing.add_argument("--rules", action="append", default=[], type=Path, metavar="DIR")
    _language_argument(listing, say)


def _language_argument(parser: argparse.ArgumentParser, say: _Say) -> None:
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        default="en",
        help=say("the language of messages (default: en)", "메시지 언어 (기본값: en)"),
    )


def _format_names() -> list[str]:
    from synthgate_reports import FORMATS  # noqa: PLC0415 - `--version` needs no formats

    return list(FORMATS)


def _scan(arguments: argparse.Namespace, streams: Streams) -> int:
    targets = _targets(arguments)
    from synthgate.pipeline import Options, run  # noqa: PLC0415 - `--help` shall be quick

    options = Options(
        paths=tuple(arguments.paths),
        source_root=arguments.source_root,
        rules=tuple(arguments.rules),
        fail_on=None if arguments.fail_on == "never" else Severity(arguments.fail_on),
        exit_zero=arguments.exit_zero,
        language=arguments.lang,
        environment=arguments.environment,
    )
    from synthgate.progress import progress_on  # noqa: PLC0415

    with progress_on(streams.stderr) as progress:
        report = run(options, streams.stdin, progress)
    return _write_all(report, targets, streams)


def _targets(arguments: argparse.Namespace) -> list[tuple[str, str]]:
    """Formats with their files, checked before any work is done."""
    targets: list[tuple[str, str]] = []
    for wish in arguments.format or ["text"]:
        name, _, file = str(wish).partition("=")
        if name not in _format_names():
            raise UsageError(
                Text(
                    f"--format: no format {name!r}; there are {', '.join(_format_names())}",
                    f"--format: {name!r} 형식은 없습니다. 사용 가능: {', '.join(_format_names())}",
                )
            )
        targets.append((name, file or arguments.output or STDOUT))
    files = [file for _, file in targets]
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
        except BrokenPipeError:
            raise
        except OSError as error:
            reason = error.strerror or str(error)
            streams.stderr.write(f"synthgate: {file}: {_UNWRITTEN[report.language]}: {reason}\n")
            code = MISUSED
    if ("text", STDOUT) not in targets:
        _sum_up(report, streams.stderr)
    return code


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
    line = f"{prefix}{problem.message[language]}"
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


def _rules(arguments: argparse.Namespace, streams: Streams) -> int:
    from synthgate.listing import write_rules  # noqa: PLC0415 - `--help` shall be quick
    from synthgate.pipeline import built_in_and_own  # noqa: PLC0415

    catalog = built_in_and_own(arguments.rules)
    write_rules(catalog.rules, arguments.format, arguments.lang, streams.stdout)
    for problem in catalog.problems:
        streams.stderr.write(f"synthgate: {_problem_line(problem, arguments.lang)}\n")
    return MISUSED if catalog.problems else 0


_COMMANDS = {"scan": _scan, "rules": _rules}
