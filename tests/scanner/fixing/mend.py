"""Ways to have templates mended that several test modules share."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from synthgate.config import Config
from synthgate.fixing.templates import mended
from synthgate.merging import merge
from synthgate.model import Status
from synthgate.pipeline import Prepared, prepare
from synthgate.rule.cards.profile import Wish
from synthgate.scanning import scan_unit
from synthgate.sources.source import Source
from synthgate.template.read import read_template

if TYPE_CHECKING:
    from pathlib import Path

    from synthgate.fixing.outcomes import Outcome


@cache
def _prepared(folder: Path) -> Prepared:
    return prepare(Config(folder=folder, profile=Wish("all"), environment="production"))


def mend(folder: Path, text: str, *rules: str, name: str = "t.yaml") -> tuple[str, Outcome]:
    """A template, mended by some rules of all; and what came of it."""
    path = folder / name
    path.write_bytes(text.encode())
    prepared = _prepared(folder)
    cards = {id_: prepared.plan.cards[id_] for id_ in rules} or dict(prepared.plan.cards)
    plan = replace(prepared.plan, cards=cards)
    source = Source((0,), "file", path, prepared.judgement.around)
    found = prepared.judgement.report((), merge([scan_unit(plan, source)]))
    findings = [one for one in found.findings if one.rule.id in cards and one.status is Status.FAIL]
    outcome = mended(plan, source, cards, findings)
    made = outcome.edited[0].after.decode() if outcome.edited else text
    return made, outcome


def data(text: str) -> Any:
    """What a template says."""
    return read_template("t.yaml", text.encode()).data


def as_json(text: str) -> str:
    """The same template in JSON."""
    return json.dumps(data(text), indent=2) + "\n"


def assembly(program: Path, lines: dict[str, int], body: dict[str, Any]) -> dict[str, str]:
    """The files of an assembly whose resources, all of one body, lines of a program have made."""
    resources = {
        name: {**body, "Metadata": {"aws:cdk:path": f"S/{name}/Resource"}} for name in lines
    }
    metadata = {
        f"/S/{name}/Resource": [
            {"type": "aws:cdk:logicalId", "data": name},
            {"type": "aws:cdk:creationStack", "data": [f"made ({program}:{line}:1)"]},
        ]
        for name, line in lines.items()
    }
    stack = {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": "S.template.json"},
        "metadata": metadata,
    }
    manifest = {"version": "39.0.0", "artifacts": {"S": stack}}
    return {
        "cdk.out/cdk.out": '{"version":"39.0.0"}',
        "cdk.out/S.template.json": json.dumps({"Resources": resources}),
        "cdk.out/manifest.json": json.dumps(manifest),
    }
