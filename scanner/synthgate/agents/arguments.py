"""The arguments of ``synthgate mcp``, in English and Korean."""

from __future__ import annotations

import argparse
from pathlib import Path

from synthgate.usage import Add, Commands, Parser, Spoken

TIMEOUT = 120.0
"""Seconds for one answer; clients of the protocol wait a minute or so."""
_LONGEST = 3600.0


def add_command(commands: Commands, spoken: Spoken, add_general: Add) -> None:
    """Add ``mcp`` to the commands; `add_general` gives it what all commands have."""
    said = spoken("answer agents: scan, explain, tell how to mend (Model Context Protocol)")
    epilog = spoken(
        """It reads what is below the folder and nothing else, and writes nothing.

exit codes:
  0  the agent has gone
  2  wrong usage, or the extra is not installed: pip install 'synthgate[mcp]'"""
    )
    mcp = commands.add_parser("mcp", help=said, description=said, epilog=epilog)
    mcp.later(lambda it: add_mcp(it, spoken), lambda it: add_general(it, spoken))


def add_mcp(mcp: Parser, spoken: Spoken) -> None:
    """Where the server looks, how far that is trusted, and how long one answer may take."""
    mcp.add_argument(
        "--root",
        type=Path,
        default=Path(),
        metavar="DIR",
        help=spoken("the folder that agents may ask about; nothing outside it (default: here)"),
    )
    mcp.add_argument(
        "--trust",
        action="store_true",
        help=spoken(
            "the workspace is your own: follow its synthgate.yaml and its suppressions, and run "
            "the Python beside its rule cards"
        ),
    )
    mcp.add_argument(
        "--timeout",
        type=_seconds,
        default=TIMEOUT,
        metavar="SECONDS",
        help=spoken("how long one answer may take (default: 120)"),
    )


def _seconds(text: str) -> float:
    """A number of seconds, of which there are some; not a number is refused as well."""
    seconds = float(text)
    if not 0 < seconds <= _LONGEST:
        raise argparse.ArgumentTypeError(text)
    return seconds
