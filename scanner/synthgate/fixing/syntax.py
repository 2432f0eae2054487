"""libcst, where it is installed: it is imported by who mends a program, and by nobody else."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from synthgate.errors import UsageError
from synthgate.model import Message


@cache
def cst() -> Any:
    """The module. Its nodes are typed, but not by whoever has not installed it.

    Raises:
        UsageError: it is not installed.
    """
    try:
        return import_module("libcst")
    except ImportError as error:
        raise UsageError(_NOT_INSTALLED.format(reason=error)) from error


@cache
def metadata() -> Any:
    """What tells where nodes stand.

    Raises:
        UsageError: libcst is not installed.
    """
    cst()
    return import_module("libcst.metadata")


_NOT_INSTALLED = Message(
    "libcst, which Python programs are changed with, is not installed ({reason}): pip install "
    "'synthgate[fix]'"
)
