"""What `markdown` says of a rule with its findings, of one finding, and of a problem."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from synthgate.model import Disposition, Message, Novelty, Status
from synthgate_reports.clipping import counted_cut
from synthgate_reports.fitting import Block
from synthgate_reports.fixes import fix_code
from synthgate_reports.markdown_text import (
    NAME,
    block,
    code,
    in_html,
    line_links,
    linked,
    page_of,
    place,
    prose,
)
from synthgate_reports.rooted import from_root
from synthgate_reports.wording import (
    FIX,
    TEMPLATE,
    before_and_after,
    excuse,
    found_by,
    message,
    primary,
    problem_text,
    sentence,
    source_spot,
    worst_first,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from synthgate.model import Finding, Problem, Report

_LISTED = 10
"""Findings of one rule that are shown; the rest is counted."""
_FEWER = 3

_AND_MORE = Message("… and {more} more of this rule")
_MORE_ON_IT = Message("more")
_ALSO = Message("also found by")
_MADE_BY = Message("made by {place}")
_DECIDED_BY = Message("decided by")
_NOVELTIES = {
    Novelty.NEW: Message("new"),
    Novelty.UNCHANGED: Message("not new"),
    Novelty.MOVED: Message("moved"),
}
_LANGUAGES = {"cdk-python": "python", "cdk-typescript": "typescript"}


def grouped(findings: Iterable[Finding]) -> list[list[Finding]]:
    """Findings that share their explanation, the worst first."""
    groups: dict[tuple[str, ...], list[Finding]] = {}
    for finding in worst_first(tuple(findings)):
        key = finding.severity.value, finding.rule.id, finding.why.en, finding.fix.en
        groups.setdefault(key, []).append(finding)
    return list(groups.values())


def group(findings: list[Finding], report: Report) -> Block:
    """A rule's findings to open, with fewer of them where there is less room."""
    wordings = [partial(_group, findings, report, most) for most in (_LISTED, _FEWER, 0)]
    return Block(wordings, len(findings))


def _group(findings: list[Finding], report: Report, most: int) -> str:
    language, first = report.language, findings[0]
    title = in_html(sentence(first.rule.title[language]))
    named = f"<b>{first.severity.value}</b> <code>{in_html(first.rule.id, NAME)}</code>"
    lines = [
        "<details>",
        f"<summary>{named} {title} ({len(findings)})</summary>",
        "",
    ]
    if why := sentence(first.why[language]):
        lines += [prose(why), ""]
    lines += [f"- {_line(one, report)}" for one in findings[:most]]
    if len(findings) > most:
        lines.append(f"- {_AND_MORE.format(more=len(findings) - most)[language]}")
    lines += ["", *_advice(findings, report), "</details>", "", ""]
    return "\n".join(lines)


def _advice(findings: list[Finding], report: Report) -> Iterator[str]:
    """How it is mended, and where there is more about it."""
    language, first = report.language, findings[0]
    if fix := sentence(first.fix[language]):
        yield from (f"**{FIX[language]}**: {prose(fix)}", "")
    mend = fix_code(first)
    if mend and mend.strip():
        written = first.rule.fix.code
        name = next((name for way, name in _LANGUAGES.items() if written.get(way) == mend), "yaml")
        yield from (*block(mend, name), "")
    if others := found_by(findings, language):
        yield from (f"{_ALSO[language]}: {prose(', '.join(others))}", "")
    if page := page_of(first.rule.link):
        yield from (linked(_MORE_ON_IT[language], page), "")


def _line(finding: Finding, report: Report) -> str:
    """Where it is, what was seen, and of which resource."""
    language, found = report.language, primary(finding)
    link = line_links(report)
    said = [linked(place(found, report), link(found)), prose(message(finding, report))]
    said.append(f"{code(finding.subject.name)} ({code(finding.subject.type)})")
    if found is not finding.location:
        said.append(f"{TEMPLATE[language]} {place(finding.location, report)}")
    elif finding.source:
        maker = code(source_spot(finding.source, report), most=2 * NAME)
        said.append(_MADE_BY.format(place=maker)[language])
    for label, text in before_and_after(finding):
        said.append(f"{label[language]}: {prose(text[language])}")
    novelty = _NOVELTIES.get(finding.novelty) if finding.novelty else None
    return " · ".join([*said, *([novelty[language]] if novelty else [])])


def beside(finding: Finding, report: Report) -> Block:
    """A finding in a line: what only the deployment decides, what is fixed, what is not new."""
    return Block([partial(_item, finding, report, "")])


def set_aside(report: Report) -> Iterator[Block]:
    """What does not count: what somebody has accepted in a line each, the rest in one for a rule.

    The rest was never looked at one by one, and may be thousands.
    """
    rest: dict[tuple[str, ...], list[Finding]] = {}
    for finding in worst_first(report.accepted_findings):
        why = excuse(finding, report)
        if finding.disposition in _EACH:
            yield Block([partial(_item, finding, report, why)])
        else:
            key = finding.disposition.value, finding.severity.value, finding.rule.id, why
            rest.setdefault(key, []).append(finding)
    for (_, severity, rule, why), findings in rest.items():
        said = f"- **{severity}** {code(rule)} × {len(findings)} · {prose(why)}\n"
        yield Block([partial(str, said)], len(findings))


_EACH = (Disposition.WAIVED, Disposition.SUPPRESSED)


def _item(finding: Finding, report: Report, remark: str) -> str:
    found, rule = primary(finding), code(finding.rule.id)
    if finding.status is Status.UNKNOWN and not remark:
        decided = sentence(finding.why[report.language])
        remark = f"{_DECIDED_BY[report.language]}: {decided}" if decided else ""
    said = [
        f"**{finding.severity.value}** {rule} {prose(message(finding, report))}",
        linked(place(found, report), line_links(report)(found)),
        code(finding.subject.name),
        *([prose(remark)] if remark else []),
    ]
    return f"- {' · '.join(said)}\n"


def problem(one: Problem, report: Report) -> Block:
    """A problem in a line."""
    return Block([partial(_problem, one, report)])


def _problem(one: Problem, report: Report) -> str:
    about = [code(one.code.id)]
    if one.path:
        at = f":{one.position.line}:{one.position.column}" if one.position else ""
        about.append(code(counted_cut(from_root(one.path, report), NAME) + at, most=2 * NAME))
    if one.rule_id:
        about.append(code(one.rule_id))
    return f"- {' '.join(about)}: {prose(problem_text(one, report))}\n"
