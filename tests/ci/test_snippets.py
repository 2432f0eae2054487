"""The example of each CI system: what it runs, run; what it keeps, there."""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.ci.conftest import BIN, BUCKET, OPEN_QUEUE, ROOT, shown

EXAMPLES = ROOT / "examples" / "ci"
COMPONENT = ROOT / "templates" / "scan.yml"
PROGRAM = re.compile(r'"?\$\w+(?:/[\w$-]+)*/bin/synthgate"?')
"""What the snippets start, in the environment that they have made."""


def component(given: dict[str, Any] | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """The inputs of GitLab's component, and its one job with them, or their defaults, filled in."""
    text = COMPONENT.read_text("utf-8")
    inputs = next(yaml.safe_load_all(text))["spec"]["inputs"]
    body = text.partition("\n---\n")[2]
    for name, one in inputs.items():
        body = body.replace(f"$[[ inputs.{name} ]]", str((given or {}).get(name, one["default"])))
    [job] = yaml.safe_load(body).values()
    return inputs, job


def scripts(name: str) -> str:
    """What a snippet gives to a shell, a command a line."""
    path = EXAMPLES / name
    text = path.read_text("utf-8")
    match path.suffix:
        case ".yml" if name.startswith("gitlab"):
            found = "\n".join(component()[1]["script"])
        case ".yml":
            found = shown(yaml.safe_load(text))
        case _:
            found = text
    return re.sub(r"\\\n\s*", " ", found)


SNIPPETS = ["Jenkinsfile", "azure-pipelines.yml", "buildspec.yml", "gitlab-ci.yml"]


def run(command: str, folder: Path) -> int:
    """Run a command of a snippet with the synthgate of this environment."""
    program = str(BIN / "synthgate")
    environment = {**os.environ, "HOME": str(folder), "CI_JOB_ID": "1"}
    shell = ["sh", "-euc", PROGRAM.sub(program, command.strip())]
    return subprocess.run(
        shell, cwd=folder, env=environment, capture_output=True, check=False
    ).returncode


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A folder with an assembly that a template stands for."""
    (tmp_path / "cdk.out").mkdir()
    return tmp_path


@pytest.mark.exhaustive
@pytest.mark.parametrize("name", SNIPPETS)
def test_the_gate_is_the_snippets_own_answer(name: str, app: Path) -> None:
    """It scans what was synthesized, ends with the exit code, and writes what is then kept."""
    text = scripts(name)
    [scan] = [line for line in text.splitlines() if PROGRAM.search(line) and " scan " in line]
    scan = re.sub(r"--accepted-from \S+", "", scan)  # in test_accepted.py
    [folder] = re.findall(r"mkdir -p \"?([\w-]+)", text)
    assert run(f"mkdir -p {folder}", app) == 0
    template = app / "cdk.out" / "t.template.yaml"
    template.write_text(BUCKET)
    assert run(scan, app) == 0
    template.write_text(OPEN_QUEUE)
    assert run(scan, app) == 1
    template.write_text("Resources: [")
    assert run(scan, app) == 3
    kept = re.findall(r"--format [\w-]+=\"?([^\s\"]+)", scan)
    assert len(kept) > 1
    assert all((app / path).is_file() for path in kept)
    assert not re.search(r"exit-zero|\|\| |allow_failure|continueOnError", text)


def test_the_report_that_is_published_is_the_one_that_is_written() -> None:
    """By the names that each system asks for."""
    jenkins = (EXAMPLES / "Jenkinsfile").read_text("utf-8")
    assert set(re.findall(r"out/synthgate\.xml", jenkins)) == {"out/synthgate.xml"}
    azure = yaml.safe_load((EXAMPLES / "azure-pipelines.yml").read_text("utf-8"))
    steps = azure["stages"][0]["jobs"][0]["steps"]
    [published] = [one["inputs"] for one in steps if one.get("task") == "PublishTestResults@2"]
    assert f"junit={published['testResultsFiles']}" in shown(steps)
    build = yaml.safe_load((EXAMPLES / "buildspec.yml").read_text("utf-8"))
    report = build["reports"]["synthgate"]
    assert f"junit={report['base-directory']}/{report['files'][0]}" in shown(build)


def test_the_component_takes_what_its_example_gives() -> None:
    """Every input is used, every use is an input, and each report is one that it writes."""
    inputs, job = component()
    text = COMPONENT.read_text("utf-8")
    assert set(re.findall(r"\$\[\[ inputs\.([\w-]+) \]\]", text)) == {*inputs}
    used = yaml.safe_load((EXAMPLES / "gitlab-ci.yml").read_text("utf-8"))
    [include] = used["include"]
    assert {*include["inputs"]} <= {*inputs}
    assert f"/{COMPONENT.stem}@" in include["component"]
    written = job["script"][-1]
    for kind, path in job["artifacts"]["reports"].items():
        assert f'="{path}"' in written
        assert path.startswith(job["artifacts"]["paths"][0])
        assert kind in {"codequality", "junit", "sast"}
    assert job["artifacts"]["when"] == "always"
    assert used["deploy"]["needs"] == ["synth", inputs["job-name"]["default"]]


@pytest.mark.parametrize(
    ("source", "stranger"), [("", False), ("1", False), ("2", True)], ids=["none", "own", "fork"]
)
def test_a_forks_merge_request_is_a_strangers(source: str, stranger: bool) -> None:
    """By the projects that GitLab names."""
    [line] = [one for one in component()[1]["script"] if "untrusted=" in one]
    environment = {"PATH": os.environ["PATH"]}
    if source:
        environment |= {
            "CI_MERGE_REQUEST_SOURCE_PROJECT_ID": source,
            "CI_MERGE_REQUEST_PROJECT_ID": "1",
        }
    said = subprocess.run(
        ["bash", "-euc", f"{line}\necho ${{untrusted:-}}"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == ("--untrusted" if stranger else "")


# Assemblies that one job hands on to another

HANDED = ["azure-pipelines.yml", "github.yml", "github-monorepo.yml"]


@pytest.mark.parametrize("name", HANDED)
def test_an_assembly_is_handed_on_as_it_was_made(name: str, app: Path) -> None:
    """With what may be run in it, and with hidden files, which an artifact by itself leaves out."""
    text = (EXAMPLES / name).read_text("utf-8")
    packs = re.findall(r"tar --create .*$", text, re.MULTILINE)
    unpacks = re.findall(r"(?:rm -rf .*)?mkdir cdk\.out && tar --extract .*$", text, re.MULTILINE)
    assert (len(packs), len(unpacks) > 0) == (1, True)
    assert not re.search(r"path: \S*cdk\.out\n +if-no-files|publish: cdk\.out", text)
    program = app / "cdk.out" / "asset.1" / ".bin" / "run"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    handed = app / "assembly"
    handed.mkdir()
    places = f"RUNNER_TEMP={app} PIPELINE_WORKSPACE={app} BUILD_ARTIFACTSTAGINGDIRECTORY={handed}"
    assert run(f"export {places}\n{packs[0]}", app) == 0
    if (app / "assembly.tar").exists():
        (app / "assembly.tar").rename(handed / "assembly.tar")
    for unpack in unpacks:
        shutil.rmtree(app / "cdk.out")
        assert run(f"export {places}\n{unpack}", app) == 0
        assert os.access(program, os.X_OK)


# CDK Pipelines


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the synthesized example."""
    pytest.importorskip("aws_cdk")
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    folder = tmp_path_factory.mktemp("pipeline")
    subprocess.run(
        [sys.executable, EXAMPLES / "pipeline.py"],
        env={**os.environ, "CDK_OUTDIR": str(folder / "cdk.out")},
        cwd=folder,
        capture_output=True,
        check=True,
    )
    return folder


def resources(folder: Path, kind: str) -> list[dict[str, Any]]:
    template = json.loads((folder / "cdk.out" / "Delivery.template.json").read_text("utf-8"))
    found = (one["Properties"] for one in template["Resources"].values() if one["Type"] == kind)
    return list(found)


def commands(folder: Path) -> list[str]:
    """Each command that scans, of all projects of CodeBuild."""
    specs = [
        json.loads(one["Source"]["BuildSpec"])
        for one in resources(folder, "AWS::CodeBuild::Project")
    ]
    steps = [step for spec in specs for step in spec["phases"]["build"]["commands"]]
    return [step for step in steps if PROGRAM.search(step)]


@pytest.mark.exhaustive
def test_the_gate_comes_before_the_pipeline_changes_itself(pipeline: Path) -> None:
    """In the very step that synthesizes; and production waits for its own."""
    [stages] = [one["Stages"] for one in resources(pipeline, "AWS::CodePipeline::Pipeline")]
    assert [one["Name"] for one in stages[:3]] == ["Source", "Build", "UpdatePipeline"]
    production = {action["Name"]: action["RunOrder"] for action in stages[-1]["Actions"]}
    assert production.pop("Gate") < min(production.values())
    [build] = [
        json.loads(one["Source"]["BuildSpec"])["phases"]["build"]["commands"]
        for one in resources(pipeline, "AWS::CodeBuild::Project")
        if "cdk synth" in one["Source"]["BuildSpec"]
    ]
    assert build.index("npx cdk synth --quiet") < len(build) - 1
    assert PROGRAM.search(build[-1])


STRICT = """\
title: {en: P}
defaults: {gate: {clauses: [{stages: [Delivery/Production], fail-on: medium}]}}
"""


@pytest.mark.exhaustive
def test_the_steps_of_the_pipeline_gate_the_assembly(pipeline: Path, tmp_path: Path) -> None:
    """As CodeBuild lays it down, by a link for the other; what the first accepts counts there."""
    first, production = commands(pipeline)
    assert run(first, pipeline) == 0
    (tmp_path / "cdk.out").symlink_to(pipeline / "cdk.out")
    (tmp_path / "policy.yaml").write_text("title: {en: P}\nbounds: {}\n")
    assert run(production, tmp_path) == 0
    (tmp_path / "policy.yaml").write_text(STRICT)
    assert run(production, tmp_path) == 1
    subprocess.run([BIN / "synthgate", "baseline", "write", "cdk.out"], cwd=pipeline, check=True)
    (pipeline / "synthgate-baseline.yaml").rename(tmp_path / "synthgate-baseline.yaml")
    assert run(production, tmp_path) == 0


# All of them


@pytest.mark.sampled(2)
@pytest.mark.parametrize("path", sorted(EXAMPLES.iterdir()), ids=lambda path: path.name)
def test_each_file_is_read_by_its_reader(path: Path) -> None:
    """And is named by the page about CI."""
    if path.name == "__pycache__":
        return
    text = path.read_text("utf-8")
    match path.suffix:
        case ".yml" | ".yaml":
            assert isinstance(yaml.safe_load(text), dict)
        case ".py":
            ast.parse(text)
        case _:
            assert text.count("{") == text.count("}")
    assert path.name in (ROOT / "docs" / "ci.md").read_text("utf-8")
