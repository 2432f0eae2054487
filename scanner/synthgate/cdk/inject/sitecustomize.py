"""Has every Python that ``synthgate synth`` starts record its lines, if it comes to import jsii.

Python imports the first module of this name on its path when it starts. The one that would have
been imported without this comes next. The recorder is loaded by its file: synthgate need not be
installed where the program is.
"""

import importlib.util
import sys
from importlib.machinery import PathFinder
from pathlib import Path

_HERE = Path(__file__).resolve().parent


def _load(name: str, path: Path) -> None:
    spec = importlib.util.spec_from_file_location(name, path)
    if spec and spec.loader:
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.record()


def _go_on() -> None:
    """Run the module that this one hides, if there is one."""
    elsewhere = [path for path in sys.path if Path(path or ".").resolve() != _HERE]
    spec = PathFinder.find_spec("sitecustomize", elsewhere)
    if spec and spec.loader:
        module = importlib.util.module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


try:
    _load("synthgate_recorder", _HERE.parent / "recorder.py")
except Exception as error:  # noqa: BLE001 - whatever it is, the program shall run
    sys.stderr.write(f"synthgate: the lines of this program are not recorded: {error}\n")
_go_on()
