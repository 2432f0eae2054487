"""Synthesize the hook, in the manner of ``infra/synth.py``.

``PYTHONPATH=infra python -m hook.synth --output DIR``
"""

import os
import sys

from synth_here import main

if __name__ == "__main__":
    sys.exit(main("hook", sys.argv[1:], os.environ))
