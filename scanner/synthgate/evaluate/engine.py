"""The engine: each rule asked of each resource of its types, of each stack, and of the app.

Nothing is shared between stacks but the cards, so stacks may be evaluated anywhere
and their results put together afterwards. Only a rule of scope *app* needs them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import chain

from synthgate.evaluate.answers import Question, answered
from synthgate.evaluate.stack import Results, Stack, place_of
from synthgate.guard import Guard, crash
from synthgate.model import (
    Problem,
    Subject,
)
from synthgate.resolve.resolver import Resolver, Resource
from synthgate.resolve.worlds import may_exist
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.index import Index
from synthgate.rule.cards.outline import APP_TYPE, STACK_TYPE
from synthgate.rule.surroundings.view import WHOLE, Reach, View


def evaluate(stack: Stack, index: Index) -> Results:
    """Hold the resources of a stack, and the stack itself, against the rules about them."""
    problems: list[Problem] = []
    about_resources = _of_resources(stack, index, problems)
    about_stack = _guarded(partial(_of_stack, stack, index), stack, problems)
    return answered(stack, chain(about_resources, about_stack), problems)


def evaluate_app(stacks: Sequence[Stack], index: Index) -> Iterator[Results]:
    """Hold an app against the rules about apps: once for each environment that it serves.

    What an environment has to have, its stacks have together.
    """
    for members in by_environment(stacks).values():
        first = next((stack for stack in members if not stack.is_nested), members[0])
        problems: list[Problem] = []
        questions = _guarded(partial(_of_app, members, first, index), first, problems)
        yield answered(first, questions, problems)


def by_environment(stacks: Iterable[Stack]) -> dict[str | None, list[Stack]]:
    """The stacks of an app by what they are for: rules about apps are asked of each group."""
    found: dict[str | None, list[Stack]] = {}
    for stack in stacks:
        found.setdefault(stack.resolver.placement.environment, []).append(stack)
    return found


def _of_app(members: Sequence[Stack], first: Stack, index: Index) -> Iterator[Question]:
    """The rules about the app, by what some of its stacks have together."""
    kinds = (kind for stack in members for kind in stack.resolver.types_of_user)
    subject = Subject(APP_TYPE, APP_TYPE, first.template.path, None, None, first.stage)
    view = whole(first, "environment")
    for card in index.about("app", dict.fromkeys(kinds)):
        yield Question(card, view, subject)


def _guarded(
    ask: Callable[[], Iterable[Question]], stack: Stack, problems: list[Problem]
) -> Iterator[Question]:
    """The questions about a whole, or none where synthgate itself fails over it."""
    questions: Sequence[Question] = ()
    with Guard(problems, crash(stack.template.path)):
        questions = [*ask()]
    yield from questions


def _of_resources(stack: Stack, index: Index, problems: list[Problem]) -> Iterator[Question]:
    """The rules about each resource; one that synthgate itself fails over keeps no other back."""
    for kind, logical_ids in stack.resolver.ids_by_type.items():
        cards = index.of(kind)
        for logical_id in logical_ids if cards else ():
            questions: Sequence[Question] = ()
            with Guard(problems, crash(stack.template.path, place_of(stack, logical_id))):
                questions = _of_resource(stack, kind, logical_id, cards)
            yield from questions


def _of_resource(
    stack: Stack, kind: str, logical_id: str, cards: Sequence[Card]
) -> Sequence[Question]:
    # Rules alone, such as CDK's bootstrap check, keep no resource from existing.
    there = stack.resolver.exists(logical_id) is True
    if not there and not may_exist(stack.resolver, logical_id):
        return ()
    subject = stack.subject(logical_id, kind)
    view = View(stack.resolver.resource(logical_id), stack.resolver)
    return [Question(card, view, subject) for card in cards]


def _of_stack(stack: Stack, index: Index) -> Iterator[Question]:
    """The rules about a stack; those that are nested in it are parts of it."""
    if stack.is_nested or stack.resolver.stack_exists is False:
        return
    view = whole(stack, "stack")
    for card in index.about("stack", _kinds_in(stack.resolver)):
        yield Question(card, view, stack.itself)


def _kinds_in(resolver: Resolver) -> Iterator[str]:
    """The resource types of a stack and of those that are nested in it.

    For what the CDK made by itself, nobody needs a dashboard.
    """
    yield from resolver.types_of_user
    for other in resolver.app.nested.get(resolver.identity, ()):
        yield from other.types_of_user


def whole(stack: Stack, reach: Reach) -> View:
    """A stack, or the app that it stands for, in the place of a resource.

    Its body is the template without the resources, which rules join; outputs are resolved.
    """
    template, resolver = stack.template, stack.resolver
    body = {key: value for key, value in template.data.items() if key != "Resources"}
    body["Outputs"] = resolver.resolve(template.section("Outputs"))
    kind = STACK_TYPE if reach == "stack" else APP_TYPE
    return View(Resource(WHOLE, kind, body), resolver, reach=reach)
