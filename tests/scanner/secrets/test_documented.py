"""The list of documented credentials, and the page that tells what counts."""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import orjson
import pytest

from synthgate.secrets.documented import documented
from synthgate.secrets.kinds import KINDS

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "secrets.md").read_text("utf-8")
UNSAID = {
    ("AWS::CodePipeline::Pipeline", "OAuthToken"),
    ("AWS::Cognito::UserPoolIdentityProvider", "client_secret"),
    ("AWS::Cognito::UserPoolIdentityProvider", "private_key"),
    ("AWS::Glue::Connection", "PASSWORD"),
    ("AWS::DMS::Endpoint", "SecurityDbEncryption"),
}
"""Keys of what schemas have as free objects, by the pages of their services."""


def schemas() -> dict[str, Any]:
    spec = find_spec("cfnlint")
    if spec is None or spec.origin is None:
        pytest.skip("needs cfn-lint")
    folder = Path(spec.origin).parent / "data" / "schemas" / "resources"
    found = (orjson.loads(path.read_bytes()) for path in folder.glob("*.json"))
    return {one["typeName"]: one for one in found if one.get("typeName") in documented()}


def parts(schema: Any, root: Any) -> list[Any]:
    """A schema with those that it refers to or chooses from."""
    if "$ref" in schema:
        found = root
        for step in schema["$ref"].split("/")[1:]:
            found = found[step]
        return parts(found, root)
    choices = [it for key in ("oneOf", "anyOf", "allOf") for it in schema.get(key, [])]
    return [schema, *(part for it in choices for part in parts(it, root))]


def leads(schema: Any, steps: tuple[Any, ...], root: Any) -> bool:
    if not steps:
        return True
    step, *rest = steps
    for part in parts(schema, root):
        inner = part.get("properties", {})
        below = {"*": [part.get("items")], "**": [*inner.values()]}.get(step, [inner.get(step)])
        if any(one is not None and leads(one, tuple(rest), root) for one in below):
            return True
    return False


def test_each_path_leads_to_a_property() -> None:
    """As the provider schemas have it; a type that was renamed or a slip of the pen is told."""
    found = schemas()
    assert documented().keys() - found.keys() <= {"AWS::CodeStar::GitHubRepository"}
    for kind, routes in documented().items():
        for route in routes if kind in found else ():
            if (kind, route[-1]) not in UNSAID:
                assert leads(found[kind], route[1:], found[kind]), (kind, route)


def test_the_page_lists_every_kind() -> None:
    """In the order of the program."""
    table = PAGE.split("<!-- kinds -->")[1].split("<!-- end -->")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", table, re.MULTILINE)
    assert rows == [(kind.id, kind.name.en) for kind in KINDS]


def test_the_page_counts_right() -> None:
    """Properties and types."""
    number = sum(map(len, documented().values()))
    assert f"{number} properties of {len(documented())} types" in PAGE
