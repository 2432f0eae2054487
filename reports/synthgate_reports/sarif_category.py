"""The category of an upload to code scanning, which replaces what another of the same one told.

It is what stands before the last "/" of `runAutomationDetails.id`. The action that uploads gives
one where there is none, and its `category` has no say where there is (codeql-action,
`populateRunAutomationDetails`): so there is none unless somebody asks for it.
"""

from __future__ import annotations

import hashlib
import posixpath
from typing import TYPE_CHECKING

from synthgate_reports.rooted import from_root
from synthgate_reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from synthgate.model import Report

_OUTPUT = "cdk.out"
"""The folder that `cdk synth` writes into, which tells no app from another."""
_ROOT = "root"
"""What templates are called that have no folder in common."""
_LONGEST = 200


def category(report: Report) -> str:
    """What was asked for, with the names of what was scanned in it; empty if nothing was."""
    asked = report.sarif_category
    for word, names in (("{app}", _apps), ("{stage}", _stages)):
        if word in asked:
            asked = asked.replace(word, "+".join(sorted(set(names(report)))))
    steps = (step for step in printable(asked).split("/") if step)
    return _bounded("/".join(steps))


def _apps(report: Report) -> Iterator[str]:
    """The folder of each app, from the root of the repository; of templates alone, theirs."""
    assemblies = [one.path for one in report.run.origin.assemblies]
    for path in assemblies:
        yield _app(path, report)
    alone = [
        template.path
        for template in report.templates
        if not any(_is_below(template.path, folder) for folder in assemblies)
    ]
    if alone:
        yield _app(_common(alone), report)


def _common(paths: list[str]) -> str:
    """The one path, or the folder that all are in."""
    try:
        return posixpath.commonpath(paths) or _ROOT
    except ValueError:  # some of them are absolute
        return _ROOT


def _app(path: str, report: Report) -> str:
    shown = from_root(path, report)
    folder, name = posixpath.split(shown)
    return folder if folder and name == _OUTPUT else shown


def _is_below(path: str, folder: str) -> bool:
    return folder == "." or path.startswith(f"{folder}/")


def _stages(report: Report) -> Iterator[str]:
    """The stage of each stack that is in one."""
    return (template.stage for template in report.templates if template.stage)


def _bounded(name: str) -> str:
    """A name that is not too long, and another one for each that is."""
    if len(name) <= _LONGEST:
        return name
    digest = hashlib.sha256(name.encode(errors="replace")).hexdigest()[:8]
    return f"{name[:_LONGEST]}-{digest}"
