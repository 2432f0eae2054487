"""``all-of``, ``any-of``, ``not``: conditions of the same thing, combined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from synthgate.model import Message
from synthgate.rule.terms.arguments import CONDITION, CONDITIONS
from synthgate.rule.terms.condition import Compiling, Condition, Node, Quick
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.lines import Lines, dashed, indented
from synthgate.rule.terms.outcome import Outcome, all_of, any_of, negated
from synthgate.rule.terms.quick import every, opposite, some
from synthgate.rule.terms.word import Word

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _combined(
    word: Word,
    combine: Callable[[Iterable[Outcome]], Outcome],
    quickly: Callable[[Sequence[Condition]], Quick | None],
) -> Kind:
    """A word with a list of conditions below it."""

    def compiled(compiler: Compiling, node: Node) -> Condition:
        parts = [compiler.compiled(part) for part in node[word.name]]
        asked = [part.full for part in parts]
        return Condition(
            lambda view, value: combine([full(view, value) for full in asked]),
            quickly(parts),
            any(part.looks for part in parts),
        )

    def told(asked: Asked, scene: Scene) -> Lines:
        yield _heading(word.name, asked, scene)
        for part in asked.inner(word.name):
            yield from indented(dashed(scene.tell(part)))

    return Kind(word, compiled, told)


def _not(compiler: Compiling, node: Node) -> Condition:
    inner = compiler.compiled(node["not"])
    full = inner.full
    return Condition(
        lambda view, value: negated(full(view, value)),
        opposite(inner),
        inner.looks,
    )


def _not_told(asked: Asked, scene: Scene) -> Lines:
    yield _heading("not", asked, scene)
    for part in asked.inner("not"):
        yield from indented(scene.tell(part))


def _heading(word: str, asked: Asked, scene: Scene) -> str:
    return f"{word}: {scene.outcome(asked.step.outcome, why=False)}"


ALL_OF = _combined(
    Word("all-of", Message("every one of these conditions holds"), CONDITIONS), all_of, every
)
ANY_OF = _combined(
    Word("any-of", Message("at least one of these conditions holds"), CONDITIONS), any_of, some
)
NOT = Kind(Word("not", Message("this condition does not hold"), CONDITION), _not, _not_told)
