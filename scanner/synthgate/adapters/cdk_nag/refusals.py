"""Why CfnInclude refuses a template, as far as that can be told without showing what is in it."""

from __future__ import annotations

import re

from synthgate.model import Message, Text, verbatim
from synthgate.sources.validation_report.words import said

_SHOWABLE = tuple(
    map(
        re.compile,
        (
            r"Unsupported CloudFormation function '[\w:.-]{1,80}'",
            r"\w{1,30} used in [\w:]{1,30} expression with logical ID: '[\w.:-]{1,255}' not found",
            r"(?<=T/I/)[\w.-]{1,255} \[[\w:]{1,255}\] is missing required property: \w{1,80}",
        ),
    )
)
"""Errors that name things, and quote no values (aws-cdk-lib 2.275)."""
_UNTOLD = Message("the CDK reads a property of it otherwise than it is written")


def reason_of(error: str) -> Text:
    """What of an error of the CDK may be shown."""
    found = (pattern.search(error[:2000]) for pattern in _SHOWABLE)
    shown = next((said(match[0]) for match in found if match), None)
    return verbatim(shown) if shown else _UNTOLD
