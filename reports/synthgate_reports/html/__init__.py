"""`html`: one file for whoever wants to read, to search and to keep what a scan found.

The page asks nothing of any network: its style and its script stand in it, and its policy (CSP)
names them by their digests and allows nothing else. What was scanned, the gate, the stacks, the
frameworks, what is accepted and what is in doubt are plain HTML. The findings one by one are data,
deflated, which the script shows two hundred at a time.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import partial
from importlib.resources import files
from types import SimpleNamespace
from typing import TYPE_CHECKING

import jinja2
import markupsafe

from synthgate.model import ControlState, Message, Severity
from synthgate.records import dataclass
from synthgate_reports.html import chart, standing, tree
from synthgate_reports.html.change import change
from synthgate_reports.html.excerpts import WORST, kept
from synthgate_reports.html.payload import encoded, ordered
from synthgate_reports.html.tables import name, prose
from synthgate_reports.html.words import (
    DISPOSITIONS,
    NOVELTIES,
    PAGE,
    SCRIPT,
    SEVERITIES,
    STATUSES,
    VERDICTS,
)
from synthgate_reports.origin import origin
from synthgate_reports.standing import NOT_TOLD, STATES, environment_name, told_by
from synthgate_reports.wording import counts, printable, tool_counts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

    from synthgate.model import Finding, Report, ScannedTemplate

_WHOLE_DIGEST = 64
_SCRIPTS = ("data.js", "details.js", "page.js", "proofs.js", "frameworks.js", "start.js")
"""The parts of the page's script, which are one where they run."""
_PAGE = "page.html.j2"
_ID = re.compile(r'\bid="([^"{]+)"')


@dataclass(frozen=True, slots=True)
class _Template:
    """A template, as its row says it."""

    stack: str
    path: str
    environment: str
    resources: int
    is_scanned: bool
    digest: str


