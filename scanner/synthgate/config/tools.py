"""Which other tools are heard, as the configuration says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from typing import Any

from synthgate.records import dataclass

_PACKS = ["AwsSolutions"]


@dataclass(frozen=True, slots=True)
class Tools:
    """Which other tools are heard, and what they are given.

    `run` are those of ``--with``, `imported` the reports to read; `guard`, `rego` and `cel` are
    rules of other languages. All paths are relative to the folder of the run. `packs` are those of
    cdk-nag, `commands` the programs of tools, `seconds` is how long each may take. `reports` says
    whether those in an assembly are read.
    """

    run: tuple[str, ...] = ()
    imported: tuple[str, ...] = ()
    guard: tuple[str, ...] = ()
    rego: tuple[str, ...] = ()
    cel: tuple[str, ...] = ()
    packs: tuple[str, ...] = ()
    commands: Mapping[str, str] = field(default_factory=dict[str, str])
    seconds: int | None = None
    reports: bool = True

    @property
    def reads_templates(self) -> bool:
        """Whether anybody is asked about the templates, beyond what a report has said before."""
        return any((self.run, self.guard, self.rego, self.cel))

    @property
    def is_any(self) -> bool:
        """Whether anybody is asked besides the reports that lie in an assembly."""
        return self.reads_templates or bool(self.imported)


NO_TOOLS = Tools()


def tools_of(value: Callable[[str, Any], Any], paths: Callable[[str], tuple[str, ...]]) -> Tools:
    """What the keys about tools say, by who looks a key up: its value, or its paths."""
    return Tools(
        tuple(dict.fromkeys(value("with", []))),
        paths("import"),
        paths("guard"),
        paths("rego"),
        paths("cel"),
        tuple(dict.fromkeys(value("nag-packs", _PACKS))),
        value("tool-command", {}),
        value("tool-timeout", None),
        value("validation-report", "join") == "join",
    )
