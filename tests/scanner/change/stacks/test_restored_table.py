"""The runbook for a lost table: the stacks that import from the stack of the data have to let go.

Two assemblies of this repository's own app, as they were when restoring a table took exports away:
`restored_table.json.gz` has their manifests and templates, and no assets.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from synthgate.change.matching import matched
from synthgate.change.stacks.effects import effects
from synthgate.linking import link
from synthgate.sources.assembly import load_assembly
from synthgate.sources.parameter_file import GivenParameters
from synthgate.sources.places import Places

if TYPE_CHECKING:
    from synthgate.evaluate import Stack

DATA = Path(__file__).with_name("restored_table.json.gz")
TABLE = "StoreOrders2EE5737F"
EXPORTS = {f"ExportsOutputFnGetAtt{TABLE}Arn3840B4BB", f"ExportsOutputRef{TABLE}3692C896"}
IMPORTING = {"Service", "Backup", "Operations"}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The folders of both assemblies."""
    held = json.loads(gzip.decompress(DATA.read_bytes()))
    folder = tmp_path_factory.mktemp("pair")
    for side in ("base", "head"):
        _write(folder / side, {**held["both"], **held[side]})
    return folder / "base", folder / "head"


def _write(folder: Path, files: Mapping[str, Any]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(content, indent=1))


def stacks_of(folder: Path) -> list[Stack]:
    unit = load_assembly(folder, Places(folder.parent, folder.parent))
    return [*link(unit, GivenParameters()).stacks.values()]


def test_two_exports_go_that_three_stacks_import(pair: tuple[Path, Path]) -> None:
    """Both are told where they were, with the stacks that still import them when they are to go."""
    found = [*effects(matched(*map(stacks_of, pair)))]
    assert {one.kind for one in found} == {"breaks-import"}
    assert {str(one.status) for one in found} == {"fail"}
    assert {one.place.route[1] for one in found} == EXPORTS
    assert {one.stack.name for one in found} == {"my-cdk-app-production-Data"}
    named = " ".join(one.place.note["en"] for one in found if one.place.note)
    assert {word for word in IMPORTING if f"my-cdk-app-production-{word}" in named} == IMPORTING


def test_the_way_back_and_no_way_at_all_break_nothing(pair: tuple[Path, Path]) -> None:
    """Exports that come are nobody's harm; of what is the same nothing is told."""
    base, head = pair
    assert not [*effects(matched(stacks_of(head), stacks_of(base)))]
    assert not [*effects(matched(stacks_of(base), stacks_of(base)))]


Run = Callable[..., Any]


def test_it_is_a_finding_that_closes_the_gate(pair: tuple[Path, Path], cli: Run) -> None:
    """As `synthgate diff` tells it, in both languages."""
    base, head = pair
    for lang, said in (("en", "goes (imported by"), ("ko", "내보내기")):
        ran = cli("diff", str(base), str(head), "--format", "json", "--lang", lang)
        findings = json.loads(ran.out)["findings"]
        broken = [one for one in findings if one["rule_id"] == "change-breaks-import"]
        assert ran.code == 1
        assert len(broken) == len(EXPORTS)
        assert all(said in one["message"] for one in broken)
