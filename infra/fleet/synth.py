"""Synthesize the fleet, in the manner of ``infra/synth.py``.

``PYTHONPATH=infra python -m fleet.synth --output DIR``
"""

import os
import sys

from synth_here import main

if __name__ == "__main__":
    sys.exit(main("fleet", sys.argv[1:], os.environ))
