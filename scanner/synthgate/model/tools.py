"""Other scanners, by the one name that each has here.

In cards, in suppressions, after ``--with`` and ``--equivalent``, and in the `sources` of findings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, Literal

from synthgate.records import dataclass

OURS = "synthgate"
"""The name of what synthgate finds by itself, among the sources of findings."""

Tool = Literal[
    "checkov", "cdk-nag", "guard-registry", "cfn_nag", "kics", "trivy", "cfn-lint", "cfn-validate"
]
TOOLS: Final[tuple[Tool, ...]] = (
    "checkov",
    "cdk-nag",
    "guard-registry",
    "cfn_nag",
    "kics",
    "trivy",
    "cfn-lint",
    "cfn-validate",
)
"""Those whose controls cards name; the suppressions of all but the last are read.

cfn-validate has the ids of cfn-lint, in its meanings, and some of its own: cards name these only.
"""

RUNNABLE: Final[tuple[str, ...]] = ("checkov", "cdk-nag", "cfn-lint", "cfn-validate")
"""Those that ``--with`` runs."""

Nearness = Literal["same", "parts", "narrower", "wider"]
NEARNESS: Final[tuple[Nearness, ...]] = ("same", "parts", "narrower", "wider")
"""How near another scanner's control comes to a rule: it reports the same, less, or more.

*parts*: several rules together report what the control does, and this is one of them.
"""

_WRITTEN: Mapping[str, str] = {
    "bridgecrew": "checkov",
    "prismacloud": "checkov",
    "awssolutions": "cdk-nag",
    "hipaasecurity": "cdk-nag",
    "nist80053r4": "cdk-nag",
    "nist80053r5": "cdk-nag",
    "pcidss321": "cdk-nag",
    "serverless": "cdk-nag",
    "cfnguard": "guard",
    "guard": "guard",
    "awsguardrulesregistry": "guard",
    "cloudformationguard": "guard",
    "awscloudformationguard": "guard",
    "semgreposs": "semgrep",
    "awslabsautomatedsecurityhelper": "automated-security-helper",
    "cloudformationvalidate": "cfn-validate",
    "keepinginfrastructureascodesecure": "kics",
    "tfsec": "trivy",
    "cfnpythonlint": "cfn-lint",
}
"""Tools by other names that they, their packs or their reports have, without signs between."""
_KNOWN = {re.sub(r"[-_]", "", name): name for name in (*TOOLS, *RUNNABLE)}
_SIGNS = re.compile(r"[^a-z0-9]+")
_NAME = re.compile(r"[^\w.+-]+")
_LONGEST = 60
_NEAR = 0.85
_OF_TOOL = re.compile(r"[\w.*?+-]+:\S")


@dataclass(frozen=True, slots=True)
class ToolRule:
    """What a finding comes from: a rule by the name that one tool gives it, and what that said.

    `nearness` is how near the rule comes to that of the finding. `message` stands in the tool's own
    words, `severity` as the tool ranks it, `link` leads to the tool's page; each may be empty.
    """

    tool: str
    rule_id: str
    nearness: Nearness = "same"
    message: str = ""
    severity: str = ""
    link: str = ""


def named(written: str) -> str:
    """The one name of a tool that writes its name in some way; of a stranger, its own.

    A stranger's name becomes one word, so that it can stand before the id of a rule.
    """
    bare = _SIGNS.sub("", written.lower())
    known = _KNOWN.get(bare) or _WRITTEN.get(bare)
    return known or _NAME.sub("-", written).strip("-")[:_LONGEST].lower() or "unnamed"


def of_tool(tool: str, rule_id: str) -> str:
    """The id of a rule of another tool, beside those of ours: ``checkov:CKV_AWS_18``."""
    return f"{tool}:{rule_id}"


def near_tool(rule_id: str) -> str | None:
    """The tool that the id of a rule, or a pattern, all but names: a slip, for it is another word.

    Anybody's tool may have ids here, by whatever name, so that only what is very near is one.
    """
    tool, known = rule_id.partition(":")[0], {*TOOLS, *RUNNABLE, *_WRITTEN.values()}
    if tool in known:
        return None
    from difflib import get_close_matches  # noqa: PLC0415 - takes long to import

    return next(iter(get_close_matches(tool.lower(), sorted(known), n=1, cutoff=_NEAR)), None)


def is_of_tool(rule_id: str) -> bool:
    """Whether an id, or a pattern of ids, is about rules of another tool; ours have no colon."""
    return _OF_TOOL.match(rule_id) is not None
