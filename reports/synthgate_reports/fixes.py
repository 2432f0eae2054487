"""The code that mends a finding, in the language of the program that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from synthgate.model import Finding

_CODE_BY_SUFFIX = {
    "py": "cdk-python",
    **dict.fromkeys(("ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"), "cdk-typescript"),
}


def fix_code(finding: Finding) -> str | None:
    """The line of code that mends it, in the language of the program that made it.

    Of what the CDK made for a construct the cure names the prop; no line makes the resource.
    """
    if finding.cure and finding.subject.made_by == "cdk":
        return None
    code = finding.rule.fix.code
    suffix = finding.source.path.rpartition(".")[2] if finding.source else ""
    return code.get(_CODE_BY_SUFFIX.get(suffix, "template")) or code.get("template")


def fix_lines(finding: Finding) -> list[str]:
    """The same, line by line as a person is shown it; nothing where no code mends it."""
    return [printable(line) for line in (fix_code(finding) or "").strip().splitlines()]
