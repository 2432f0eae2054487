"""What a person reads of a finding who points at it: what, why, how it is mended, and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synthgate.editor.diagnostics import link_of
from synthgate.editor.marks import Mark
from synthgate.editor.papers import Paper
from synthgate.model import Finding, Message, Status
from synthgate_reports.fixes import fix_code
from synthgate_reports.wording import FIX, RESOURCE, TEMPLATE, before_and_after, found_by, spot

MOST_SHOWN = 5
_MOST_RELATED = 10
_LANGUAGES = {"py": "python", "ts": "typescript", "js": "javascript"}


def hover(marks: Sequence[Mark], paper: Paper) -> str:
    """What is said of some marks at one place, one after another."""
    parts = ["\n\n".join(_lines(mark, paper)) for mark in marks[:MOST_SHOWN]]
    more = len(marks) - MOST_SHOWN
    if more > 0:
        parts.append(paper.prose(_MORE.format(number=more)[marks[0].language]))
    return "\n\n---\n\n".join(parts)


def _lines(mark: Mark, paper: Paper) -> Iterator[str]:
    if mark.finding:
        yield from _of_finding(mark.finding, mark, paper)
    elif mark.problem:
        said = mark.problem.message[mark.language]
        yield f"{paper.name(mark.problem.code.id)} {paper.prose(said)}"


def _of_finding(finding: Finding, mark: Mark, paper: Paper) -> Iterator[str]:
    language, rule = mark.language, finding.rule
    is_open = finding.status is Status.UNKNOWN
    word = f"{finding.severity.value}, {_UNDECIDED[language]}" if is_open else finding.severity
    yield f"{paper.strong(rule.title[language])} ({paper.prose(word)})"
    yield paper.prose(finding.message[language])
    yield _labelled(_DECIDED_BY if is_open else _WHY, finding.why[language], mark, paper)
    yield _labelled(FIX, finding.fix[language], mark, paper)
    if code := fix_code(finding):
        yield paper.code(code, _language_of(finding))
    yield "\n".join(_places(finding, mark, paper))
    if link := link_of(finding):
        yield paper.link(rule.id, link)
    else:
        yield paper.name(rule.id)


def _labelled(label: Message, said: str, mark: Mark, paper: Paper) -> str:
    return f"{paper.strong(label[mark.language])}: {paper.prose(said)}"


def _places(finding: Finding, mark: Mark, paper: Paper) -> Iterator[str]:
    """The resource, its place in the template, and what else the verdict rests on."""
    language, about = mark.language, finding.subject
    yield _item(RESOURCE[language], f"{paper.name(about.name)} ({paper.name(about.type)})", paper)
    place = paper.name(spot(finding.location))
    path = finding.location.property_path
    yield _item(TEMPLATE[language], f"{place} {paper.name(path)}".rstrip(), paper)
    for label, said in before_and_after(finding):
        yield _item(label[language], paper.prose(said[language]), paper)
    for one in finding.related[:_MOST_RELATED]:
        said = f"{paper.prose(one.message[language])} {paper.name(spot(one.location))}"
        yield _item(_RESTS_ON[language], said, paper)
    others = found_by([finding], language)
    if others:
        yield _item(_ALSO[language], ", ".join(map(paper.name, others)), paper)


def _item(label: str, said: str, paper: Paper) -> str:
    return f"- {paper.prose(label)}: {said}"


def _language_of(finding: Finding) -> str:
    suffix = finding.source.path.rpartition(".")[2] if finding.source else ""
    return _LANGUAGES.get(suffix, "yaml")


_WHY = Message("why")
_DECIDED_BY = Message("decided by")
_ALSO = Message("also found by")
_RESTS_ON = Message("rests on")
_UNDECIDED = Message("undecided")
_MORE = Message("… and {number} more findings here")
