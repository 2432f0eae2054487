"""What a profile or a configuration says of the rules: which it takes, and how it sets them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import translate

from synthgate.errors import CardError
from synthgate.model import (
    Message,
    Problem,
    Severity,
    Text,
    is_of_tool,
    joined,
    near_tool,
    of_tool,
    verbatim,
)
from synthgate.problem_code import ProblemCode
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.catalog import Catalog
from synthgate.rule.cards.former import PATTERN, Names, in_names_of_now, named
from synthgate.rule.cards.layers import CRITERIA, Layer, Selector
from synthgate.rule.cards.outline import Outline
from synthgate.rule.cards.severities import raised
from synthgate.rule.terms.mistakes import meant
from synthgate.schemas.severities import severity_of
from synthgate.template.data import is_mapping

Chosen = Mapping[str, frozenset[Severity]]
"""Rules by their ids, with the severities that they are chosen for: in production only, perhaps."""


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
    problems += [it for layer in config for it in _of_tools(layer)]
    notices = [it for layer in (*profile, *config) for it in _slips(layer)]
    profile = _in_names_of_now(profile, names, notices)
    config = _in_names_of_now(config, names, notices)
    layers = [*profile, *config]
    rules = {rule.id: rule for rule in catalog.outlines}
    chosen: Chosen = {rule_id: rules[rule_id].severities for rule_id in catalog.own}
    for layer in profile:
        chosen = _after(layer, chosen, rules, spared=catalog.own)
    wanted = set(chosen)
    for layer in config:
        if layer.only:
            wanted = {*meant_by(layer.only.values(), rules.values())}
        wanted |= meant_by(layer.select.values(), rules.values()).keys()
        chosen = _after(layer, chosen, rules)
    cards = dict(catalog.cards)
    for layer in layers:
        for rule_id in sorted((layer.severity.keys() | layer.parameters.keys()) & cards.keys()):
            card, refused = _adjusted(cards[rule_id], layer, environment)
            cards[rule_id] = card
            problems.extend(refused)
    kept = {
        rule_id: _limited(card, chosen[rule_id])
        for rule_id, card in cards.items()
        if rule_id in chosen
    }
    told = (*catalog.problems, *notices)
    excluded = tuple(sorted(wanted - chosen.keys()))
    repeats = next((it.repeats for it in reversed(layers) if it.repeats), "")
    return replace(
        catalog,
        cards=kept,
        problems=told,
        excluded=excluded,
        tells_repeats=repeats == "told",
    ), problems


def _in_names_of_now(layers: Sequence[Layer], names: Names, notices: list[Problem]) -> list[Layer]:
    modern: list[Layer] = []
    for layer in layers:
        now, told = in_names_of_now(layer, names)
        modern.append(now)
        notices.extend(told)
    return modern


def _after(
    layer: Layer,
    chosen: Chosen,
    rules: Mapping[str, Outline],
    spared: Collection[str] = (),
) -> Chosen:
    """What is chosen after a layer; what is spared, it must exclude by the very id."""
    taken = dict(meant_by(layer.only.values(), rules.values()) if layer.only else chosen)
    for rule_id, severities in meant_by(layer.select.values(), rules.values()).items():
        taken[rule_id] = taken.get(rule_id, frozenset()) | severities
    left = meant_by(layer.exclude.values(), (rules[rule_id] for rule_id in taken))
    named = {entry for entry in layer.exclude.values() if isinstance(entry, str)}
    for rule_id, severities in left.items():
        if rule_id not in spared or rule_id in named:
            taken[rule_id] -= severities
    return {rule_id: severities for rule_id, severities in taken.items() if severities}


def meant_by(selectors: Iterable[Selector], rules: Iterable[Outline]) -> Chosen:
    """The rules that some selectors mean, with those of their severities that they mean."""
    wanted = [*selectors]
    if not wanted:
        return {}
    # Most profiles name rules by their very ids, of which there are many: those are looked up.
    ids = {one for one in wanted if isinstance(one, str) and not PATTERN.search(one)}
    others = [one for one in wanted if not (isinstance(one, str) and one in ids)]
    found: dict[str, frozenset[Severity]] = {}
    meant_of = [_meaning(selector) for selector in others]
    for rule in rules:
        parts = [severities(rule) for severities in meant_of]
        parts += [rule.severities] if rule.id in ids else []
        if any(parts):
            found[rule.id] = _NONE.union(*parts)
    return found


def _meaning(selector: Selector) -> Callable[[Outline], frozenset[Severity]]:
    """What gives the severities of a rule that a selector means: all, unless it asks for some."""
    criteria = _criteria_of(selector)
    asked = criteria.get("severities")
    tests = [
        (CRITERIA[name], re.compile("|".join(map(translate, patterns)) or _NEVER).match)
        for name, patterns in criteria.items()
    ]

    def severities(rule: Outline) -> frozenset[Severity]:
        if not all(any(map(fits, facts(rule))) for facts, fits in tests):
            return _NONE
        return rule.severities.intersection(asked) if asked else rule.severities

    return severities


def _limited(card: Card, severities: frozenset[Severity]) -> Card:
    """A card that is chosen for some of its severities; one that was given others, for all."""
    is_whole = severities == card.outline.severities or card.changed is not None
    return card if is_whole else replace(card, shown=severities)


_NONE: frozenset[Severity] = frozenset()
_NEVER = "(?!)"
"""The pattern of no text at all."""
_NOT_OURS = Message(
    "{name!r}: only rules of synthgate are chosen so; other tools are run by 'with' or 'import', "
    "and 'exclude' leaves rules of theirs out"
)
_SLIP = Message(
    "{name!r} is about rules of a tool called {tool!r}, of which nothing is known; did you mean "
    "{near!r}?"
)
_MEANT = Message("; did you mean {near!r}?")


def _criteria_of(selector: Selector) -> Mapping[str, Sequence[str]]:
    return {"rules": [selector]} if isinstance(selector, str) else selector


def _strangers(layer: Layer, known: Names) -> Iterator[Problem]:
    """Rules that a layer names and that there are not."""
    for route, selector in layer.selectors.items():
        for index, pattern in enumerate(_criteria_of(selector).get("rules", ())):
            inner = () if isinstance(selector, str) else ("rules", index)
            if not (is_of_tool(pattern) or known.means_any(pattern)):
                yield layer.source.problem((*route, *inner), _no_rule(pattern, known))
    for key, entries in (("severity", layer.severity), ("rule-parameters", layer.parameters)):
        for rule_id in entries:
            of_tool = (
                key == "severity" and is_of_tool(rule_id) and isinstance(entries[rule_id], str)
            )
            if rule_id not in known and not of_tool:
                yield layer.source.problem((key, rule_id), _no_rule(rule_id, known))


def _of_tools(layer: Layer) -> Iterator[Problem]:
    """Rules of other tools that a configuration would choose, which only who runs them can."""
    for route, selector in {**layer.only, **layer.select}.items():
        for pattern in filter(is_of_tool, _criteria_of(selector).get("rules", ())):
            yield layer.source.problem(route, _NOT_OURS.format(name=pattern))


def _slips(layer: Layer) -> Iterator[Problem]:
    """Ids by the name of a tool that all but is one, which else would do nothing in silence."""
    for route, name in named(layer):
        near = near_tool(name) if is_of_tool(name) else None
        if near:
            text = _SLIP.format(name=name, tool=name.partition(":")[0], near=near)
            yield layer.source.problem(route, text, ProblemCode.TOOL_UNKNOWN)


def _no_rule(wanted: str, known: Iterable[str]) -> Text:
    tool = next((one for one in ("checkov", "cdk-nag") if severity_of(one, wanted)), None)
    near = _MEANT.format(near=of_tool(tool, wanted)) if tool else meant(wanted, known)
    return Message("no rule {wanted!r}{meant}").format(wanted=wanted, meant=near)


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
