"""How a report names the command that accepts a finding: what it must scan to find it again.

Names of a template come into a command line only where they are one plain word.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Finding, Report

SAYING = "--reason TEXT --owner WHO --expires YYYY-MM-DD"
"""What whoever accepts it has to say."""
_DEFAULT_PATH = "cdk.out"
_DECIDING = frozenset(
    (
        *("profile", "select", "include", "rules", "rule-parameters", "guard", "rego", "cel"),
        *("parameters", "all-scenarios", "environment", "environments", "with", "import"),
    )
)
"""Settings that decide what is found."""
# What any shell takes for one word and nothing else, and no program for an option.
_ONE_WORD = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./:@+,=-]*")


def command(meant: str, finding: Finding, report: Report) -> str:
    """The command that accepts a finding, which `meant` means among those beside it."""
    path = around(finding, report)
    words = ["synthgate waive", meant]
    if path != _DEFAULT_PATH:
        words.append(path if is_one_word(path) else "PATH")
    return " ".join((*words, *_against(finding, report), *_options(report), SAYING))


def is_one_word(text: str) -> bool:
    """Whether a text is one word to any shell, and no option."""
    return _ONE_WORD.fullmatch(text) is not None


def around(finding: Finding, report: Report) -> str:
    """What is scanned for a command to find it: the assembly, or the template by itself."""
    template = finding.subject.template
    read = [one.path for one in report.run.origin.assemblies]
    if finding.rule.scope == "change" and len(read) == 1:  # what goes is in the base alone
        return read[0]
    return next((path for path in read if template.startswith(f"{path}/")), template)


def _against(finding: Finding, report: Report) -> Iterator[str]:
    """The base, without which nothing is found of a change."""
    if finding.rule.scope == "change" and report.comparison:
        base = report.comparison.base
        yield f"--against {base if is_one_word(base) else 'BASE'}"


def _options(report: Report) -> Iterator[str]:
    """The options of the run without which the command would not find what this one found.

    Of most a report knows that they were given, and not what they said.
    """
    for key, said_by in report.run.origin.settings:
        if said_by != f"--{key}" or key not in _DECIDING:
            continue
        profile = report.run.profile if key == "profile" else ""
        value = profile if is_one_word(profile) else "..."
        yield said_by if key == "all-scenarios" else f"{said_by} {value}"
