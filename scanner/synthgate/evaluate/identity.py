"""The identity of a finding: what stays the same while the fault is the same one.

Baselines, waivers and other programs keep fingerprints. What goes into one is changed together with
`FINGERPRINTS` of the model, by which they tell those of an older kind.
"""

from __future__ import annotations

import hashlib
import json

from synthgate.model import Status, Subject
from synthgate.resolve.values import ABSENT, Partial, Reference, Unknown
from synthgate.rule.cards.outline import APP_TYPE
from synthgate.rule.terms.outcome import Place
from synthgate.secrets.mask import Shown
from synthgate.template.data import is_container
from synthgate.template.entries import Entries, without_tokens


def fingerprint(
    rule_id: str, subject: Subject, place: Place, status: Status, shown: Shown, *, whole: bool
) -> str:
    """An identity that outlives edits elsewhere: no line, no index, no value, no severity.

    It is of the rule, the stage and stack, the construct (else the logical id), the property, and
    whether something wrong stands there, nothing, or something that nobody knows. Of lists it takes
    the entries by their names (`Entries`). Token numbers in construct paths change with any edit of
    the program, and are left out.
    """
    top = () if whole else ("Resources", subject.logical_id)
    key = [
        rule_id,
        str(status),
        *_where(subject, shown.entries),
        [*shown.entries.steps((*top, *place.route))][len(top) :],
        _kind(place.saw),
    ]
    return hashlib.sha256(json.dumps(key).encode()).hexdigest()[:32]


_OF_CDK = ".template.json"
"""How the CDK ends the names of templates, of which an app has several."""


def _where(subject: Subject, entries: Entries) -> list[str | None]:
    """Stage, stack and resource; a template outside any stack is known by its path.

    One stack name may be used in several Regions. There the file tells what has no construct path
    apart; of nested stacks, whose files are named by hashes, the name holds those around it.
    """
    where = [subject.stage, subject.stack]
    if subject.construct_path is not None:
        return [*where, "", without_tokens(subject.construct_path)]
    is_nested = "/" in (subject.stack or "")
    name = subject.template.rpartition("/")[2]
    is_in_assembly = subject.stack or (subject.type == APP_TYPE and name.endswith(_OF_CDK))
    file = name if is_in_assembly else subject.template
    return [*where, "" if is_nested else file, entries.own_name(subject.logical_id)]


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
