"""The arguments of ``synthgate config …``, ``synthgate tools …`` and ``synthgate cache …``."""

from __future__ import annotations

from pathlib import Path

from synthgate.settings import Group
from synthgate.settings.options import add_option, add_options
from synthgate.usage import Add, Parser, Spoken

INSTALLABLE = ("checkov",)
"""The tools that can be set up: those with a lock in the package."""
_SHOWN = [group for group in Group if group not in {Group.REPORT, Group.GENERAL}]
"""Options that ``config show`` has as well: what would be, if they were given."""


def add_actions(config: Parser, spoken: Spoken, add_general: Add) -> None:
    """Give ``config`` its actions; `add_general` gives each of them what all commands have."""
    actions = config.add_subparsers(dest="action", required=True, metavar="ACTION")
    said = spoken("write a synthgate.yaml to begin with, from what lies here")
    init = actions.add_parser("init", help=said, description=said)
    init.add_argument(
        "--dir", type=Path, default=Path(), metavar="DIR", help=spoken("the folder (default: here)")
    )
    said = spoken("show each value that is in force, and where it comes from")
    show = actions.add_parser("show", help=said, description=said)
    show.add_argument("--format", choices=["text", "json"], default="text", type=str.lower)
    add_options(show, *_SHOWN)
    said = spoken("write the JSON Schema of synthgate.yaml, for editors")
    schema = actions.add_parser("schema", help=said, description=said)
    for action in (init, show, schema):
        add_general(action, spoken)


def add_tool_actions(tools: Parser, spoken: Spoken, add_general: Add) -> None:
    """Give ``tools`` its actions; `add_general` gives each of them what all commands have."""
    actions = tools.add_subparsers(dest="action", required=True, metavar="ACTION")
    said = spoken("show which tools of --with are here, and of which release")
    listed = actions.add_parser("list", help=said, description=said)
    listed.add_argument("--format", choices=["text", "json"], default="text", type=str.lower)
    add_option(listed, "tool-command")
    said = spoken("set a tool up in an environment of its own, from the network")
    install = actions.add_parser("install", help=said, description=said)
    install.add_argument("tool", choices=INSTALLABLE, metavar="TOOL", help=", ".join(INSTALLABLE))
    for action in (listed, install):
        add_general(action, spoken)


def add_cache_actions(cache: Parser, spoken: Spoken, add_general: Add) -> None:
    """Give ``cache`` its actions; `add_general` gives each of them what all commands have."""
    actions = cache.add_subparsers(dest="action", required=True, metavar="ACTION")
    said = spoken("show what is kept, where, and how much of it")
    info = actions.add_parser("info", help=said, description=said)
    info.add_argument("--format", choices=["text", "json"], default="text", type=str.lower)
    said = spoken("take out all that is kept")
    clear = actions.add_parser("clear", help=said, description=said)
    for action in (info, clear):
        add_general(action, spoken)
