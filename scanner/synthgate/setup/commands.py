"""``synthgate config …``: which action does what."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from synthgate.workbench.console import Console


def carry_out(arguments: argparse.Namespace, console: Console) -> int:
    """Carry out an action and give its exit code.

    Raises:
        UsageError: the configuration has mistakes, or there is a file already.
    """
    _ACTIONS[arguments.action](arguments, console)
    return 0


def _show(arguments: argparse.Namespace, console: Console) -> None:
    from synthgate.setup.show import show  # noqa: PLC0415 - an action loads its own

    show(arguments.config, arguments.format, console)


def _schema(_: argparse.Namespace, console: Console) -> None:
    from synthgate.setup.schema import config_schema  # noqa: PLC0415

    console.data(config_schema(console.language))


def _init(arguments: argparse.Namespace, console: Console) -> None:
    from synthgate.setup.init import write_file  # noqa: PLC0415

    write_file(arguments.config.folder / arguments.dir, console)


_ACTIONS: Mapping[str, Callable[[argparse.Namespace, Console], None]] = {
    "init": _init,
    "show": _show,
    "schema": _schema,
}
