"""The rules that tell of a control, as a framework's file maps them, and on what grounds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field
from fnmatch import fnmatchcase
from typing import Any

from synthgate.model import BASES, Message, RuleMapping
from synthgate.records import dataclass
from synthgate.rule.cards.former import Names
from synthgate.rule.cards.outline import Outline
from synthgate.rule.cards.shapes import fields, items, member, text
from synthgate.rule.terms.mistakes import Mistake, meant, told
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

_IDS = Message("a list of ids")
SELECTORS = ("rules", "controls", "config-rules")
"""By what rules are found: their own ids, the controls of cards, the rules of AWS Config."""
_form = fields(
    {
        **{selector: items(text, _IDS) for selector in SELECTORS},
        "basis": member(BASES),
        "source": text,
        "resources": items(text, Message("a list of types of resources")),
    }
)


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All rules by their names, and by what their cards say that they are about."""

    names: Names = field(default_factory=Names)
    by_control: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    by_config_rule: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict[str, tuple[str, ...]]
    )
    types: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """What each rule looks at: types, or patterns of them."""

    def by(self, selector: str) -> Mapping[str, tuple[str, ...]]:
        """The rules by the ids of another list."""
        return self.by_control if selector == "controls" else self.by_config_rule

    def chosen(self, selector: str, word: str) -> tuple[str, ...]:
        """The rules that a word means, sorted."""
        if selector == "rules":
            return tuple(sorted(self.names.matching(word)))
        return self.by(selector).get(word, ())


NO_BOOK = RuleBook()
"""No rule at all: for who asks about controls alone."""


def book_of(names: Names, outlines: Collection[Outline]) -> RuleBook:
    """The book of some rules."""
    by_control: dict[str, list[str]] = {}
    by_config_rule: dict[str, list[str]] = {}
    for one in outlines:
        for control in one.controls:
            by_control.setdefault(control, []).append(one.id)
        if one.config_rule:
            by_config_rule.setdefault(one.config_rule, []).append(one.id)
    types = {one.id: one.resources for one in outlines}
    return RuleBook(names, _sorted(by_control), _sorted(by_config_rule), types)


def _sorted(by: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(rules)) for key, rules in by.items()}


def entry(value: Any, route: Route) -> Iterator[Mistake]:
    """The shape of what maps rules: an id or a pattern, or a mapping with its grounds."""
    if not is_mapping(value):
        yield from text(value, route)
        return
    yield from _form(value, route)
    if not any(value.get(selector) for selector in SELECTORS):
        yield told(route, _NO_SELECTOR)
    if value.get("basis") == "derived" and "source" not in value:
        yield told(route, _NO_SOURCE)


def mappings_of(entries: Iterable[Any], book: RuleBook) -> tuple[RuleMapping, ...]:
    """What entries without mistakes map, those that are ids alone as one."""
    plain = {one for it in entries if isinstance(it, str) for one in book.chosen("rules", it)}
    found = [RuleMapping(tuple(sorted(plain)))] if plain else []
    found += [_mapping(it, book) for it in entries if is_mapping(it)]
    return tuple(found)


def _mapping(body: Mapping[str, Any], book: RuleBook) -> RuleMapping:
    chosen = {rule for one, word in _words(body) for rule in book.chosen(one, word)}
    through = tuple(word for selector, word in _words(body) if selector != "rules")
    basis = body.get("basis", "asserted")
    types = tuple(body.get("resources", ()))
    return RuleMapping(tuple(sorted(chosen)), basis, body.get("source"), through, types)


def _words(body: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for selector in SELECTORS:
        for word in body.get(selector, ()):
            yield selector, word


def named(listed: Any, route: Route) -> Iterator[tuple[Route, str, str]]:
    """Each word of a list of entries, with its place and what it selects by."""
    for index, one in enumerate(listed if is_list(listed) else ()):
        if isinstance(one, str):
            yield (*route, index), "rules", one
        elif is_mapping(one):
            for selector in SELECTORS:
                words = one.get(selector)
                for at, word in enumerate(words if is_list(words) else ()):
                    if isinstance(word, str):
                        yield (*route, index, selector, at), selector, word


def strangers(listed: Any, route: Route, book: RuleBook) -> Iterator[Mistake]:
    """The words of a list of entries by which there is no rule."""
    for at, selector, word in named(listed, route):
        if selector == "rules":
            if not book.names.means_any(word):
                yield told(at, _NO_RULE.format(rule=word, meant=meant(word, book.names)))
        elif word not in book.by(selector):
            near = meant(word, book.by(selector))
            yield told(at, _NO_RULE_OF[selector].format(id=word, meant=near))
    for index, one in enumerate(listed if is_list(listed) else ()):
        if is_mapping(one) and not _form_is_wrong(one):
            chosen = [rule for by, word in _words(one) for rule in book.chosen(by, word)]
            types = one.get("resources", ())
            yield from unseen(types, chosen, (*route, index, "resources"), book)


def _form_is_wrong(body: Mapping[str, Any]) -> bool:
    """Whether a mapping has mistakes of its form, which are told elsewhere."""
    return any(True for _ in _form(body, ()))


def unseen(
    types: Iterable[str], rules: Collection[str], route: Route, book: RuleBook
) -> Iterator[Mistake]:
    """The types of a list that none of some rules looks at."""
    seen = {type_ for rule in rules for type_ in book.types.get(rule, ())}
    for at, word in enumerate(types):
        if rules and not any(fnmatchcase(one, word) or fnmatchcase(word, one) for one in seen):
            yield told((*route, at), _UNSEEN.format(type=word, meant=meant(word, seen)))


def sources_named(listed: Any, route: Route) -> Iterator[tuple[Route, str]]:
    """The sources that a list of entries names."""
    for index, one in enumerate(listed if is_list(listed) else ()):
        if is_mapping(one) and isinstance(source := one.get("source"), str):
            yield (*route, index, "source"), source


_NO_SELECTOR = Message("names no rules: say 'rules', 'controls' or 'config-rules'")
_NO_SOURCE = Message("what is derived needs its 'source'")
_NO_RULE = Message("no rule {rule!r}{meant}")
_UNSEEN = Message("none of these rules looks at {type!r}{meant}")
_NO_RULE_OF = {
    "controls": Message("no rule has the control {id!r} on its card{meant}"),
    "config-rules": Message("no rule has the AWS Config rule {id!r} on its card{meant}"),
}
