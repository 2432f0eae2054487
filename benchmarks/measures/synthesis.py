"""The synthesis of `infra`: bare, with cdk-nag in it, with synthgate, and with both.

They take turns, each in a process of its own, as the CDK CLI would start it, bytecode and the cache
of cards being warm; processor time is Node's, too.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.process import ROOT, Cost, Site, in_turn
from benchmarks.setup import Row, Setup

INFRA = ROOT / "infra"
PROGRAM = """
import sys
import aws_cdk as cdk
import app as program

app = cdk.App()
program.build(app)
plugins = []
if "cdk-nag" in sys.argv:
    import cdk_nag

    plugins.append(cdk_nag.AwsSolutionsChecks(app))
if "synthgate" in sys.argv:
    from synthgate.cdk import SynthgateValidator

    plugins.append(SynthgateValidator(fail_on="never", config=None))
if plugins:
    cdk.Validations.of(app).add_plugins(*plugins)
app.synth()
"""
"""As infra/app.py, with the plugins that are named."""
_WAYS = {
    "bare": (),
    "with cdk-nag": ("cdk-nag",),
    "with synthgate": ("synthgate",),
    "with both": ("cdk-nag", "synthgate"),
}


def synthesis(setup: Setup) -> Iterator[Row]:
    """Each way to synthesize, in turn."""
    lacking = [name for name in ("aws_cdk", "cdk_nag") if importlib.util.find_spec(name) is None]
    if lacking:
        yield Row("synthesis", "bare", skipped=f"not installed: {', '.join(lacking)}")
        return
    variables = _variables(setup.site, setup.scratch)

    def synthesized(*words: str) -> Cost:
        cost = setup.site.run([sys.executable, "-c", PROGRAM, *words], INFRA, **variables)
        if cost.code:
            raise RuntimeError(cost.said)
        return cost

    synthesized("cdk-nag", "synthgate")  # fills the caches
    ways = {name: lambda words=words: synthesized(*words) for name, words in _WAYS.items()}
    for name, cost in in_turn(setup.runs, ways).items():
        yield Row("synthesis", name, cost)


def _variables(site: Site, scratch: Path) -> dict[str, str]:
    """What the CLI would set."""
    sys.path.insert(0, str(INFRA))
    from synth import app_environment, find_node  # noqa: PLC0415 - its folder is no package

    said = site.environment({})
    path = ":".join((str(INFRA), said.get("PYTHONPATH", "")))
    context = {"environment": "production"}
    return app_environment(
        {**said, "PYTHONPATH": path}, find_node(said), context, scratch / "cdk.out"
    )
