"""``python -m synthgate.cdk.lines app.py``: run a CDK program, and record its lines.

As ``python app.py`` would, with the same arguments and exit code; `recorder` says what is written,
and into which file of the assembly. It is for versions of the CDK that do not record lines
themselves; those that can are asked to. As `app` of ``cdk.json``:

    {"app": "python -m synthgate.cdk.lines app.py"}

Without the CDK CLI, which says where to, the assembly is written to ``cdk.out``.
"""

from __future__ import annotations

import os
import runpy
import sys
from collections.abc import MutableMapping
from pathlib import Path

from synthgate.cdk.recorder import record

_USAGE = "usage: python -m synthgate.cdk.lines app.py [argument ...]"
_MISUSED = 2


def main(argv: list[str], environ: MutableMapping[str, str]) -> int:
    """Run the program that the first argument names, as a process of its own does."""
    if not argv or not Path(argv[0]).is_file():
        named = f"{argv[0]}: no such file; " if argv else ""
        sys.stderr.write(f"synthgate: {named}{_USAGE}\n")
        return _MISUSED
    environ.setdefault("JSII_HOST_STACK_TRACES", "1")
    environ.setdefault("CDK_OUTDIR", "cdk.out")
    program = Path(argv[0]).resolve()
    sys.argv[:] = argv
    # In the place of the working folder, which `-m` puts there.
    sys.path[:] = [str(program.parent), *sys.path[1:]]
    record()
    runpy.run_path(str(program), run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
