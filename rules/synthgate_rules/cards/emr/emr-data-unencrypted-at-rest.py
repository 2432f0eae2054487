"""Clusters that write plain text to their disks and to S3."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.resolve.kleene import Truth
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import causes_of
from synthgate.rule.outcome import Place
from synthgate.rule.view import View
from synthgate_rules.cards.emr.configurations import ENCRYPTION, is_on, setting, states_any

SWITCH = "EnableAtRestEncryption"
HOW = "AtRestEncryptionConfiguration"
MEANS = ("S3EncryptionConfiguration", "LocalDiskEncryptionConfiguration")


def unencrypted(resource: Resource, _: View) -> Iterator[Place]:
    """The switch that is off, else the settings without which it does nothing."""
    on = is_on(resource, SWITCH)
    stated: Truth = on and states_any(resource, HOW, MEANS)
    if on is not True:
        yield Place((*ENCRYPTION, SWITCH), setting(resource, SWITCH), causes_of(on))
    elif stated is not True:
        yield Place((*ENCRYPTION, HOW), setting(resource, HOW), causes_of(stated))
