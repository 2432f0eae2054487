"""What a tool is asked, and the table of those that can be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from importlib import import_module
from pathlib import Path

from synthgate.model import NOTHING_HEARD, Heard, Problem
from synthgate.records import dataclass

SECONDS = 600.0
"""How long a tool may take over a run, unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Readable:
    """A template that was scanned: as reports name it, and where it lies.

    `resources` are the logical ids by their types as written.
    """

    shown: str
    file: Path
    resources: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Request:
    """What one tool is asked: all templates of a run that could be read, each once.

    `executable` is the program that the user names for the tool, `seconds` how long it may take,
    `files` what it is given by option (rules of Guard, packs of cdk-nag, reports to read).
    """

    templates: Sequence[Readable]
    folder: Path
    executable: str | None = None
    seconds: float = SECONDS
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of asking one tool; `problems` say what it did not answer."""

    heard: Heard = NOTHING_HEARD
    problems: tuple[Problem, ...] = ()


Adapter = Callable[[Request], Answer]

ADAPTERS: Mapping[str, str] = {
    "checkov": "synthgate.adapters.checkov:ask",
    "cdk-nag": "synthgate.adapters.cdk_nag:ask",
    "cfn-lint": "synthgate.adapters.cfn_lint:ask",
    "cfn-validate": "synthgate.adapters.cfn_validate:ask",
    "guard": "synthgate.adapters.cfn_validate:guard",
    "rego": "synthgate.adapters.cfn_validate:rego",
    "cel": "synthgate.adapters.cfn_validate:cel",
    "import": "synthgate.adapters.imported:read",
}
"""The adapters by the tools of ``--with``, and by the options that name files for one.

An adapter is imported when it is asked.
"""


def adapter(tool: str) -> Adapter:
    """The adapter of one of `ADAPTERS`."""
    module, _, name = ADAPTERS[tool].partition(":")
    return getattr(import_module(module), name)
