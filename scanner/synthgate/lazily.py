"""Packages whose names are looked for where they are defined when somebody asks for them.

What a package gives on costs those modules only whose names somebody uses. Type checkers read the
imports below ``TYPE_CHECKING``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def lazily(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """The ``__getattr__`` of a package: `homes` are its modules, and the names that each has."""
    home = {name: module for module, names in homes.items() for name in names.split()}

    def looked_for(name: str) -> object:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f"{package}.{home[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return looked_for
