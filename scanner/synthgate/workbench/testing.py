"""``synthgate rules test``: the examples of cards, held against what their rules say."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from synthgate.model import NOTHING, Message, Text, plural
from synthgate.records import dataclass
from synthgate.rule.cards.python_check import Code
from synthgate.workbench.console import CARDS, EXAMPLES, Console
from synthgate.workbench.examples import KINDS, Disagreement, disagreements
from synthgate.workbench.paths import CardFile
from synthgate.workbench.reading import Opened, opened
from synthgate.workbench.variants import NOT_TRIED, Tried, tried

AGREED, DISAGREED, MISTAKEN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Tested:
    """What became of a card: how many examples it has, and where they disagree.

    `tried` is what was tried beyond them, of a rule that a family makes.
    """

    opened: Opened
    examples: int = 0
    disagreements: tuple[Disagreement, ...] = ()
    tried: Tried = NOT_TRIED

    @property
    def number(self) -> int:
        """How many disagreements there are."""
        return len(self.disagreements) + len(self.tried.wrong)


class Explains(Enum):
    """Which examples are told step by step."""

    NONE = "none"
    DISAGREEING = "disagreeing"
    ALL = "all"


def test_cards(files: Sequence[CardFile], console: Console, explains: Explains) -> int:
    """Test the cards of some files, tell where they disagree, and give the exit code.

    0: all agree; 1: an example is not as its marks say; 2: a card has mistakes, or would have to
    run Python that nobody has allowed.
    """
    every = [_tested(card) for card in opened(files, Code.REFUSE)]
    for tested in every:
        console.tell(tested.opened.problems)
        for kind in KINDS:
            _tell_of_example(kind, tested, console, explains)
        for text in tested.tried.wrong:
            _tell_at(tested.opened.line, text, tested.opened, console)
    console.say(_summary(every))
    if any(tested.opened.problems for tested in every):
        return MISTAKEN
    return DISAGREED if any(tested.number for tested in every) else AGREED


def _tested(card: Opened) -> Tested:
    rule, row = card.reading.card, card.reading.row
    if rule is None:
        return Tested(card)
    examples = sum(kind in rule.examples for kind in KINDS)
    more = tried(rule, row) if row else NOT_TRIED
    return Tested(card, examples, tuple(disagreements(rule)), more)


def _tell_of_example(kind: str, tested: Tested, console: Console, explains: Explains) -> None:
    """Where an example disagrees, and its steps if they are wanted."""
    wrong = [one for one in tested.disagreements if one.kind == kind]
    for disagreement in wrong:
        _tell(disagreement, tested.opened, console)
    if explains is Explains.ALL or (wrong and explains is Explains.DISAGREEING):
        from synthgate.workbench.steps import steps  # noqa: PLC0415 - only who explains needs it

        for line in steps(tested.opened, kind, console.language):
            console.line(line)


def _tell(one: Disagreement, card: Opened, console: Console) -> None:
    at = card.reading.at
    line = card.source and card.source.example_line(one.kind, one.line, at)
    _tell_at(line or 1, one.text, card, console)


def _tell_at(line: int, text: Text, card: Opened, console: Console) -> None:
    """The place and what is wrong there, then the line itself."""
    console.line(f"{card.file.shown}:{line}: {text[console.language]}")
    if card.source:
        console.line(f"{line:>8} | {card.source.lines[line - 1]}")


def _summary(every: Sequence[Tested]) -> Text:
    mistaken = sum(bool(tested.opened.problems) for tested in every)
    disagreeing = sum(tested.number for tested in every)
    generated = sum(tested.tried.number for tested in every)
    return _SUMMARY.format(
        cards=CARDS.format(number=len(every)),
        examples=EXAMPLES.format(number=sum(tested.examples for tested in every)),
        generated=_GENERATED.format(number=generated) if generated else NOTHING,
        outcome=_DISAGREEMENTS.format(number=disagreeing) if disagreeing else _AGREE,
        also=_ALSO.format(number=CARDS.format(number=mistaken)) if mistaken else NOTHING,
    )


_SUMMARY = Message("{cards}, {examples}{generated}: {outcome}{also}")
_GENERATED = plural(", {number} generated variant", ", {number} generated variants")
_AGREE = Message("all agree")
_DISAGREEMENTS = plural("{number} disagreement", "{number} disagreements")
_ALSO = Message("; {number} with mistakes, not tested")
