"""``synthgate rules test``: the examples of cards, held against what their rules say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from synthgate.model import Text
from synthgate.rule.python_check import Code
from synthgate.workbench.console import Console, counted
from synthgate.workbench.examples import KINDS, Disagreement, disagreements
from synthgate.workbench.paths import CardFile
from synthgate.workbench.reading import Opened, opened

AGREED, DISAGREED, MISTAKEN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Tested:
    """What became of a card's file: how many examples it has, and where they disagree."""

    opened: Opened
    examples: int = 0
    disagreements: tuple[Disagreement, ...] = ()


def test_cards(files: Sequence[CardFile], console: Console) -> int:
    """Test the cards of some files, tell where they disagree, and give the exit code.

    0: all agree; 1: an example is not as its marks say; 2: a card has mistakes, or would have to
    run Python that nobody has allowed.
    """
    every = [_tested(opened(file, Code.REFUSE)) for file in files]
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
    line = (card.source and card.source.example_line(one.kind, one.line)) or 1
    console.line(f"{card.file.shown}:{line}: {one.text[console.language]}")
    if card.source:
        console.line(f"{line:>8} | {card.source.lines[line - 1]}")


def _summary(every: Sequence[Tested]) -> Text:
    mistaken = sum(bool(tested.opened.problems) for tested in every)
    disagreeing = sum(len(tested.disagreements) for tested in every)
    return _SUMMARY.format(
        cards=counted(len(every), "card"),
        examples=counted(sum(tested.examples for tested in every), "example"),
        outcome=_OUTCOMES[disagreeing > 0].format(number=counted(disagreeing, "disagreement")),
        also=_ALSO.format(number=counted(mistaken, "card")) if mistaken else Text("", ""),
    )


_SUMMARY = Text(
    "{cards}, {examples}: {outcome}{also}",
    "규칙 카드 {cards}개, 예제 {examples}개: {outcome}{also}",
)
_OUTCOMES = {
    False: Text("all agree", "모두 일치"),
    True: Text("{number}", "불일치 {number}건"),
}
_ALSO = Text("; {number} with mistakes, not tested", "; 오류가 있어 확인하지 못한 카드 {number}개")
