"""The identity of a finding: what stays the same while the fault is the same one.

Baselines, waivers and other programs keep fingerprints. What goes into one is changed together with
`FINGERPRINTS` of the model, by which they tell those of an older kind.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import islice

from synthgate.evaluate.about import About, spelt
from synthgate.model import Status
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import is_container
from synthgate.template.document import Route


def fingerprint(rule_id: str, about: About, place: Place, status: Status) -> str:
    """An identity that outlives edits elsewhere: no line, no index, no value, no severity.

    It is of the rule, the stage and stack, the construct (else the logical id), the property, and
    whether something wrong stands there, nothing, or something that nobody knows. Of lists it takes
    the entries by their names (`Entries`). Token numbers in construct paths change with any edit of
    the program, and are left out.
    """
    steps = ", ".join(map(spelt, _steps(about, place.route)))
    key = (
        f"[{spelt(rule_id)}, {spelt(status)}, {about.where}, [{steps}], {spelt(_kind(place.saw))}]"
    )
    return hashlib.sha256(key.encode()).hexdigest()[:32]


def _steps(about: About, route: Route) -> Iterable[str]:
    """The steps of a route from the resource, the entries of lists by their names."""
    if all(isinstance(step, str) for step in route):
        return map(str, route)
    return islice(about.shown.entries.steps((*about.top, *route)), len(about.top), None)


def _kind(saw: object) -> str:
    """The kind of what stands at a place, however it is spelled."""
    match saw:
        case Unknown():
            return "unknown"
        case Reference():
            return "reference"
        case Partial():
            return "value"
        case _ if saw is ABSENT:
            return "absent"
        case _:
            return "block" if is_container(saw) else "value"
