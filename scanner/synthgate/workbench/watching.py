"""``--watch``: a trial again, whenever one of its files changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from synthgate.errors import UsageError
from synthgate.model import Message
from synthgate.workbench.console import Console
from synthgate.workbench.trying import Trial

SECONDS = 0.3
"""Between two looks at the files."""

State = dict[Path, tuple[int, int]]
"""When files were last written (nanoseconds), and their sizes (bytes); none that is not there."""


def watch(trial: Trial, console: Console, pause: Callable[[float], object] = time.sleep) -> int:
    """Run a trial, and again whenever its files have changed; 0 once it is interrupted.

    Raises:
        UsageError: there is nothing to begin with. Later, files may be gone for a while.
    """
    try:
        seen = state_of(trial.files())
        trial.run(console)
        while True:
            console.say(_WAITING)
            console.flush()
            while (now := state_of(trial.files())) == seen:
                pause(SECONDS)
            seen = now
            console.line()
            try:
                trial.run(console)
            except UsageError as error:
                console.say(error.text)
    except KeyboardInterrupt:
        return 0


def state_of(files: Iterable[Path]) -> State:
    """What tells whether files have changed."""
    found: State = {}
    for path in files:
        with suppress(OSError, ValueError):
            stat = path.stat()
            found[path] = stat.st_mtime_ns, stat.st_size
    return found


_WAITING = Message("(waiting for changes; Ctrl-C ends it)")
