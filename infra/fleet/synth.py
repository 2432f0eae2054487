"""Synthesize the fleet, in the manner of ``infra/synth.py``.

``PYTHONPATH=infra python -m fleet.synth --output DIR``
"""

import argparse
import importlib
import os
import sys
import tempfile
from collections.abc import MutableMapping, Sequence
from pathlib import Path

import synth


def synthesize(output: Path, environment: str, environ: MutableMapping[str, str]) -> None:
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
        importlib.import_module("fleet.app").build(app, environment)
        app.synth()
        assembly.rename(output)


def main(argv: Sequence[str], environ: MutableMapping[str, str]) -> int:
    """Synthesize as the arguments say, and return the exit code."""
    parser = argparse.ArgumentParser(prog="fleet.synth")
    parser.add_argument("--environment", choices=["staging", "production"], default="production")
    parser.add_argument("--output", type=Path, required=True, help="folder for the assembly")
    arguments = parser.parse_args(argv)
    try:
        synthesize(arguments.output.resolve(), arguments.environment, environ)
    except (synth.SynthError, OSError) as error:
        print(f"fleet.synth: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
