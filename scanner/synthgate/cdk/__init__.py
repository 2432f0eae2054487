"""What a CDK program may say to synthgate; needs the extra `cdk`.

    from synthgate.cdk import SynthgateValidator, suppress

    suppress(bucket, "s3-bucket-access-unlogged", reason="Access is in the trail's data events")

    Validations.of(app).add_plugins(SynthgateValidator())

Nothing of the CDK is imported before it is asked for: the import starts Node.
"""

from __future__ import annotations

from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from constructs import IConstruct

    from synthgate.cdk.annotating import SynthgateAspect
    from synthgate.cdk.validator import SynthgateValidator

__all__ = ["SynthgateAspect", "SynthgateValidator", "suppress"]

_CLASSES = {"SynthgateAspect": "annotating", "SynthgateValidator": "validator"}
"""What is a class of the CDK's, by the module that imports that."""


def __getattr__(name: str) -> Any:
    """A class that exists once somebody asks for it (PEP 562)."""
    if name not in _CLASSES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_CLASSES[name]}"), name)


def suppress(
    construct: IConstruct,
    rule: str,
    *,
    reason: str,
    owner: str | None = None,
    expires: date | str | None = None,
) -> None:
    """Suppress a rule for a construct and all below it, what is added to it later included.

    Only a stage has to be there already: what is suppressed for an app is called last. At synthesis
    it is written into the `Metadata` of every resource there and, where the construct is a stack,
    an app or a stage, of the templates of its stacks. `rule` is an id or a pattern (``s3-*``),
    `expires` the last day on which it counts.

    Raises:
        ValueError: the rule or the reason is empty, or the day is none.
    """
    from synthgate.cdk.aspect import attach  # noqa: PLC0415 - it imports aws-cdk-lib

    entry = {"rule": _said("rule", rule), "reason": _said("reason", reason)}
    if owner is not None:
        entry["owner"] = _said("owner", owner)
    if expires is not None:
        entry["expires"] = _day(expires)
    attach(construct, entry)


def _said(name: str, text: str) -> str:
    if not text.strip():
        raise ValueError(f"suppress: {name!r} is empty")
    return text


def _day(expires: date | str) -> str:
    """A day as it is written.

    Raises:
        ValueError: it is none.
    """
    try:
        day = expires if isinstance(expires, date) else date.fromisoformat(expires)
    except ValueError:
        raise ValueError(f"suppress: 'expires' is a day (2027-12-31), not {expires!r}") from None
    return date(day.year, day.month, day.day).isoformat()
