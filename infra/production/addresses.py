"""Which addresses somebody reads mail at, as far as an address tells."""

import re
from collections.abc import Mapping

import aws_cdk as cdk

_RESERVED = re.compile(
    r"@([^@]*\.)?(example((\.(ac|co|com|go|ne|net|or|org|re))?\.[a-z]{2,})?"
    r"|(domain|email)\.com|test|invalid|localhost|local)\.?$",
    re.IGNORECASE,
)
"""Domains that are nobody's: RFC 2606, RFC 6761 and, for ``local``, RFC 6762.

And those that stand for others in instructions, though somebody has them: ``example`` below any
suffix, as in ``example.co.kr``, ``domain.com``, ``email.com``.
"""

_PLACEHOLDER = re.compile(
    r"[<>{}]|your[-_.]?(e?-?mail|name|address|company|domain|org|team)\b|change[-_.]?me|placeholder"
    r"|^(no|do[-_.]?not)[-_.]?reply(\+[^@]*)?@",
    re.IGNORECASE,
)
"""What stands in instructions for something else, and who says that nobody reads it."""

_ADDRESS = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+\.?")
"""With a dot in its domain: mail to a host of a single name stays on the machine that sends it."""


def read_by_somebody(address: str | None) -> str | None:
    """Return the address, or None for one that is none, or that nobody can have."""
    text = (address or "").strip()
    is_nobody = not _ADDRESS.fullmatch(text) or _RESERVED.search(text) or _PLACEHOLDER.search(text)
    return None if is_nobody else text


def address(app: cdk.App, environ: Mapping[str, str]) -> str | None:
    """Return the address that alarms are to mail: the context's, else the environment's."""
    said: object = app.node.try_get_context("notification_email")
    return environ.get("NOTIFICATION_EMAIL") if not said else str(said)
