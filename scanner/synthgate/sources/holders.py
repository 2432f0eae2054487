"""Resource types that deploy a template of their own, and where they say which.

AWS CloudFormation Template Reference: "AWS::CloudFormation::Stack", "…::StackSet",
"AWS::ServiceCatalog::CloudFormationProduct" (and its "ProvisioningArtifactProperties").
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from synthgate.model import Message, Text
from synthgate.records import dataclass
from synthgate.template.data import is_list, is_mapping
from synthgate.template.document import Route

NESTED_STACK = "AWS::CloudFormation::Stack"
_VERSIONS = "ProvisioningArtifactParameters"


@dataclass(frozen=True, slots=True)
class Holder:
    """What a resource type is called, and the property that leads to its template."""

    name: Text
    leads: str


HOLDERS: Mapping[str, Holder] = {
    NESTED_STACK: Holder(Message("nested stack"), "TemplateURL"),
    "AWS::CloudFormation::StackSet": Holder(Message("stack set"), "TemplateURL"),
    "AWS::ServiceCatalog::CloudFormationProduct": Holder(
        Message("Service Catalog product"), _VERSIONS
    ),
}


def templates_of(body: Mapping[str, Any]) -> int:
    """How many templates a resource of such a type has: of a product, one for each version."""
    properties = body.get("Properties")
    versions = properties.get(_VERSIONS) if is_mapping(properties) else None
    return len(versions) if is_list(versions) else 1


def is_inline(body: Mapping[str, Any]) -> bool:
    """Whether the template stands in the resource itself."""
    properties = body.get("Properties")
    return is_mapping(properties) and "TemplateBody" in properties


def route_to_template(logical_id: str, body: Mapping[str, Any]) -> Route:
    """Where a resource says which template it deploys."""
    leads = "TemplateBody" if is_inline(body) else HOLDERS[body["Type"]].leads
    return ("Resources", logical_id, "Properties", leads)
