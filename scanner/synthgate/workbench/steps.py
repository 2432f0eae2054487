"""``rules test --explain``: what a rule says of an example, step by step, by lines of the card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from synthgate.errors import TemplateError
from synthgate.model import Language, Location, Position, Problem
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.template.document import Route, Template
from synthgate.template.read import read_template
from synthgate.trace import of_all, whole
from synthgate.workbench.reading import Opened
from synthgate.workbench.states import stack_of


@dataclass(frozen=True)
class _InCard(Template):
    """A template inside a card: so many lines from its start, so many columns from the left."""

    above: int = 0
    left: int = 0

    def locate(self, route: Route, about: str = "") -> Location:
        """Where a route leads in the file of the card."""
        found = super().locate(route, about)
        return replace(found, start=self._moved(found.start), end=self._moved(found.end))

    def _moved(self, at: Position) -> Position:
        return Position(at.line + self.above, at.column + self.left)


def steps(card: Opened, kind: str, language: Language) -> Iterator[str]:
    """An account of each resource of an example that the rule is about; none if it is no template.

    What synthgate fails over ends an account early.
    """
    rule = card.reading.card
    template = _template(card, rule, kind) if rule else None
    if rule is None or template is None:
        return
    problems: list[Problem] = []
    for lines in of_all(rule, [stack_of(template)], language):
        yield from whole(lines, problems)
        yield ""
    for problem in problems:
        yield problem.message[language]


def _template(card: Opened, rule: Card, kind: str) -> Template | None:
    text = rule.examples.get(kind, "")
    try:
        template = read_template("example.yaml", text.encode())
    except TemplateError:
        return None
    above, left = _offset(card, kind, text) or (0, 0)
    own = {name: getattr(template, name) for name in ("text", "data", "locator")}
    shown = card.file.shown if above else f"{kind} of {card.file.shown}"
    return _InCard(shown, **own, aliases=template.aliases, above=above, left=left)


def _offset(card: Opened, kind: str, text: str) -> tuple[int, int] | None:
    """How far down and to the right an example stands in its file; None if it is no block there."""
    first = next((it for it in enumerate(text.split("\n"), 1) if it[1].strip()), None)
    line = first and card.source and card.source.example_line(kind, first[0], card.reading.at)
    if not (first and line and card.source):
        return None
    number, words = first
    before = card.source.lines[line - 1].removesuffix(words)
    if before.strip() or not before:
        return None
    return line - number, len(before)
