"""Blocks of a page for which a consumer has only so much room: what fits, and how much did not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """Something of a page: its wordings, the fullest first, and how many things it tells of."""

    wordings: Sequence[Callable[[], str]]
    number: int = 1


def units(text: str) -> int:
    """The length of a text in UTF-16, as JavaScript, and no less than code points."""
    return len(text) + sum(char > "\uffff" for char in text)


def fitted(blocks: Iterable[Block], room: int) -> Iterator[tuple[str, int]]:
    """The texts that fit, each with how many it holds, in order; up to the first that does not."""
    for block in blocks:
        text = next((said for it in block.wordings if units(said := it()) <= room), None)
        if text is None:
            return
        room -= units(text)
        yield text, block.number
