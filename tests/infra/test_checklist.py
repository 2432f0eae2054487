"""Each single change to production turns the item of the checklist that it breaks, and no other."""

from __future__ import annotations

import copy
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from changes import keeping, security, watching
from changes.app import App, Change
from synthgate.cli import Streams, main

DAY = date(2026, 11, 30)
STATED = ("BAK-3", "OPS-1", "OPS-2", "COST-1", "COST-2", "COST-4")
EVIDENCE = {
    "evidence": [
        {"control": one, "statement": "s", "document": "D-1", "by": "d", "date": "2026-11-01"}
        for one in STATED
    ]
}
BROKEN: dict[tuple[str, ...], Mapping[str, Change]] = {
    ("SEC-1",): security.SEC_1,
    ("SEC-2",): {**security.SEC_2, **security.SEC_2_UNKNOWN},
    ("SEC-3",): security.SEC_3,
    ("SEC-4",): security.SEC_4,
    ("SEC-4", "BAK-1"): security.SEC_4_AND_BAK_1,
    ("MON-1",): watching.MON_1,
    ("MON-2",): {**watching.MON_2, **watching.MON_2_UNKNOWN},
    ("MON-2", "MON-3"): watching.MON_2_AND_3,
    ("MON-3",): watching.MON_3,
    ("MON-4",): watching.MON_4,
    ("BAK-1",): keeping.BAK_1,
    ("BAK-2",): keeping.BAK_2,
    ("BAK-1", "BAK-2"): keeping.BAK_1_AND_2,
    ("BAK-4",): {**keeping.BAK_4, **keeping.BAK_4_UNKNOWN},
    ("OPS-3",): keeping.OPS_3,
    ("OPS-4",): keeping.OPS_4,
    ("COST-1",): keeping.COST_1,
    ("COST-3",): {**keeping.COST_3, **keeping.COST_3_UNKNOWN},
    ("COST-3", "MON-3"): keeping.COST_3_AND_MON_3,
    ("COST-4",): keeping.COST_4,
    (): {**security.HARMLESS, **watching.HARMLESS, **keeping.HARMLESS},
}
UNKNOWN = {
    *security.SEC_2_UNKNOWN,
    *watching.MON_2_UNKNOWN,
    *keeping.BAK_4_UNKNOWN,
    *keeping.COST_3_UNKNOWN,
}
SAMPLE = 6
"""Every so many changes are tried each time, the others with ``--all-cases``."""


def _cases() -> Iterator[object]:
    number = 0
    for items, changes in BROKEN.items():
        for name, change in changes.items():
            marks = [pytest.mark.exhaustive] if number % SAMPLE else []
            number += 1
            yield pytest.param(items, name, change, id=f"{'+'.join(items)} {name}", marks=marks)


@pytest.fixture(scope="session")
def app(assembly: Path) -> App:
    return App.read(assembly)


def _states(folder: Path) -> dict[str, str]:
    evidence = folder.parent / "evidence.json"
    evidence.write_text(json.dumps(EVIDENCE), "utf-8")
    out, err = io.StringIO(), io.StringIO()
    argv = ["checklist", str(folder), "--no-config", "--evidence", str(evidence)]
    code = main([*argv, "--format", "json"], Streams(io.BytesIO(), out, err), {}, DAY)
    assert code in {0, 1}, err.getvalue()
    (framework,) = json.loads(out.getvalue())["frameworks"]
    return {one["id"]: one["state"] for one in framework["controls"]}


def test_production_meets_all_items(assembly: Path, app: App, tmp_path: Path) -> None:
    """As it is synthesized, and as it is written anew."""
    app.write(assembly, tmp_path / "out")
    assert {*_states(tmp_path / "out").values()} == {"met"}


@pytest.mark.sampled(48)
@pytest.mark.parametrize(("items", "name", "change"), [*_cases()])
def test_a_change_turns_its_item(
    items: tuple[str, ...], name: str, change: Change, app: App, assembly: Path, tmp_path: Path
) -> None:
    """Not met; or unknown, where only people can tell."""
    changed = copy.deepcopy(app)
    change(changed)
    assert changed != app
    changed.write(assembly, tmp_path / "out")
    turned = {item: state for item, state in _states(tmp_path / "out").items() if state != "met"}
    assert turned == dict.fromkeys(items, "unknown" if name in UNKNOWN else "not-met")


@pytest.mark.parametrize("items", [one for one in BROKEN if one])
def test_every_item_is_broken_in_several_ways(items: tuple[str, ...]) -> None:
    """Those about evidence alone have no template to break."""
    assert len(items) > 1 or len(BROKEN[items]) >= 4
