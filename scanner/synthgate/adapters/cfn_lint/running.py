"""One run of cfn-lint over some templates, in a folder that is there for nothing else.

Templates lie before it under neutral names, so that none of theirs reaches the command line. It
reads `.cfnlintrc` in its folder and at home: both are fresh. It needs no network.
"""

from __future__ import annotations

import os
import shutil
import site
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from synthgate.adapters.asking import Readable
from synthgate.adapters.cfn_lint.output import Matches, read
from synthgate.adapters.process import GARBAGE, Ran, how, run
from synthgate.model import Text

OLDEST = 1
"""The first major version that is run: those before load rules, which are code, from folders that
a template names."""
MOST = 256 * 1024 * 1024
"""How many bytes of answers are read: those about 20,000 findings are 25 MB."""
_PATIENCE = 60.0
"""Seconds to say its release."""
_NAME = "sound.json"
_SOUND = '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}'
_KEPT = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "PATHEXT", "SYSTEMROOT", "SYSTEMDRIVE")


def find(named: str | None, folder: Path, environ: Mapping[str, str]) -> Path | None:
    """The program that the user names, else the one beside this Python, else the one on PATH.

    What is named by a path is relative to `folder`.
    """
    path = environ.get("PATH", os.defpath)
    if named is not None:
        found = shutil.which(
            folder / named if "/" in named or os.sep in named else named, path=path
        )
    else:
        beside = Path(sys.executable).with_name("cfn-lint")
        found = shutil.which(beside) or shutil.which("cfn-lint", path=path)
    return Path(found).absolute() if found else None


class BrokenError(Exception):
    """A cfn-lint that dies of any template; `how` says how it ended."""

    def __init__(self, how: Text) -> None:
        super().__init__(how.en)
        self.how = how


class Runs:
    """The runs of one cfn-lint.

    `died` says how it ended over a template alone, `gone` are templates that cannot be read.
    """

    def __init__(self, program: Path, folder: Path, environ: Mapping[str, str]) -> None:
        self.program = program
        self.folder = folder
        self.environ = environ
        self.died: dict[str, Text] = {}
        self.gone: list[Readable] = []
        self._number = 0
        self._is_sound = False

    def release(self) -> tuple[str, Text | None]:
        """Its release; else how it ended when it was asked for that."""
        folder = self._fresh()
        ran = self._run(folder, ["--version"], _PATIENCE)
        if ran.ending != "ended" or ran.code != 0:
            return "", how(ran)
        said = ran.output.read_bytes()[:200].decode(errors="replace").strip()
        name, _, release = said.partition(" ")
        return (release, None) if name == "cfn-lint" and release else ("", GARBAGE)

    def ask(self, templates: Sequence[Readable], seconds: float) -> Matches | None:
        """What it finds in some templates; None where it dies of one.

        Raises:
            BrokenError: it dies of any.
        """
        folder = self._fresh()
        names = dict(self._laid(templates, folder))
        if not names:
            return Matches()
        ran = self._run(folder, ["--format", "json", "--", *names], seconds)
        matches = read(ran.output.read_bytes(), names) if ran.ending == "ended" else None
        if matches is None and ran.ending != "late":
            self._prove(ran, seconds)
        if matches is None and len(templates) == 1:
            self.died[templates[0].shown] = how(ran)
        self._is_sound = self._is_sound or matches is not None
        shutil.rmtree(folder, ignore_errors=True)
        return matches

    def _prove(self, died: Ran, seconds: float) -> None:
        """Make sure that it was the templates: one that dies of anything is asked no more."""
        if self._is_sound:
            return
        folder = self._fresh()
        (folder / _NAME).write_text(_SOUND, "utf-8")
        ran = self._run(folder, ["--format", "json", "--", _NAME], min(seconds, _PATIENCE))
        if ran.ending != "ended" or read(ran.output.read_bytes(), {}) is None:
            raise BrokenError(how(died))
        self._is_sound = True

    def _laid(self, templates: Sequence[Readable], folder: Path) -> list[tuple[str, str]]:
        """Copies of templates: the name of each, and what reports call it."""
        laid: list[tuple[str, str]] = []
        for at, one in enumerate(templates):
            suffix = ".json" if one.file.suffix.lower() == ".json" else ".yaml"
            name = f"{at:04}{suffix}"
            try:
                shutil.copyfile(one.file, folder / name)
            except OSError:
                self.gone.append(one)
            else:
                laid.append((name, one.shown))
        return laid

    def _fresh(self) -> Path:
        self._number += 1
        folder = self.folder / str(self._number)
        (folder / "home").mkdir(parents=True)
        return folder

    def _run(self, folder: Path, words: Sequence[str], seconds: float) -> Ran:
        home = str(folder / "home")
        environ = {key: self.environ[key] for key in _KEPT if key in self.environ}
        # Its home is empty; one that was installed by `pip install --user` is found in spite of it.
        base = self.environ.get("PYTHONUSERBASE") or site.getuserbase()
        environ |= {"HOME": home, "USERPROFILE": home, "TMPDIR": home, "PYTHONUTF8": "1"}
        environ |= {"PYTHONUSERBASE": base}
        return run([self.program, *words], folder, environ, seconds, MOST)
