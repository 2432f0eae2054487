"""What a profile or a configuration says of the rules: which it takes, and how it sets them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import Any

from synthgate.errors import CardError
from synthgate.model import Message, Pillar, Problem, Severity, Text, joined, verbatim
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.catalog import Catalog
from synthgate.rule.cards.former import Names, in_names_of_now
from synthgate.rule.cards.outline import Outline
from synthgate.rule.cards.severities import raised
from synthgate.rule.cards.shapes import Shape, each, fields, is_text, items, kind, member, text
from synthgate.rule.cards.sheet import Source
from synthgate.rule.terms.mistakes import Mistake, meant
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

Selector = str | Mapping[str, Sequence[str]]
"""A rule's id, a pattern of ids (``s3-*``), or criteria that a rule has to meet together."""

CRITERIA: dict[str, Callable[[Outline], Iterable[str]]] = {
    "rules": lambda rule: [rule.id],
    "pillars": lambda rule: [rule.pillar],
    "severities": lambda rule: [rule.severity],
    "resources": lambda rule: rule.resources,
    "controls": lambda rule: rule.controls,
}
"""What a selector may ask for, and what a rule has of it."""

_LIST = Message("a list")
_criteria = fields(
    {
        "rules": items(text, _LIST),
        "pillars": items(member(Pillar), _LIST),
        "severities": items(member(Severity), _LIST),
        "resources": items(text, _LIST),
        "controls": items(text, _LIST),
    }
)
_one_selector = kind(
    is_text,
    Message("a rule, a pattern or criteria ({names})").format(names=", ".join(CRITERIA)),
)
_severity_word = member(Severity)
_settings = kind(is_mapping, Message("a mapping from parameters"))


def _selector(value: Any, route: Route) -> Iterator[Mistake]:
    shape = _criteria if is_mapping(value) and value else _one_selector
    yield from shape(value, route)


def _severity(value: Any, route: Route) -> Iterator[Mistake]:
    """One word, or a word for each environment."""
    shape = each(_severity_word) if is_mapping(value) else _severity_word
    yield from shape(value, route)


_BY_RULE = Message("a mapping from rules")
SELECTORS: Shape = items(_selector, Message("a list of rules"))
SEVERITY: Shape = each(_severity, _BY_RULE)
PARAMETERS: Shape = each(_settings, _BY_RULE)


@dataclass(frozen=True, slots=True)
class Layer:
    """What one source says of the rules, as far as it is well-formed.

    Selectors come with the route that they stand at. `only_raises` holds of one that is not
    trusted: its severities count where they are worse than those that were there.
    """

    source: Source = field(default_factory=Source)
    select: Mapping[Route, Selector] = field(default_factory=dict[Route, Selector])
    exclude: Mapping[Route, Selector] = field(default_factory=dict[Route, Selector])
    severity: Mapping[str, str | Mapping[str, str]] = field(
        default_factory=dict[str, str | Mapping[str, str]]
    )
    parameters: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict[str, Mapping[str, Any]]
    )
    only_raises: bool = False


def layer_of(source: Source, body: Mapping[str, Any], select: str = "select") -> Layer:
    """The layer that stands in a source; `select` is the key by which it takes rules."""
    return Layer(
        source,
        _selectors(body, select),
        _selectors(body, "exclude"),
        _by_rule(body, "severity", _severity),
        _by_rule(body, "rule-parameters", _settings),
    )


def _selectors(body: Mapping[str, Any], key: str) -> dict[Route, Selector]:
    value = body.get(key)
    routed = {(key, index): entry for index, entry in enumerate(value if is_list(value) else ())}
    return {route: entry for route, entry in routed.items() if not any(_selector(entry, route))}


def _by_rule(body: Mapping[str, Any], key: str, shape: Shape) -> dict[str, Any]:
    value = body.get(key)
    entries = value.items() if is_mapping(value) else ()
    return {rule_id: entry for rule_id, entry in entries if not any(shape(entry, (key, rule_id)))}


