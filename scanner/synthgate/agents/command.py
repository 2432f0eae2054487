"""``synthgate mcp``: serve an agent until it goes."""

from __future__ import annotations

import argparse
from importlib.util import find_spec
from pathlib import Path

from synthgate.agents.workspace import workspace_at
from synthgate.config import NONE, Config
from synthgate.errors import UsageError
from synthgate.model import PASSED, Message
from synthgate.workbench.console import Console


def carry_out(arguments: argparse.Namespace, _: Console) -> int:
    """Serve over standard input and output, and return when that is closed.

    Raises:
        UsageError: the SDK is not installed, or there is no such folder.
    """
    if find_spec("mcp") is None:
        raise UsageError(_NEEDS)
    config: Config = arguments.config
    workspace = workspace_at(
        arguments.root,
        arguments.environ,
        config,
        _from_here(arguments.said.config),
        trusted=arguments.trust,
        seconds=arguments.timeout,
    )
    from synthgate.agents.server import server_of  # noqa: PLC0415 - the SDK is an extra

    server_of(workspace).run("stdio")
    return PASSED


def _from_here(file: str | None) -> str | None:
    """The file that an option names, from the working folder as everywhere, whatever the root."""
    return file if file in {None, NONE} else str(Path.cwd() / str(file))


_NEEDS = Message("mcp needs the SDK of the protocol: pip install 'synthgate[mcp]' brings it along")
