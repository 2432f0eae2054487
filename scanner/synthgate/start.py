"""Where the program starts: before anything of it is imported, which takes a moment."""

import sys


def run() -> None:
    """The console script. Who interrupts it while it is being imported sees no traceback."""
    try:
        from synthgate.cli import run as start  # noqa: PLC0415 - what takes the moment
    except KeyboardInterrupt:
        sys.exit(130)  # as `synthgate.cli` answers
    start()
