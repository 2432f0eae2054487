"""One run of checkov over some templates, in a folder that is there for nothing else.

Its arguments are always the same: templates lie before it under neutral names, so that none of
theirs reaches a command line, none is a configuration, and what lies beside them is not seen.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

from synthgate.adapters.asking import Readable
from synthgate.adapters.checkov.output import Said, said
from synthgate.adapters.checkov.program import surroundings
from synthgate.adapters.process import GARBAGE, Ran, cut_short, run
from synthgate.model import Message, Text, verbatim
from synthgate.records import dataclass

ARGUMENTS = (
    *("--directory", "templates", "--framework", "cloudformation", "--output", "json"),
    *("--compact", "--soft-fail", "--skip-download"),
)
"""`--skip-download` keeps checkov from the service of its vendor: nothing needs the network."""
MOST = 256 * 1024 * 1024
"""How many bytes of answers are read: those about 20,000 results are 30 MB."""
_SUFFIXES = (".json", ".yaml", ".yml", ".template")
"""Those that checkov reads; all by one parser."""
_SOUND = '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}'
_PATIENCE = 120.0
"""Seconds for a template of one resource."""
_ERROR = re.compile(r"^(?:\w+\.)*(\w*(?:Error|Exception))\b")


class BrokenError(Exception):
    """A checkov that does not run at all; `how` says how it ended."""

    def __init__(self, how: Text) -> None:
        super().__init__(how["en"])
        self.how = how


@dataclass(slots=True)
class Runs:
    """The runs of one checkov over templates, which have `names` in all of them.

    `died` says of each template that it was asked about alone, and died of, how that ended; `gone`
    are those that could not be read.
    """

    program: Path
    folder: Path
    environ: Mapping[str, str]
    names: Mapping[str, str]
    died: dict[str, Text] = field(default_factory=dict[str, Text])
    gone: list[Readable] = field(default_factory=list[Readable])
    _number: int = 0
    _is_sound: bool = False

    def ask(self, templates: Sequence[Readable], seconds: float) -> Said | None:
        """What checkov says of some templates; None where it dies of one.

        Raises:
            BrokenError: it dies of any.
        """
        folder = self._fresh()
        for one in templates:
            self._lay(one, folder / "templates")
        ran = self._run(folder, seconds)
        heard = _heard(ran)
        if heard is None:
            if ran.ending != "late":
                self._prove(_how(ran, seconds), seconds)
            if len(templates) == 1:
                self.died[templates[0].shown] = _how(ran, seconds)
        self._is_sound = self._is_sound or heard is not None
        shutil.rmtree(folder, ignore_errors=True)
        return heard

    def _prove(self, how: Text, seconds: float) -> None:
        """Make sure that it was the templates: a checkov that dies of anything is asked no more."""
        if self._is_sound:
            return
        folder = self._fresh()
        (folder / "templates" / "0.json").write_text(_SOUND, "utf-8")
        if _heard(self._run(folder, min(seconds, _PATIENCE))) is None:
            raise BrokenError(how)
        self._is_sound = True

    def _lay(self, template: Readable, folder: Path) -> None:
        """Copy a template; one that is not there any more is left out, and known."""
        suffix = template.file.suffix.lower()
        name = self.names[template.shown]
        try:
            copy = folder / f"{name}{suffix if suffix in _SUFFIXES else '.template'}"
            shutil.copyfile(template.file, copy)
        except OSError:
            if template not in self.gone:
                self.gone.append(template)

    def _fresh(self) -> Path:
        self._number += 1
        folder = self.folder / str(self._number)
        for name in ("templates", "home"):
            (folder / name).mkdir(parents=True)
        return folder

    def _run(self, folder: Path, seconds: float) -> Ran:
        environ = surroundings(self.environ, folder / "home")
        return run([self.program, *ARGUMENTS], folder, environ, seconds, MOST)


def _heard(ran: Ran) -> Said | None:
    """What a run said, where it came to its end: 0, or 1 of a wrapper that drops an option."""
    if ran.ending != "ended" or ran.code not in {0, 1}:
        return None
    return said(ran.output.read_bytes()) if ran.output.stat().st_size <= MOST else None


def _how(ran: Ran, seconds: float) -> Text:
    """How a run ended. Of its complaints only the kind of an error is told: the rest may quote."""
    short = cut_short(ran)
    if short is not None:
        return short
    if ran.ending == "late":
        return _LATE.format(number=round(seconds))
    if ran.code in {0, 1}:
        return GARBAGE
    error = _ERROR.match(ran.complaint.rpartition("\n")[2])
    return _CODE.format(number=ran.code, error=verbatim(f": {error[1]}" if error else ""))


_LATE = Message("it was stopped after {number} s")
_CODE = Message("it ended with exit code {number}{error}")
