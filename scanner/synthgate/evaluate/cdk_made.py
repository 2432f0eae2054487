"""Findings about what the CDK made: set aside where no prop mends them, else with that prop."""

from __future__ import annotations

import re
from dataclasses import replace

from synthgate.model import Acceptance, CdkMade, Disposition, Finding, Message, Text

BY = "cdk"
_TYPESCRIPT = re.compile(r"\.[cm]?[tj]sx?\Z")


def attributed(finding: Finding, made: CdkMade | None) -> Finding:
    """The finding as it counts for who wrote the program.

    What is wrong with a resource of the CDK's own stays the program's where a prop sets the
    property that it is about; what is about no property (an alarm that is missing) has no prop.
    """
    if made is None:
        return finding
    prop = made.prop(_path(finding))
    if prop is None:
        return finding.set_aside(Disposition.CDK_MADE, _accepted(made))
    return replace(finding, cure=_cure(prop, made, finding)) if prop else finding


def _path(finding: Finding) -> str:
    """The property that it is about, with the steps of lists apart: ``Tags.[0]``."""
    path = finding.location.property_path
    return path.removeprefix("Properties").removeprefix(".").replace("[", ".[")


def _accepted(made: CdkMade) -> Acceptance:
    return Acceptance(BY, _NO_PROP.format(construct=made.construct))


def _cure(prop: str, made: CdkMade, finding: Finding) -> Text:
    """The prop, as the language of the program spells it."""
    file = finding.source.path if finding.source else ""
    spelt = _in_camel_case(prop) if _TYPESCRIPT.search(file) else prop
    return _SET.format(prop=spelt, construct=made.construct)


def _in_camel_case(prop: str) -> str:
    first, *rest = prop.split("_")
    return first + "".join(part.capitalize() for part in rest)


_NO_PROP = Message("it belongs to {construct}, which has no prop that changes this")
_SET = Message("The CDK made this resource: set {prop} of {construct}.")
