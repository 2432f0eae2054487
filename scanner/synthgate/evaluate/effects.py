"""Rules of scope ``change``, asked about what the way from a base to a head does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from synthgate.evaluate.answers import Question, answered
from synthgate.evaluate.engine import whole
from synthgate.evaluate.stack import Results, Stack
from synthgate.model import Problem, Status, Subject
from synthgate.records import dataclass
from synthgate.rule.cards.index import Index
from synthgate.rule.surroundings.view import WHOLE, View
from synthgate.rule.terms.outcome import Outcome, Place


@dataclass(frozen=True, slots=True, eq=False)
class Effect:
    """One thing that a change does.

    `kind` is a word of `synthgate.rule.words.change.EFFECTS`. `stack` is one of the head, or of the
    base where the head has no such resource any more; `logical_id` is `WHOLE` for the stack itself.
    The place has `causes` where it is not known whether it does, and says what happens in its
    `message`, with `before` and `after` where values say more.
    """

    kind: str
    stack: Stack
    place: Place
    logical_id: str = WHOLE

    @property
    def status(self) -> Status:
        """Whether it is sure to happen."""
        return Status.UNKNOWN if self.place.causes else Status.FAIL


def evaluate_effects(effects: Iterable[Effect], index: Index) -> Iterator[tuple[Stack, Results]]:
    """What the rules say of the effects, stack by stack, in the order in which these come."""
    by_stack: dict[int, list[Effect]] = {}
    for effect in effects:
        by_stack.setdefault(id(effect.stack), []).append(effect)
    for found in by_stack.values():
        stack, problems = found[0].stack, list[Problem]()
        yield stack, answered(stack, _questions(stack, found, index), problems, as_they_are=True)


def _questions(stack: Stack, effects: Iterable[Effect], index: Index) -> Iterator[Question]:
    """A question for each card, thing and status: what is sure hides nothing that is open."""
    places: dict[tuple[str, Status], dict[str, list[Place]]] = {}
    for effect in effects:
        of_thing = places.setdefault((effect.logical_id, effect.status), {})
        of_thing.setdefault(effect.kind, []).append(effect.place)
    for (logical_id, status), by_kind in places.items():
        view, subject = _seen(stack, logical_id)
        outcomes = {kind: Outcome(status, tuple(found)) for kind, found in by_kind.items()}
        view = View(view.resource, view.resolver, effects=outcomes)
        for card in index.of_change(subject.type):
            yield Question(card, view, subject)


def _seen(stack: Stack, logical_id: str) -> tuple[View, Subject]:
    """A resource of a stack, or the stack itself."""
    if logical_id == WHOLE:
        return whole(stack, "stack"), stack.itself
    resource = stack.resolver.resource(logical_id)
    return View(resource, stack.resolver), stack.subject(logical_id, resource.type)