def write(report: Report, stream: TextIO) -> None:
    """Write the page."""
    environment = jinja2.Environment(
        autoescape=True,
        loader=jinja2.FunctionLoader(_part),
        undefined=jinja2.StrictUndefined,
        finalize=_visible,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(path=_path, lines=_lines)
    stream.writelines(environment.get_template(_PAGE).generate(_context(report)))


def _part(name_: str) -> str:
    """A file of this package."""
    return files(__name__).joinpath(name_).read_text("utf-8")


def _visible(value: object) -> object:
    """Nothing that the template writes is invisible, or moves what is around it."""
    return printable(value) if type(value) is str else value


def _path(text: str) -> markupsafe.Markup:
    """A name that may go on in the next line after each of its steps."""
    return markupsafe.escape(printable(text)).replace("/", markupsafe.Markup("/<wbr>"))


def _lines(text: str) -> markupsafe.Markup:
    """What stands in several lines, in as many."""
    return markupsafe.Markup("<br>").join(map(printable, text.split("\n")))


def _context(report: Report) -> Mapping[str, object]:
    """What the template has."""
    style, script = _part("page.css"), "".join(map(_part, _SCRIPTS))
    findings, verdict = ordered(report), VERDICTS[report.gate.verdict][report.language]
    said, stacks = _said(SCRIPT, report) | _kinds(report), chart.rows(report)
    assessed = tree.frameworks(report, _ID.findall(_part(_PAGE)))
    return {
        "report": report,
        "language": report.language,
        "words": SimpleNamespace(**_said(PAGE, report)),  # no method of a mapping is a word
        "kinds": _kinds(report),
        "said": said,
        "style": _Literal(style),
        "script": _Literal(script),
        "policy": _policy(style, script),
        "payload": encoded(findings, report, said),
        "severities": [*Severity],
        "verdict": verdict,
        "reason": prose(report.gate.reason[report.language]).removeprefix(f"{verdict}: "),
        "decided_by": _decided_by(report),
        "numbers": _numbers(report),
        "in_one_line": counts(report),
        "facts": [
            (fact.label[report.language], fact.value) for fact in origin(report, _WHOLE_DIGEST)
        ],
        "templates": [_template(template, report) for template in report.templates],
        "chart": stacks[: chart.MOST_STACKS],
        "stacks_left_out": _more(max(0, len(stacks) - chart.MOST_STACKS), report),
        "rules": standing.rules(report),
        "frameworks": assessed,
        "overview": [tree.Row(it.title, it.link, 0, it.totals) for it in assessed],
        "not_assessed": STATES[ControlState.NOT_ASSESSED][report.language],
        "not_told": _not_told(report),
        "remarks": tree.remarks(report),
        "accepted": standing.accepted(report),
        "doubts": standing.doubts(report),
        "fixed": standing.fixed(report),
        "change": change(report),
        "problems": standing.problems(report, serious=True),
        "notices": standing.problems(report, serious=False),
        "tools": [*tool_counts(report)],
        "more": partial(_more, report=report),
        "excerpts": _excerpts(findings, report),
        "total": len(findings),
    }


class _Literal(str):
    """Text of our own files."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def _said(words: Mapping[str, Message], report: Report) -> dict[str, str]:
    """The words in the language of the report; what the script fills in stays between braces."""
    return {key: _open(text)[report.language] for key, text in words.items()}


def _open(text: Message) -> Message:
    return text.format(**{key: f"{{{key}}}" for key in _FILLED}) if "{" in text.id else text


_FILLED = (
    *("page", "pages", "found", "all", "first", "last", "number"),
    *("fingerprint", "reason", "path", "name", "states", "passed", "failed", "source"),
    *("through", "types"),
)


def _kinds(report: Report) -> dict[str, str]:
    kinds = {**SEVERITIES, **STATUSES, **DISPOSITIONS, **NOVELTIES}
    return {f"is-{kind}": text[report.language] for kind, text in kinds.items()}


def _policy(style: str, script: str) -> str:
    """What the browser may do for this page: show its style, run its script, and nothing else."""
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src {_digest(style)}",
            f"script-src {_digest(script)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _digest(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{digest}'"


def _decided_by(report: Report) -> str:
    decider = report.gate.decided_by
    if decider is None:
        return ""
    place = f"{decider.path}:{decider.line}" if decider.line else decider.path
    where = printable(place) or PAGE["by_default"][report.language]
    return f"{printable(decider.key)} ({where})"


def _numbers(report: Report) -> list[tuple[str, int, str, str]]:
    """What there is of each kind: its name for programs, how many, in words, and where."""
    said, active = _said(PAGE, report), {"disposition": "active"}
    closing = sum(report.closes(finding) for finding in report.findings)
    return [
        ("active", len(report.failures), said["active"], chart.link(status="fail", **active)),
        ("closing", closing, said["closing"], chart.link(gate="closes")),
        ("unknown", len(report.doubts), said["unknown"], chart.link(status="unknown", **active)),
        ("accepted", len(report.accepted_findings), said["aside"], "#accepted"),
        ("problems", len(report.serious_problems), said["wrong"], "#problems"),
        ("passed", report.checks.passed, said["passed"], ""),
        ("resources", sum(it.resources for it in report.templates), said["resources"], ""),
    ]


def _template(template: ScannedTemplate, report: Report) -> _Template:
    environment, teller = environment_name(template.environment, report), told_by(template, report)
    return _Template(
        name(" / ".join(filter(None, (template.stage, template.stack)))),
        name(template.path),
        f"{environment} ({teller})" if teller else environment,
        template.resources,
        template.status == "scanned",
        name(template.digest),
    )


def _not_told(report: Report) -> str:
    """That nothing says what some stacks are for, where that decides states of controls."""
    untold = any(it.environment is None and it.status == "scanned" for it in report.templates)
    return NOT_TOLD[report.language] if untold and report.frameworks else ""


def _more(number: int, report: Report) -> str:
    return _MORE.format(more=number)[report.language] if number else ""


def _excerpts(findings: list[Finding], report: Report) -> str:
    """Of which findings there are excerpts, where some have none for want of room."""
    is_short = len(findings) > WORST and any(left_out for _, left_out in kept(findings))
    return _EXCERPTS.format(worst=f"{WORST:,}")[report.language] if is_short else ""


_MORE = Message("... and {more} more")
_EXCERPTS = Message(
    "Excerpts of templates and of the program are here for the worst {worst} findings, and for "
    "others where the same text stands several times; the rest names its place alone."
)
