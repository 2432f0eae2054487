"""What the configuration says of rules of other tools, named ``checkov:CKV_AWS_18``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import field
from fnmatch import fnmatchcase

from synthgate.judge.joining.equivalents import plain
from synthgate.model import Finding, Severity, ToolRule, is_of_tool, of_tool
from synthgate.records import dataclass
from synthgate.rule.cards.layers import Layer, Selector


@dataclass(frozen=True, slots=True)
class Wanted:
    """The ids that nobody wants, and the severities that ids are given; each may be a pattern."""

    excluded: tuple[str, ...] = ()
    severities: Mapping[str, Severity] = field(default_factory=dict[str, Severity])

    def is_excluded(self, name: str) -> bool:
        """Whether nobody wants a rule of a tool."""
        return any(fits(name, pattern) for pattern in self.excluded)

    def severity_of(self, name: str) -> Severity | None:
        """What a rule of a tool was given: by its very id, else by the last pattern that fits."""
        if name in self.severities:
            return self.severities[name]
        fitting = (said for pattern, said in self.severities.items() if fits(name, pattern))
        return next(reversed([*fitting]), None)


def wanted_of(layers: Iterable[Layer], bound: Collection[str] = ()) -> Wanted:
    """What profile and configuration say, the weaker first; a stranger ranks no tool's rules.

    What a policy binds (`bound`, patterns of ids) is neither excluded nor ranked by anybody.
    """
    every = [*layers]
    excluded = (one for layer in every for it in layer.exclude.values() for one in _patterns(it))
    severities = {
        name: Severity(word)
        for layer in every
        if not layer.only_raises
        for name, word in layer.severity.items()
        if is_of_tool(name) and isinstance(word, str) and not _meets(name, bound)
    }
    kept = (one for one in excluded if not _meets(one, bound))
    return Wanted(tuple(dict.fromkeys(kept)), severities)


def bound_in(layers: Iterable[Layer]) -> Iterator[tuple[str, str]]:
    """The patterns of tools' ids that policies bind, each with the file that says so."""
    for layer in layers:
        for selector in layer.select.values():
            yield from ((one, layer.source.name) for one in _patterns(selector))


def _meets(pattern: str, bound: Collection[str]) -> bool:
    """Whether ids or patterns may mean a rule that is bound."""
    return any(fits(pattern, one) or fits(one, pattern) for one in bound)


def fits(name: str, pattern: str) -> bool:
    """Whether an id is meant: ids of single findings hold brackets, which are none of a pattern."""
    return name == pattern or fnmatchcase(name, pattern)


def names_in(finding: Finding) -> frozenset[str]:
    """What the sources of a finding that say the same are called, with and without their parts."""
    same = (one for one in finding.sources if one.nearness == "same")
    return frozenset(name for one in same for name in _names(one))


def _names(source: ToolRule) -> tuple[str, str]:
    bare = plain(source.tool, source.rule_id)
    return of_tool(source.tool, bare), of_tool(source.tool, source.rule_id)


def _patterns(selector: Selector) -> Iterator[str]:
    """The ids of tools in a selector; criteria besides ask about rules of ours."""
    if isinstance(selector, str):
        yield from (one for one in [selector] if is_of_tool(one))
    elif set(selector) == {"rules"}:
        yield from filter(is_of_tool, selector["rules"])
