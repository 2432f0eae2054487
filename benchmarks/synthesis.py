"""Time the synthesis of `infra` without and with synthgate in it, and what the plugin itself takes.

Both take turns, each in a process of its own, as the CDK CLI would start it, bytecode and the cache
of cards being warm; processor time is Node's, too. The best run of each counts. The goal is that
the plugin adds at most a fifth.

Usage: python benchmarks/synthesis.py [--runs N] [--environment NAME]
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

INFRA = Path(__file__).parents[1] / "infra"
GOAL = 0.2
PROGRAM = """
import sys, time
import aws_cdk as cdk
import cdk_nag
import app as program

app = cdk.App()
program.build(app)
plugins = [cdk_nag.AwsSolutionsChecks(app)]
if sys.argv[1:]:
    from synthgate.cdk import SynthgateValidator

    class Timed(SynthgateValidator):
        def validate(self, context):
            started = time.perf_counter()
            try:
                return super().validate(context)
            finally:
                print(time.perf_counter() - started)

    plugins.append(Timed(fail_on="never", config=None))
cdk.Validations.of(app).add_plugins(*plugins)
app.synth()
"""
"""As infra/app.py, and with another plugin where there is an argument; it prints its seconds."""


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds of one synthesis: of the processors, of the clock, and of the clock in the plugin."""

    processor: float
    wall: float
    inside: float = 0.0


def main() -> int:
    """Run both in turn and print the best of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--environment", default="production")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        environ = _environ(Path(folder), options.environment)
        timed(environ, "plugin")
        turns = [(timed(environ), timed(environ, "plugin")) for _ in range(options.runs)]
    print(f"infra, environment {options.environment}; best of {options.runs}")
    for kind in ("processor", "wall"):
        bare, more = (min(getattr(one, kind) for one in each) for each in zip(*turns, strict=True))
        print(f"{kind:9} {bare:6.2f} s, with synthgate {more:6.2f} s: {more / bare - 1:+.0%}")
    inside = min(one.inside for _, one in turns)
    print(f"in the plugin {inside:.2f} s (goal: {GOAL:+.0%} at most)")
    return 0


def _environ(folder: Path, environment: str) -> dict[str, str]:
    """What the CLI would set, and the caches below a folder of their own."""
    sys.path.insert(0, str(INFRA))
    from synth import app_environment, find_node  # noqa: PLC0415 - its folder is no package

    said = {name: it for name, it in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    said |= {"PYTHONPATH": os.pathsep.join((str(INFRA), said.get("PYTHONPATH", "")))}
    said |= {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}
    said |= {"SYNTHGATE_CACHE": str(folder / "cache"), "XDG_STATE_HOME": str(folder / "state")}
    context = {"environment": environment}
    return app_environment(said, find_node(said), context, folder / "cdk.out")


def timed(environ: dict[str, str], *words: str) -> Taken:
    """One synthesis; with a word, synthgate is in it."""
    started, spent = time.perf_counter(), _spent()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *words],
        cwd=INFRA,
        env=environ,
        check=False,
        capture_output=True,
        text=True,
        timeout=600,
    )
    wall, processor = time.perf_counter() - started, _spent() - spent
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        raise SystemExit(done.returncode)
    return Taken(processor, wall, float(done.stdout or 0))


def _spent() -> float:
    """The processor time of all children so far, and of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


if __name__ == "__main__":
    sys.exit(main())
