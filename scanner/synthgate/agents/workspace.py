"""The workspace of an agent: what it may ask about, and the configuration of what it asks."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from synthgate.config import Config, configured
from synthgate.errors import UsageError
from synthgate.model import Language, Message, Text
from synthgate.records import dataclass
from synthgate.rule.cards.profile import Wish
from synthgate.settings import variable
from synthgate.sources.git_tree import Revision, revision_in
from synthgate.sources.places import exists, places, resolved, within

_UNASKED = ("executor", "scheduler", "facts", "with", "tool-command", "shared-evidence", "jobs")
"""The keys whose variables would run other programs, ask a network, or write."""
_OURS: Mapping[str, Any] = {
    "executor": "local",
    "jobs": 1,
    "with": [],
    "guard": [],
    "rego": [],
    "cel": [],
    "framework": [],
    "shared-evidence": [],
    "format": ["json"],
    "source-root": ".",
}
"""What is so whatever ``synthgate.yaml`` says: one process, no other program, nothing outside."""
_ASSEMBLY = "cdk.out"


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder, how far it is trusted, and what whoever has started the server has said.

    `today` is the day that waivers are counted from and `file` the option that names
    ``synthgate.yaml``. One answer takes `seconds` at most.
    """

    root: Path
    environ: Mapping[str, str]
    language: Language
    today: date
    file: str | None = None
    trusted: bool = False
    seconds: float = 120.0

    @contextmanager
    def configured(self, given: Mapping[str, Any], *, anything: bool = True) -> Generator[Config]:
        """The configuration of one question, whose paths are all inside.

        Without `anything` to read, there need be no path.

        Raises:
            UsageError: a path leads out, or is none.
        """
        self._refuse(given)
        said, around = {**self._given, **given}, self._environ
        with configured(said, around, self.root, self.file, self.today) as config:
            paths = (config.paths or _UNSAID) if anything else ()
            yield replace(config, paths=tuple(map(self._inside, paths)))

    def _refuse(self, given: Mapping[str, Any]) -> None:
        """What an agent names besides paths: a profile's file, and what is to be compared with."""
        profile, base = given.get("profile"), given.get("against")
        if profile and Wish(profile).is_file:
            self._inside(profile)
        revision = revision_in(base) if base else None
        if revision and not exists(self.root / str(base)):
            self._refuse_revision(revision)
        elif base:
            self._inside(base)

    def _refuse_revision(self, revision: Revision) -> None:
        """A path at a revision is from the repository's root, or with ``./`` from the folder."""
        from_here = revision.path.startswith(("./", "../")) or revision.path in {".", ".."}
        start = self.root if from_here else places(self.root).source_root
        path = Path(os.path.normpath(start / revision.path))
        if not within(path, self.root):
            raise UsageError(_OUTSIDE.format(path=revision.name, root=self.root.name))

    def _inside(self, word: str) -> str:
        """A path as reports name it, if it is one below the root, links followed."""
        path = self.root / word
        if "\0" in word or not within(path, self.root):
            raise UsageError(_OUTSIDE.format(path=word, root=self.root.name))
        if not exists(path):
            raise UsageError(_missing(word))
        return resolved(path).relative_to(self.root).as_posix()

    @property
    def _given(self) -> dict[str, Any]:
        trust = {"allow-code": self.trusted, "untrusted": None if self.trusted else True}
        return {**_OURS, **trust, "lang": self.language}

    @property
    def _environ(self) -> dict[str, str]:
        without = {variable(key) for key in _UNASKED}
        return {name: value for name, value in self.environ.items() if name not in without}


def workspace_at(
    root: Path,
    environ: Mapping[str, str],
    config: Config,
    file: str | None,
    *,
    trusted: bool,
    seconds: float,
) -> Workspace:
    """The workspace in a folder.

    Raises:
        UsageError: there is no such folder.
    """
    if not root.is_dir():
        raise UsageError(_NO_ROOT.format(path=str(root)))
    language, today = config.language, config.today
    return Workspace(resolved(root), environ, language, today, file, trusted, seconds)


def _missing(word: str) -> Text:
    return _NO_ASSEMBLY if word == _ASSEMBLY else _NOTHING.format(path=word)


_UNSAID = (_ASSEMBLY,)
_NO_ROOT = Message("--root: {path!r} is no folder")
_OUTSIDE = Message(
    "{path!r} is outside the workspace {root!r}, and was not opened: name a path inside it; only "
    "the person who starts the server may widen it (synthgate mcp --root DIR)"
)
_NOTHING = Message(
    "{path!r}: nothing is there; name a cloud assembly, a template or a folder of the workspace"
)
_NO_ASSEMBLY = Message(
    "there is no cdk.out in the workspace, and the server never runs a program: ask the person to "
    "run 'cdk synth', or name what there is to scan in 'paths'"
)
