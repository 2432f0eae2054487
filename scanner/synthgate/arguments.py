"""The command line: its commands, options and help, in English and Korean."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from synthgate.adoption import arguments as adoption
from synthgate.framework import arguments as frameworks
from synthgate.model import LANGUAGES, Language, Message, Severity
from synthgate.version import __version__
from synthgate.workbench import arguments as workbench

_Spoken = Callable[..., str]
"""Puts an English sentence into the language of the run."""

_EXIT_CODES = Message("""exit codes:
  0  the gate is open
  1  the gate is closed
  2  wrong usage, configuration or rule card
  3  not everything could be scanned""")


def parser(language: Language) -> argparse.ArgumentParser:
    """The parser of the command line, which speaks a language."""

    def spoken(sentence: str, **values: object) -> str:
        return Message(sentence).format(**values)[language]

    top = argparse.ArgumentParser(
        prog="synthgate",
        description=spoken(
            "A policy-as-code compliance gate for AWS CDK and CloudFormation.",
        ),
    )
    top.add_argument("--version", action="version", version=f"synthgate {__version__}")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    scan = commands.add_parser(
        "scan",
        help=spoken("scan templates and cloud assemblies"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=_EXIT_CODES[language],
    )
    _scan_arguments(scan, spoken)
    diff = commands.add_parser(
        "diff",
        help=spoken("tell what is new between two scans, and what is fixed"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=adoption.DIFF_EXIT_CODES[language],
    )
    _diff_arguments(diff, spoken)
    baseline = commands.add_parser("baseline", help=spoken("keep what is known apart"))
    adoption.add_baseline_actions(baseline, spoken, _baseline_arguments)
    checklist = commands.add_parser(
        "checklist",
        help=spoken("hold an app against the production checklist"),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog=frameworks.EXIT_CODES[language],
    )
    _checklist_arguments(checklist, spoken)
    evidence = commands.add_parser("evidence", help=spoken("state what no rule can tell"))
    frameworks.add_evidence_actions(evidence, spoken, _config_arguments, _language_argument)
    explain = commands.add_parser(
        "explain",
        help=spoken(
            "show a resource as CloudFormation would see it",
        ),
    )
    _explain_arguments(explain, spoken)
    rules = commands.add_parser("rules", help=spoken("about the rules"))
    workbench.add_actions(rules, spoken, _language_argument, _input_arguments)
    return top


def _diff_arguments(diff: argparse.ArgumentParser, spoken: _Spoken) -> None:
    adoption.add_sides(diff, spoken)
    _format_arguments(diff, spoken)
    _verdict_arguments(diff, spoken)


def _baseline_arguments(action: argparse.ArgumentParser, spoken: _Spoken) -> None:
    _paths_argument(action, spoken)
    adoption.add_known(action, spoken)
    _input_arguments(action, spoken)
    _rule_arguments(action, spoken)
    frameworks.add_as_of(action, spoken)
    _trust_arguments(action, spoken)
    _config_arguments(action, spoken)
    _language_argument(action, spoken)


def _scan_arguments(scan: argparse.ArgumentParser, spoken: _Spoken) -> None:
    _paths_argument(scan, spoken)
    _report_arguments(scan, spoken)
    adoption.add_against(scan, spoken)
    _verdict_arguments(scan, spoken)


def _verdict_arguments(scan: argparse.ArgumentParser, spoken: _Spoken) -> None:
    """What decides the verdicts, and what becomes of them."""
    _gate_arguments(scan, spoken)
    adoption.add_known(scan, spoken)
    _input_arguments(scan, spoken)
    _rule_arguments(scan, spoken)
    frameworks.add_frameworks(scan, spoken)
    _trust_arguments(scan, spoken)
    _config_arguments(scan, spoken)
    _language_argument(scan, spoken)


def _checklist_arguments(checklist: argparse.ArgumentParser, spoken: _Spoken) -> None:
    _paths_argument(checklist, spoken)
    _format_arguments(checklist, spoken)
    _exit_zero_argument(checklist, spoken)
    _input_arguments(checklist, spoken)
    _rule_arguments(checklist, spoken)
    frameworks.add_frameworks(checklist, spoken)
    _trust_arguments(checklist, spoken)
    _config_arguments(checklist, spoken)
    _language_argument(checklist, spoken)


def _paths_argument(scan: argparse.ArgumentParser, spoken: _Spoken) -> None:
    scan.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help=spoken(
            "a cloud assembly, a template, a folder, or - for standard input (default: cdk.out)",
        ),
    )


def _report_arguments(scan: argparse.ArgumentParser, spoken: _Spoken) -> None:
    _format_arguments(scan, spoken)
    scan.add_argument(
        "--explain",
        metavar="RULE:RESOURCE",
        help=spoken(
            "write no report, but each step of one verdict; RESOURCE is a logical id or a "
            "construct path, the name of a stack, or 'app'",
        ),
    )


def _format_arguments(scan: argparse.ArgumentParser, spoken: _Spoken) -> None:
    scan.add_argument(
        "--format",
        action="append",
        metavar="NAME[=FILE]",
        help=spoken(
            "a report, to its file or to standard output; repeatable: {formats} "
            "(default: text; checklist: checklist)",
            formats=", ".join(format_names()),
        ),
    )
    scan.add_argument(
        "--output",
        metavar="FILE",
        help=spoken("the file of a --format without one"),
    )


def _gate_arguments(scan: argparse.ArgumentParser, spoken: _Spoken) -> None:
    scan.add_argument(
        "--fail-on",
        choices=[*map(str, Severity), "never"],
        help=spoken(
            "the least severity that closes the gate (default: high)",
        ),
    )
    _exit_zero_argument(scan, spoken)


def _exit_zero_argument(scan: argparse.ArgumentParser, spoken: _Spoken) -> None:
    scan.add_argument(
        "--exit-zero",
        action="store_true",
        help=spoken("exit 0 where the gate is closed"),
    )


def _input_arguments(scan: argparse.ArgumentParser, spoken: _Spoken) -> None:
    scan.add_argument(
        "--parameters",
        metavar="FILE",
        help=spoken(
            "values of template parameters: the AWS CLI's list, a CodePipeline template "
            "configuration, or a map, for all stacks or by stack name",
        ),
    )
    scan.add_argument(
        "--all-scenarios",
        action=argparse.BooleanOptionalAction,
        help=spoken(
            "look past the defaults of parameters: what holds for every value",
        ),
    )
    scan.add_argument(
        "--environment",
        metavar="NAME",
        help=spoken(
            "what the stacks are for, where names and tags do not say it (production, …)",
        ),
    )
    scan.add_argument(
        "--source-root",
        metavar="DIR",
        help=spoken(
            "the root of the CDK program's repository (default: the git repository here)",
        ),
    )


def _rule_arguments(scan: argparse.ArgumentParser, spoken: _Spoken) -> None:
    scan.add_argument(
        "--profile",
        metavar="NAME|FILE",
        help=spoken(
            "which rules to check: recommended, all, aspects, or one of your own or of a pack "
            "(default: recommended)",
        ),
    )
    scan.add_argument(
        "--rules",
        action="append",
        metavar="DIR",
        help=spoken("a folder of rule cards of your own; repeatable"),
    )


def _trust_arguments(scan: argparse.ArgumentParser, spoken: _Spoken) -> None:
    workbench.add_allow_code(scan, spoken)
    scan.add_argument(
        "--untrusted",
        action="store_true",
        default=None,
        help=spoken(
            "the repository is a stranger's: take from its synthgate.yaml, and from its templates, "
            "only what cannot weaken the gate",
        ),
    )
    adoption.add_policy(scan, spoken)


def _config_arguments(parser: argparse.ArgumentParser, spoken: _Spoken) -> None:
    parser.add_argument(
        "--config",
        metavar="FILE",
        help=spoken(
            "the configuration (default: the nearest synthgate.yaml up to the repository's root)",
        ),
    )
    parser.add_argument(
        "--no-config",
        dest="config",
        action="store_const",
        const="none",
        help=spoken("read no synthgate.yaml"),
    )


def _explain_arguments(explain: argparse.ArgumentParser, spoken: _Spoken) -> None:
    explain.add_argument("paths", nargs="*", metavar="PATH")
    explain.add_argument(
        "--resource",
        required=True,
        metavar="ID",
        help=spoken("its logical id or construct path"),
    )
    explain.add_argument(
        "--path",
        metavar="JSONPATH",
        help=spoken("only what this path leads to"),
    )
    _input_arguments(explain, spoken)
    _config_arguments(explain, spoken)
    _language_argument(explain, spoken)


def _language_argument(parser: argparse.ArgumentParser, spoken: _Spoken) -> None:
    parser.add_argument(
        "--lang",
        choices=LANGUAGES,
        help=spoken("the language of messages (default: en)"),
    )


def format_names() -> list[str]:
    """The report formats that there are."""
    from synthgate_reports import FORMATS  # noqa: PLC0415 - `--version` needs no formats

    return list(FORMATS)
