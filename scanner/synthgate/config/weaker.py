"""What the file of the repository takes from the gate, and what of it is not followed: told.

Every report has these notices. They compare what is asked with what would be asked if the file said
nothing, so that no way of weakening is left out: a profile, `exclude`, a severity.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from synthgate.config.record import NO_BASELINE, Config
from synthgate.config.trust import DEFAULT_THRESHOLD
from synthgate.judge.joining import wanted_of
from synthgate.model import Message, Problem, Severity, Text, first_of, joined, plural
from synthgate.problem_code import ProblemCode
from synthgate.records import dataclass
from synthgate.rule.cards.catalog import Catalog
from synthgate.rule.cards.layers import Layer
from synthgate.rule.cards.profile import Wish
from synthgate.rule.cards.severities import is_lowered
from synthgate.rule.cards.sheet import Source
from synthgate.settings import CHECKLIST, NEVER
from synthgate.sources.cdk_json import FILE_NAME as CDK_JSON

MOST_NAMES = 10
"""How many rules are named; how many there are is told of all."""
ASSEMBLY = "cdk.out"
OF_RULES = ("profile", "select", "exclude", "severity", "rule-parameters")
"""The keys that may take from the rules."""

Choose = Callable[[Wish, Sequence[Layer]], Catalog]
"""Chooses rules by a profile and the layers of a configuration."""


@dataclass(frozen=True, slots=True)
class Weakening:
    """Something that a key of the file takes from the gate."""

    key: str
    text: Text


def notices(config: Config, chosen: Catalog, choose: Choose) -> Iterator[Problem]:
    """What a report tells of the file besides its mistakes."""
    found = [*_of_rules(config, chosen, choose), *_of_tools(config), *_of_settings(config)]
    if found:
        message = _WEAKENED.format(what=joined("; ", [one.text for one in found]))
        yield _told(config, ProblemCode.GATE_WEAKENED, found[0].key, message)
    ignored = [*config.ignored, *(["severity"] if _is_milder(config, chosen, choose) else [])]
    if ignored:
        message = _IGNORED.format(keys=", ".join(ignored))
        yield _told(config, ProblemCode.SETTING_IGNORED, ignored[0], message)
    yield from _beside_output(config)
    unread = config.excuses_nothing and config.framework and config.evidence is None
    if unread and os.path.lexists(config.evidence_file):
        name = config.shown(config.evidence_file)
        yield Problem(ProblemCode.SETTING_IGNORED, _NO_EVIDENCE, name)


def _beside_output(config: Config) -> Iterator[Problem]:
    """That an assembly lies where one usually does, and cdk.json has another one scanned."""
    said = config.said.get("paths")
    is_of_app = said is not None and said.source.name == CDK_JSON
    if said and is_of_app and ASSEMBLY not in said.value and (config.folder / ASSEMBLY).exists():
        message = _OUTPUT.format(path=config.paths[0])
        yield Problem(ProblemCode.GATE_WEAKENED, message, CDK_JSON)


def nothing_left(config: Config) -> Problem:
    """That no rule is left to ask: nothing could ever close the gate."""
    return Problem(ProblemCode.NO_RULES, _NOTHING_LEFT.format(profile=config.profile.name))


def _told(config: Config, code: ProblemCode, key: str, message: Text) -> Problem:
    """A notice about the file, at the first of the keys that it is about."""
    file = config.file or Source()
    return Problem(code, message, file.name or None, file.locate((key,)))


def _of_rules(config: Config, chosen: Catalog, choose: Choose) -> Iterator[Weakening]:
    """Rules that are not asked, count for less, or are asked with other values."""
    keys = [key for key in OF_RULES if key in config.of_file]
    if not keys:
        return
    profile = Wish() if "profile" in config.of_file else config.profile
    others = [layer for layer in config.layers if layer.source is not config.file]
    before = choose(profile, others).cards
    now = chosen.cards
    both = [rule_id for rule_id in before if rule_id in now]
    changed = [one for one in both if before[one] is not now[one]]
    unasked = [one for one in before if one not in now]
    lowered = [one for one in changed if is_lowered(before[one], now[one])]
    others_set = [one for one in changed if before[one].settings != now[one].settings]
    for sentence, key, rules in (
        (_UNASKED, "select" if "select" in keys else "exclude", unasked),
        (_LOWERED, "severity", lowered),
        (_SET, "rule-parameters", others_set),
    ):
        if rules:
            text = sentence.format(number=len(rules), rules=first_of(rules, MOST_NAMES))
            yield Weakening(key if key in keys else "profile", text)


def _of_tools(config: Config) -> Iterator[Weakening]:
    """Rules of other tools that are left out, or count for what the file says."""
    said = wanted_of(layer for layer in config.layers if layer.source is config.file)
    ranked = [one for one, severity in said.severities.items() if severity is not Severity.CRITICAL]
    for sentence, key, rules in (
        (_NOT_JOINED, "exclude", said.excluded),
        (_RANKED, "severity", ranked),
    ):
        if rules:
            text = sentence.format(number=len(rules), rules=first_of(rules, MOST_NAMES))
            yield Weakening(key, text)


def _of_settings(config: Config) -> Iterator[Weakening]:
    """What the other keys take."""
    for key, weakening in _WEAKENINGS.items():
        text = weakening(config) if key in config.of_file else None
        if text:
            yield Weakening(key, text)


def _threshold(config: Config) -> Text | None:
    if config.fail_on and DEFAULT_THRESHOLD.reaches(config.fail_on):
        return None
    return _THRESHOLD.format(threshold=config.fail_on or NEVER, default=DEFAULT_THRESHOLD)


def _clauses(config: Config) -> Text | None:
    """Clauses that let pass what the default would not."""
    milder = [
        one
        for one in config.gate.clauses
        if one.at_most or one.fail_on is None or not DEFAULT_THRESHOLD.reaches(one.fail_on)
    ]
    return _MILDER.format(number=len(milder)) if milder else None


def _paths(config: Config) -> Text | None:
    """That only some paths are scanned, unless what is scanned by default is among them."""
    usual = Path(os.path.normpath(config.folder / ASSEMBLY))
    named = [Path(os.path.normpath(config.folder / path)) for path in config.paths]
    if any(usual.is_relative_to(path) for path in named):
        return None
    return _PATHS.format(paths=", ".join(config.paths))


def _baseline(config: Config) -> Text | None:
    if config.baseline in {None, NO_BASELINE}:
        return None
    return _BASELINE.format(file=config.shown(config.baseline_file))


def _against(config: Config) -> Text | None:
    return None if config.gates_all else _AGAINST.format(base=config.against or "")


def _as_of(config: Config) -> Text | None:
    """That what ends on a day is judged on another one; no policy has refused it."""
    is_today = config.as_of == config.today
    return None if is_today else _AS_OF.format(day=config.as_of.isoformat())


def _frameworks(config: Config) -> Text | None:
    names = [wish.name for wish in config.framework]
    return None if CHECKLIST in names else _FRAMEWORKS.format(names=", ".join(names))


def _is_milder(config: Config, chosen: Catalog, choose: Choose) -> bool:
    """Whether an untrusted file asks for severities that are milder than those in force."""
    if not any(layer.only_raises and layer.severity for layer in config.layers):
        return False
    layers = [replace(layer, only_raises=False) for layer in config.layers]
    asked = choose(config.profile, layers).cards
    return any(is_lowered(card, asked[rule_id]) for rule_id, card in chosen.cards.items())


_WEAKENINGS: Mapping[str, Callable[[Config], Text | None]] = {
    "fail-on": _threshold,
    "gate": _clauses,
    "waivers": lambda config: _WAIVED.format(number=len(config.waivers)),
    "gate-on": lambda config: _NEW_ONLY if config.gates_some else None,
    "baseline": _baseline,
    "against": _against,
    "paths": _paths,
    "exclude-path": lambda config: _LEFT_OUT.format(globs=", ".join(config.left_out.globs)),
    "parameters": lambda config: _PARAMETERS.format(file=config.parameters),
    "all-scenarios": lambda config: _SCENARIOS if config.all_scenarios else None,
    "environment": lambda config: _ENVIRONMENT.format(name=config.environment),
    "environments": lambda config: _ENVIRONMENTS if config.environments else None,
    "framework": _frameworks,
    "as-of": _as_of,
}
"""What a key of the file may take from the gate besides rules; None where it takes nothing."""

_WEAKENED = Message("takes from the gate: {what}")
_IGNORED = Message("--untrusted: not followed: {keys}; what is meant to hold, say it as an option")
_NO_EVIDENCE = Message(
    "--untrusted: not taken; evidence that is meant to count, name it with --evidence"
)
_NOTHING_LEFT = Message(
    "no rule is left to ask: profile {profile!r} and 'exclude' leave none, so that nothing could "
    "close the gate"
)
_UNASKED = Message("rules not asked: {number} ({rules})")
_LOWERED = Message("severities lowered: {number} ({rules})")
_NOT_JOINED = Message("rules of other tools left out: {number} ({rules})")
_RANKED = Message("rules of other tools with a severity of the file's own: {number} ({rules})")
_SET = Message("parameters of rules set: {number} ({rules})")
_THRESHOLD = Message("fail-on {threshold}, not {default}")
_OUTPUT = Message(
    "'output' has {path!r} scanned, and not cdk.out, which is there as well; name what is meant: "
    "synthgate scan PATH"
)
_NEW_ONLY = Message("only new findings looked at")
_BASELINE = Message("what {file} knows")
_AGAINST = Message("what {base} has already")
_MILDER = plural("{number} clause of the gate", "{number} clauses of the gate")
_WAIVED = plural("{number} waiver", "{number} waivers")
_PATHS = Message("only {paths} scanned")
_LEFT_OUT = Message("not scanned: {globs}")
_AS_OF = Message("waivers, suppressions and evidence as of {day}")
_PARAMETERS = Message("values of parameters from {file}")
_SCENARIOS = Message("what only a default of a parameter decides is left open")
_ENVIRONMENT = Message("every stack taken for {name}")
_ENVIRONMENTS = Message("environments of stacks stated")
_FRAMEWORKS = Message("frameworks without the production checklist: {names}")
