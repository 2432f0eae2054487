"""The paths of rules, walked in the plainest way (`docs/rule-language.md`, "Paths")."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from reference.data import ABSENT, mapping_of, number, same

_STEP = re.compile(
    r"\.\.(?P<deep>\w+)|\.(?P<field>\w+)|(?P<members>\.\*)|(?P<items>\[\*\])|\[(?P<index>\d+)\]"
    r"""|\[["'](?P<key>[^"']*)["']\]|\[\?\((?P<filter>.*?)\)\]"""
)
_TEST = re.compile(r"""@(?P<path>[\w.]*)\s*(?P<word>[=!<>]=|=~|<|>)\s*(?P<wanted>.*)""")


@cache
def _steps(path: str) -> tuple[tuple[str, str], ...]:
    steps: list[tuple[str, str]] = []
    at = 1  # behind the $, or the @
    while at < len(path):
        found = _STEP.match(path, at)
        assert found, f"no step of the reference: {path[at:]}"
        steps.append((str(found.lastgroup), found[str(found.lastgroup)]))
        at = found.end()
    return tuple(steps)


def find(path: str, value: Any) -> list[Any]:
    """Every match; of what is missing, one that is `ABSENT`."""
    matches = [value]
    for kind, argument in _steps(path):
        matches = [
            found
            for match in matches
            for found in ([ABSENT] if match is ABSENT else _STEPS[kind](match, argument))
        ]
    return matches


def _field(value: Any, name: str) -> list[Any]:
    return [(mapping_of(value) or {}).get(name, ABSENT)]


def _items(value: Any, _: str = "") -> list[Any]:
    return value if isinstance(value, list) else [value]


def _index(value: Any, index: str) -> list[Any]:
    return (_items(value)[int(index) :] or [ABSENT])[:1]


def _members(value: Any, _: str) -> list[Any]:
    return list((mapping_of(value) or {}).values())


def _deep(value: Any, name: str) -> list[Any]:
    return [
        found for one in _everything(value) for found in _field(one, name) if found is not ABSENT
    ]


def _everything(value: Any) -> Iterator[Any]:
    yield value
    for one in value if isinstance(value, list) else (mapping_of(value) or {}).values():
        yield from _everything(one)


def _filter(value: Any, text: str) -> list[Any]:
    return [item for item in _items(value) if all(_keeps(item, one) for one in text.split("&"))]


def _keeps(item: Any, text: str) -> bool:
    test = _TEST.match(text.strip())
    if test is None:  # it is there
        return all(found is not ABSENT for found in find(text.strip(), item))
    wanted: Any = test["wanted"].strip()
    wanted = wanted[1:-1] if wanted[0] in "\"'" else float(wanted)
    return all(_FILTERS[test["word"]](found, wanted) for found in find(f"@{test['path']}", item))


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    def test(found: Any, wanted: Any) -> bool:
        left, right = number(found), number(wanted)
        return left is not None and right is not None and compare(left, right)

    return test


_FILTERS: dict[str, Callable[[Any, Any], bool]] = {
    "==": same,
    "!=": lambda found, wanted: not same(found, wanted),
    "<": _ordered(lambda left, right: left < right),
    "<=": _ordered(lambda left, right: left <= right),
    ">": _ordered(lambda left, right: left > right),
    ">=": _ordered(lambda left, right: left >= right),
    "=~": lambda found, wanted: isinstance(found, str) and bool(re.search(wanted, found)),
}
_STEPS: dict[str, Callable[[Any, str], list[Any]]] = {
    "deep": _deep,
    "field": _field,
    "key": _field,
    "members": _members,
    "items": _items,
    "index": _index,
    "filter": _filter,
}
