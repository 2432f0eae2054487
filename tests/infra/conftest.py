"""The production stack in each environment, and one assembly made by the runner."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import pytest

import synth

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from pathlib import Path

    from aws_cdk.assertions import Template

    from production.stack import ProductionStack

    class Build(Protocol):
        def __call__(self, context: Mapping[str, object], **environ: str) -> ProductionStack: ...


AMBIENT = ("AWS_", "CDK_", "JSII_", "NODE_")


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
def build(clean_environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Return a function that builds the stack for some context in this process.

    Importing aws_cdk starts Node, with the environment of that moment: so it is
    imported here and not at the head of a module.
    """
    pytest.importorskip("jsii", reason="needs the extra 'cdk'")
    node = synth.find_node(clean_environ)
    outdir = tmp_path_factory.mktemp("unused")
    with surroundings(synth.app_environment(clean_environ, node, {}, outdir)):
        import aws_cdk as cdk

        import app as program

    def build(context: Mapping[str, object], **environ: str) -> ProductionStack:
        outdir = str(tmp_path_factory.mktemp("assembly"))
        with surroundings({**clean_environ, **environ}):
            return program.build(cdk.App(context=synth.merged_context(context), outdir=outdir))

    return build


@pytest.fixture(scope="session", params=["development", "staging", "production"])
def environment(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def stack(build: Build, environment: str) -> ProductionStack:
    return build({"environment": environment})


@pytest.fixture(scope="session")
def template(stack: ProductionStack) -> Template:
    from aws_cdk.assertions import Template

    return Template.from_stack(stack)


@pytest.fixture(scope="session")
def resources(template: Template) -> Callable[[str], dict[str, Any]]:
    """Return a function that finds the resources of a type, which must exist."""

    def find(resource_type: str) -> dict[str, Any]:
        found = template.find_resources(resource_type)
        assert found, f"no {resource_type}"
        return dict(found)

    return find


@pytest.fixture(scope="session")
def assembly(clean_environ: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the production assembly as ``make scan`` gets it."""
    pytest.importorskip("jsii", reason="needs the extra 'cdk'")
    output = tmp_path_factory.mktemp("synth") / "cdk.out"
    arguments = ["--environment", "production", "--output", str(output)]
    assert synth.main(arguments, clean_environ) == 0
    return output
