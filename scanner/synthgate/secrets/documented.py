"""The properties that CloudFormation documents as credentials, by type.

`documented.json` is a reviewed list. It was drawn from the provider schemas: what they call a
password, a secret, a token or a key and mostly have in `writeOnlyProperties`, without the names and
ARNs of such (`SecretArn`), tokens of idempotency (`ClientToken`), and what is no secret at all.
`*` is every item of a list, `**` every member of a mapping.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import orjson

from synthgate.template.document import Route

_FILE = Path(__file__).with_name("documented.json")


@cache
def documented() -> dict[str, tuple[Route, ...]]:
    """The routes of each type, from its properties."""
    listed: dict[str, list[str]] = orjson.loads(_FILE.read_bytes())
    return {
        kind: tuple(("Properties", *path.split(".")) for path in paths)
        for kind, paths in listed.items()
    }
