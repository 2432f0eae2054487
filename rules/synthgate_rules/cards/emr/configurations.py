"""EMR security configurations, which may be written as JSON in a string.

EMR Management Guide, "Create a security configuration"; CloudFormation,
"AWS::EMR::SecurityConfiguration".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from synthgate.resolve.compare import equal, is_set
from synthgate.resolve.kleene import Truth, disjunction
from synthgate.resolve.resolver import Resource
from synthgate.resolve.values import ABSENT, Partial, Unknown, causes_of
from synthgate.rule.api import Place
from synthgate.template.data import is_mapping
from synthgate.template.document import Route

ENCRYPTION: Route = ("Properties", "SecurityConfiguration", "EncryptionConfiguration")
STANDS_FOR_UNKNOWN = "unknown"


def setting(resource: Resource, *keys: str) -> Any:
    """A setting of the `EncryptionConfiguration` block."""
    value = _parsed(resource.properties.get("SecurityConfiguration", ABSENT))
    for key in ("EncryptionConfiguration", *keys):
        if isinstance(value, Unknown):
            return value
        value = value.get(key, ABSENT) if is_mapping(value) else ABSENT
    return value


def _parsed(value: Any) -> Any:
    """The configuration as data; what only the deployment knows of a string is a word in it."""
    if not isinstance(value, str | Partial):
        return value
    parts = value.parts if isinstance(value, Partial) else (value,)
    text = "".join(part if isinstance(part, str) else STANDS_FOR_UNKNOWN for part in parts)
    try:
        return json.loads(text)
    except ValueError:
        return Unknown(causes_of(value))


def is_on(resource: Resource, switch: str) -> Truth:
    """Whether a switch of the block is on; off where the block does not state it."""
    value = setting(resource, switch)
    return False if value is ABSENT else equal(value, True)


def states_any(resource: Resource, block: str, keys: Sequence[str]) -> Truth:
    """Whether a block says how at least one of these is encrypted."""
    return disjunction(is_set(setting(resource, block, key)) for key in keys)


def unencrypted(
    resource: Resource, switch: str, how: str, means: tuple[str, ...]
) -> Iterator[Place]:
    """The switch that is off, else the settings without which it does nothing."""
    on = is_on(resource, switch)
    stated: Truth = on and states_any(resource, how, means)
    if on is not True:
        yield Place((*ENCRYPTION, switch), setting(resource, switch), causes_of(on))
    elif stated is not True:
        yield Place((*ENCRYPTION, how), setting(resource, how), causes_of(stated))
