"""The command line: its commands, options and help, in English and Korean."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from synthgate import __version__
from synthgate.framework import arguments as frameworks
from synthgate.model import LANGUAGES, Language, Severity, Text
from synthgate.workbench import arguments as workbench

_Say = Callable[[str, str], str]
"""Chooses between an English and a Korean sentence."""

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


def parser(language: Language) -> argparse.ArgumentParser:
    """The parser of the command line, which speaks a language."""

    def say(en: str, ko: str) -> str:
        return Text(en, ko)[language]

    top = argparse.ArgumentParser(
        prog="synthgate",
        description=say(
            "A policy-as-code compliance gate for AWS CDK and CloudFormation.",
            "AWS CDK와 CloudFormation을 위한 코드형 정책(policy as code) 규정 준수 게이트.",
        ),
    )
    top.add_argument("--version", action="version", version=f"synthgate {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    scan = commands.add_parser(
        "scan",
        help=say("scan templates and cloud assemblies", "템플릿과 클라우드 어셈블리를 스캔"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=say(_EXIT_CODES.en, _EXIT_CODES.ko),
    )
    _scan_arguments(scan, say)
    checklist = commands.add_parser(
        "checklist",
        help=say(
            "hold an app against the production checklist", "프로덕션 배포 체크리스트로 앱을 점검"
        ),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=frameworks.EXIT_CODES[language],
    )
    _checklist_arguments(checklist, say)
    evidence = commands.add_parser(
        "evidence", help=say("state what no rule can tell", "규칙으로 알 수 없는 항목의 증적 관리")
    )
    frameworks.add_evidence_actions(evidence, say, _config_arguments, _language_argument)
    explain = commands.add_parser(
        "explain",
        help=say(
            "show a resource as CloudFormation would see it",
            "CloudFormation이 해석하는 대로 리소스 표시",
        ),
    )
    _explain_arguments(explain, say)
    rules = commands.add_parser("rules", help=say("about the rules", "규칙 정보"))
    workbench.add_actions(rules, say, _language_argument)
    return top


def _scan_arguments(scan: argparse.ArgumentParser, say: _Say) -> None:
    _paths_argument(scan, say)
    _report_arguments(scan, say)
    _gate_arguments(scan, say)
    _input_arguments(scan, say)
    _rule_arguments(scan, say)
    frameworks.add_frameworks(scan, say)
    _trust_arguments(scan, say)
    _config_arguments(scan, say)
    _language_argument(scan, say)


def _checklist_arguments(checklist: argparse.ArgumentParser, say: _Say) -> None:
    _paths_argument(checklist, say)
    _format_arguments(checklist, say)
    _exit_zero_argument(checklist, say)
    _input_arguments(checklist, say)
    _rule_arguments(checklist, say)
    frameworks.add_frameworks(checklist, say)
    _trust_arguments(checklist, say)
    _config_arguments(checklist, say)
    _language_argument(checklist, say)


def _paths_argument(scan: argparse.ArgumentParser, say: _Say) -> None:
    scan.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help=say(
            "a cloud assembly, a template, a folder, or - for standard input (default: cdk.out)",
            "클라우드 어셈블리, 템플릿, 폴더, 또는 표준 입력을 뜻하는 - (기본값: cdk.out)",
        ),
    )


def _report_arguments(scan: argparse.ArgumentParser, say: _Say) -> None:
    _format_arguments(scan, say)
    scan.add_argument(
        "--explain",
        metavar="RULE:RESOURCE",
        help=say(
            "write no report, but each step of one verdict; RESOURCE is a logical id or a "
            "construct path, the name of a stack, or 'app'",
            "보고서 대신 판정 하나의 각 단계를 표시. RESOURCE는 논리적 ID, 구성 경로, "
            "스택 이름 또는 'app'",
        ),
    )


def _format_arguments(scan: argparse.ArgumentParser, say: _Say) -> None:
    scan.add_argument(
        "--format",
        action="append",
        metavar="NAME[=FILE]",
        help=say(
            "a report, to its file or to standard output; repeatable: {} "
            "(default: text; checklist: checklist)",
            "보고서 형식. 파일 또는 표준 출력에 쓰며 여러 번 지정 가능: {} "
            "(기본값: text, checklist 명령은 checklist)",
        ).format(", ".join(format_names())),
    )
    scan.add_argument(
        "--output",
        metavar="FILE",
        help=say("the file of a --format without one", "파일을 지정하지 않은 --format의 출력 파일"),
    )


def _gate_arguments(scan: argparse.ArgumentParser, say: _Say) -> None:
    scan.add_argument(
        "--fail-on",
        choices=[*map(str, Severity), "never"],
        help=say(
            "the least severity that closes the gate (default: high)",
            "게이트를 닫는 최소 심각도 (기본값: high)",
        ),
    )
    _exit_zero_argument(scan, say)


def _exit_zero_argument(scan: argparse.ArgumentParser, say: _Say) -> None:
    scan.add_argument(
        "--exit-zero",
        action="store_true",
        help=say("exit 0 where the gate is closed", "게이트가 닫혀도 종료 코드 0을 반환"),
    )


def _input_arguments(scan: argparse.ArgumentParser, say: _Say) -> None:
    scan.add_argument(
        "--parameters",
        metavar="FILE",
        help=say(
            "values of template parameters: the AWS CLI's list, a CodePipeline template "
            "configuration, or a map, for all stacks or by stack name",
            "템플릿 파라미터 값: AWS CLI 목록, CodePipeline 템플릿 구성 또는 맵 "
            "(모든 스택 공통 또는 스택 이름별)",
        ),
    )
    scan.add_argument(
        "--all-scenarios",
        action=argparse.BooleanOptionalAction,
        help=say(
            "look past the defaults of parameters: what holds for every value",
            "파라미터 기본값에 의존하지 않고 모든 값에 대해 판정",
        ),
    )
    scan.add_argument(
        "--environment",
        metavar="NAME",
        help=say(
            "what the stacks are for, where names and tags do not say it (production, …)",
            "이름이나 태그로 알 수 없을 때 스택의 환경 (production 등)",
        ),
    )
    scan.add_argument(
        "--source-root",
        metavar="DIR",
        help=say(
            "the root of the CDK program's repository (default: the git repository here)",
            "CDK 프로그램 저장소의 루트 (기본값: 현재 git 저장소)",
        ),
    )


def _rule_arguments(scan: argparse.ArgumentParser, say: _Say) -> None:
    scan.add_argument(
        "--profile",
        metavar="NAME|FILE",
        help=say(
            "which rules to check: recommended, all, aspects, or one of your own or of a pack "
            "(default: recommended)",
            "검사할 규칙의 프로파일: recommended, all, aspects 또는 자체·팩 프로파일 "
            "(기본값: recommended)",
        ),
    )
    scan.add_argument(
        "--rules",
        action="append",
        metavar="DIR",
        help=say(
            "a folder of rule cards of your own; repeatable", "자체 규칙 카드 폴더 (반복 가능)"
        ),
    )


def _trust_arguments(scan: argparse.ArgumentParser, say: _Say) -> None:
    workbench.add_allow_code(scan, say)
    scan.add_argument(
        "--untrusted",
        action="store_true",
        default=None,
        help=say(
            "the repository is a stranger's: take from its synthgate.yaml, and from its templates, "
            "only what cannot weaken the gate",
            "신뢰할 수 없는 저장소: synthgate.yaml과 템플릿에서 게이트를 약화할 수 없는 것만 사용",
        ),
    )


def _config_arguments(parser: argparse.ArgumentParser, say: _Say) -> None:
    parser.add_argument(
        "--config",
        metavar="FILE",
        help=say(
            "the configuration (default: the nearest synthgate.yaml up to the repository's root)",
            "설정 파일 (기본값: 저장소 루트까지의 상위 폴더 중 가장 가까운 synthgate.yaml)",
        ),
    )
    parser.add_argument(
        "--no-config",
        dest="config",
        action="store_const",
        const="none",
        help=say("read no synthgate.yaml", "synthgate.yaml을 읽지 않음"),
    )


def _explain_arguments(explain: argparse.ArgumentParser, say: _Say) -> None:
    explain.add_argument("paths", nargs="*", metavar="PATH")
    explain.add_argument(
        "--resource",
        required=True,
        metavar="ID",
        help=say("its logical id or construct path", "논리적 ID 또는 구성 경로"),
    )
    explain.add_argument(
        "--path",
        metavar="JSONPATH",
        help=say("only what this path leads to", "이 경로가 가리키는 값만 표시"),
    )
    _input_arguments(explain, say)
    _config_arguments(explain, say)
    _language_argument(explain, say)


def _language_argument(parser: argparse.ArgumentParser, say: _Say) -> None:
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        help=say("the language of messages (default: en)", "메시지 언어 (기본값: en)"),
    )


def format_names() -> list[str]:
    """The report formats that there are."""
    from synthgate_reports import FORMATS  # noqa: PLC0415 - `--version` needs no formats

    return list(FORMATS)
