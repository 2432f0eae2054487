"""The record of all that a run is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from synthgate.config.accepted import Accepted
from synthgate.config.tools import Tools
from synthgate.judge.baseline.file import FILE_NAME as BASELINE_NAME
from synthgate.judge.beside import GateOn
from synthgate.judge.evidence import FILE_NAME as EVIDENCE_NAME
from synthgate.judge.gate_policy import GatePolicy
from synthgate.judge.waivers import FILE_NAME as WAIVERS_NAME
from synthgate.judge.waivers import Waiver
from synthgate.model import Language, Problem, Severity, Stamp
from synthgate.records import dataclass
from synthgate.rule.cards.cache_key import KeySource
from synthgate.rule.cards.layers import Layer
from synthgate.rule.cards.profile import Wish
from synthgate.rule.cards.sheet import Source, shown
from synthgate.settings import Jobs
from synthgate.sources.left_out import LeftOut

if TYPE_CHECKING:
    from synthgate.config.policy.sheet import Policy


@dataclass(frozen=True, slots=True)
class Said:
    """What the source says that has its way in a key."""

    value: Any
    source: Source


NO_BASELINE = Path("none")
"""In the place of the file of known findings: have none."""


@dataclass(frozen=True, slots=True)
class Config:
    """All that a run is told. `folder` is where relative paths start.

    `environments` gives the environment of the stacks whose name, or whose path below
    `patterns_from`, fits a pattern; `left_out` is not scanned. `mistakes` is what is wrong with the
    configuration: what it says otherwise holds, but nobody may rely on it. `cache` is where rule
    cards are kept once read, signed with the key of `cache_key`; up to `cache_size` MiB of what
    scans came to are kept beside them. `evidence` is the file that is
    named for it, and `as_of` the day for all that depends on one: `today`, unless somebody says
    another. `shared_evidence` are files and addresses of such as holds for several repositories.
    `app` is what an organisation calls what is scanned. `said` is what counts in each key
    that anybody speaks of.
    `file` is ``synthgate.yaml``, which has its way in the keys `of_file`; `ignored` are
    the keys of which an untrusted one is not followed. `cdk_made` is what becomes of findings about
    what the CDK made, `waivers` are the findings that somebody accepts, `waivers_file` is where
    such is written, and `gate` is what closes it. `baseline` is the file that is named for known
    findings, `against` what a run is compared with, and `gate_on` whether the gate looks at what
    neither knows, at what a change does, or at all; None: as there is either. `policies` bind all
    of it, and are applied already: `refused` are the notices of what they do not allow, and
    `unheeded` is where one says that suppressions in templates do not count. `accepted` is where
    the files that decide are taken from, if not from here. `stamp` is when, and of what,
    reports say that they were made, if they do. `jobs` is how many processes scan at once,
    `executor` who scans, `scheduler` where its workers are found, and `facts` the folder that what
    is found is kept in.
    """

    folder: Path = field(default_factory=Path.cwd)
    paths: tuple[str, ...] = ()
    left_out: LeftOut = field(default_factory=LeftOut)
    source_root: Path | None = None
    rules: tuple[Path, ...] = ()
    gate: GatePolicy = field(default_factory=GatePolicy)
    waivers: tuple[Waiver, ...] = ()
    waivers_file: Path = Path(WAIVERS_NAME)
    gate_on: GateOn = None
    baseline: Path | None = None
    against: str | None = None
    cdk_made: Literal["aside", "count"] = "aside"
    exit_zero: bool = False
    language: Language = "en"
    environment: str | None = None
    environments: Mapping[str, str] = field(default_factory=dict[str, str])
    patterns_from: Path = Path()
    parameters: Path | None = None
    all_scenarios: bool = False
    tools: Tools = field(default_factory=Tools)
    format: tuple[str, ...] = ("text",)
    sarif_category: str = ""
    profile: Wish = field(default_factory=Wish)
    layers: tuple[Layer, ...] = ()
    mistakes: tuple[Problem, ...] = ()
    cache: Path | None = None
    cache_key: KeySource = field(default_factory=KeySource)
    cache_size: int = 512
    framework: tuple[Wish, ...] = ()
    evidence: Path | None = None
    shared_evidence: tuple[Wish, ...] = ()
    app: str = ""
    as_of: date = field(default_factory=date.today)
    today: date = field(default_factory=date.today)
    allow_code: bool = False
    untrusted: bool = False
    file: Source | None = None
    of_file: frozenset[str] = frozenset()
    said: Mapping[str, Said] = field(default_factory=dict[str, Said])
    ignored: tuple[str, ...] = ()
    policies: tuple[Policy, ...] = ()
    refused: tuple[Problem, ...] = ()
    unheeded: str = ""
    accepted: Accepted | None = None
    stamp: Stamp | None = None
    jobs: Jobs = 1
    executor: Literal["local", "dask"] = "local"
    scheduler: str = ""
    facts: str = ""

    @property
    def gates_all(self) -> bool:
        """Whether the gate looks at known findings, too."""
        return self.gate_on is not None and "all" in self.gate_on

    @property
    def gates_some(self) -> bool:
        """Whether somebody says that it looks at some findings alone."""
        return self.gate_on is not None and not self.gates_all

    @property
    def fail_on(self) -> Severity | None:
        """The least severity that closes the gate, where no clause says otherwise."""
        return self.gate.rest.fail_on

    @property
    def evidence_file(self) -> Path:
        """The file of evidence: what is named, else beside ``synthgate.yaml``."""
        beside = self.file.folder if self.file else self.folder
        return self._there(self.evidence or beside / EVIDENCE_NAME)

    @property
    def baseline_file(self) -> Path:
        """The file of known findings: what is named, else beside ``synthgate.yaml``."""
        beside = self.file.folder if self.file else self.folder
        return self._there(self.baseline or beside / BASELINE_NAME)

    @property
    def excuses_nothing(self) -> bool:
        """Whether what lies in the repository accepts nothing: a stranger has written it."""
        return self.untrusted and self.accepted is None

    def shown(self, path: Path) -> str:
        """What messages call a file that is read for the configuration."""
        accepted = self.accepted and self.accepted.shown(path)
        return accepted or shown(path, self.folder)

    def _there(self, path: Path) -> Path:
        """A file that decides, where it is taken from."""
        whole = self.folder / path
        return self.accepted.there(whole) if self.accepted else whole

    @property
    def runs_code(self) -> bool:
        """Whether the Python beside the cards of `rules` runs: the user names or allows it."""
        return self.allow_code or "rules" not in self.of_file
