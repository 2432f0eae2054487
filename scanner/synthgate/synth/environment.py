"""The variables that a CDK program sees, as the CDK CLI and jsii have them."""

from __future__ import annotations

import json
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import synthgate.cdk.recorder

_INJECTED = Path(synthgate.cdk.recorder.__file__).parent / "inject"
_NODE_OPTIONS = "--enable-source-maps --stack-trace-limit=50"
"""Lines of TypeScript in the place of compiled ones; the user's frames, however deep the call."""
_MOST_IN_A_VARIABLE = 100_000
"""Bytes. Linux takes 131,072 for one string of an environment."""
_OLD_NODES = "18,20"
"""Majors past their end of life that jsii still runs on: its banner is not about the app."""


@contextmanager
def environment(
    environ: Mapping[str, str], output: Path, context: Mapping[str, Any] | None
) -> Generator[dict[str, str]]:
    """The variables, for as long as the files that they name are there.

    `context` is None where the CDK CLI is to find it itself. What the user has set of the rest
    stays.
    """
    with TemporaryDirectory(prefix="synthgate-") as scratch:
        own = {
            "CDK_OUTDIR": str(output),
            **({} if context is None else _context(context, Path(scratch))),
            "NODE_OPTIONS": f"{_NODE_OPTIONS} {environ.get('NODE_OPTIONS', '')}".strip(),
            "PYTHONPATH": _joined(str(_INJECTED), environ.get("PYTHONPATH", "")),
        }
        yield {**_defaults(environ), **environ, **own}


def _defaults(environ: Mapping[str, str]) -> dict[str, str]:
    region = environ.get("AWS_REGION") or environ.get("AWS_DEFAULT_REGION")
    return {
        "JSII_HOST_STACK_TRACES": "1",
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": _OLD_NODES,
        # It takes longer than the synthesis, and would have templates not written that are to be
        # scanned. Plugins of the app's own run all the same.
        "CDK_VALIDATION": "false",
        **({"CDK_DEFAULT_REGION": region} if region else {}),
    }


def _context(context: Mapping[str, Any], scratch: Path) -> dict[str, str]:
    """The context in its variable, or in the file that aws-cdk-lib reads what is too large from."""
    text = json.dumps(context)
    if len(text) <= _MOST_IN_A_VARIABLE:
        return {"CDK_CONTEXT_JSON": text}
    overflow = scratch / "context-overflow.json"
    overflow.write_text(text, "utf-8")
    return {"CDK_CONTEXT_JSON": "{}", "CONTEXT_OVERFLOW_LOCATION_ENV": str(overflow)}


def _joined(first: str, others: str) -> str:
    return os.pathsep.join(filter(None, (first, others)))
