"""The grammar of conditions: every mistake of a `when` or `check`, each at its place.

What words may stand where is told by the words. Their meaning may trust what has passed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Any

from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.rule.language import branches
from synthgate.rule.language.vocabulary import KINDS, kind_of
from synthgate.rule.operators.table import OPERATORS
from synthgate.rule.terms.arguments import unknown_word
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.mistakes import Mistake, told, wrong_kind
from synthgate.rule.terms.parameters import filled_in, unknown_names
from synthgate.rule.words import message
from synthgate.rule.words.beside import BESIDE, asking
from synthgate.rule.words.sentence import ASKING, idle
from synthgate.template.data import MAX_DEPTH, deeper_than, is_mapping
from synthgate.template.document import Route

_CONDITION = Message("a mapping")
_ALONE = Message(
    "{word!r} cannot stand beside {kind!r}: put both into an 'all-of', or {word!r} inside a "
    "quantifier"
)


@dataclass(frozen=True, eq=False)
class Grammar:
    """What conditions are held against. `python` refuses a function that is not there.

    `types` are those of the resources that they are asked of.
    """

    python: Callable[[str], object]
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    types: tuple[str, ...] = ()

    def mistakes(self, node: object, route: Route) -> Iterator[Mistake]:
        """Every mistake of a condition that stands at a route of its card."""
        if deeper_than(node, MAX_DEPTH):
            deep = Message("nested more than {n} levels deep")
            yield told(route, deep.format(n=MAX_DEPTH))
            return
        yield from unknown_names(node, self.parameters, route)
        filled = filled_in(node, self.parameters)
        yield from self.condition(filled, route)
        yield from message.unsaid(filled, route, chooses=not message.CHOOSING.isdisjoint(route))
        yield from branches.mistakes(filled, route, self.types)

    def condition(
        self, node: object, route: Route, *, of_a_match: bool = False
    ) -> Iterator[Mistake]:
        """The mistakes of a condition inside another, asked of a resource or of a match."""
        if not is_mapping(node):
            yield told(route, wrong_kind(_CONDITION, node))
            return
        kind = kind_of(node)
        if kind is None:
            yield from self._bare(node, route, of_a_match=of_a_match)
        else:
            yield from self._of_kind(kind, node, route, of_a_match=of_a_match)

    def _of_kind(
        self, kind: Kind, node: Mapping[str, Any], route: Route, *, of_a_match: bool
    ) -> Iterator[Mistake]:
        if of_a_match and kind.of_resources:
            beside = Message("{kind!r} is about the resource, not about a match: say it outside")
            yield told(route, beside.format(kind=kind.name), at=kind.name)
        for word in kind.required:
            if word.name not in node:
                missing = Message("{kind!r} without {word!r}")
                yield told(route, missing.format(kind=kind.name, word=word.name), at=kind.name)
        known = {**kind.words_in(node), **BESIDE}
        for word in [word for word in node if word not in known]:
            if word in KINDS:
                yield told(route, _ALONE.format(word=word, kind=kind.name), at=word)
            else:
                yield unknown_word(route, word, known)
        for word in [word for word in node if word in known]:
            yield from known[word].takes.mistakes(self, node[word], (*route, word), of_a_match)
        yield from kind.as_a_whole(asking(node), route)

    def _bare(
        self, node: Mapping[str, Any], route: Route, *, of_a_match: bool
    ) -> Iterator[Mistake]:
        """Operators that are asked of a match itself; of a resource, that says nothing."""
        asked, known = asking(node), {**ASKING, **BESIDE}
        strange = [word for word in asked if word not in known]
        for word in strange if asked else [""]:
            yield unknown_word(route, word, [*KINDS, *OPERATORS])
        if strange or not asked:
            return
        if not of_a_match:
            lonely = Message("{word!r} without a 'path'")
            yield told(route, lonely.format(word=next(iter(asked))))
            return
        for word, argument in node.items():
            yield from known[word].takes.mistakes(self, argument, (*route, word), True)
        yield from idle(asked, route, "")
