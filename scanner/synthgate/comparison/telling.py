"""A comparison as a person reads it: text, or Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from synthgate.comparison.cases import Case, Opinion, Says, because
from synthgate.comparison.tally import Row, differing, finders_of, rows_of
from synthgate.model import OURS, Language, Message, Report, plural
from synthgate.records import dataclass

Cells = Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title; the first row holds the heads."""

    title: str
    rows: Sequence[Cells]


def tables(cases: Sequence[Case], tools: Sequence[str], language: Language) -> Iterator[Table]:
    """Who has how much, by rule, and by resource where they differ."""
    yield Table(_WHO[language], [(_TOOLS[language], _FAULTS[language]), *_who(cases)])
    heads = (_RULE[language], _SEVERITY[language], *tools, _TOGETHER[language])
    rules = [_counted(row, tools) for row in rows_of(cases)]
    yield Table(_BY_RULE[language], [heads, *rules])
    rest = differing(cases)
    heads = (_WHERE[language], _RESOURCE[language], _RULE[language], *tools)
    places = [
        (
            f"{one.location.path}:{one.location.start.line}",
            one.subject.name,
            one.rule_id,
            *(_said(it, language) for it in one.opinions),
        )
        for one in rest
    ]
    yield Table(_BY_RESOURCE[language], [heads, *places])


def introduction(report: Report, cases: Sequence[Case], language: Language) -> str:
    """What was compared, over how much."""
    tools = ", ".join(f"{one.run.tool} {one.run.release}".strip() for one in report.tools)
    return _INTRODUCTION.format(
        profile=report.run.profile,
        rules=report.run.rules,
        tools=tools or "-",
        templates=len(report.templates),
        resources=sum(one.resources for one in report.templates),
        number=len(cases),
    )[language]


def as_text(introduced: str, every: Iterable[Table]) -> Iterator[str]:
    """Lines with columns that stand below each other."""
    yield introduced
    for table in every:
        if len(table.rows) > 1:
            yield ""
            yield table.title
            yield from _aligned(table.rows)


def as_markdown(introduced: str, every: Iterable[Table]) -> Iterator[str]:
    """Tables of Markdown, in which no name of a template means anything."""
    yield _escaped(introduced)
    for table in every:
        if len(table.rows) > 1:
            heads, *rows = table.rows
            yield from ("", f"## {table.title}", "")
            yield _row(heads)
            yield _row(["---"] * len(heads))
            yield from map(_row, rows)


def _row(cells: Cells) -> str:
    return f"| {' | '.join(map(_escaped, cells))} |"


_MARKS = str.maketrans({mark: f"\\{mark}" for mark in r"\`*_{}[]<>()#+!|~&"})


def _escaped(text: str) -> str:
    return " ".join(text.split()).translate(_MARKS) if text != "---" else text


def _aligned(rows: Sequence[Cells]) -> Iterator[str]:
    widths = [min(max(map(len, column)), _WIDEST) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  {'  '.join(cells)}".rstrip()


def _who(cases: Sequence[Case]) -> Iterator[Cells]:
    for tools, number in finders_of(cases):
        yield " + ".join(tools), str(number)


def _counted(row: Row, tools: Sequence[str]) -> Cells:
    numbers = (*(row.by_tool.get(tool, 0) for tool in tools), row.together)
    return row.rule_id, str(row.severity), *map(_number, numbers)


def _number(number: int) -> str:
    return str(number) if number else "-"


def _said(opinion: Opinion, language: Language) -> str:
    """A word for what a tool says, with the ids and the reason that it has."""
    word = _WORDS[opinion.says][language]
    is_plain = opinion.tool == OURS and opinion.says == "found"
    more = "" if is_plain else because(opinion)[language]
    return f"{word}: {more}" if more else word


_WIDEST = 60
_WORDS: Mapping[Says, Message] = {
    "found": Message("found"),
    "passes": Message("passes"),
    "unknown": Message("cannot tell"),
    "accepted": Message("accepted"),
    "made-by-cdk": Message("made by the CDK"),
    "preview": Message("in preview"),
    "silent": Message("says nothing"),
    "unasked": Message("was not asked"),
    "near": Message("has a near rule"),
    "no-rule": Message("has no such rule"),
}
_INTRODUCTION = plural(
    "synthgate ({profile}, {rules} rules) beside {tools}: {templates} templates, {resources} "
    "resources, {number} fault",
    "synthgate ({profile}, {rules} rules) beside {tools}: {templates} templates, {resources} "
    "resources, {number} faults",
)
_WHO = Message("Who has them")
_BY_RULE = Message("By rule, in resources")
_BY_RESOURCE = Message("By resource, where they differ")
_TOOLS = Message("tools")
_FAULTS = Message("faults")
_RULE = Message("rule")
_SEVERITY = Message("severity")
_TOGETHER = Message("together")
_WHERE = Message("where")
_RESOURCE = Message("resource")
