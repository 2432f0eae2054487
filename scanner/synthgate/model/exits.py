"""How a run ends, as its exit code says."""

from __future__ import annotations

PASSED, CLOSED, MISUSED, INCOMPLETE = 0, 1, 2, 3
"""Exit codes: the gate is open; closed; wrong usage, configuration or card; not all scanned."""
