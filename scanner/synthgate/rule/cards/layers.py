"""What one source, a profile or a configuration, says of the rules, as far as it is well-formed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from typing import Any

from synthgate.model import Message, Pillar, Severity
from synthgate.records import dataclass
from synthgate.rule.cards.faults import FAULTS
from synthgate.rule.cards.outline import Outline
from synthgate.rule.cards.shapes import Shape, each, fields, is_text, items, kind, member, text
from synthgate.rule.cards.sheet import Source
from synthgate.rule.terms.mistakes import Mistake
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

Selector = str | Mapping[str, Sequence[str]]
"""A rule's id, a pattern of ids (``s3-*``), or criteria that a rule has to meet together."""

CRITERIA: dict[str, Callable[[Outline], Iterable[str]]] = {
    "rules": lambda rule: [rule.id],
    "pillars": lambda rule: [rule.pillar],
    "severities": lambda rule: rule.severities,
    "faults": lambda rule: [rule.fault] if rule.fault else [],
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
        "faults": items(member(FAULTS), _LIST),
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
REPEATS = ("told", "silent")
"""What becomes of a finding that only says again what another one says."""
SELECTORS: Shape = items(_selector, Message("a list of rules"))
SEVERITY: Shape = each(_severity, _BY_RULE)
PARAMETERS: Shape = each(_settings, _BY_RULE)


@dataclass(frozen=True, slots=True)
class Layer:
    """What one source says of the rules, as far as it is well-formed.

    It begins with the choice before it, or with `only` if there is any. Selectors come with the
    route that they stand at. `only_raises` holds of one that is not trusted: its severities count
    where they are worse than those that were there. `repeats` is one of `REPEATS`, or nothing.
    """

    source: Source = field(default_factory=Source)
    select: Mapping[Route, Selector] = field(default_factory=dict[Route, Selector])
    only: Mapping[Route, Selector] = field(default_factory=dict[Route, Selector])
    exclude: Mapping[Route, Selector] = field(default_factory=dict[Route, Selector])
    severity: Mapping[str, str | Mapping[str, str]] = field(
        default_factory=dict[str, str | Mapping[str, str]]
    )
    parameters: Mapping[str, Mapping[str, Any]] = field(
        default_factory=dict[str, Mapping[str, Any]]
    )
    only_raises: bool = False
    repeats: str = ""

    @property
    def selectors(self) -> Mapping[Route, Selector]:
        """All of them, in whatever key."""
        return {**self.only, **self.select, **self.exclude}


def layer_of(
    source: Source, body: Mapping[str, Any], select: str = "select", only: str = ""
) -> Layer:
    """The layer that stands in a source.

    `select` is the key by which it takes more rules, `only` that by which it takes no others.
    """
    return Layer(
        source,
        _selectors(body, select),
        _selectors(body, only),
        _selectors(body, "exclude"),
        _by_rule(body, "severity", _severity),
        _by_rule(body, "rule-parameters", _settings),
        repeats=body["repeats"] if body.get("repeats") in REPEATS else "",
    )


def _selectors(body: Mapping[str, Any], key: str) -> dict[Route, Selector]:
    value = body.get(key)
    routed = {(key, index): entry for index, entry in enumerate(value if is_list(value) else ())}
    return {route: entry for route, entry in routed.items() if not any(_selector(entry, route))}


def _by_rule(body: Mapping[str, Any], key: str, shape: Shape) -> dict[str, Any]:
    value = body.get(key)
    entries = value.items() if is_mapping(value) else ()
    return {rule_id: entry for rule_id, entry in entries if not any(shape(entry, (key, rule_id)))}
