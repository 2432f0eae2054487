"""Words that nobody knows, where a typing mistake would weaken the gate in silence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from synthgate.config.record import Config
from synthgate.config.users import cache_key, cache_size
from synthgate.judge.gate_policy import ENVIRONMENTS
from synthgate.judge.waivers.globs import glob
from synthgate.model import Message, Position, Problem
from synthgate.problem_code import ProblemCode
from synthgate.resolve.environments import KNOWN, environment_in
from synthgate.rule.cards.cache_key import BYTES
from synthgate.rule.cards.card import Card
from synthgate.rule.cards.layers import Layer
from synthgate.rule.cards.sheet import Source
from synthgate.rule.terms.mistakes import meant
from synthgate.settings import PREFIX, SETTINGS, SWITCHES, variable
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

_OTHERS = ("config", "cache", "cache-key", "cache-size", "tools")
"""What variables say besides settings."""
_OF_DEVELOPERS = ("BENCH_", "CHECKOV", "CORPUS", "SARIF_MULTITOOL", "TOUCHES", "UPDATE_SNAPSHOTS")
"""How the variables go on that synthgate's own tests and benchmarks read."""


def unknown_variables(environ: Mapping[str, str]) -> Iterator[Problem]:
    """Variables that begin as ours do and are none; empty ones say nothing anyway."""
    known = [variable(key) for key in (*SETTINGS, *SWITCHES, *_OTHERS)]
    developers = tuple(PREFIX + rest for rest in _OF_DEVELOPERS)
    for name in sorted(environ):
        is_ours = name.startswith(PREFIX) and environ[name]
        if is_ours and name not in known and not name.startswith(developers):
            text = _NO_VARIABLE.format(meant=meant(name, known))
            yield Problem(ProblemCode.SETTING, text, name)


def wrong_size(environ: Mapping[str, str]) -> Iterator[Problem]:
    """The variable that says how much is kept, where that is no number."""
    if cache_size(environ) is None:
        name = variable("cache-size")
        yield Problem(ProblemCode.SETTING, _NO_SIZE.format(value=environ[name]), name)


def short_key(environ: Mapping[str, str]) -> Iterator[Problem]:
    """The variable that signs what is kept, where trying would find it; it is never shown."""
    if cache_key(environ).is_short:
        yield Problem(ProblemCode.SETTING, _SHORT.format(least=BYTES), variable("cache-key"))


def unknown_environments(
    config: Config, cards: Mapping[str, Card], layers: Collection[Layer]
) -> Iterator[Problem]:
    """Names of environments that neither synthgate knows nor any rule or severity speaks of.

    Rules that are about production would not be asked, and nothing would say so.
    """
    strange = [(name, at) for name, at in _said_of_environments(config) if not environment_in(name)]
    if not strange:
        return
    own = {*_named_by_layers(layers)}.union(*(_named_in(card.body) for card in cards.values()))
    words = sorted(own | {*KNOWN})
    for name, (path, position) in strange:
        if not any(map(glob(name.lower()), words)):
            text = _NO_ENVIRONMENT.format(
                name=name, meant=meant(name.lower(), words), names=", ".join(words)
            )
            yield Problem(ProblemCode.SETTING, text, path, position)


_NO_SIZE = Message("{value!r} is no whole number of MiB from 1; say how many are kept at most")
_SHORT = Message(
    "has fewer than {least} characters, so that it could be found by trying, and what is kept be "
    "forged; make one (openssl rand -hex 32) and keep it as a secret of the CI system"
)
_At = tuple[str | None, Position | None]
"""Where something is said: a file, an option or a variable, and the place in it."""


def _said_of_environments(config: Config) -> Iterator[tuple[str, _At]]:
    """The names of environments, each with where it stands; those of clauses may be patterns."""
    if config.environment:
        yield config.environment, _at(config, ("environment",))
    for pattern, name in config.environments.items():
        yield name, _at(config, ("environments", pattern))
    for clause in config.gate.clauses:
        by = clause.decided_by
        for name in clause.criteria.get(ENVIRONMENTS, ()):
            yield name, (by.path or None, Position(by.line, 1) if by.line else None)


def _at(config: Config, route: Route) -> _At:
    said = config.said.get(str(route[0]))
    source = said.source if said else Source()
    return source.name or None, source.locate(route)


def _named_by_layers(layers: Collection[Layer]) -> Iterator[str]:
    for layer in layers:
        for severity in layer.severity.values():
            if is_mapping(severity):
                yield from (name.lower() for name in severity if name != _DEFAULT)


def _named_in(node: object, key: str = "") -> set[str]:
    """The environments that a card speaks of: in its conditions, and by its severities."""
    if key == "environment":
        words = node if is_list(node) else [node]
        return {word.lower() for word in words if isinstance(word, str)}
    if key == "severity" and is_mapping(node):
        return {name.lower() for name in node if name != _DEFAULT}
    if is_list(node):
        return set[str]().union(*map(_named_in, node))
    if is_mapping(node):
        parts = (_named_in(part, one) for one, part in node.items() if one not in _NOT_ASKED)
        return set[str]().union(*parts)
    return set()


_DEFAULT = "default"
_NOT_ASKED = ("examples", "fix", "cdk", "why", "title")
_NO_VARIABLE = Message("no such setting{meant}")
_NO_ENVIRONMENT = Message(
    "no environment is called {name!r}{meant} (known are {names}, and what a rule or 'severity' "
    "names)"
)
