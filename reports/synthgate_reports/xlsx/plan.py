"""What stands where in the workbook, so that rows lead to each other before they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.model import in_context
from synthgate_reports.limits import web_address
from synthgate_reports.operation import SHORT
from synthgate_reports.serving import Environments, Serving, of_frameworks_alone
from synthgate_reports.standing import STATES, environment_name
from synthgate_reports.wording import printable, sentence, worst_first
from synthgate_reports.xlsx.book import MOST_ROWS, Cell, Column, to
from synthgate_reports.xlsx.words import HEADS, LOOKS, MORE, SHEETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from synthgate.model import (
        AssessedFramework,
        ControlState,
        Message,
        Report,
        Rule,
        Subject,
        Text,
    )
    from synthgate_reports.xlsx.book import Book, Sheet, Value

FIRST = 2
"""The row below the headings."""
_MOST_NAMES = 5
_COVER = in_context("sheet", "Cover {framework}")


class Plan:
    """The names of the sheets, the order of findings and controls, and the rows that they get."""

    def __init__(self, report: Report, book: Book) -> None:
        self.report, self.book = report, book
        self.serving, self.environments = Serving(report), Environments(report)
        self.sheets = {key: book.name(said[report.language]) for key, said in SHEETS.items()}
        self.of_framework = [book.name(one.id) for one in report.frameworks]
        self.filed = {
            one.id: (
                book.name(_COVER.format(framework=one.id)[report.language]),
                book.name(f"{SHORT[one.form][report.language]} {one.id}"),
            )
            for one in report.frameworks
            if one.form
        }
        self.counting = [*worst_first(report.failures), *worst_first(report.doubts)]
        self.besides = worst_first(tuple(of_frameworks_alone(report)))
        self.accepted = worst_first(report.accepted_findings)
        self._rows: dict[int, str] = {}
        for key, findings in (
            ("findings", self.counting),
            ("besides", self.besides),
            ("accepted", self.accepted),
        ):
            for row, finding in enumerate(findings[: MOST_ROWS - FIRST], FIRST):
                self._rows[id(finding)] = to(self.sheets[key], row)
        self._first = self._first_of_rules()
        self._controls = {
            (framework.id, one.control.id): to(sheet, row)
            for framework, sheet in zip(report.frameworks, self.of_framework, strict=True)
            for row, one in enumerate(framework.controls, FIRST)
        }

    def _first_of_rules(self) -> dict[tuple[str, bool], str]:
        """Where the worst finding of each rule stands, of those that count and of the others."""
        first: dict[tuple[str, bool], str] = {}
        for finding in (*self.counting, *self.besides, *self.accepted):
            if id(finding) in self._rows:
                key = finding.rule.id, finding.is_active
                first.setdefault(key, self._rows[id(finding)])
        return first

    def say(self, text: Text) -> str:
        """A text in the language of the report, on one line."""
        return sentence(text[self.report.language])

    def head(self, name: str, width: float = 16, *, folds: bool = False, most: int = 27) -> Column:
        """A column with one of our headings."""
        return Column(self.say(HEADS[name]), width, folds, most)

    def column(self, heading: Text, width: float = 16, *, folds: bool = False) -> Column:
        """A column with another heading."""
        return Column(self.say(heading), width, folds)

    def sheet(self, name: str, columns: Sequence[Column], rows: Iterable[Sequence[Value]]) -> None:
        """Write a whole sheet: what has no room is counted in its last row."""
        sheet = self.book.sheet(name, columns)
        fill(sheet, rows, self.report)

    def state(self, state: ControlState) -> Cell:
        """A state in words, with its colour."""
        return Cell(STATES[state][self.report.language], look=LOOKS[state])

    def rule(self, rule: Rule) -> Cell:
        """A rule, which leads to its page."""
        return Cell(printable(rule.id), link=web_address(rule.link) or "")

    def controls(self, rule_id: str, subject: Subject) -> Cell | None:
        """The controls that what a rule says tells of, which lead to the first of them."""
        served = self.serving.of(rule_id, subject)
        if not served:
            return None
        named = "; ".join(f"{framework.id} {one.control.id}" for framework, one in served)
        framework, one = served[0]
        return Cell(named, place=self.place(framework, one.control.id))

    def place(self, framework: AssessedFramework, control: str) -> str:
        """Where a control stands."""
        return self._controls[framework.id, control]

    def findings(self, rules: Iterable[str], number: int, *, active: bool) -> Cell | int:
        """How many findings there are of some rules, which leads to the first of them."""
        keys = ((rule_id, active) for rule_id in rules)
        places = [self._first[key] for key in keys if key in self._first]
        return Cell(number, place=places[0]) if number and places else number

    def environment(self, name: str | None) -> str:
        """An environment as people call it."""
        return environment_name(name, self.report)


def fill(sheet: Sheet, rows: Iterable[Sequence[Value]], report: Report) -> None:
    """Write the rows that there is room for, and how many more there are."""
    left = iter(rows)
    for row in left:
        if sheet.is_full:
            more = 1 + sum(1 for _ in left)
            sheet.add([MORE.format(number=more)[report.language]])
            break
        sheet.add(row)
    sheet.close()


def lines(texts: Iterable[str]) -> str | None:
    """Texts one below the other; nothing where there are none."""
    return "\n".join(dict.fromkeys(texts)) or None


def listed(names: Iterable[str], more: Message, report: Report) -> str:
    """The first names of many, and how many more there are (`more`, a message with ``{more}``)."""
    every = [*dict.fromkeys(names)]
    shown = ", ".join(every[:_MOST_NAMES])
    left_out = len(every) - _MOST_NAMES
    return f"{shown}{more.format(more=left_out)[report.language]}" if left_out > 0 else shown
