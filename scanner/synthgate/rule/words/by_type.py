"""``by-type``: which of several conditions is asked, by the type of the resource."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from synthgate.model import Message
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import SAME, ref
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.lines import Lines, indented
from synthgate.rule.terms.mistakes import Mistake, told, wrong_kind
from synthgate.rule.terms.word import Argument, Reader, Role, Word
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene

EVERY_TYPE = "*"


def branch_of(types: Iterable[str], kind: str) -> str | None:
    """The one of several types that a type belongs to: itself, a pattern of it, ``"*"``.

    Of patterns the first one that fits, but ``"*"`` after all others.
    """
    every = [*types]
    if kind in every:
        return kind
    patterns = sorted((one for one in every if "*" in one), key=EVERY_TYPE.__eq__)
    return next((one for one in patterns if fnmatchcase(kind, one)), None)


def _branches(reader: Reader, node: Any, route: Route, of_a_match: bool) -> Iterator[Mistake]:
    if not is_mapping(node) or not node:
        yield told(route, wrong_kind(Message("a mapping from resource types to conditions"), node))
        return
    for kind, part in node.items():
        yield from reader.condition(part, (*route, kind), of_a_match=of_a_match)


def _compiled(compiler: Compiling, node: Node) -> Condition:
    branches = {kind: compiler.compiled(part) for kind, part in node["by-type"].items()}

    quick = {kind: part.quick for kind, part in branches.items() if part.quick}

    def branch(view: View) -> str:
        kind = view.resource.type
        name = kind if kind in branches else branch_of(branches, kind)
        if name is None:  # `language.branches` lets no such card through
            raise LookupError(kind)
        return name

    return Condition(
        lambda view, value: branches[branch(view)](view, value),
        (lambda view, value: quick[branch(view)](view, value))
        if len(quick) == len(branches)
        else None,
        any(part.looks for part in branches.values()),
        lambda view, value, sought: branches[branch(view)].seek(view, value, sought),
    )


def _told(asked: Asked, scene: Scene) -> Lines:
    """The branch that was taken, and its steps."""
    branch = branch_of(asked.step.node["by-type"], asked.step.view.resource.type)
    yield f"by-type: {branch} {scene.outcome(asked.step.outcome, why=False)}"
    for part in asked.inner("by-type", branch):
        yield from indented(scene.tell(part))


KIND = Kind(
    Word(
        "by-type",
        Message("the condition that stands beside the type of the resource holds"),
        Argument(
            _branches,
            ({"type": "object", "additionalProperties": ref(SAME), "minProperties": 1},),
            Role.BRANCHES,
        ),
    ),
    _compiled,
    _told,
)
