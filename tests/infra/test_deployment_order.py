"""One deployment after another, as CloudFormation takes them: how a restored table comes into use.

And that `synthgate diff`, asked before each, says what CloudFormation would.
"""

from __future__ import annotations

import copy
import gzip
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.infra.conftest import SOMEBODY, System
from tests.infra.deploying import Templates, deploy, exports

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
RESTORED = "restored_table=orders-restored"

WAS = ROOT / "tests" / "scanner" / "change" / "stacks" / "restored_table.json.gz"
"""Production, and way A of the runbook, as they were when restoring took exports away."""

DIFF = (sys.executable, "-m", "synthgate", "diff")


@pytest.fixture(scope="module")
def restored_assembly(assemble: Callable[..., Path]) -> Path:
    """Production as way A of the runbook deploys it."""
    return assemble("production", RESTORED, f"notification_email={SOMEBODY}")


@pytest.fixture(scope="module")
def restored(restored_assembly: Path) -> System:
    return System.read(restored_assembly, "production")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The assemblies of `WAS`: before, and after."""
    held = json.loads(gzip.decompress(WAS.read_bytes()))
    folder = tmp_path_factory.mktemp("once")
    for side in ("base", "head"):
        for name, content in {**held["both"], **held[side]}.items():
            path = folder / side / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(content))
    return folder / "base", folder / "head"


def gates(page: Path, base: Path, head: Path) -> list[int]:
    """What each comparison of the runbook exits with, of these two states."""
    typed = re.findall(
        r"^ +synthgate diff out/deployed out/next(.*)$", page.read_text(), re.MULTILINE
    )
    return [
        subprocess.run(
            [*DIFF, str(base), str(head), "--no-config", *options.split()],
            capture_output=True,
            check=False,
        ).returncode
        for options in typed
    ]


@pytest.mark.exhaustive
def test_the_runbook_compares_from_the_severity_that_matters(
    assembly: Path, restored_assembly: Path, tmp_path: Path
) -> None:
    """Way A is let through by each comparison; logs that are kept for less, by one not."""
    forgetful = shutil.copytree(assembly, tmp_path / "forgetful")
    for template in forgetful.rglob("*.template.json"):
        text = template.read_text("utf-8")
        template.write_text(text.replace('"RetentionInDays": 365', '"RetentionInDays": 30'))
    for page in (ROOT / "docs").glob("runbook-disaster-recovery*.md"):
        assert set(gates(page, assembly, restored_assembly)) == {0}
        assert 1 in gates(page, assembly, forgetful)


def diff(base: Path, head: Path) -> tuple[int, set[str]]:
    """What `synthgate diff` exits with, and the exports that it says others still import."""
    done = subprocess.run(
        [*DIFF, str(base), str(head), "--format", "json", "--no-config"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    found = json.loads(done.stdout)["findings"]
    said = [one["message"] for one in found if one["rule_id"] == "change-breaks-import"]
    return done.returncode, {name for one in said for name in re.findall(r"export (\S+) goes", one)}


def refused(base: System, head: System) -> set[str]:
    """The exports for which CloudFormation refuses the deployment of the head over the base."""
    return {name for names in deploy({**base.templates}, head).values() for name in names}


@pytest.mark.exhaustive
def test_a_restored_table_is_taken_into_use_in_one_deployment(
    production: System, restored: System
) -> None:
    """Way A: over the production that runs; back again; and over what was left of either."""
    deployed: Templates = {}
    for system in (production, restored, production, restored, restored):
        assert deploy(deployed, system) == {}
        assert deployed == system.templates


@pytest.mark.exhaustive
def test_the_restored_table_is_what_others_use(production: System, restored: System) -> None:
    """Everybody but Data, which keeps its own table, and is not changed at all."""
    assert restored.templates["Data"] == production.templates["Data"]
    tables = set(production.find("AWS::DynamoDB::GlobalTable"))
    assert len(tables) == 1
    for stack, template in restored.templates.items():
        assert stack == "Data" or tables.isdisjoint(restored.targets(stack, template))
    for stack in ("Service", "Operations", "Backup"):
        assert not tables.isdisjoint(production.targets(stack, production.templates[stack]))
        assert "orders-restored" in str(restored.templates[stack])


@pytest.mark.exhaustive
def test_the_recovery_region_is_made_in_the_order_of_the_runbook(recovered: System) -> None:
    """Way D: nothing is there, and each command's stacks find what they import."""
    deployed: Templates = {}
    for names in (("Foundation", "Network"), ("Data",), ("Service", "Operations")):
        assert deploy(deployed, recovered, *names) == {}
    assert deploy(deployed, recovered) == {}


@pytest.mark.exhaustive
def test_an_export_that_is_in_use_cannot_go(production: System, restored: System) -> None:
    """What the table's name was once: gone from Data, and imported by stacks that come later."""
    for gone in exports(production.templates["Data"]):
        without = copy.deepcopy(restored)
        outputs = without.templates["Data"]["Outputs"]
        [key] = [key for key, one in outputs.items() if one.get("Export", {}).get("Name") == gone]
        del outputs[key]
        assert deploy({**production.templates}, without) == {"Data": {gone}}


def test_what_nobody_exports_cannot_be_imported(production: System) -> None:
    """Service without Data."""
    assert set(deploy({}, production, "Foundation", "Network", "Service")) == {"Service"}


@pytest.mark.exhaustive
def test_diff_finds_what_the_way_was_once(once: tuple[Path, Path]) -> None:
    """The pair is refused, for two exports that deployed stacks import; the gate is closed."""
    base, head = once
    told = refused(*(System.read(one, "production") for one in once))
    assert len(told) == 2
    assert diff(base, head) == (1, told)
    assert diff(head, base) == (0, set())


@pytest.mark.exhaustive
def test_diff_has_nothing_against_the_way_as_it_is(assembly: Path, restored_assembly: Path) -> None:
    """There and back: what CloudFormation takes, the gate lets through."""
    assert diff(assembly, restored_assembly) == (0, set())
    assert diff(restored_assembly, assembly) == (0, set())


@pytest.mark.exhaustive
def test_diff_finds_the_fault_in_the_way_as_it_is(
    assembly: Path, restored_assembly: Path, tmp_path: Path
) -> None:
    """The table's exports taken out of what is synthesized today: refused, for those that are."""
    head = tmp_path / "cdk.out"
    shutil.copytree(restored_assembly, head)
    [path] = head.glob("assembly-*/*productionData*.template.json")
    template = json.loads(path.read_text())
    gone = {name for name in exports(template) if "StoreOrders" in name}
    template["Outputs"] = {
        key: one
        for key, one in template["Outputs"].items()
        if one.get("Export", {}).get("Name") not in gone
    }
    path.write_text(json.dumps(template))
    told = refused(*(System.read(one, "production") for one in (assembly, head)))
    assert gone
    assert diff(assembly, head) == (1, told)
    assert told == gone


@pytest.mark.exhaustive
def test_diff_passes_each_step_in_the_recovery_region(
    assemble: Callable[..., Path],
) -> None:
    """Way D: between its second step and its fourth only those that use a table change."""
    way = ("region=us-west-2", "recovery_region=us-east-1", f"notification_email={SOMEBODY}")
    second, fourth = assemble("production", *way), assemble("production", *way, RESTORED)
    assert diff(second, fourth) == (0, set())
    old, new = (System.read(one, "production").templates for one in (second, fourth))
    assert {name for name in new if old[name] != new[name]} == {"Service", "Operations", "Backup"}
