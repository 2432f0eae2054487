"""``unique: PATH, among: TYPE``: no two of them have the same value; absent is no value.

Asked of a resource, it is about that one and the others; of a stack or an app, about all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from synthgate.model import Message
from synthgate.records import dataclass
from synthgate.resolve.compare import equal, is_there
from synthgate.resolve.kleene import Truth, conjunction, disjunction, negation
from synthgate.resolve.values import ABSENT, NO_VALUE, scalar_text, seen_from_outside
from synthgate.rule.paths.jsonpath import compile_path
from synthgate.rule.paths.steps import Match
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import PATH_OF_OTHERS, TYPES
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.kind import Kind, Leads
from synthgate.rule.terms.lines import Lines, indented
from synthgate.rule.terms.outcome import Outcome, all_of, outcome_of
from synthgate.rule.terms.word import Word
from synthgate.rule.words.others import Found, identity, types_of
from synthgate.rule.words.others_told import heading, resources
from synthgate.rule.words.reaching import REACH, WHERE, everywhere, reached, where
from synthgate.template.document import Route

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _compiled(compiler: Compiling, node: Node) -> Condition:
    types, path = types_of(node["among"]), compile_path(node["unique"])
    meant = where(compiler, node)
    reach = node.get(REACH.name)

    def condition(view: View, _: Any) -> Outcome:
        values = [
            _Valued(other, match, _seen_by(view, other, match.value), there)
            for other, exists in reached(view, types, reach)
            for match in path.find(other.resource.body)
            for there in [conjunction(_parts(view, (other, exists), match, meant))]
            if there is not False
        ]
        return all_of(_repeated(view, values))

    return Condition(condition, looks=True)


@dataclass(frozen=True, eq=False)
class _Valued:
    """A value of a resource, as who asks sees it, and whether there is one."""

    other: View
    match: Match
    value: Any
    there: Truth


def _parts(
    view: View, seen: tuple[View, Truth], match: Match, meant: Callable[[View], Truth]
) -> Iterator[Truth]:
    """All that has to hold for a value to be one: of a resource that exists and is meant."""
    other, exists = seen
    yield view.exists(other.resource) if other.resolver is view.resolver else exists
    yield is_there(match.value)
    yield match.doubt or True
    yield meant(other)


def _seen_by(view: View, other: View, value: Any) -> Any:
    own = other.resolver is view.resolver
    return value if own else seen_from_outside(value, other.resolver.identity)


def _repeated(view: View, values: Sequence[_Valued]) -> Iterator[Outcome]:
    """Each value that another resource has, or may have, too."""
    known: dict[str, list[_Valued]] = {}
    for one in values:
        if not view.is_whole and identity(one.other) != identity(view):
            continue
        others = _alike(one, values, known) if view.is_whole else values
        same = disjunction(
            conjunction((one.there, other.there, equal(one.value, other.value)))
            for other in others
            if identity(other.other) != identity(one.other)
        )
        if same is not False:
            yield outcome_of(negation(same), _route(view, one), one.match.value)


def _alike(
    one: _Valued, values: Sequence[_Valued], known: dict[str, list[_Valued]]
) -> Sequence[_Valued]:
    """Those that may have the value too: of known ones, those that had it before."""
    if not isinstance(one.value, str | int | float):
        return values
    before = known.setdefault(scalar_text(one.value), [])
    before.append(one)
    return before


def _route(view: View, one: _Valued) -> Route:
    """The way there from what is looked at: a resource of another template has none."""
    if not view.is_whole:
        return one.match.route
    own = one.other.resolver is view.resolver
    return ("Resources", one.other.resource.logical_id, *one.match.route) if own else ()


def _told(asked: Asked, scene: Scene) -> Lines:
    """Those of the types, with their values."""
    path = compile_path(asked.step.node["unique"])
    yield heading(asked, scene)
    for other, there in everywhere(asked, "among"):
        yield from indented(resources([Found(other, there)], asked, scene))
        for match in path.find(other.resource.body):
            if match.value is not ABSENT and match.value is not NO_VALUE:
                lines = scene.looked_at(other, match.route, match.value)
                yield from indented(indented(lines))


KIND = Kind(
    Word(
        "unique",
        Message("no two resources of the types in 'among' have the same value at this path"),
        PATH_OF_OTHERS,
    ),
    _compiled,
    _told,
    needs=(Word("among", Message("the types whose values are compared"), TYPES),),
    may_have=(WHERE, REACH),
    leads=Leads.TO_OTHERS,
)
