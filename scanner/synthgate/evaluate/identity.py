"""The identity of a finding: what stays the same while the fault is the same one.

Baselines, waivers and other programs keep fingerprints. What goes into one is changed together with
`FINGERPRINTS` of the model, by which they tell those of an older kind.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
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
    steps = _of_keys(place.route)
    if steps is None:
        named = about.shown.entries.steps((*about.top, *place.route))
        steps = ", ".join(map(spelt, islice(named, len(about.top), None)))
    key = (
        f"[{spelt(rule_id)}, {spelt(status)}, {about.where}, [{steps}], {spelt(_kind(place.saw))}]"
    )
    return hashlib.sha256(key.encode()).hexdigest()[:32]


@lru_cache(maxsize=4096)
def _of_keys(route: Route) -> str | None:
    """The steps of a route that leads through no list, as JSON spells them."""
    steps = [step for step in route if isinstance(step, str)]
    return ", ".join(map(spelt, steps)) if len(steps) == len(route) else None


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
