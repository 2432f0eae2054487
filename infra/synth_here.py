"""Synthesize another app of this folder in this process, in the manner of ``synth.py``.

An app is a package with a module ``app``, of which ``build`` adds the stacks that the context asks
for.
"""

import argparse
import importlib
import sys
import tempfile
from collections.abc import MutableMapping, Sequence
from pathlib import Path

import synth


def synthesize(
    package: str, output: Path, environment: str, environ: MutableMapping[str, str]
) -> None:
    """Write the cloud assembly to a folder, replacing the assembly in it.

    In this process: ``environ`` has to be its own, for the Node that jsii starts.
    """
    synth.clear(output)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".synth-") as scratch:
        assembly = Path(scratch) / "cdk.out"
        node = synth.find_node(environ)
        context = {"environment": environment}
        environ.update(synth.app_environment(environ, node, context, assembly))
        # Not before: importing aws_cdk starts Node, with the environment of that moment.
        cdk = importlib.import_module("aws_cdk")
        app = cdk.App()
        importlib.import_module(f"{package}.app").build(app)
        app.synth()
        assembly.rename(output)


def main(package: str, argv: Sequence[str], environ: MutableMapping[str, str]) -> int:
    """Synthesize as the arguments say, and return the exit code."""
    name = f"{package}.synth"
    parser = argparse.ArgumentParser(prog=name)
    parser.add_argument("--environment", choices=["staging", "production"], default="production")
    parser.add_argument("--output", type=Path, required=True, help="folder for the assembly")
    arguments = parser.parse_args(argv)
    try:
        synthesize(package, arguments.output.resolve(), arguments.environment, environ)
    except (synth.SynthError, OSError) as error:
        print(f"{name}: {error}", file=sys.stderr)
        return 1
    return 0
