"""``all-of``, ``any-of``, ``not``: conditions of the same thing, combined."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from synthgate.model import Message, Status
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import CONDITION, CONDITIONS
from synthgate.rule.terms.condition import (
    Compiling,
    Condition,
    Node,
    Only,
    Quick,
    Seek,
    Sought,
    other,
)
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.lines import Lines, dashed, indented
from synthgate.rule.terms.outcome import PASSED, Outcome, all_of, any_of, negated
from synthgate.rule.terms.quick import every, opposite, some
from synthgate.rule.terms.word import Word

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _combined(
    word: Word,
    combine: Callable[[Iterable[Outcome]], Outcome],
    quickly: Callable[[Sequence[Condition]], Quick | None],
    *,
    settling: Status,
) -> Kind:
    """A word with a list of conditions below it; one that is `settling` settles the matter."""

    def compiled(compiler: Compiling, node: Node) -> Condition:
        parts = [compiler.compiled(part) for part in node[word.name]]
        asked = [part.full for part in parts]
        return Condition(
            lambda view, value: combine([full(view, value) for full in asked]),
            quickly(parts),
            any(part.looks for part in parts),
            _sought(parts, combine, settling),
        )

    def told(asked: Asked, scene: Scene) -> Lines:
        yield _heading(word.name, asked, scene)
        for part in asked.inner(word.name):
            yield from indented(dashed(scene.tell(part)))

    return Kind(word, compiled, told)


def _sought(
    parts: Sequence[Condition], combine: Callable[[Iterable[Outcome]], Outcome], settling: Status
) -> Seek:
    """The parts asked for what is sought; once the matter is settled, only those that may look."""
    asked = [(part.seek, part.looks or part.quick is None) for part in parts]

    def seek(view: View, value: Any, sought: Sought) -> Outcome:
        outcomes: list[Outcome] = []
        settled = PASSED if sought is Only.LOOK else None
        for ask, may_look in asked:
            if settled is None:
                outcomes.append(ask(view, value, sought))
                if outcomes[-1].status is settling is not sought:
                    settled = outcomes[-1]
            elif may_look:
                ask(view, value, Only.LOOK)
        return settled or combine(outcomes)

    return seek


def _not(compiler: Compiling, node: Node) -> Condition:
    inner = compiler.compiled(node["not"])
    full, seek = inner.full, inner.seek
    return Condition(
        lambda view, value: negated(full(view, value)),
        opposite(inner),
        inner.looks,
        lambda view, value, sought: negated(seek(view, value, other(sought))),
    )


def _not_told(asked: Asked, scene: Scene) -> Lines:
    yield _heading("not", asked, scene)
    for part in asked.inner("not"):
        yield from indented(scene.tell(part))


def _heading(word: str, asked: Asked, scene: Scene) -> str:
    return f"{word}: {scene.outcome(asked.step.outcome, why=False)}"


ALL_OF = _combined(
    Word("all-of", Message("every one of these conditions holds"), CONDITIONS),
    all_of,
    every,
    settling=Status.FAIL,
)
ANY_OF = _combined(
    Word("any-of", Message("at least one of these conditions holds"), CONDITIONS),
    any_of,
    some,
    settling=Status.PASS,
)
NOT = Kind(Word("not", Message("this condition does not hold"), CONDITION), _not, _not_told)
