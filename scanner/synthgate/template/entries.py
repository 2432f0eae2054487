"""Names for resources and for entries of lists, which stay when others come, go or change places.

An index says where an entry stands, not which one it is: a statement that is written above another
would make that another one. An entry is known by what names it in its list (`Sid`, `Name`, …), else
by what it holds.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from synthgate.template.data import descent, is_list, is_mapping
from synthgate.template.document import Route

_NAMES = ("Sid", "Id", "Name", "Key", "DeviceName", "PolicyName", "RuleName", "IndexName")
"""The properties by which CloudFormation's lists name their entries, the likeliest first."""
_ASSET = re.compile(r"[0-9a-f]{64}")
_SUFFIX = re.compile(r"(?<=[A-Za-z])[0-9A-F]{8}\Z")
_TOKEN = re.compile(r"TOKEN\.\d+")
_REFERENCES = ("Ref", "Fn::GetAtt")
_HIDDEN = "****"


def without_suffix(logical_id: str) -> str:
    """A logical id without the eight digits that the CDK ends it with, if it ends like that.

    They are a hash of the construct path (`makeUniqueId` of aws-cdk-lib/core).
    """
    return _SUFFIX.sub("", logical_id)


def without_tokens(construct_path: str) -> str:
    """A construct path without the numbers of tokens, which change with any edit of the program."""
    return _TOKEN.sub("TOKEN", construct_path)


class Entries:
    """Names what a template has; each of its lists is looked through once.

    `hide` takes secrets out of a text; at the routes in `secret` all is hidden.
    """

    def __init__(
        self, data: Mapping[str, Any], hide: Callable[[str], str], secret: Collection[Route] = ()
    ) -> None:
        """Names for the data of one template."""
        self._data = data
        self._hide = hide
        self._secret = frozenset(secret)
        self._named: dict[Route, list[str]] = {}

    def steps(self, route: Route) -> Iterator[str]:
        """The steps of a route, indexes replaced by names as far as the template has the list."""
        for depth, step in enumerate(route):
            if isinstance(step, str):
                yield step
                continue
            names = self._of_list(route[:depth])
            yield names[step] if step < len(names) else f"[{step}]"

    def own_name(self, logical_id: str) -> str:
        """A logical id, without the CDK's suffix where no other one is the same but for that."""
        short = without_suffix(logical_id)
        return short if self._short_ids[short] == 1 else logical_id

    @cached_property
    def _short_ids(self) -> Counter[str]:
        section = self._data.get("Resources")
        return Counter(map(without_suffix, section if is_mapping(section) else ()))

    def _of_list(self, route: Route) -> list[str]:
        if route not in self._named:
            node, depth = descent(self._data, route)
            entries = node if is_list(node) and depth == len(route) else []
            self._named[route] = [*self._names(entries, route)]
        return self._named[route]

    def _names(self, entries: Sequence[Any], route: Route) -> Iterator[str]:
        """A name for each entry; of several that are alike, all but the first have a number."""
        key = next((name for name in _NAMES if _names_all(entries, name)), None)
        seen: Counter[str] = Counter()
        for index, entry in enumerate(entries):
            name = (
                f"{key}={self._hide(entry[key])}" if key else self._digest(entry, (*route, index))
            )
            seen[name] += 1
            yield f"[{name}]" if seen[name] == 1 else f"[{name} {seen[name]}]"

    def _digest(self, entry: Any, route: Route) -> str:
        """What an entry holds, in one word."""
        text = json.dumps(self._plain(entry, route), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def _plain(self, node: Any, route: Route) -> Any:
        """A value without what changes from one synthesis to the next, and without secrets."""
        if route in self._secret:
            return _HIDDEN
        if is_mapping(node):
            return {
                key: self._plain(_named_only(key, value), (*route, key))
                for key, value in node.items()
            }
        if is_list(node):
            items = [self._plain(item, (*route, index)) for index, item in enumerate(node)]
            return sorted(items, key=json.dumps)  # the order of actions says nothing
        if isinstance(node, bool) or node is None:
            return str(node).lower()
        return _ASSET.sub("", self._hide(str(node)))


def _names_all(entries: Sequence[Any], key: str) -> bool:
    """Whether a property tells all entries of a list apart."""
    names = [entry.get(key) if is_mapping(entry) else None for entry in entries]
    return all(isinstance(name, str) for name in names) and len({*names}) == len(names)


def _named_only(function: str, value: Any) -> Any:
    """What a reference names, without the suffix that another construct path would change."""
    if function not in _REFERENCES:
        return value
    if is_list(value) and value and isinstance(value[0], str):
        return [without_suffix(value[0]), *value[1:]]
    return without_suffix(value) if isinstance(value, str) else value
