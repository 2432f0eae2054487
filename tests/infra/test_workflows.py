"""What the workflows of GitHub Actions promise: nothing is deployed that the gate has not seen."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from tests.infra.conftest import System

FOLDER = Path(__file__).parents[2] / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.glob("*.yml"))
ENVIRONMENTS = ("development", "staging", "production")


def read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text("utf-8"))


def steps(job: dict[str, Any], action: str) -> list[dict[str, Any]]:
    """The inputs of each step that uses an action, in order."""
    used = (step for step in job.get("steps", ()) if step.get("uses", "").startswith(f"{action}@"))
    return [step["with"] for step in used]


DEPLOY = read(FOLDER / "deploy.yml")
JOBS: dict[str, dict[str, Any]] = DEPLOY["jobs"]
DEPLOYING = {
    name: job
    for name, job in JOBS.items()
    if any("cdk deploy" in step.get("run", "") for step in job.get("steps", ()))
}
RELEASE: dict[str, dict[str, Any]] = read(FOLDER / "release.yml")["jobs"]
PUBLISHING = {
    "attest": {"id-token": "write", "attestations": "write"},
    "publish": {"id-token": "write"},
    "announce": {"contents": "write"},
}
"""The jobs of a release that write somewhere, and what each may do."""


@pytest.fixture(params=sorted(DEPLOYING))
def deploying(request: pytest.FixtureRequest) -> tuple[str, dict[str, Any]]:
    return request.param, DEPLOYING[request.param]


# The gate


def test_every_environment_is_deployed_in_order() -> None:
    """Each after the one before it, by a job of its own name."""
    assert tuple(DEPLOYING) == ENVIRONMENTS
    for before, after in pairwise(ENVIRONMENTS):
        assert before in DEPLOYING[after]["needs"]


def test_every_deployment_needs_the_gate_and_the_tests(
    deploying: tuple[str, dict[str, Any]],
) -> None:
    """And no condition lets it go on where the gate is closed, or a test has failed."""
    _, job = deploying
    assert {"gate", "tests"} <= set(job["needs"])
    assert not re.search(r"always\(|failure\(|cancelled\(", job["if"])
    assert "refs/heads/main" in job["if"]
    assert "pull_request" in job["if"]


def test_the_tests_are_those_of_ci() -> None:
    """All of them, by a call, wherever something is deployed; and once for a commit."""
    tests = JOBS["tests"]
    assert tests["uses"] == "./.github/workflows/ci.yml"
    assert tests["if"] == "github.event_name != 'pull_request'"
    assert not tests.get("continue-on-error")
    called = read(FOLDER / "ci.yml")
    assert set(called[True]) == {"pull_request", "workflow_call"}  # YAML's `on`
    run = [step["run"] for job in called["jobs"].values() for step in job["steps"] if "run" in step]
    assert ".ci/run" in run
    assert not any("continue-on-error" in job for job in called["jobs"].values())


def test_whoever_gets_the_alarms_is_named_to_the_synthesis() -> None:
    """By a variable of the repository, as the gate runs for no environment of its own."""
    [synthesize] = [one for one in JOBS["gate"]["steps"] if one.get("name") == "Synthesize"]
    assert synthesize["env"]["NOTIFICATION_EMAIL"] == "${{ vars.NOTIFICATION_EMAIL }}"
    assert "environment" not in JOBS["gate"]


def test_the_gate_is_not_held_open() -> None:
    """It scans all environments, and its exit code is its answer."""
    gate = JOBS["gate"]
    assert gate["strategy"]["matrix"]["environment"] == list(ENVIRONMENTS)
    assert not gate.get("continue-on-error")
    [scan] = [step for step in gate["steps"] if "synthgate scan" in step.get("run", "")]
    assert not scan.keys() & {"if", "continue-on-error"}
    assert not re.search(r"exit-zero|fail-on|\|\|", scan["run"])


def test_a_job_deploys_what_was_scanned(deploying: tuple[str, dict[str, Any]]) -> None:
    """The artifact of its environment and nothing else: it checks nothing out, builds nothing."""
    name, job = deploying
    artifact, program = steps(job, "actions/download-artifact")
    assert (artifact["name"], program["name"]) == (f"assembly-{name}", f"cdk-cli-{name}")
    unpack, install, deploy, _ = [step["run"] for step in job["steps"] if "run" in step]
    assert install == f"npm ci --ignore-scripts --prefix {program['path']}"
    assert deploy.startswith(f"{program['path']}/node_modules/.bin/cdk deploy ")
    assert f"--file {artifact['path']}/assembly.tar " in unpack
    assert re.findall(r"--app (\S+)", deploy) == re.findall(r"--directory (\S+)$", unpack)
    assert not steps(job, "actions/checkout")
    assert job["environment"] == name


def test_what_is_handed_on_is_what_was_scanned() -> None:
    """The folder of the scan, whole, after the scan, and only where the gate is open; as a tar,
    for an artifact of single files forgets which of them may be run.
    """
    gate = JOBS["gate"]
    positions = {step.get("name"): index for index, step in enumerate(gate["steps"])}
    handing = gate["steps"][positions["Hand the scanned assembly on"]]
    packing = gate["steps"][positions["Pack the scanned assembly"]]
    assert positions["Pack the scanned assembly"] > positions["Scan"]
    assert positions["Hand the scanned assembly on"] > positions["Pack the scanned assembly"]
    assert not {"if"} & (handing.keys() | packing.keys())
    assert handing["with"]["name"] == "assembly-${{ matrix.environment }}"
    scanned = re.findall(r"synthgate scan (\S+)", gate["steps"][positions["Scan"]]["run"])
    assert re.findall(r"--file (\S+) --directory (\S+) \.$", packing["run"]) == [
        (handing["with"]["path"], *scanned)
    ]


def test_who_approves_sees_what_the_change_does() -> None:
    """What is scanned beside what stands, of the same environment; and it decides nothing."""
    said = {step.get("name"): step for step in JOBS["gate"]["steps"]}
    base, told = said["Check out what stands before this change"], said["Tell what the change does"]
    assert base["with"]["path"] == "base"
    assert told["if"] == f"steps.{base['id']}.outcome == 'success'"
    assert base["continue-on-error"] is told["continue-on-error"] is True
    assert told["env"] == said["Synthesize"]["env"]
    assert told["run"].splitlines()[0] == f"(cd base && {said['Synthesize']['run']})"
    [folders] = re.findall(r"synthgate diff (\S+) (\S+) --exit-zero", told["run"])
    [scanned] = re.findall(r"synthgate scan (\S+)", said["Scan"]["run"])
    assert folders == (f"base/{scanned}", scanned)
    assert "GITHUB_STEP_SUMMARY" in told["run"]


def test_alerts_are_shown_when_the_gate_is_closed() -> None:
    """They are what a closed gate is about; the file is the one that the scan writes."""
    [upload] = [s for s in JOBS["gate"]["steps"] if "upload-sarif" in s.get("uses", "")]
    assert upload["if"].startswith("always()")
    [scan] = [s["run"] for s in JOBS["gate"]["steps"] if "synthgate scan" in s.get("run", "")]
    assert f"sarif-github={upload['with']['sarif_file']}" in scan


# What the jobs may do


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_permissions_are_asked_for_by_job(path: Path) -> None:
    """None by default; an OIDC token for those that deploy or publish, and for nobody else."""
    workflow = read(path)
    assert workflow["permissions"] == {}
    for name, job in workflow["jobs"].items():
        asked = job["permissions"]
        if path.name == "deploy.yml" and name in DEPLOYING:
            assert asked == {"id-token": "write"}
        elif path.name == "release.yml" and name in PUBLISHING:
            assert asked == PUBLISHING[name]
        elif (path.name, name) == ("site.yml", "publish"):
            assert asked == {"pages": "write", "id-token": "write"}
        else:
            most = {"actions": "read", "contents": "read", "security-events": "write"}
            assert asked.items() <= most.items()
            assert name == "gate" or asked == {"contents": "read"}


def test_a_job_assumes_a_role(deploying: tuple[str, dict[str, Any]]) -> None:
    """That its environment names, for as long as it runs."""
    _, job = deploying
    [credentials] = steps(job, "aws-actions/configure-aws-credentials")
    assert credentials["role-to-assume"] == "${{ vars.AWS_DEPLOY_ROLE_ARN }}"
    assert not credentials.keys() & {"aws-access-key-id", "aws-secret-access-key"}


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_hold_no_secrets_and_trust_no_text(path: Path) -> None:
    """Neither is a title or a branch name, which anybody may choose, put into a command."""
    assert not re.search(r"\$\{\{[^}]*\bsecrets\b", path.read_text("utf-8"))
    assert "pull_request_target" not in path.read_text("utf-8")
    for job in read(path)["jobs"].values():
        assert not any("${{" in step.get("run", "") for step in job.get("steps", ()))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned(path: Path) -> None:
    """By a full commit, the same everywhere, with the release that it is of."""
    lines = re.findall(r"uses: ([^@\s]+)@(\S+)(.*)", path.read_text("utf-8"))
    assert lines
    for action, commit, comment in lines:
        assert re.fullmatch(r"[0-9a-f]{40}", commit), action
        assert re.fullmatch(r" # v\d+\.\d+\.\d+", comment), action
    every = "\n".join(one.read_text("utf-8") for one in WORKFLOWS)
    for action in {action for action, *_ in lines}:
        assert len(set(re.findall(rf"uses: {re.escape(action)}@(.*)", every))) == 1


# A release


def test_nothing_is_published_before_it_was_tested_and_tried() -> None:
    """All tests, those of the ends of every range included, and the wheel on the oldest Python."""
    assert RELEASE["tests"]["uses"] == "./.github/workflows/ci.yml"
    assert {"tests", "build", "try"} <= set(RELEASE["attest"]["needs"])
    assert (RELEASE["publish"]["needs"], RELEASE["announce"]["needs"]) == ("attest", "publish")
    oldest = tomllib.loads((FOLDER.parents[1] / "pyproject.toml").read_text("utf-8"))["project"]
    pythons = RELEASE["try"]["strategy"]["matrix"]["python"]
    assert f">={pythons[0]}" == oldest["requires-python"]
    assert set(pythons) <= set(
        read(FOLDER / "ci.yml")["jobs"]["test"]["strategy"]["matrix"]["python"]
    )
    for job in RELEASE.values():
        assert not job.keys() & {"if", "continue-on-error"}
        assert not any(step.keys() & {"if", "continue-on-error"} for step in job.get("steps", ()))


def test_a_release_is_built_once() -> None:
    """What is attested, published and announced is what one job has handed on."""
    handed = [name for name, job in RELEASE.items() if steps(job, "actions/upload-artifact")]
    assert handed == ["build"]
    [artifact] = steps(RELEASE["build"], "actions/upload-artifact")
    for name in PUBLISHING:
        [taken] = steps(RELEASE[name], "actions/download-artifact")
        assert (taken["name"], taken["path"]) == (artifact["name"], "dist")
        assert not steps(RELEASE[name], "actions/checkout")
    makefile = (FOLDER.parents[1] / "Makefile").read_text("utf-8")
    assert f"release_dist.py {artifact['path']} " in makefile


def test_a_tag_of_another_version_stops_the_build() -> None:
    """It is handed to what refuses it, and lies on main."""
    runs = {step["run"]: step.get("env") for step in RELEASE["build"]["steps"] if "run" in step}
    assert runs["make dist"] == {"TAG": "${{ github.ref_name }}"}
    assert any("merge-base --is-ancestor HEAD refs/remotes/origin/main" in run for run in runs)
    assert read(FOLDER / "release.yml")[True] == {"push": {"tags": ["v*"]}}  # YAML's `on`


def test_a_release_is_published_by_trust_and_attested() -> None:
    """By an environment and no token; where it is from and what it needs are signed."""
    [published] = steps(RELEASE["publish"], "pypa/gh-action-pypi-publish")
    assert published.items() >= {("packages-dir", "dist/packages"), ("attestations", True)}
    assert not published.keys() & {"password", "user", "skip-existing"}
    assert RELEASE["publish"]["environment"]["name"] == "pypi"
    origin, needs = steps(RELEASE["attest"], "actions/attest")
    assert origin == {"subject-path": "dist/packages/*"}
    assert needs == {**origin, "sbom-path": f"dist/{_bill()}"}


def _bill() -> str:
    """How `make dist` calls the bill of materials: its module needs what is not here."""
    text = (FOLDER.parents[1] / "tools" / "release_dist.py").read_text("utf-8")
    [name] = re.findall(r'(?m)^BILL = "(.+)"$', text)
    return name


def test_pins_are_kept_fresh() -> None:
    """Of the actions, and of the CLI that deploys."""
    told = read(FOLDER.parent / "dependabot.yml")["updates"]
    assert {(one["package-ecosystem"], one["directory"]) for one in told} == {
        ("github-actions", "/"),
        ("npm", "/requirements/cdk-cli"),
    }


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_runs_do_not_overtake_each_other(path: Path) -> None:
    """One at a time for a branch; a deployment is never cut off, and no job hangs for hours."""
    workflow = read(path)
    assert "github.ref" in workflow["concurrency"]["group"]
    own = [job for job in workflow["jobs"].values() if "uses" not in job]
    assert all(job["timeout-minutes"] <= 120 for job in own)
    if path.name == "deploy.yml":
        assert "pull_request" in workflow["concurrency"]["cancel-in-progress"]


def test_every_deployment_ends_with_the_health_check(
    deploying: tuple[str, dict[str, Any]], systems: dict[str, System]
) -> None:
    """Of the environment that was deployed, by the output that its stack has."""
    name, job = deploying
    last = job["steps"][-1]
    assert last["env"] == {"ENVIRONMENT": name}
    [stack] = re.findall(r'--stack-name "my-cdk-app-\$ENVIRONMENT-(\w+)"', last["run"])
    [output] = re.findall(r"OutputKey=='(\w+)'", last["run"])
    assert output in systems[name].templates[stack]["Outputs"]
    assert "jq --exit-status '.status == \"healthy\"'" in last["run"]
