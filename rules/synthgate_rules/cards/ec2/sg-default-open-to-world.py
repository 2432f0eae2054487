"""The default security group of a VPC."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import ABSENT, Place, Reference, Resource, View, causes_of, equal

GROUP = "AWS::EC2::SecurityGroup"


def not_default(resource: Resource, view: View) -> Iterator[Place]:
    """A group, or the group of a rule, that is not the default one of its VPC.

    Its name is `default`; a template reaches it by `!GetAtt Vpc.DefaultSecurityGroup`. What a
    parameter or a custom resource gives may be any group.
    """
    group = resource.properties.get("GroupId", ABSENT)
    if isinstance(group, Reference) and group.attribute == "DefaultSecurityGroup":
        return
    others = [one for one, _ in view.targets(group, (GROUP,)) if one.is_whole]
    if others and causes_of(group):
        yield Place(("Properties", "GroupId"), group, causes_of(group))
        return
    name = resource.properties.get("GroupName")
    named = equal(name, "default")
    if named is not True:
        yield Place(("Properties", "GroupName"), name, causes_of(named))
