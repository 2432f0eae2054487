"""Cards' files read: what card each of them holds, and what keeps it from holding one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from synthgate.errors import CardError
from synthgate.model import Message, Position, Problem
from synthgate.rule.cards.card import Reading, read_file
from synthgate.rule.cards.python_check import Code
from synthgate.rule.terms.mistakes import Mistake
from synthgate.workbench.paths import CardFile
from synthgate.workbench.source import Source, read_source


@dataclass(frozen=True, slots=True)
class Opened:
    """A card's file: `reading` has its card or its mistakes, `source` its text if it is YAML."""

    file: CardFile
    reading: Reading
    source: Source | None

    @property
    def problems(self) -> list[Problem]:
        """What keeps the file from being a card."""
        return [self.problem(error) for error in self.reading.mistakes]

    def problem(self, error: CardError) -> Problem:
        """A mistake of the card as a problem with its place; of the whole file, its start."""
        at = error.position or Position(1, 1)
        return Problem(error.code, error.text, self.file.shown, at, self.reading.rule_id)

    def placed(self, mistakes: Iterable[Mistake]) -> list[Problem]:
        """Mistakes at routes of the card as problems with their places."""
        locate = self.reading.locate
        return [self.problem(CardError(each.text, locate(each.route))) for each in mistakes]


def opened(file: CardFile, otherwise: Code = Code.READ) -> Opened:
    """Read a card with all that is wrong in it, its conditions included. Raises nothing.

    `otherwise` says what becomes of the Python beside it that may not run.
    """
    try:
        content = file.path.read_bytes()
    except OSError as error:
        refusal = CardError(_UNREADABLE.format(reason=error.strerror or str(error)))
        return Opened(file, Reading(None, (refusal,)), None)
    code = Code.RUN if file.may_run else otherwise
    reading = read_file(file.path, content, compiled=True, code=code)
    return Opened(file, reading, read_source(content))


_UNREADABLE = Message("cannot be read: {reason}")
