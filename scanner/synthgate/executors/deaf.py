"""What a worker of this machine does when it begins: it leaves interrupts to who started it.

Ctrl-C reaches all processes of a terminal; the one that the user has started ends the others.
"""

from __future__ import annotations

import signal


def dask_setup(_: object) -> None:
    """As Dask calls a module that is to be loaded before a worker begins."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
