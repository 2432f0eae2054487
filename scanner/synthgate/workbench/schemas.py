"""Resources as JSON Schema nodes, from what CloudFormation knows of their types."""

from __future__ import annotations

from synthgate.schemas.properties import ATTRIBUTES, types
from synthgate.workbench.shapes import Node


def resource(kind: str) -> Node:
    """What a resource of a type may hold, from its top: `Type`, `Properties` and the others."""
    top = {"properties": {**ATTRIBUTES, "Properties": {"$ref": "#"}}}
    return Node(top, types()[kind])
