"""The start: a bare Python, the help, and one template, with what ships and with many more rules."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.pack import beside_us, make_pack
from benchmarks.process import Cost, Site, in_turn, synthgate
from benchmarks.setup import Row, Setup, jobs

RESOURCES = 50
CARDS = 500
_RUNS = 5


def startup(setup: Setup) -> Iterator[Row]:
    """Processor time of whole processes, interleaved."""
    template = setup.scratch / "of-fifty.json"
    template.write_text(json.dumps({"Resources": _fifty()}))
    setup.scan(template)
    costs = in_turn(
        max(_RUNS, setup.runs),
        {
            "python": lambda: setup.site.run([sys.executable, "-c", "pass"], setup.scratch),
            "help": lambda: setup.site.run(synthgate("--help"), setup.scratch),
            "fifty resources": setup.cold(
                lambda: setup.scan(template, *jobs(1), report="fifty.json")
            ),
        },
    )
    counts = setup.counted("fifty.json")
    for name, cost in costs.items():
        one = counts if name == "fifty resources" else None
        wrong = () if one is None or one.resources == RESOURCES else (f"{one.resources} resources",)
        yield Row("startup", name, cost, one, wrong=wrong, size=RESOURCES if one else 0)
    yield from _with_pack(setup, template)


def _fifty() -> dict[str, Any]:
    """Ten of each of five types that most templates have."""
    kinds: dict[str, dict[str, Any]] = {
        "S3::Bucket": {"VersioningConfiguration": {"Status": "Enabled"}},
        "SQS::Queue": {"KmsMasterKeyId": "alias/own"},
        "Lambda::Function": {"Runtime": "python3.13", "Handler": "main.run", "Role": "r"},
        "DynamoDB::Table": {"BillingMode": "PAY_PER_REQUEST"},
        "IAM::Role": {"AssumeRolePolicyDocument": {"Statement": []}},
    }
    return {
        f"R{number}{kind.replace('::', '')}": {"Type": f"AWS::{kind}", "Properties": properties}
        for number in range(RESOURCES // len(kinds))
        for kind, properties in kinds.items()
    }


def _with_pack(setup: Setup, template: Path) -> Iterator[Row]:
    """Five hundred cards of an organisation besides, compiled and not; once without bytecode."""
    pack = setup.scratch / f"pack-{CARDS}"
    if not pack.exists():
        make_pack(pack, CARDS)
    site = Site(setup.scratch / "site-of-pack")
    command = synthgate("scan", str(template), "--profile", "every", "--no-config", "--exit-zero")

    def scan(where: Site, *, anew: bool) -> Cost:
        if anew:
            shutil.rmtree(where.cache.parent, ignore_errors=True)
        return where.run(command, setup.scratch, PYTHONPATH=beside_us(pack))

    scan(site, anew=True)  # compiles the bytecode
    costs = in_turn(
        2,
        {
            f"{CARDS} more cards, not compiled": lambda: scan(site, anew=True),
            f"{CARDS} more cards": lambda: scan(site, anew=False),
            f"{CARDS} more cards, no bytecode": lambda: scan(
                replace(site, bytecode=False), anew=False
            ),
        },
    )
    for name, cost in costs.items():
        yield Row("startup", name, cost, size=CARDS)
