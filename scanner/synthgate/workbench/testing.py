"""``synthgate rules test``: the examples of cards, held against what their rules say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from synthgate.model import NOTHING, Message, Text, plural
from synthgate.rule.cards.python_check import Code
from synthgate.workbench.console import CARDS, EXAMPLES, Console
from synthgate.workbench.examples import KINDS, Disagreement, disagreements
from synthgate.workbench.paths import CardFile
from synthgate.workbench.reading import Opened, opened

AGREED, DISAGREED, MISTAKEN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Tested:
    """What became of a card: how many examples it has, and where they disagree."""

    opened: Opened
    examples: int = 0
    disagreements: tuple[Disagreement, ...] = ()


def test_cards(files: Sequence[CardFile], console: Console) -> int:
    """Test the cards of some files, tell where they disagree, and give the exit code.

    0: all agree; 1: an example is not as its marks say; 2: a card has mistakes, or would have to
    run Python that nobody has allowed.
    """
    every = [_tested(card) for card in opened(files, Code.REFUSE)]
    for tested in every:
        console.tell(tested.opened.problems)
        for disagreement in tested.disagreements:
            _tell(disagreement, tested.opened, console)
    console.say(_summary(every))
    if any(tested.opened.problems for tested in every):
        return MISTAKEN
    return DISAGREED if any(tested.disagreements for tested in every) else AGREED


def _tested(card: Opened) -> Tested:
    if card.reading.card is None:
        return Tested(card)
    examples = sum(kind in card.reading.card.examples for kind in KINDS)
    return Tested(card, examples, tuple(disagreements(card.reading.card)))


def _tell(one: Disagreement, card: Opened, console: Console) -> None:
    """The place and what is wrong there, then the line itself."""
    line = (card.source and card.source.example_line(one.kind, one.line, card.reading.at)) or 1
    console.line(f"{card.file.shown}:{line}: {one.text[console.language]}")
    if card.source:
        console.line(f"{line:>8} | {card.source.lines[line - 1]}")


def _summary(every: Sequence[Tested]) -> Text:
    mistaken = sum(bool(tested.opened.problems) for tested in every)
    disagreeing = sum(len(tested.disagreements) for tested in every)
    return _SUMMARY.format(
        cards=CARDS.format(number=len(every)),
        examples=EXAMPLES.format(number=sum(tested.examples for tested in every)),
        outcome=_DISAGREEMENTS.format(number=disagreeing) if disagreeing else _AGREE,
        also=_ALSO.format(number=CARDS.format(number=mistaken)) if mistaken else NOTHING,
    )


_SUMMARY = Message("{cards}, {examples}: {outcome}{also}")
_AGREE = Message("all agree")
_DISAGREEMENTS = plural("{number} disagreement", "{number} disagreements")
_ALSO = Message("; {number} with mistakes, not tested")
