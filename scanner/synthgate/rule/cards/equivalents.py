"""What other scanners have of a rule: ids of the same meaning, and of nearly the same.

{checkov: [CKV_AWS_19]}                               a bare list is what says the same
{checkov: {same: [CKV_AWS_19], wider: [CKV_AWS_145]}}
{kics: {parts: [rds_using_default_port]}}              what this rule and others say between them
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from synthgate.model import NEARNESS, TOOLS, Message
from synthgate.rule.cards.shapes import fields, items, text
from synthgate.rule.terms.mistakes import Mistake
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

_ids = items(text, Message("a list of ids"))
_by_nearness = fields(dict.fromkeys(NEARNESS, _ids))

Ids = tuple[str, ...]


def _near(value: Any, route: Route) -> Iterator[Mistake]:
    """Ids of the same meaning, or ids by how near their meaning is."""
    yield from (_by_nearness if is_mapping(value) else _ids)(value, route)


shape = fields(dict.fromkeys(TOOLS, _near))


def elsewhere(written: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The `equivalents` of a rule, and those that are not quite, which are `near`, by how near.

    What several rules say between them is said by each of them where it fails: it is equivalent.
    """
    same: dict[str, Ids] = {}
    near: dict[str, dict[str, Ids]] = {}
    for tool, ids in written.items():
        for nearness, some in (ids if is_mapping(ids) else {"same": ids}).items():
            if some and nearness in ("same", "parts"):
                same[tool] = (*same.get(tool, ()), *some)
            if some and nearness != "same":
                near.setdefault(tool, {})[nearness] = tuple(some)
    return {"equivalents": same, "near": near}
