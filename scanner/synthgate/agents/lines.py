"""Lines of the workspace that a finding is about: of the program, and the resource as it is."""

from __future__ import annotations

from pathlib import Path

from synthgate.agents import shown
from synthgate.apps import find_resource
from synthgate.config import Config
from synthgate.explain import explain
from synthgate.model import Excerpt, SourceLine, Subject
from synthgate.secrets.program import shown_lines
from synthgate.sources.frames import is_program
from synthgate.sources.places import read_bounded, within

BEFORE, AFTER = 3, 16
"""How many lines around the one that makes a resource: a call of the CDK seldom has more."""
_MOST_LINES = 80
_MOST_BYTES = 4 * 1024 * 1024


def excerpt_lines(excerpt: Excerpt | None) -> list[str]:
    """The lines of a file with their numbers, as they stand there."""
    first, lines = (excerpt.first, excerpt.lines) if excerpt else (1, ())
    return [shown.line(f"{number}: {text}") for number, text in enumerate(lines, first)]


def program_lines(root: Path, source: SourceLine) -> list[str]:
    """The lines around the one of a program, if that is here, inside, and as it was synthesized."""
    path = root / source.path
    if not (source.found and is_program(source.path) and within(path, root)):
        return []
    try:
        text = read_bounded(path, _MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return []
    lines = shown_lines(text, secretive=source.secretive)
    first = max(source.line - BEFORE, 1)
    return excerpt_lines(Excerpt(first, tuple(lines[first - 1 : source.line + AFTER])))


def resource_lines(config: Config, subject: Subject) -> list[str]:
    """The resource with the values that CloudFormation would see; secrets are masked."""
    found = find_resource(config, subject.logical_id).resources if subject.logical_id else []
    for stack, logical_id in found:
        if stack.template.path == subject.template:
            lines = explain(stack.resolver, logical_id, config.language)
            return [shown.told(line) for line, _ in zip(lines, range(_MOST_LINES), strict=False)]
    return []
