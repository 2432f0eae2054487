"""Synthesize the seed as it was written, in the manner of ``infra/synth.py``.

``PYTHONPATH=infra python -m as_written.synth --output DIR``
"""

import os
import sys

from synth_here import main

if __name__ == "__main__":
    sys.exit(main("as_written", sys.argv[1:], os.environ))
