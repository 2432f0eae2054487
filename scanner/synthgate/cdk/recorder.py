"""Records which line of a Python program made each construct, where the CDK does not.

jsii before 1.136, or aws-cdk-lib before 2.260, know nothing of Python's stack. Here `jsii.create`,
by which every class of a construct library makes its object, is wrapped: after it has made a
construct, the calls that led there are known, and so is the construct's path, for what it is made
in was made before. When the app has been synthesized, the lines are written into its assembly:

    {"version": 1, "synth": {"file": "/shop/app.py", "line": 9},
     "constructs": {"Data/Books": {"file": "/shop/data.py", "line": 12}}}

`file` is absolute, `line` counts from 1, a path is that of the construct tree. `synth` is the line
that asked for the synthesis: what aspects and CDK itself make then seems to come from there.

This module is run by the user's interpreter, beside the user's jsii: it imports nothing but the
standard library, and whatever goes wrong in it, the program goes on without its line. `create` and
`invoke` of jsii are called by the classes that jsii-pacmak generates, as ``jsii.create(…)``, in
every version from 1.106 to 1.142.
"""

from __future__ import annotations

import json
import os
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

FILE_NAME = "synthgate-lines.json"
"""The file in the folder of an assembly."""
VERSION = 1

_LIBRARIES = ("site-packages", "dist-packages")
_HERE = str(Path(__file__).parent) + os.sep

_Line = tuple[str, int]


class Recorder:
    """The lines of the constructs of a program, by the root of their tree and their path.

    A construct is known by its reference in jsii, for Python may have several objects for one.
    """

    def __init__(self) -> None:
        self._paths: dict[str, tuple[str, str]] = {}
        self._lines: dict[str, dict[str, _Line]] = {}
        self._is_library: dict[str, bool] = {}
        stdlib = {sysconfig.get_path(name) for name in ("stdlib", "platstdlib")}
        self._stdlib = tuple(os.path.realpath(path) + os.sep for path in stdlib)

    def wrap(self, jsii: ModuleType) -> None:
        """Put this between jsii and the classes that call it."""
        create, invoke = jsii.create, jsii.invoke

        def create_and_note(
            klass: Any, obj: Any, args: Any = None, *more: Any, **named: Any
        ) -> Any:
            made = create(klass, obj, args, *more, **named)
            with suppress(Exception):  # a line that is not known is no reason to fail
                self._note(obj, args or [], _caller())
            return made

        def invoke_and_write(obj: Any, method: str, *more: Any, **named: Any) -> Any:
            if method != "synth":
                return invoke(obj, method, *more, **named)
            try:
                return invoke(obj, method, *more, **named)
            finally:  # also where a validation has failed: the assembly is there all the same
                with suppress(Exception):
                    self._write(obj, _caller())

        jsii.create, jsii.invoke = create_and_note, invoke_and_write  # type: ignore[attr-defined]

    def _note(self, obj: Any, args: list[Any], frame: FrameType | None) -> None:
        if not _is_construct(obj):
            return
        root, path = self._path(obj, args)
        line = self._user_line(frame)
        if path and line:
            self._lines.setdefault(root, {})[path] = line

    def _path(self, obj: Any, args: list[Any]) -> tuple[str, str]:
        """The root of a new construct, and its path there: by its scope, or else by asking for it.

        A path is made as `constructs` makes it: ids joined by slashes, ``--`` for those in an id.
        """
        scope, name = (*args, None, None)[:2]
        if _is_construct(scope) and isinstance(name, str) and name:
            root, above = self._known(scope)
            found = root, "/".join(filter(None, (above, name.replace("/", "--"))))
        else:
            found = _asked(obj)
        self._paths[_reference(obj)] = found
        return found

    def _known(self, construct: Any) -> tuple[str, str]:
        """The root and the path of a construct; of one that was not made in Python, asked once."""
        reference = _reference(construct)
        if reference not in self._paths:
            self._paths[reference] = _asked(construct)
        return self._paths[reference]

    def _user_line(self, frame: FrameType | None) -> _Line | None:
        """The innermost line that is neither a library's nor Python's own."""
        while frame is not None:
            file = frame.f_code.co_filename
            if file not in self._is_library:
                self._is_library[file] = self._may_be_skipped(file)
            if not self._is_library[file]:
                return str(Path(file).absolute()), frame.f_lineno
            frame = frame.f_back
        return None

    def _may_be_skipped(self, file: str) -> bool:
        real = os.path.realpath(file)
        is_installed = any(part in _LIBRARIES for part in Path(file).parts)
        return is_installed or file.startswith(("<", _HERE)) or real.startswith(self._stdlib)

    def _write(self, app: Any, frame: FrameType | None) -> None:
        """Write the lines of an app into its assembly; a stage alone has none of its own."""
        root, path = self._known(app)
        lines = self._lines.get(root)
        if path or not lines:
            return
        synth = self._user_line(frame)
        held = {
            "version": VERSION,
            **({"synth": _place(synth)} if synth else {}),
            "constructs": {path: _place(line) for path, line in sorted(lines.items())},
        }
        folder = Path(app.outdir)
        part = folder / f"{FILE_NAME}.part"
        part.write_text(json.dumps(held, indent=1, ensure_ascii=False), "utf-8")
        part.replace(folder / FILE_NAME)


def _caller() -> FrameType | None:
    """The frame that called the function which asks."""
    return sys._getframe(2)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - of this, `inspect` has the first only


def _place(line: _Line) -> dict[str, str | int]:
    return {"file": line[0], "line": line[1]}


def _reference(construct: Any) -> str:
    return construct.__jsii_ref__.ref


def _asked(construct: Any) -> tuple[str, str]:
    """The root and the path as the construct tree has them: two questions to Node."""
    return _reference(construct.node.root), construct.node.path


def _is_construct(obj: object) -> bool:
    """Whether an object is a construct, or stands for one that was made in JavaScript."""
    constructs = sys.modules.get("constructs")
    if constructs is None:
        return False
    is_made = isinstance(obj, constructs.Construct)
    return is_made or (hasattr(type(obj), "node") and hasattr(obj, "__jsii_ref__"))


def record() -> None:
    """Record from now on: at once if jsii is there, else as soon as it is imported."""
    if "jsii" in sys.modules:
        Recorder().wrap(sys.modules["jsii"])
    else:
        sys.meta_path.insert(0, _WhenImported())  # type: ignore[arg-type] - finds one module


def _without_source_maps() -> None:
    """Take from Node what is for programs of TypeScript.

    The Node of a Python program runs jsii alone, whose source maps put its own frames in the place
    of those by which CDK knows where a library ends.
    """
    words = os.environ.get("NODE_OPTIONS", "").split()
    if "--enable-source-maps" in words:
        kept = [word for word in words if word != "--enable-source-maps"]
        os.environ["NODE_OPTIONS"] = " ".join(kept)


class _WhenImported:
    """Finds jsii as the others do, and has it wrapped when it has been loaded."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        """Find jsii once."""
        if name != "jsii":
            return None
        sys.meta_path[:] = [one for one in sys.meta_path if one is not self]
        _without_source_maps()
        from importlib.util import find_spec  # noqa: PLC0415 - most programs never come here

        spec = find_spec(name)
        loader: Any = spec and spec.loader
        if loader is None:
            return spec
        execute = loader.exec_module

        def execute_and_wrap(module: ModuleType) -> None:
            execute(module)
            with suppress(Exception):
                Recorder().wrap(module)

        loader.exec_module = execute_and_wrap
        return spec
