"""Adversarial shapes beside plain templates as large, and templates at CloudFormation's limits."""

from __future__ import annotations

import json
from collections.abc import Iterator

from benchmarks.limits import KINDS, template
from benchmarks.process import in_turn
from benchmarks.setup import Row, Setup, jobs
from benchmarks.shapes import SHAPES

SIZE = 100
"""Of each shape: about the number of its resources."""


def shapes(setup: Setup) -> Iterator[Row]:
    """Each shape, and the plain template; less what a scan of nothing costs."""
    nothing = setup.scratch / "none.json"
    nothing.write_text('{"Resources": {"T": {"Type": "AWS::SNS::Topic"}}}')
    folder = setup.scratch / "shapes"
    folder.mkdir(exist_ok=True)
    for name, make in SHAPES.items():
        shape, stem = make(SIZE), name.replace(" ", "-")
        files = {kind: folder / f"{stem}-{kind}{shape.suffix}" for kind in ("shape", "plain")}
        files["shape"].write_text(shape.hostile)
        files["plain"].write_text(shape.plain)
        costs = in_turn(
            2,
            {
                kind: setup.cold(lambda it=it: setup.scan(it, *jobs(1), report="shape.json"))
                for kind, it in {"nothing": nothing, **files}.items()
            },
        )
        for kind, cost in costs.items():
            yield Row("shapes", f"{name}: {kind}", cost, size=SIZE)


def limits(setup: Setup) -> Iterator[Row]:
    """Five hundred resources, a megabyte, policies of the largest size: one kind after another."""
    folder = setup.scratch / "limits"
    folder.mkdir(exist_ok=True)
    for name in KINDS:
        data = template(name)
        file = folder / f"{name}.json"
        file.write_text(json.dumps(data))
        setup.forget()
        cost = setup.scan(file, *jobs(1), report="limits.json")
        counts, expected = setup.counted("limits.json"), len(data["Resources"])
        wrong = () if counts.resources == expected else (f"{counts.resources} of {expected}",)
        yield Row("limits", name, cost, counts, wrong=wrong, size=expected)
