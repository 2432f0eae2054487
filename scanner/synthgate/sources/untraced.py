"""Assemblies of Python programs whose findings have no line, and what gives them one.

In TypeScript, lines need no asking for. Of which language a program is, its ``cdk.json`` tells.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from synthgate.model import Finding, Message, Problem
from synthgate.patterns import pattern
from synthgate.problem_code import ProblemCode
from synthgate.sources.cdk_json import app_of

_PYTHON = pattern(r"(?:^|[\s/])python[0-9.]*(?:\.exe)?(?:\s|\Z)|\.py(?:\s|\Z)")


def untraced(findings: Iterable[Finding], assembly: Path, name: str) -> Problem | None:
    """A hint, if all findings about constructs of a Python program lack the line.

    `name` is how the assembly is shown.
    """
    sources = {finding.source for finding in findings if finding.subject.construct_path}
    app = app_of(assembly.parent) if sources == {None} else None
    if app is None or not _PYTHON.search(app):
        return None
    return Problem(ProblemCode.LINES_MISSING, _HINT, name)


_HINT = Message(
    "the assembly does not tell which line of the program made what, so findings stand in the "
    "templates: run the app with 'synthgate synth -- python app.py', or have cdk.json run it as "
    "'python -m synthgate.cdk.lines app.py'"
)
