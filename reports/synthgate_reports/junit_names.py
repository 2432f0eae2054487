"""Names of JUnit's classes: paths of constructs and templates, as Jenkins reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synthgate.model import Subject

_UNSAFE = re.compile(r"[^\w/-]+")


def classname_of(subject: Subject) -> str:
    """The construct path, which begins with the stage and the stack; else what there is."""
    if subject.construct_path:
        return dotted(subject.construct_path)
    scope = [name for name in (subject.stage, subject.stack) if name]
    return dotted("/".join([*(scope or [subject.template]), subject.logical_id]))


def dotted(path: str) -> str:
    """Jenkins takes what stands before the last dot for the package: no other dots."""
    return ".".join(filter(None, _UNSAFE.sub("_", path).split("/"))) or "_"
