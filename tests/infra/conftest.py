"""The templates of each environment, as the runner writes them."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

import synth

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping
    from pathlib import Path

AMBIENT = ("AWS_", "CDK_", "JSII_", "NODE_")
ENVIRONMENTS = ("development", "staging", "production")

APPLICATION = "my-cdk-app"

SOMEBODY = "success@simulator.amazonses.com"
"""An address that takes mail: of the simulator of Amazon SES (SES Developer Guide, "Using the
mailbox simulator to test email sending in Amazon SES manually")."""


@dataclass(frozen=True)
class Place:
    """A resource: whose stack it is in, and what it is called there."""

    stack: str
    logical_id: str


@dataclass(frozen=True)
class System:
    """All templates of one environment, and the ways between them."""

    name: str
    templates: dict[str, dict[str, Any]]
    artifacts: dict[str, dict[str, Any]]

    @classmethod
    def read(cls, assembly: Path, environment: str) -> System:
        stage = assembly / f"assembly-{APPLICATION}-{environment}"
        artifacts = {
            artifact["properties"]["stackName"].rpartition("-")[2]: artifact
            for artifact in json.loads((stage / "manifest.json").read_text())["artifacts"].values()
            if artifact["type"] == "aws:cloudformation:stack"
        }
        templates = {
            name: json.loads((stage / artifact["properties"]["templateFile"]).read_text())
            for name, artifact in artifacts.items()
        }
        return cls(environment, templates, artifacts)

    def find(self, resource_type: str) -> dict[Place, dict[str, Any]]:
        """Return the resources of a type, of which there must be one."""
        found = {place: one for place, one in self.all() if one["Type"] == resource_type}
        assert found, f"no {resource_type}"
        return found

    def all(self) -> Iterator[tuple[Place, dict[str, Any]]]:
        for stack, template in self.templates.items():
            for logical_id, resource in template["Resources"].items():
                yield Place(stack, logical_id), resource

    def exports(self) -> dict[str, tuple[str, Any]]:
        """Return what stacks export: from where, and which value."""
        return {
            output["Export"]["Name"]: (stack, output["Value"])
            for stack, template in self.templates.items()
            for output in template.get("Outputs", {}).values()
            if "Export" in output
        }

    def target(self, stack: str, value: Any) -> Place | None:
        """Return the resource that a reference in a stack leads to, in whatever stack."""
        match value:
            case {"Fn::ImportValue": name}:
                return self.target(*self.exports()[name])
            case {"Ref": logical_id} | {"Fn::GetAtt": [logical_id, *_]}:
                return Place(stack, logical_id)
        return None

    def targets(self, stack: str, value: Any) -> Iterator[Place]:
        """Return all resources that are referred to anywhere in a value."""
        place = self.target(stack, value)
        if place:
            yield place
        children = value.values() if isinstance(value, dict) else value
        if isinstance(children, list | type({}.values())):
            for child in children:
                yield from self.targets(stack, child)


@pytest.fixture(scope="session")
def clean_environ() -> dict[str, str]:
    """Return the process environment without what would steer a synthesis."""
    return {name: value for name, value in os.environ.items() if not name.startswith(AMBIENT)}


@contextmanager
def surroundings(environ: Mapping[str, str]) -> Generator[None]:
    """Have the process see this environment, for as long as the context lasts."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ.keys() - environ.keys():
            patch.delenv(name)
        for name, value in environ.items():
            patch.setenv(name, value)
        yield


@pytest.fixture(scope="session")
def assemble(
    clean_environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Path]:
    """Return a function that has the runner write an assembly for some context, to be read."""
    pytest.importorskip("jsii", reason="needs the extra 'cdk'")
    pytest.importorskip("cdk_nag", reason="needs the extra 'cdk'")

    # Several workers write each assembly once: a synthesis takes ten seconds.
    own = tmp_path_factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def assemble(environment: str, *context: str, **environ: str) -> Path:
        asked = json.dumps([environment, context, environ], sort_keys=True)
        folder = shared / f"synth-{hashlib.sha256(asked.encode()).hexdigest()[:16]}"
        folder.mkdir(exist_ok=True)
        output, done = folder / "cdk.out", folder / "done"
        arguments = ["--environment", environment, "--output", str(output)]
        for pair in context:
            arguments += ["--context", pair]
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                assert synth.main(arguments, {**clean_environ, **environ}) == 0
                done.touch()
        return output

    return assemble


@pytest.fixture(scope="session")
def assembly(assemble: Callable[..., Path]) -> Path:
    """Return the production assembly, of which somebody hears."""
    return assemble("production", NOTIFICATION_EMAIL=SOMEBODY)


@pytest.fixture(scope="session")
def unheard(assemble: Callable[..., Path]) -> Path:
    """Return all environments as ``make scan`` gets them: without an address."""
    return assemble("all")


@pytest.fixture(scope="session")
def everything(assemble: Callable[..., Path]) -> Path:
    """Return an assembly of all environments, of which somebody hears."""
    return assemble("all", f"notification_email={SOMEBODY}")


@pytest.fixture(scope="session")
def systems(everything: Path) -> dict[str, System]:
    """Return each environment's templates."""
    return {name: System.read(everything, name) for name in ENVIRONMENTS}


@pytest.fixture(scope="session", params=ENVIRONMENTS)
def environment(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def system(systems: dict[str, System], environment: str) -> System:
    """Return the templates of one environment after the other."""
    return systems[environment]


@pytest.fixture(scope="session")
def production(systems: dict[str, System]) -> System:
    return systems["production"]


@pytest.fixture(scope="session")
def recovered(assemble: Callable[..., Path]) -> System:
    """Return production as the runbook has it made in the recovery region."""
    output = assemble(
        "production",
        "region=us-west-2",
        "recovery_region=us-east-1",
        "restored_table=orders-restored",
        "notification_email=bounce@simulator.amazonses.com",
        CDK_DEFAULT_ACCOUNT="123456789012",
    )
    return System.read(output, "production")


@pytest.fixture(scope="session")
def validation_report(everything: Path) -> list[dict[str, object]]:
    """Return what the plugins reported about all environments."""
    return json.loads((everything / "validation-report.json").read_text())["pluginReports"]
