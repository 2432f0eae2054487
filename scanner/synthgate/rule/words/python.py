"""``python``: a generator in the `.py` file beside the card."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from synthgate.model import Message, Status
from synthgate.resolve.values import Unknown, reasons
from synthgate.rule.surroundings.view import View
from synthgate.rule.terms.arguments import ref, refused
from synthgate.rule.terms.condition import Compiling, Condition, Node
from synthgate.rule.terms.kind import Kind
from synthgate.rule.terms.lines import Lines, indented
from synthgate.rule.terms.mistakes import Mistake, told, wrong_kind
from synthgate.rule.terms.outcome import PASSED, Outcome, Place, all_of, outcome_of
from synthgate.rule.terms.word import Argument, Reader, Word
from synthgate.template.document import Route

if TYPE_CHECKING:
    from synthgate.rule.terms.telling import Asked, Scene


def _name(reader: Reader, name: Any, route: Route, _: bool) -> Iterator[Mistake]:
    if isinstance(name, str):
        yield from refused(reader.python, name, route)
    else:
        yield told(route, wrong_kind(Message("a name"), name))


def _compiled(compiler: Compiling, node: Node) -> Condition:
    check = compiler.python(node["python"])

    def condition(view: View, _: Any) -> Outcome:
        properties = view.resource.body.get("Properties")
        if isinstance(properties, Unknown):  # no function could say more
            return outcome_of(properties, ("Properties",), properties)
        places = [*check(view.resource, view)]
        if not places:
            return PASSED
        if len(places) == 1:  # as most that yield any
            return _outcome(places[0])
        return all_of(map(_outcome, places))

    return Condition(condition, looks=True)


def _outcome(place: Place) -> Outcome:
    return Outcome(Status.UNKNOWN if place.causes else Status.FAIL, (place,))


def _told(asked: Asked, scene: Scene) -> Lines:
    yield scene.heading("python", asked)
    places = asked.step.yielded or asked.step.outcome.places
    for place in places:
        yield from indented(_place(place, asked, scene))
    if not places:
        yield f"  {scene.say(_NO_PLACE)}"


def _place(place: Place, asked: Asked, scene: Scene) -> Lines:
    yield from scene.looked_at(asked.step.view, place.route, place.saw)
    for text in (place.note, reasons(place.causes) if place.causes else None):
        if text:
            yield f"  {scene.say(text)}"


KIND = Kind(
    Word(
        "python",
        Message("a generator function in the .py file beside the card"),
        Argument(_name, (ref("text"),)),
    ),
    _compiled,
    _told,
    of_resources=True,
)

_NO_PLACE = Message("(it yielded nothing)")
