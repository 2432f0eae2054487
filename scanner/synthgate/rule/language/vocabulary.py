"""The words of the language: this list of kinds, and nothing else, says which there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.word import Word
from synthgate.rule.words import (
    by_type,
    change,
    environment,
    keys,
    made_by,
    path,
    python,
    refers,
    related,
    stack,
    tag,
    taggable,
    there_is,
    unique,
)
from synthgate.rule.words.beside import BESIDE
from synthgate.rule.words.combinators import ALL_OF, ANY_OF, NOT
from synthgate.rule.words.sentence import ASKING

KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        path.KIND,
        keys.KIND,
        tag.KIND,
        stack.KIND,
        ALL_OF,
        ANY_OF,
        NOT,
        by_type.KIND,
        related.KIND,
        refers.KIND,
        there_is.KIND,
        unique.KIND,
        environment.KIND,
        taggable.KIND,
        made_by.KIND,
        change.KIND,
        python.KIND,
    )
}
"""The kinds of conditions by their word; one without any is asked of a match itself."""


def kind_of(node: Mapping[str, object]) -> Kind | None:
    """What a condition asks; None of one that asks of a match itself."""
    return next((kind for word, kind in KINDS.items() if word in node), None)


def every_word() -> Iterator[Word]:
    """Every word wherever it may stand; one that stands in several places comes for each."""
    for kind in KINDS.values():
        yield from kind.required
        yield from kind.may_have
    yield from ASKING.values()
    yield from BESIDE.values()
