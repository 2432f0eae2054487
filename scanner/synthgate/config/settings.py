"""The table of settings: the keys of ``synthgate.yaml``, and how far its words go in each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from synthgate.config.reach import Reach, anywhere, inside, reports_below
from synthgate.config.trust import Untrusted
from synthgate.judge.evidence import day
from synthgate.judge.gate_policy import NEVER, gate_shape
from synthgate.judge.waivers import waivers_shape
from synthgate.model import LANGUAGES, Message, Severity
from synthgate.rule.cards.layers import PARAMETERS, SELECTORS, SEVERITY
from synthgate.rule.cards.shapes import Shape, each, items, member, text, truth
from synthgate.rule.terms.mistakes import Mistake
from synthgate.template.data import is_list
from synthgate.template.document import Route

PREFIX = "SYNTHGATE_"
CHECKLIST = "production-checklist"
"""The framework of ``synthgate checklist``, where no other is asked for."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One key: the shape of its value, and how a variable writes it (None: it cannot).

    Of the file of a repository, `untrusted` says what is taken where that is a stranger's, and
    `reach` what is wrong with the paths in the value; those of profiles and frameworks, which may
    be names, are looked at where they are looked for.
    """

    shape: Shape
    of_variable: Callable[[str], Any] | None = str
    untrusted: Untrusted = Untrusted.IGNORED
    reach: Reach = anywhere


def _listed_by(separator: str) -> Callable[[str], list[str]]:
    return lambda value: [part.strip() for part in value.split(separator) if part.strip()]


def _formats(value: Any, route: Route) -> Iterator[Mistake]:
    from synthgate_reports import FORMATS  # noqa: PLC0415 - only who names a format needs them

    yield from _texts(value, route)
    for index, wish in enumerate(value if is_list(value) else ()):
        if isinstance(wish, str):
            yield from member(FORMATS)(wish.partition("=")[0], (*route, index))


def _waivers(value: Any, route: Route) -> Iterator[Mistake]:
    """The file of the waivers, or a list of them."""
    yield from (waivers_shape if is_list(value) else text)(value, route)


def _truth_of(value: str) -> object:
    return {"true": True, "1": True, "false": False, "0": False}.get(value.lower(), value)


_texts = items(text, Message("a list of texts"))
_by_path, _by_comma = _listed_by(os.pathsep), _listed_by(",")
SETTINGS: Mapping[str, Setting] = {
    "profile": Setting(text),
    "rules": Setting(_texts, _by_path, Untrusted.TAKEN, inside),
    "include": Setting(SELECTORS, _by_comma, Untrusted.TAKEN),
    "exclude": Setting(SELECTORS, _by_comma),
    "rule-parameters": Setting(PARAMETERS, None),
    "severity": Setting(SEVERITY, None, Untrusted.STRICTER),
    "fail-on": Setting(member([*Severity, NEVER]), str, Untrusted.STRICTER),
    "gate-on": Setting(member(["new", "all"]), str),
    "baseline": Setting(text, reach=inside),
    "against": Setting(text, reach=inside),
    "cdk-made": Setting(member(["aside", "count"]), str, Untrusted.TAKEN),
    "gate": Setting(gate_shape, None),
    "waivers": Setting(_waivers, str, reach=inside),
    "paths": Setting(_texts, _by_path, reach=inside),
    "parameters": Setting(text, reach=inside),
    "all-scenarios": Setting(truth, _truth_of),
    "environment": Setting(text),
    "environments": Setting(each(text), None),
    "source-root": Setting(text, reach=inside),
    "format": Setting(_formats, _by_comma, reach=reports_below),
    "lang": Setting(member(LANGUAGES), str, Untrusted.TAKEN),
    "framework": Setting(_texts, _by_comma),
    "evidence": Setting(text, reach=inside),
    "as-of": Setting(day),
    "extends": Setting(text),
}
"""Every key of ``synthgate.yaml``; as an option it is ``--key``, as a variable SYNTHGATE_KEY."""

SWITCHES: Mapping[str, Setting] = {
    "allow-code": Setting(truth, _truth_of),
    "untrusted": Setting(truth, _truth_of),
    "policy": Setting(text),
    "accepted-from": Setting(text),
}
"""What only an option or a variable says: no file may say how far it is to be trusted."""


def variable(key: str) -> str:
    """The environment variable of a key."""
    return PREFIX + key.upper().replace("-", "_")
