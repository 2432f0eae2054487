"""What the pages of operations have people type: what it finds, and in which region."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import TYPE_CHECKING, Any, cast

import pytest
from tests.infra.conftest import SOMEBODY, System
from tests.infra.test_operations_page import DOCS, PAGES, commands

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

botocore = pytest.importorskip("botocore")
jmespath = pytest.importorskip("jmespath")
session = pytest.importorskip("botocore.session").get_session()

RUNBOOKS = {
    "runbook": "runbook-disaster-recovery.md",
    "runbook-ko": "runbook-disaster-recovery.ko.md",
}
TYPED = PAGES | {name: DOCS / file for name, file in RUNBOOKS.items()}
QUERY = re.compile(
    r"\baws (?P<service>[a-z\d-]+) (?P<operation>[a-z\d-]+)"
    r"(?:(?!\baws |`).)*? --query (?:\"(?P<quoted>[^\"]+)\"|(?P<bare>[^\s`)]+))"
)
SERVICES = {"s3api": "s3"}
"""What the CLI calls otherwise than its own library."""


def queries(page: Path) -> Iterator[tuple[str, str, str]]:
    """Each service, operation and query, in tables, sentences and code."""
    text = " ".join(page.read_text("utf-8").replace("\\\n", " ").split())
    for found in QUERY.finditer(text):
        yield found["service"], found["operation"], found["quoted"] or found["bare"]


def sample(shape: Any, text: str, above: tuple[str, ...] = ()) -> Any:
    """An answer of a shape of the service's model: two of whatever there may be many of."""
    if shape.name in above:
        return None
    above = (*above, shape.name)
    match shape.type_name:
        case "structure":
            return {name: sample(member, text, above) for name, member in shape.members.items()}
        case "list":
            return [sample(shape.member, text, above) for _ in range(2)]
        case "map":
            return {text: sample(shape.value, text, above)}
        case "boolean":
            return True
        case "integer" | "long" | "float" | "double":
            return 1
        case _:
            return text


def answered(service: str, operation: str, query: str) -> Any:
    """What the query makes of a sample answer, whose texts are what it looks for."""
    model = session.get_service_model(SERVICES.get(service, service))
    names = {botocore.xform_name(name, "-"): name for name in model.operation_names}
    shape = model.operation_model(names[operation]).output_shape
    wanted = re.search(r"'([^']+)'", query)
    return jmespath.search(query, sample(shape, wanted[1] if wanted else "text"))


def has_all(answer: Any) -> bool:
    """There is something, and nothing is missing."""
    if isinstance(answer, list):
        many = cast("list[Any]", answer)
        return bool(many) and all(map(has_all, many))
    return answer is not None


@pytest.mark.parametrize("page", TYPED.values(), ids=TYPED)
def test_every_query_finds_what_it_asks_for(page: Path) -> None:
    """In an answer as the service's model has it: no ``None`` is printed."""
    asked = list(queries(page))
    assert len(asked) > 5
    for service, operation, query in asked:
        if query == "Environment.Variables.TABLE_NAME":
            continue  # a map, whose keys no model knows
        assert has_all(answered(service, operation, query)), (operation, query)


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_line_is_printed_for_each_result_of_a_log(page: Path) -> None:
    """With the values of all its fields."""
    [query] = [query for _, operation, query in queries(page) if operation == "get-query-results"]
    assert answered("logs", "get-query-results", query) == [["text"] * 2] * 2
    assert not has_all(answered("logs", "get-query-results", "results[].[*].value"))


STAND_INS = """
aws() {
  local words="$*" region="$AWS_REGION"
  while [ $# -gt 0 ]; do
    if [ "$1" = --region ]; then region="$2"; fi
    shift
  done
  echo "CALL $region $words" >&2
}
npx() { :; }
sleep() { :; }
date() { echo 2026-11-30; }
"""
"""Programs that say in which region they were asked for what, and do nothing."""


def called(page: Path, regions: dict[str, str]) -> list[tuple[str, str]]:
    """Run every command of a page; return each call's region, and what was asked."""
    block = [line for line in page.read_text("utf-8").splitlines() if line.startswith("    ")]
    typed = [one for one in commands(page)[1:] if re.match(r"(aws|ask|output|\$\(output) ", one)]
    told = "\n".join(f"export {name}={region}" for name, region in regions.items())
    script = "\n".join([*block, told, STAND_INS, *typed])
    run = subprocess.run(
        [shutil.which("bash") or "bash", "-c", script], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
    calls = re.findall(r"^CALL (\S*) (.*)$", run.stderr, re.MULTILINE)
    assert len(calls) > 40
    return calls


def homes(system: System) -> dict[str, str]:
    """The region of each stack, and of each vault, by its name."""
    prefix = f"my-cdk-app-{system.name}"
    regions = {
        name: artifact["environment"].rpartition("/")[2]
        for name, artifact in system.artifacts.items()
    }
    vaults = system.find("AWS::Backup::BackupVault").items()
    return {f"{prefix}-{name}": region for name, region in regions.items()} | {
        vault["Properties"]["BackupVaultName"]: regions[place.stack] for place, vault in vaults
    }


@pytest.fixture(scope="module")
def seoul(assemble: Callable[..., Path]) -> System:
    """Production elsewhere, where the stack of costs is in neither region of the others."""
    output = assemble("production", "region=ap-northeast-2", NOTIFICATION_EMAIL=SOMEBODY)
    return System.read(output, "production")


ELSEWHERE = {"AWS_REGION": "ap-northeast-2", "RECOVERY_REGION": "ap-northeast-1"}


@pytest.mark.exhaustive
@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_each_command_asks_in_the_region_of_what_it_names(
    page: Path, production: System, seoul: System
) -> None:
    """Of stacks and vaults; as the page has it, and with its variables set to other regions."""
    for system, regions in ((production, {}), (seoul, ELSEWHERE)):
        where = homes(system)
        for region, words in called(page, regions):
            named = re.findall(r"--(?:stack|backup-vault)-name (\S+)", words)
            assert [where[name] for name in named] in ([], [region]), words


@pytest.mark.exhaustive
@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
def test_output_asks_every_stack_where_it_is(production: System, seoul: System) -> None:
    """``output STACK DriftDetectionCommand`` is said to be for all of them."""
    block = [one for one in PAGES["en"].read_text("utf-8").splitlines() if one.startswith("    ")]
    for system, regions in ((production, {}), (seoul, ELSEWHERE)):
        told = [f"export {name}={region}" for name, region in regions.items()]
        asked = [f"output {stack} DriftDetectionCommand" for stack in system.artifacts]
        script = "\n".join([*block, *told, STAND_INS, *asked])
        run = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
        found = re.findall(r"CALL (\S+) .*--stack-name (\S+)", run.stderr)
        assert {name: region for region, name in found} == {
            name: region for name, region in homes(system).items() if "vault" not in name
        }
