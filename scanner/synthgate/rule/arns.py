"""Resources that are meant by an ARN written out (AWS General Reference, "ARNs")."""

from __future__ import annotations

import re

from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.placement import Placement
from synthgate.resolve.values import Decider, Partial, Unknown, causes_of, unknown

_SEPARATOR = re.compile("[/:]")
_OPEN = "\0"
"""Stands for a piece that is not known; no ARN has it."""

_SERVICES = {
    "ElasticLoadBalancingV2": "elasticloadbalancing",
    "OpenSearchService": "es",
    "Elasticsearch": "es",
    "EFS": "elasticfilesystem",
    "StepFunctions": "states",
    "KinesisFirehose": "firehose",
    "DocDB": "rds",
    "Neptune": "rds",
}
"""What ARNs call the services that are not called as in resource types."""


def is_arn(value: object) -> bool:
    """Whether a text, as far as it is known, is an ARN."""
    return _text(value).startswith("arn:")


def ends_of(value: object) -> list[str]:
    """The names that an ARN may end with, as `is_arn_of` would find them; else none."""
    parts = _text(value).split(":", 5)
    if len(parts) < 6:
        return []
    called = parts[5].removesuffix(":*")
    return [called, *(called[match.end() :] for match in _SEPARATOR.finditer(called))]


def is_arn_of(value: object, kind: str, name: str, placement: Placement) -> Truth:
    """Whether a text is the ARN of a resource of a type, by its name, in the place of its stack.

    A piece that is a pseudo parameter is that of the stack. An account or a Region that is
    written out is compared with the stack's, where that is known.
    """
    text = _text(value)
    parts = text.split(":", 5)
    if len(parts) < 6 or parts[0] != "arn" or parts[2] != _service(kind):
        return False
    if not _is_called(parts[5].removesuffix(":*"), name):
        return False
    here = conjunction(
        (
            _is_at(parts[3], placement.region, "AWS::Region"),
            _is_at(parts[4], placement.account, "AWS::AccountId"),
        )
    )
    pseudo = all(cause.decider is Decider.PSEUDO for cause in causes_of(value))
    return here if pseudo else conjunction((here, Unknown(causes_of(value))))


def _text(value: object) -> str:
    if isinstance(value, Partial):
        return "".join(part if isinstance(part, str) else _OPEN for part in value.parts)
    return value if isinstance(value, str) else ""


def _service(kind: str) -> str:
    service = kind.split("::")[1]
    return _SERVICES.get(service, service.lower())


def _is_called(resource: str, name: str) -> bool:
    """The name itself, or behind its kind: ``table/orders``, ``function:orders``."""
    kind = resource.removesuffix(name)
    return resource == name or (kind != resource and kind.endswith(("/", ":")))


def _is_at(written: str, known: str | None, pseudo: str) -> Truth:
    if written in ("", _OPEN):
        return True
    return unknown(Decider.PSEUDO, pseudo) if known is None else written == known
