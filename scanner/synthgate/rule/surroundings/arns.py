"""Resources that are meant by an ARN written out (AWS General Reference, "ARNs")."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from synthgate.resolve.causes import Decider
from synthgate.resolve.kleene import Truth, conjunction
from synthgate.resolve.placement import Placement
from synthgate.resolve.shapes import never_holds
from synthgate.resolve.values import Partial, Reference, Unknown, causes_of, unknown
from synthgate.rule.surroundings.arn_formats import FORMATS
from synthgate.rule.texts.sameness import Letters
from synthgate.rule.texts.wildcards import Pattern, Wild, overlaps
from synthgate.schemas.facts import facts_of

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


def may_be_arn(value: object, kinds: Iterable[str]) -> bool:
    """Whether a text, as far as it is known, may be the ARN of something of these types."""
    parts = _text(value).split(":", 5)
    if not is_arn(value) or len(parts) < 3:
        return is_arn(value)
    return _OPEN in parts[2] or any("*" in kind or _is_of(kind, parts) for kind in kinds)


def service_named(value: object) -> str | None:
    """The service that a text names which surely is an ARN: it is of nothing of another one."""
    parts = _text(value).split(":", 5)
    is_told = parts[0] == "arn" and len(parts) == 6 and _OPEN not in parts[2]
    return parts[2] if is_told else None


def _is_of(kind: str, parts: Sequence[str]) -> bool:
    """Whether the parts of an ARN are those of a type: its service, and how its ARNs go on."""
    if kind.count("::") < 2 or parts[2] != service_of(kind):
        return False
    if kind not in FORMATS or len(parts) < 6:
        return True
    before, (written, is_open, _) = FORMATS[kind].before, parts[5].partition(_OPEN)
    return written.startswith(before) or bool(is_open and before.startswith(written))


def may_begin_arn(value: object) -> bool:
    """Whether a text may turn out to be an ARN, for it begins with what is not known."""
    first = value.parts[0] if isinstance(value, Partial) else ""
    if not isinstance(first, Unknown) or never_holds(first, ":"):
        return False
    return any(cause.decider is not Decider.PSEUDO for cause in first.causes)


def may_end_arn(value: object, name: object) -> bool:
    """Whether a text that begins openly may be an ARN of a name, or of what is in it."""
    written, called = _pattern(_text(value)), _pattern(_spelt(_parts(name)))
    behind: tuple[Pattern, ...] = ((), ("/", Wild.ANY), (":", Wild.ANY))
    return any(
        overlaps(written, (Wild.ANY, mark, *called, *more)) for mark in "/:" for more in behind
    )


def ends_of(value: object) -> list[str]:
    """The names that an ARN may end with, as `is_arn_of` would find them; else none."""
    parts = _text(value).split(":", 5)
    if len(parts) < 6:
        return []
    called = _without_parts(parts)
    return [called, *(called[match.end() :] for match in _SEPARATOR.finditer(called))]


def is_arn_of(value: object, kind: str, name: object, placement: Placement) -> Truth:
    """Whether a text is the ARN of a resource of a type, by its name, in the place of its stack.

    A piece that is a pseudo parameter is that of the stack. An account or a Region that is
    written out is compared with the stack's, where that is known. Where a piece, or the name, is
    not known, what is written decides whether it may be that ARN.
    """
    letters = Letters()
    text, called = letters.spelt(value), letters.spelt(name)
    parts = text.split(":", 5)
    if len(parts) < 6:  # the rest may be in what is not known
        return bool(letters.open_in(text)) and Unknown(causes_of(value))
    if parts[2] != service_of(kind):
        return bool(letters.open_in(parts[2])) and Unknown(causes_of(value))
    resource = _without_parts(parts)
    if not _is_called(resource, called):
        return _may_be_called(resource, called, letters) and Unknown(causes_of([value, name]))
    before = letters.open_in(":".join((*parts[:5], resource.removesuffix(called))))
    here = conjunction(
        (
            _is_at(parts[3], placement.region, "AWS::Region", letters),
            _is_at(parts[4], placement.account, "AWS::AccountId", letters),
        )
    )
    pseudo = all(cause.decider is Decider.PSEUDO for cause in causes_of(_unjudged(before, kind)))
    return here if pseudo else conjunction((here, Unknown(causes_of(value))))


_PARTS: Mapping[str, tuple[str, str]] = {
    "s3": ("", "/"),
    "dynamodb": ("table/", "/"),
    "lambda": ("function:", ":"),
    "logs": ("log-group:", ":"),
}
"""How ARNs of a service name what is in a resource: what stands before its name, and behind it
(Service Authorization Reference, "Resource types": objects, indexes, versions, log streams)."""


def _without_parts(parts: Sequence[str]) -> str:
    """What an ARN, in its six parts, says of a resource, without what it says of things in it."""
    before, behind = _PARTS.get(parts[2], ("", ""))
    resource = parts[5]
    is_bucket = parts[2] != "s3" or not (parts[3] or parts[4])
    if not behind or not is_bucket or not resource.startswith(before):
        return resource.removesuffix(":*")
    return before + resource.removeprefix(before).split(behind)[0]


def _unjudged(pieces: Iterable[Any], kind: str) -> list[Any]:
    """The open pieces of an ARN of which it is not told elsewhere whether they fit.

    A reference to that in which a resource has its name is (`scopes.is_within`).
    """
    told = facts_of(kind).within
    return [piece for piece in pieces if not (told and isinstance(piece, Reference))]


def _parts(value: object) -> tuple[Any, ...]:
    return value.parts if isinstance(value, Partial) else (value,)


def _spelt(parts: Iterable[Any]) -> str:
    return "".join(part if isinstance(part, str) else _OPEN for part in parts)


def _text(value: object) -> str:
    return _spelt(_parts(value)) if isinstance(value, str | Partial) else ""


def service_of(kind: str) -> str:
    """What ARNs call the service of a resource type."""
    service = kind.split("::")[1] if "::" in kind else kind
    return _SERVICES.get(service, service.lower())


def key_of(name: object) -> str:
    """What `ends_of` an ARN has where it ends with a name of which some is open."""
    return _spelt(_parts(name))


def _is_called(resource: str, name: str) -> bool:
    """The name itself, or behind its kind: ``table/orders``, ``function:orders``."""
    kind = resource.removesuffix(name)
    return resource == name or (kind != resource and kind.endswith(("/", ":")))


def _may_be_called(resource: str, name: str, letters: Letters) -> bool:
    """The same, of what is not known to be so."""
    if not letters.open_in(resource + name):
        return False
    return letters.may_be_same(resource, name, loosely=True) or letters.may_end_so(resource, name)


def _pattern(text: str) -> Pattern:
    return tuple(Wild.ANY if letter == _OPEN else letter for letter in text)


def _is_at(written: str, known: str | None, pseudo: str, letters: Letters) -> Truth:
    if not written or (len(written) == 1 and letters.open_in(written)):
        return True
    return unknown(Decider.PSEUDO, pseudo) if known is None else written == known