def choose(
    catalog: Catalog,
    profile: Sequence[Layer],
    config: Sequence[Layer],
    environment: Callable[[str], str] = str,
) -> tuple[Catalog, list[Problem]]:
    """The cards that a profile and then a configuration choose, adjusted as they say.

    A profile chooses among built-in rules and packs; an organisation's own always run, unless
    they are excluded: by a profile by their ids, by the configuration in any way.
    `environment` gives the canonical name of an environment. All that is wrong in the layers
    is told.
    """
    names = catalog.names
    problems = [it for layer in (*profile, *config) for it in _strangers(layer, names)]
    notices: list[Problem] = []
    profile = _in_names_of_now(profile, names, notices)
    config = _in_names_of_now(config, names, notices)
    layers = [*profile, *config]
    chosen = set(catalog.own)
    for layer in profile:
        chosen = _after(layer, chosen, catalog, spared=catalog.own)
    for layer in config:
        chosen = _after(layer, chosen, catalog)
    cards = dict(catalog.cards)
    for layer in layers:
        for rule_id in sorted((layer.severity.keys() | layer.parameters.keys()) & cards.keys()):
            card, refused = _adjusted(cards[rule_id], layer, environment)
            cards[rule_id] = card
            problems.extend(refused)
    kept = {rule_id: card for rule_id, card in cards.items() if rule_id in chosen}
    return replace(catalog, cards=kept, problems=(*catalog.problems, *notices)), problems


def _in_names_of_now(layers: Sequence[Layer], names: Names, notices: list[Problem]) -> list[Layer]:
    modern: list[Layer] = []
    for layer in layers:
        now, told = in_names_of_now(layer, names)
        modern.append(now)
        notices.extend(told)
    return modern


def _after(
    layer: Layer, chosen: Collection[str], catalog: Catalog, spared: Collection[str] = ()
) -> set[str]:
    """What is chosen after a layer; what is spared, it must exclude by the very id."""
    rules = {rule.id: rule for rule in catalog.outlines}
    taken = {*chosen, *_matches(layer.select.values(), rules.values())}
    left = _matches(layer.exclude.values(), (rules[rule_id] for rule_id in taken))
    named = {entry for entry in layer.exclude.values() if isinstance(entry, str)}
    return taken - {rule_id for rule_id in left if rule_id not in spared or rule_id in named}


def _matches(selectors: Iterable[Selector], rules: Iterable[Outline]) -> set[str]:
    wanted = [*selectors]
    return {rule.id for rule in rules if any(_fits(selector, rule) for selector in wanted)}


def _fits(selector: Selector, rule: Outline) -> bool:
    return all(
        any(fnmatchcase(fact, pattern) for fact in CRITERIA[name](rule) for pattern in patterns)
        for name, patterns in _criteria_of(selector).items()
    )


def _criteria_of(selector: Selector) -> Mapping[str, Sequence[str]]:
    return {"rules": [selector]} if isinstance(selector, str) else selector


def _strangers(layer: Layer, known: Names) -> Iterator[Problem]:
    """Rules that a layer names and that there are not."""
    for route, selector in {**layer.select, **layer.exclude}.items():
        for index, pattern in enumerate(_criteria_of(selector).get("rules", ())):
            inner = () if isinstance(selector, str) else ("rules", index)
            if not any(fnmatchcase(rule_id, pattern) for rule_id in known):
                yield layer.source.problem((*route, *inner), _no_rule(pattern, known))
    for key, entries in (("severity", layer.severity), ("rule-parameters", layer.parameters)):
        for rule_id in entries:
            if rule_id not in known:
                yield layer.source.problem((key, rule_id), _no_rule(rule_id, known))


def _no_rule(wanted: str, known: Iterable[str]) -> Text:
    return Message("no rule {wanted!r}{meant}").format(wanted=wanted, meant=meant(wanted, known))


def _adjusted(
    card: Card, layer: Layer, environment: Callable[[str], str]
) -> tuple[Card, list[Problem]]:
    """A card as a layer sets it; what it cannot be set to is told of, and left as it is."""
    rule_id, problems = card.outline.id, list[Problem]()
    for name, value in layer.parameters.get(rule_id, {}).items():
        try:
            adjusted = card.adjusted({name: value}, None)
            _compile(adjusted)
            card = adjusted
        except CardError as error:
            told = joined(": ", [verbatim(f"{rule_id}.{name}"), error.text])
            problems.append(layer.source.problem(("rule-parameters", rule_id, name), told))
    written = layer.severity.get(rule_id)
    if written is None:
        return card, problems
    if is_mapping(written):
        by_environment = {environment(name): Severity(word) for name, word in written.items()}
        adjusted = card.adjusted({}, by_environment)
    else:
        adjusted = card.adjusted({}, Severity(written))
    return (raised(card, adjusted) if layer.only_raises else adjusted), problems


def _compile(card: Card) -> None:
    """Make sure that a card's conditions can be asked with the parameters that it has.

    Raises:
        CardError: they cannot, for instance because a pattern is none.
    """
    _ = card.when, card.check
