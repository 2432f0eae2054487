"""``python -m synthgate``, which imports nothing from the folder that it is started in.

Python puts the working folder before everything else that it imports from, and there lies what is
scanned: a ``yaml.py``, or the description of a pack, would be a stranger's code. The package
itself imports nothing when it is imported, for that happens before this module runs.
"""

import os
import sys


def _leave_out_the_working_folder() -> None:
    """Take the working folder from where modules are looked for, if `-m` put it there.

    What PYTHONPATH names stays: the user says that.
    """
    try:
        here = os.getcwd()  # noqa: PTH109 - pathlib is not to be imported yet
    except OSError:  # it is gone
        here = ""
    if not sys.flags.safe_path and sys.path[:1] in ([here], [""]):
        del sys.path[0]


_leave_out_the_working_folder()

from synthgate.start import run  # noqa: E402 - see above

run()
