"""What a waiver is about: which findings and which problems."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from synthgate.judge.joining.wanted import fits, names_in
from synthgate.judge.names import writable
from synthgate.judge.waivers.entry import Waiver
from synthgate.judge.waivers.globs import glob
from synthgate.model import Finding, Message, Problem, is_of_tool
from synthgate.rule.cards.former import Names
from synthgate.rule.terms.mistakes import meant

_PLACES: Mapping[str, Callable[[Finding], str | None]] = {
    "construct": lambda finding: finding.subject.construct_path,
    "resource": lambda finding: finding.subject.logical_id,
    "type": lambda finding: finding.subject.type,
    "stack": lambda finding: finding.subject.stack,
    "stage": lambda finding: finding.subject.stage,
    "path": lambda finding: writable(finding.location.path),
    "fingerprint": lambda finding: finding.fingerprint,
}


def rules_of(waiver: Waiver, names: Names) -> frozenset[str] | None:
    """The rules that a waiver names, by their ids of now; None where it names none."""
    return None if waiver.rule is None else frozenset(names.matching(waiver.rule))


def strangers(
    waivers: Iterable[Waiver], names: Names, controls: Collection[str]
) -> Iterator[Problem]:
    """Mistakes: rules and controls that waivers name and that there are not."""
    for waiver in waivers:
        if waiver.rule is not None and not (is_of_tool(waiver.rule) or names.matching(waiver.rule)):
            yield _stranger(waiver, "rule", _NO_RULE, waiver.rule, names)
        if waiver.control is not None and not any(map(glob(waiver.control), controls)):
            yield _stranger(waiver, "control", _NO_CONTROL, waiver.control, controls)


def _stranger(
    waiver: Waiver, key: str, sentence: Message, name: str, known: Iterable[str]
) -> Problem:
    text = sentence.format(name=name, meant=meant(name, known))
    return waiver.source.problem((*waiver.route, key), text)


def is_about_rule(waiver: Waiver, finding: Finding, rules: frozenset[str] | None) -> bool:
    """Whether a waiver names the rule of a finding, or a control that it is about.

    A rule of another tool is named as the source of a finding, be it found by ours as well.
    """
    if names_tool(waiver):
        return any(fits(name, str(waiver.rule)) for name in names_in(finding))
    if rules is not None:
        return finding.rule.id in rules
    if waiver.control is not None:
        return any(map(glob(waiver.control), finding.rule.controls))
    return waiver.problem is None


def names_tool(waiver: Waiver) -> bool:
    """Whether a waiver names rules of other tools."""
    return waiver.rule is not None and is_of_tool(waiver.rule)


def is_there(waiver: Waiver, finding: Finding) -> bool:
    """Whether a finding is in every place that a waiver names."""
    found = ((_PLACES[key](finding), pattern) for key, pattern in waiver.places.items())
    if not all(value is not None and glob(pattern)(value) for value, pattern in found):
        return False
    tags = dict(finding.tags)
    wanted = waiver.tags.items()
    return all(key in tags and glob(pattern)(tags[key]) for key, pattern in wanted)


def accepts(waiver: Waiver, problem: Problem) -> bool:
    """Whether a waiver is about a problem."""
    if waiver.problem != problem.code.id or problem.path is None:
        return False
    return glob(waiver.places["path"])(writable(problem.path))


_NO_RULE = Message("no rule {name!r}{meant}")
_NO_CONTROL = Message("no rule is about a control {name!r}{meant}")
