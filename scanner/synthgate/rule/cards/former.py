"""Rules by the ids that they had before: `formerly` in a card.

Whoever named a rule goes on being understood, and is told once how it is called now. A rule may
have taken the place of several, and several may have taken the place of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from fnmatch import fnmatchcase
from typing import TypeVar

from synthgate.model import Message, Problem, Text
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards.layers import Layer, Selector
from synthgate.rule.cards.outline import Outline
from synthgate.template.document import Route

_Value = TypeVar("_Value")
PATTERN = re.compile(r"[*?\[]")
"""What makes a pattern of a name (`fnmatch`)."""


@dataclass(frozen=True, slots=True)
class Names:
    """The ids of all rules, and those that rules had before, each with the ids of now."""

    ids: frozenset[str] = frozenset()
    former: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    def __iter__(self) -> Iterator[str]:
        """Every name by which a rule may be meant."""
        yield from self.ids
        yield from self.former

    def __contains__(self, name: object) -> bool:
        return name in self.ids or name in self.former

    def now(self, name: str) -> tuple[str, ...]:
        """What a former id is called now; nothing for any other name."""
        return () if name in self.ids else self.former.get(name, ())

    def stale(self, pattern: str) -> tuple[str, ...]:
        """What a name, or a pattern that means rules by former ids only, is called now."""
        if _means_any(pattern, self.ids):
            return self.now(pattern)
        return self.now(pattern) or tuple(sorted(self.matching(pattern)))

    def matching(self, pattern: str) -> set[str]:
        """The ids of the rules that a pattern means by the names of now or of before."""
        before = (self.former[old] for old in _meant(pattern, self.former))
        return {*_meant(pattern, self.ids)}.union(*before)

    def means_any(self, pattern: str) -> bool:
        """Whether a pattern means any rule, by a name of now or of before."""
        return _means_any(pattern, self.ids) or _means_any(pattern, self.former)

    def current(self, pattern: str) -> list[str]:
        """A pattern, and the rules that it means by their former ids only."""
        found = {*_meant(pattern, self.ids)}
        before = sorted(self.matching(pattern) - found)
        return [*([pattern] if found or not before else []), *before]


def _meant(pattern: str, names: Collection[str]) -> Iterator[str]:
    """The names that a pattern means. Most are no pattern but a name, which is looked up."""
    if PATTERN.search(pattern):
        yield from (one for one in names if fnmatchcase(one, pattern))
    elif pattern in names:
        yield pattern


def _means_any(pattern: str, names: Collection[str]) -> bool:
    return next(_meant(pattern, names), None) is not None


def names_of(ids: Iterable[str], outlines: Iterable[Outline]) -> Names:
    """The names of some rules; an id that is one now is no former one."""
    every = frozenset(ids)
    former: dict[str, list[str]] = {}
    for outline in outlines:
        for old in outline.formerly:
            if old not in every:
                former.setdefault(old, []).append(outline.id)
    return Names(every, {old: tuple(sorted(new)) for old, new in former.items()})


def renamed(old: str, new: Sequence[str]) -> Text:
    """That a rule is called otherwise now."""
    return _RENAMED.format(old=old, new=", ".join(new))


def in_names_of_now(layer: Layer, names: Names) -> tuple[Layer, list[Problem]]:
    """A layer that names rules as they are called now, and a notice for each that it did not."""
    if not names.former:
        return layer, []
    told = [
        layer.source.problem(route, renamed(old, names.stale(old)), ProblemCode.RULE_RENAMED)
        for route, old in named(layer)
        if names.stale(old)
    ]
    now = replace(
        layer,
        select=_each(layer.select, lambda selector: _selector(selector, names)),
        only=_each(layer.only, lambda selector: _selector(selector, names)),
        exclude=_each(layer.exclude, lambda selector: _selector(selector, names)),
        severity=_by_rule(layer.severity, names),
        parameters=_by_rule(layer.parameters, names),
    )
    return now, told


def named(layer: Layer) -> Iterator[tuple[Route, str]]:
    """Each place at which a layer names a rule."""
    for route, selector in layer.selectors.items():
        if isinstance(selector, str):
            yield route, selector
            continue
        for index, name in enumerate(selector.get("rules", ())):
            yield (*route, "rules", index), name
    for key, entries in (("severity", layer.severity), ("rule-parameters", layer.parameters)):
        for name in entries:
            yield (key, name), name


def _each(
    selectors: Mapping[Route, Selector], change: Callable[[Selector], Selector]
) -> dict[Route, Selector]:
    return {route: change(selector) for route, selector in selectors.items()}


def _selector(selector: Selector, names: Names) -> Selector:
    if isinstance(selector, str):
        now = names.current(selector)
        return now[0] if len(now) == 1 else {"rules": now}
    if "rules" not in selector:
        return selector
    return {**selector, "rules": [new for one in selector["rules"] for new in names.current(one)]}


def _by_rule(entries: Mapping[str, _Value], names: Names) -> dict[str, _Value]:
    """By the ids of now; what is said by one of them counts more than by a former one."""
    former = {new: value for old, value in entries.items() for new in names.now(old)}
    return {**former, **{name: it for name, it in entries.items() if not names.now(name)}}


TAKEN = Message("'formerly' names {id!r}, which is the id of a rule")
_RENAMED = Message("rule {old!r} is called {new} now: name it so, for the old id may go one day")
