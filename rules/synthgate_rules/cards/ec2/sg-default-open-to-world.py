"""The default security group of a VPC."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import Place, Reference, Resource, View, causes_of, equal


def not_default(resource: Resource, _: View) -> Iterator[Place]:
    """A group, or the group of a rule, that is not the default one of its VPC.

    Its name is `default`; a template reaches it by `!GetAtt Vpc.DefaultSecurityGroup`.
    """
    group = resource.properties.get("GroupId")
    if not (isinstance(group, Reference) and group.attribute == "DefaultSecurityGroup"):
        name = resource.properties.get("GroupName")
        named = equal(name, "default")
        if named is not True:
            yield Place(("Properties", "GroupName"), name, causes_of(named))
