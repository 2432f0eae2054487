"""Files of rules read: which cards they hold, and what keeps them from holding some."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message, Position, Problem
from synthgate.records import dataclass
from synthgate.rule.cards.card import Reading
from synthgate.rule.cards.python_check import Code
from synthgate.rule.cards.rules_file import read_rules
from synthgate.rule.terms.mistakes import Mistake
from synthgate.workbench.paths import CardFile
from synthgate.workbench.source import Source, read_source


@dataclass(frozen=True, slots=True)
class Opened:
    """A rule in its file: `reading` has its card or its mistakes, `source` the text if it is YAML.

    A family's file has several.
    """

    file: CardFile
    reading: Reading
    source: Source | None

    @property
    def body(self) -> Mapping[str, Any]:
        """What the card says, whatever may be wrong with it; nothing of what is no mapping."""
        return self.reading.body or {}

    @property
    def line(self) -> int:
        """The line of the file where the rule begins."""
        at = self.reading.locate(())
        return at.line if at else 1

    @property
    def problems(self) -> list[Problem]:
        """What keeps the rule from being a card."""
        return [self.problem(error) for error in self.reading.mistakes]

    def problem(self, error: CardError) -> Problem:
        """A mistake of the card as a problem with its place; of the whole file, its start."""
        at = error.position or Position(1, 1)
        return Problem(error.code, error.text, self.file.shown, at, self.reading.rule_id)

    def placed(self, mistakes: Iterable[Mistake]) -> list[Problem]:
        """Mistakes at routes of the card as problems with their places."""
        locate = self.reading.locate
        return [self.problem(CardError(each.text, locate(each.route))) for each in mistakes]


def opened(files: Iterable[CardFile], otherwise: Code = Code.READ) -> list[Opened]:
    """Read cards with all that is wrong in them, their conditions included. Raises nothing.

    `otherwise` says what becomes of the Python beside them that may not run.
    """
    return [rule for file in files for rule in _opened(file, otherwise)]


def _opened(file: CardFile, otherwise: Code) -> Iterator[Opened]:
    try:
        content = file.path.read_bytes()
    except OSError as error:
        refusal = CardError(_UNREADABLE.format(reason=error.strerror or str(error)))
        yield Opened(file, Reading(None, (refusal,)), None)
        return
    code = Code.RUN if file.may_run else otherwise
    source = read_source(content)
    for reading in read_rules(file.path, content, compiled=True, code=code):
        yield Opened(file, reading, source)


_UNREADABLE = Message("cannot be read: {reason}")
