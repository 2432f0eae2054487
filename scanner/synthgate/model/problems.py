"""What kept a run from being whole, and what became of each template."""

from __future__ import annotations

from typing import Literal

from synthgate.model.findings import Acceptance
from synthgate.model.places import Position
from synthgate.model.text import Text
from synthgate.problem_code import ProblemCode, ProblemKind
from synthgate.records import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that kept synthgate from doing all of its work, or is worth telling.

    `touches` are the types of the resources that it is about; None where it may be about any.
    `accepted` says why it does not count, where somebody has accepted that. `rules` are those that
    it is about, where it is about these alone.
    """

    code: ProblemCode
    message: Text
    path: str | None = None
    position: Position | None = None
    rule_id: str | None = None
    touches: tuple[str, ...] | None = None
    accepted: Acceptance | None = None
    rules: tuple[str, ...] = ()

    @property
    def kind(self) -> ProblemKind:
        """How serious it is (`ProblemCode`); one that is accepted is only told."""
        return self.code.kind if self.accepted is None else "notice"


@dataclass(frozen=True, slots=True)
class ScannedTemplate:
    """One template of the run and what became of it.

    `environment` is what its stack is for, `told_by` what says so. `digest` is the SHA-256 of the
    file (hexadecimal); empty where that is no template. `account`, `region` and `partition` are
    where it is deployed, as far as its assembly says.
    """

    path: str
    status: Literal["scanned", "failed"]
    resources: int = 0
    stack: str | None = None
    stage: str | None = None
    environment: str | None = None
    told_by: Text | None = None
    digest: str = ""
    account: str | None = None
    region: str | None = None
    partition: str | None = None
