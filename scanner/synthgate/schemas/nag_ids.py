"""The ids that cdk-nag's packs give to its rules (`tools/nag_ids.py` writes them down)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from synthgate.records import dataclass

FAILED = "CdkNagValidationFailure"
"""The id of cdk-nag 2 for a rule that raised an error (cdk-nag, `nag-rules.ts`)."""

_ID = re.compile(
    r"(?:(?P<plugin>[^\[\]:]+)::)?(?P<id>[^\[\]:]+)(?:\[(?P<finding>.*)\])?\Z", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class NagIds:
    """The names of all rules, and those of packs by the suffix that they have there.

    The names of packs are in small letters: releases and users spell them in several ways.
    """

    release: str
    rules: frozenset[str]
    packs: Mapping[str, Mapping[str, str]]

    def rule(self, written: str) -> str | None:
        """The rule of an id as packs write it (``AwsSolutions-S10``), or by its bare name.

        A pack of somebody's own gives rules the names that they have (`NagPack.applyRule`).
        """
        pack, _, suffix = written.rpartition("-")
        known = self.packs.get(pack.lower())
        if known is not None:
            return known.get(suffix)
        return suffix if suffix in self.rules else None

    def has_pack(self, written: str) -> bool:
        """Whether an id is of a pack that cdk-nag brings along, which has no other ids."""
        return written.rpartition("-")[0].lower() in self.packs


def pieces(written: str) -> tuple[str, str, str]:
    """An id in any spelling of any release: the plugin before it, the id, the finding behind it.

    ``AwsSolutions::AwsSolutions-IAM5[Action::s3:*]``. What is written in no such way is an id.
    """
    found = _ID.match(written)
    return (
        (found["plugin"] or "", found["id"], found["finding"] or "") if found else ("", written, "")
    )


@cache
def nag_ids() -> NagIds:
    """The table, read once."""
    text = Path(__file__).with_suffix(".txt").read_text("utf-8")
    release, rules, *packs = text.splitlines()
    return NagIds(release, frozenset(rules.split()), dict(map(_pack, packs)))


def _pack(line: str) -> tuple[str, Mapping[str, str]]:
    name, *ids = line.split()
    pairs = (one.partition("=") for one in ids)
    return name.lower(), {suffix: rule or suffix for suffix, _, rule in pairs}
