"""The rules that policies bind: asked whatever a repository says, and as severely as they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field, replace

from synthgate.config.policy.bounds import refused
from synthgate.config.policy.sheet import Policy
from synthgate.config.record import Config
from synthgate.judge.joining import bound_in
from synthgate.model import Finding, Message, Problem, Severity, Text, first_of
from synthgate.records import dataclass
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.catalog import Catalog
from synthgate.rule.cards.layers import Layer, layer_of
from synthgate.rule.cards.outline import Outline
from synthgate.rule.cards.profile import Wish
from synthgate.rule.cards.selection import choose, meant_by
from synthgate.rule.cards.severities import is_lowered, raised
from synthgate.rule.cards.sheet import Source
from synthgate.template.document import Route

RULES = "rules"
MOST_NAMES = 10

Ask = tuple[Source, Route, Text]
"""Who asks for something, where that stands, and what it is."""


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A rule that a policy binds: for which of its severities, and where that is written."""

    severities: frozenset[Severity]
    place: str
    is_whole: bool = True

    def covers(self, finding: Finding) -> bool:
        """Whether nobody may accept a finding of the rule."""
        return self.is_whole or any(map(finding.severity.reaches, self.severities))


@dataclass(frozen=True, slots=True)
class Holding:
    """Holds what is chosen against the rules that policies bind.

    `cards` are those rules as the policies alone set them. `problems` are mistakes of the policies.
    """

    bound: Mapping[str, BoundRule] = field(default_factory=dict[str, BoundRule])
    cards: Mapping[str, Card] = field(default_factory=dict[str, Card])
    problems: tuple[Problem, ...] = ()
    tools: Mapping[str, str] = field(default_factory=dict[str, str])
    """Patterns of ids of other tools that are bound, each with the file that says so."""

    @classmethod
    def of(
        cls, policies: Sequence[Policy], catalog: Catalog, environment: Callable[[str], str]
    ) -> Holding:
        """What the policies bind of all rules."""
        chosen = [layer_of(one.bounds.source, one.bounds.body, RULES) for one in policies]
        if not any(layer.select for layer in chosen):
            return cls()
        defaults = [layer_of(one.defaults.source, one.defaults.body) for one in policies]
        set_by = [replace(one, select={}, only={}, exclude={}) for one in reversed(defaults)]
        ours, problems = choose(catalog, chosen, set_by, environment)
        bound: dict[str, BoundRule] = {}
        for policy, layer in zip(policies, chosen, strict=True):
            for rule_id, rule in _bound(policy, layer, catalog.outlines):
                before = bound.get(rule_id)
                bound[rule_id] = _both(before, rule) if before else rule
        cards = {rule_id: ours.cards[rule_id] for rule_id in bound}
        return cls(bound, cards, tuple(problems), dict(bound_in(chosen)))

    def over(self, chosen: Catalog) -> Catalog:
        """What is chosen, with every bound rule in it, none milder than bound."""
        if not self.bound:
            return chosen
        cards = {**chosen.cards}
        for rule_id, rule in self.bound.items():
            cards[rule_id] = _held(self.cards[rule_id], chosen.cards.get(rule_id), rule)
        excluded = tuple(one for one in chosen.excluded if one not in self.bound)
        return replace(chosen, cards=dict(sorted(cards.items())), excluded=excluded)

    def notices(self, chosen: Catalog, config: Config) -> Iterator[Problem]:
        """What of a configuration's choice is not followed, by who asks for it."""
        asked: dict[tuple[Source, Route, Text, str], list[str]] = {}
        for rule_id, rule in self.bound.items():
            for source, route, what in _looser(
                self.cards[rule_id], chosen.cards.get(rule_id), rule, config
            ):
                asked.setdefault((source, route, what, rule.place), []).append(rule_id)
        for (source, route, what, place), rules in asked.items():
            told = _OF.format(what=what, number=len(rules), rules=first_of(rules, MOST_NAMES))
            yield refused(source, route, told, _BOUND, place)


def _bound(
    policy: Policy, layer: Layer, rules: Sequence[Outline]
) -> Iterator[tuple[str, BoundRule]]:
    whole = {rule.id: rule.severities for rule in rules}
    for route, selector in layer.select.items():
        for rule_id, severities in meant_by([selector], rules).items():
            is_whole = severities == whole[rule_id]
            yield rule_id, BoundRule(severities, policy.place(*route), is_whole)


def _both(one: BoundRule, other: BoundRule) -> BoundRule:
    severities = one.severities | other.severities
    return BoundRule(severities, one.place, one.is_whole or other.is_whole)


def _held(ours: Card, theirs: Card | None, rule: BoundRule) -> Card:
    """The card that is asked: theirs, as far as it is as strict as ours."""
    if theirs is None:
        return ours
    mine, own = replace(ours, shown=None), replace(theirs, shown=None)
    if own.settings == mine.settings and not is_lowered(mine, own):
        held = own
    else:
        held = raised(mine, own) if is_lowered(own, mine) else mine
    shown = None if theirs.shown is None or held.changed else theirs.shown | rule.severities
    return replace(held, shown=shown)


def _looser(ours: Card, theirs: Card | None, rule: BoundRule, config: Config) -> Iterator[Ask]:
    """What is asked for a bound rule that would make it less than bound."""
    hidden = theirs is not None and theirs.shown is not None and not rule.severities <= theirs.shown
    if theirs is None or hidden:
        yield from _excluded_by(ours.outline, config)
    if theirs is None:
        return
    rule_id = ours.outline.id
    if is_lowered(replace(ours, shown=None), replace(theirs, shown=None)):
        yield _set_by("severity", rule_id, config, _LOWERED)
    if theirs.settings != ours.settings:
        yield _set_by("rule-parameters", rule_id, config, _SET)


def _excluded_by(rule: Outline, config: Config) -> Iterator[Ask]:
    """Who leaves a rule out; nobody, where it is only the default that does not have it."""
    for layer in config.layers:
        for route, selector in layer.exclude.items():
            if meant_by([selector], [rule]):
                yield layer.source, route, _UNASKED
                return
    for layer in config.layers:
        if layer.only and not meant_by(layer.only.values(), [rule]):
            yield layer.source, next(iter(layer.only)), _UNASKED
            return
    if config.profile.name != Wish().name:
        yield config.profile.source, (config.profile.key,), _UNASKED


def _set_by(key: str, rule_id: str, config: Config, what: Text) -> Ask:
    """Who sets a rule otherwise: the strongest layer that names it, else the profile."""
    for layer in reversed(config.layers):
        if rule_id in (layer.severity if key == "severity" else layer.parameters):
            return layer.source, (key, rule_id), what
    return config.profile.source, (config.profile.key,), what


_OF = Message("{what}: {number} ({rules})")
_UNASKED = Message("rules not asked")
_LOWERED = Message("severities lowered")
_SET = Message("parameters of rules set")
_BOUND = Message("these rules are asked, as severely as it says")
