"""What a run is told, from options, environment variables and ``synthgate.yaml``.

The file belongs to the repository under test, which may be a stranger's: `reach` keeps its paths
inside, `trust` says what ``--untrusted`` takes of it, `weaker` tells what it takes from the gate.
"""

from synthgate.config.configure import configure
from synthgate.config.configured import configured
from synthgate.config.found import FILE_NAME, NONE, found_from
from synthgate.config.record import NO_BASELINE, Config
from synthgate.settings import NEVER, SETTINGS, SWITCHES, variable

__all__ = [
    "FILE_NAME",
    "NEVER",
    "NONE",
    "NO_BASELINE",
    "SETTINGS",
    "SWITCHES",
    "Config",
    "configure",
    "configured",
    "found_from",
    "variable",
]
