"""The worker, run until every template is answered, without the rules and templates it dies of."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from synthgate.adapters.asking import Readable
from synthgate.adapters.cfn_validate import lines
from synthgate.adapters.cfn_validate.lines import Answered, Lines
from synthgate.adapters.process import Ran, run
from synthgate.records import dataclass

PACKAGE = "cloudformation_validate"
WORKER = Path(__file__).with_name("worker.py")
RUNS = 40
"""How often the worker may be started over one run of synthgate."""
STEP = 30.0
"""Seconds that loading rules, or holding them against one template, may take."""
MEMORY = 6 * 1024**3
"""Bytes of addresses that the worker may use; six engines with their code take 2.5 GB."""
MOST = 128 * 1024 * 1024
"""Bytes that one worker may say; 20,000 findings are 10 MB."""
_KEPT = ("PATH", "LD_LIBRARY_PATH")

Kind = Literal["built-in", "guard", "rego", "cel"]


@dataclass(frozen=True, slots=True)
class Rule:
    """Text that is held against templates: a file of rules, or one rule of a file."""

    name: str
    content: str


class Said:
    """What came of all workers: by numbers of templates and of rules.

    `killing` are rules that the library died of, with the template where it did, -1 for none;
    `deadly` are templates that it died of, `unasked` those that were not reached; `lost` says how
    a worker ended that nothing more can be asked of.
    """

    def __init__(self) -> None:
        self.release = ""
        self.ids: set[str] = set()
        self.answered: dict[int, Answered] = {}
        self.refused: dict[int, str] = {}
        self.killing: dict[int, int] = {}
        self.deadly: list[int] = []
        self.unasked: list[int] = []
        self.lost: Ran | None = None


def package() -> Path | None:
    """The folder that holds the library; None where it is not installed."""
    spec = find_spec(PACKAGE)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent.parent


def ask_all(
    kind: Kind, rules: Sequence[Rule], templates: Sequence[Readable], where: Path, seconds: float
) -> Said:
    """Hold rules against templates, in as many workers as it takes."""
    said, deadline = Said(), time.monotonic() + seconds
    groups = _Groups([tuple(range(len(rules)))] if rules else [])
    for _ in range(RUNS):
        left = deadline - time.monotonic()
        waiting = _waiting(said, templates)
        if not waiting or left <= 0 or (rules and not groups.every):
            break
        request = {
            "package": str(where),
            "kind": kind,
            "rules": [{"name": rule.name, "content": rule.content} for rule in rules],
            "groups": groups.every,
            "templates": [(at, str(templates[at].file.absolute())) for at in waiting],
            "seconds": max(min(STEP, left), 0.1),
            "memory": MEMORY,
        }
        ran, heard = _run(request, left)
        _take(said, heard)
        groups.without(heard.refused)
        if heard.doing == "nothing":
            break
        if heard.doing not in ("loading", "holding") or ran.ending != "ended":
            said.lost = ran
            break
        _blame(said, groups, heard)
    if groups.every or not rules:
        said.unasked = _waiting(said, templates)
    return said


def _waiting(said: Said, templates: Sequence[Readable]) -> list[int]:
    return [at for at in range(len(templates)) if at not in said.answered and at not in said.deadly]


class _Groups:
    """The rules that are asked together; those that the library dies of are found by halves."""

    def __init__(self, every: list[tuple[int, ...]]) -> None:
        self.every = every

    def without(self, some: Mapping[int, Any]) -> None:
        """Leave some rules out."""
        rest = (tuple(at for at in group if at not in some) for group in self.every)
        self.every = [group for group in rest if group]

    def halve(self, some: tuple[int, ...]) -> None:
        """Ask halves of some rules apart from now on."""
        self.without(dict.fromkeys(some))
        half = len(some) // 2
        self.every += [some[:half], some[half:]]

    def join(self) -> None:
        """Ask all rules together again."""
        rest = tuple(sorted(at for group in self.every for at in group))
        self.every = [rest] if rest else []


def _run(request: Mapping[str, Any], seconds: float) -> tuple[Ran, Lines]:
    with tempfile.TemporaryDirectory(prefix="synthgate-") as name:
        folder = Path(name)
        written = folder / "request.json"
        written.write_text(json.dumps(request), encoding="utf-8")
        environ = {key: os.environ[key] for key in _KEPT if key in os.environ}
        environ |= {"HOME": name, "LC_ALL": "C.UTF-8", "RUST_BACKTRACE": "0"}
        words = [sys.executable, "-I", WORKER, written]
        ran = run(words, folder, environ, seconds, MOST)
        return ran, Lines() if ran.ending == "absent" else lines.read(ran.output)


def _take(said: Said, heard: Lines) -> None:
    said.release = heard.release or said.release
    said.ids.update(heard.ids)
    said.refused.update(heard.refused)
    said.answered.update({one.number: one for one in heard.answered})


def _blame(said: Said, groups: _Groups, heard: Lines) -> None:
    """Take what the library died of out of the next run, or nearer to being found.

    A rule is blamed first; a template over which a second one dies is to blame itself.
    """
    if len(heard.rules) > 1:
        groups.halve(heard.rules)
        return
    over, blamed = heard.template, dict.fromkeys(heard.rules)
    if not blamed or (over >= 0 and over in said.killing.values()):
        said.deadly.append(over)
    said.killing.update(dict.fromkeys(blamed, over) if over not in said.deadly else {})
    groups.without(blamed if over not in said.deadly else {})
    groups.join()
