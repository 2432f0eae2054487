"""What is taken of the file of a repository that is not trusted: nothing that could weaken."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from synthgate.model import Severity
from synthgate.rule.cards.sheet import Sheet
from synthgate.settings import Untrusted

DEFAULT_THRESHOLD = Severity.HIGH


def without_what_weakens(
    sheet: Sheet, by_key: Mapping[str, Untrusted]
) -> tuple[Sheet, tuple[str, ...]]:
    """What is taken of an untrusted file, and the keys that are not, though they ask for something.

    Its severities stay in it: what of them is stricter depends on the rules, and is the affair
    of who chooses those (`Layer.only_raises`).
    """
    known = {key: value for key, value in sheet.body.items() if key in by_key}
    taken = {key: value for key, value in known.items() if _is_taken(key, value, by_key[key])}
    left = [key for key in known if key not in taken and known[key] != _NOTHING_ASKED.get(key)]
    return replace(sheet, body=taken), tuple(left)


def _is_taken(key: str, value: Any, how: Untrusted) -> bool:
    match how:
        case Untrusted.TAKEN:
            return True
        case Untrusted.STRICTER:
            return _STRICTER[key](value)
        case Untrusted.IGNORED:
            return False


def _is_low_enough(threshold: object) -> bool:
    """Whether the gate closes on all that it closes on by default."""
    known = {str(one): one for one in Severity}
    severity = known.get(threshold) if isinstance(threshold, str) else None
    return severity is not None and DEFAULT_THRESHOLD.reaches(severity)


_NOTHING_ASKED: Mapping[str, Any] = {
    "profile": "recommended",
    "exclude": [],
    "environments": {},
    "severity": {},
    "gate": {},
    "waivers": [],
}
"""What a key says that only says its default: that it is not followed is no news."""

_STRICTER: Mapping[str, Callable[[Any], bool]] = {
    "fail-on": _is_low_enough,
    "severity": lambda _: True,
}
