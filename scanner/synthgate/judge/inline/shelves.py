"""The suppressions of one template, each on the shelf of what it holds for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from itertools import islice

from synthgate.judge.inline import comments, metadata, nag
from synthgate.judge.inline.meanings import Meanings
from synthgate.judge.inline.said import (
    OURS,
    Below,
    Inline,
    Lines,
    OfResource,
    OfTemplate,
    Said,
    Scope,
    Spot,
)
from synthgate.model import Acknowledged, Message, Subject
from synthgate.model import Scope as RuleScope
from synthgate.records import dataclass
from synthgate.template.document import Template

MOST = 10_000
"""So many suppressions of one template, or of one stack of an app, are read."""
_APP = "App"
"""What an app is called, whose path is empty."""
_DEEPEST = 1000
"""How many parts of a construct path are told apart."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The suppressions that hold for the same things, by the rules that they mean."""

    all: list[Inline] = field(default_factory=list[Inline])
    by_rule: dict[str, list[Inline]] = field(default_factory=dict[str, list[Inline]])
    asked: set[str] = field(default_factory=set[str])

    def put(self, inline: Inline, meanings: Meanings) -> None:
        """Add one; what is wrong with it keeps it from suppressing anything."""
        self.all.append(inline)
        if inline.said.wrong is None:
            for rule_id in meanings.of(inline.said).every:
                self.by_rule.setdefault(rule_id, []).append(inline)


@dataclass(frozen=True, slots=True)
class Shelves:
    """Those of a template, and those of the constructs of its app, by their paths.

    `construct` is the template's own.
    """

    resources: Mapping[str, Shelf]
    whole: Shelf
    constructs: Mapping[str, Shelf]
    construct: str

    def of(self, subject: Subject, scope: RuleScope) -> list[Shelf]:
        """The shelves that hold for what a rule of some scope is asked of."""
        found = [self.whole]
        if scope in ("resource", "change") and subject.logical_id in self.resources:
            found.append(self.resources[subject.logical_id])
        own = subject.construct_path
        paths = {"resource": own, "stack": self.construct, "change": own or self.construct}
        path = paths.get(scope)
        if self.constructs:
            around = (self.constructs.get(one) for one in ("", *_ancestors(path or "")))
            found.extend(shelf for shelf in around if shelf)
        return found

    @property
    def are_empty(self) -> bool:
        """Whether nothing is suppressed at all."""
        return not (self.resources or self.whole.all or self.constructs)

    @property
    def own(self) -> Iterator[Shelf]:
        """Those of the template itself."""
        yield from self.resources.values()
        yield self.whole


def _ancestors(path: str) -> Iterator[str]:
    """A construct path that is not the app's, and those of all that it is in but the app."""
    parts = path.split("/", _DEEPEST) if path else []
    around = ""
    for part in parts:
        around = f"{around}/{part}" if around else part
        yield around


def of_template(
    template: Template, meanings: Meanings, constructs: Mapping[str, Shelf], construct: str
) -> Shelves:
    """Everything that stands in a template, and what its app acknowledges."""
    resources: dict[str, Shelf] = {}
    whole = Shelf()
    for inline in _bounded(_written_in(template), template.path):
        for shelf in _shelves_for(inline.scope, resources, whole):
            shelf.put(inline, meanings)
    return Shelves(resources, whole, constructs, construct)


def _shelves_for(scope: Scope, resources: dict[str, Shelf], whole: Shelf) -> Iterable[Shelf]:
    match scope:
        case OfResource(logical_id):
            return [resources.setdefault(logical_id, Shelf())]
        case Lines():
            return [resources.setdefault(name, Shelf()) for name in scope.resources] or [whole]
        case OfTemplate() | Below():
            return [whole]


def _bounded(found: Iterator[Inline], path: str) -> Iterator[Inline]:
    yield from islice(found, MOST)
    if next(found, None):
        said = Said(OURS, "suppress", wrong=_TOO_MANY.format(most=f"{MOST:,}"))
        yield Inline(said, OfTemplate(), Spot(path))


def _written_in(template: Template) -> Iterator[Inline]:
    """What stands in a template, from its top down, and then what its comments say."""
    of_all = metadata.suppressions_in(template.data.get("Metadata"), whole=True)
    for route, said in of_all:
        yield Inline(said, OfTemplate(), Spot(template.path, ("Metadata", *route)))
    for name, body in template.resources.items():
        for route, said in metadata.suppressions_in(body.get("Metadata")):
            at = ("Resources", name, "Metadata", *route)
            yield Inline(said, OfResource(name), Spot(template.path, at, name))
    yield from comments.suppressions_in(template)


def of_constructs(entries: Iterable[Acknowledged], meanings: Meanings) -> dict[str, Shelf]:
    """What a stack of an app acknowledges, by the construct."""
    shelves: dict[str, Shelf] = {}
    acknowledged = iter(entries)
    for entry in islice(acknowledged, MOST):
        said = nag.acknowledged(entry.id, entry.reason)
        if said:
            name = entry.construct or _APP
            about = f"{name} ({entry.line})" if entry.line else name
            inline = Inline(said, Below(entry.construct), Spot(entry.path, None, about))
            shelves.setdefault(entry.construct, Shelf()).put(inline, meanings)
    beyond = next(acknowledged, None)
    if beyond:
        said = Said(nag.TOOL, "acknowledge", wrong=_TOO_MANY.format(most=f"{MOST:,}"))
        shelf = shelves.setdefault(beyond.construct, Shelf())
        shelf.put(Inline(said, Below(beyond.construct), Spot(beyond.path)), meanings)
    return shelves


_TOO_MANY = Message("more than {most} suppressions, and those after them were not read")
