"""What a tool says of its rules, and how it ranks them (SARIF 2.1.0, 3.19 and 3.49 to 3.52)."""

from __future__ import annotations

import math
from collections.abc import Iterator

from synthgate.adapters.sarif.shapes import NO_OBJECT, Json, entry, items, mapping, text, whole
from synthgate.adapters.sarif.words import NAME, said
from synthgate.model import Status
from synthgate.records import dataclass
from synthgate.secrets.hearsay import link, one_line

_SCORES = ((9.0, "critical"), (7.0, "high"), (4.0, "medium"))
_LEVELS = {"error": "high", "warning": "medium", "note": "low", "none": "info"}
_HIGHEST = 10.0
_NAMES = ("guid", "name")
_PARTS = 4
"""How many parts of the id of a rule are taken away to find it."""
UNRANKED = frozenset({"checkov", "guard"})
"""Tools whose `level` says nothing: one word for all.

checkov without a platform's key writes *error* for all that fails and *warning* for all that is
skipped (`checkov/common/output/sarif.py`, 3.3); cfn-guard writes *error* always
(`reporters/validate/sarif.rs`, 3.2).
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a result comes from: the id as the tool writes it, and what it says besides.

    `title` is what the tool calls it, where that is more than its id, `link` leads to its page.
    `common` are the message strings that all rules of the component share.
    """

    id: str
    title: str
    link: str
    descriptor: Json
    common: Json

    def message(self, message: object) -> str:
        """What a message of a result of the rule says, however long."""
        return said(message, mapping(self.descriptor.get("messageStrings")), self.common)


class Rules:
    """The rules of a run, of its driver and of its extensions, by id and by index."""

    def __init__(self, tool: Json) -> None:
        self._components = [
            mapping(one) for one in (tool.get("driver"), *items(tool.get("extensions")))
        ]
        self._by_id = [dict(_rules(one)) for one in self._components]
        self._anywhere: dict[str, int] = {}
        self._called: dict[tuple[str, str], int] = {}
        for at, (component, rules) in enumerate(zip(self._components, self._by_id, strict=True)):
            for name in rules:
                self._anywhere.setdefault(name, at)
            for key in _NAMES:
                self._called.setdefault((key, text(component.get(key))), at)
        self._known: dict[tuple[str, int, int], Rule] = {}

    def of(self, result: Json) -> Rule:
        """The rule of a result; without an id where none is to be found."""
        reference = mapping(result.get("rule"))
        index = reference.get("index", result.get("ruleIndex"))
        at = self._component(mapping(reference.get("toolComponent")))
        written = text(result.get("ruleId")) or text(reference.get("id"))
        there = mapping(entry(self._components[at].get("rules"), index))
        if not written:
            written = text(there.get("id"))
        elif there.get("id") != written:
            at, there = self._by_name(written, at)
        key = (written, at, id(there))
        if key not in self._known:
            self._known[key] = _rule(written, there, self._components[at])
        return self._known[key]

    def _component(self, reference: Json) -> int:
        """Which component a reference means: the driver's is 0, those of extensions follow."""
        index = whole(reference.get("index"))
        if index is not None:
            return index + 1 if index + 1 < len(self._components) else 0
        asked = next((key for key in _NAMES if text(reference.get(key))), "")
        return self._called.get((asked, text(reference.get(asked))), 0) if asked else 0

    def _by_name(self, written: str, at: int) -> tuple[int, Json]:
        """A rule by its id, or by that of which it is a part (``CA1000/1``, 3.27.5)."""
        part = written
        for _ in range(_PARTS):
            place = at if part in self._by_id[at] else self._anywhere.get(part)
            if place is not None:
                return place, self._by_id[place][part]
            part = part.rpartition("/")[0]
        return at, NO_OBJECT


def _rule(written: str, descriptor: Json, component: Json) -> Rule:
    name = one_line(written, NAME)
    short = said(descriptor.get("shortDescription"), NO_OBJECT, NO_OBJECT)
    title = one_line(short or text(descriptor.get("name")), NAME)
    return Rule(
        name,
        "" if title == name else title,
        link(descriptor.get("helpUri")),
        descriptor,
        mapping(component.get("globalMessageStrings")),
    )


def _rules(component: Json) -> Iterator[tuple[str, Json]]:
    for one in reversed(items(component.get("rules"))):  # of two with one id, the first counts
        rule = mapping(one)
        if name := text(rule.get("id")):
            yield name, rule


def severity(result: Json, rule: Rule, tool: str, status: Status) -> str:
    """How bad a result is, in the words of ours, or nothing.

    By `security-severity`: over 9 critical, from 7 high, from 4 medium, over 0 low; else by `level`
    (of the result, of its rule, else *warning*): error high, warning medium, note low. So GitHub
    ranks alerts ("SARIF support for code scanning", reportingDescriptor object; of 9.0 itself,
    which tools write for critical, it says neither).
    """
    for one in (result, rule.descriptor):
        if word := _by_score(mapping(one.get("properties")).get("security-severity")):
            return word
    if tool in UNRANKED or status is not Status.FAIL:
        return ""
    default = mapping(rule.descriptor.get("defaultConfiguration")).get("level")
    levels = (text(result.get("level")), text(default), "warning")
    return next(_LEVELS[level] for level in levels if level in _LEVELS)


def _by_score(written: object) -> str:
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        return ""
    try:
        score = float(written)
    except (ValueError, OverflowError):
        return ""
    if not math.isfinite(score) or not 0 < score <= _HIGHEST:
        return ""
    return next((word for least, word in _SCORES if score >= least), "low")
