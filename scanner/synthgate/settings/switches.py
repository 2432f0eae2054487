"""The table of what only an option or a variable says, as that of settings."""

from __future__ import annotations

from collections.abc import Mapping

from synthgate.model import Message
from synthgate.settings.setting import Form, Group, Setting

EXECUTORS = ("local", "dask")
"""Who may scan."""

SWITCHES: Mapping[str, Setting] = {
    "executor": Setting(
        Form.WORD, Group.RUNNING, metavar="WHERE", words=EXECUTORS, default="local",
        help=Message(
            "who scans: {words}; dask: the workers of --scheduler, else as many processes of this "
            "machine as --jobs says (default: local)"
        ),
    ),
    "scheduler": Setting(
        Form.TEXT, Group.RUNNING, metavar="ADDRESS",
        help=Message("the scheduler of --executor dask, as tcp://host:8786 or tls://host:8786"),
    ),
    "facts": Setting(
        Form.TEXT, Group.RUNNING, metavar="DIR|URL",
        help=Message(
            "keep all that is found as tables in Parquet, here or in a store (s3://…): the same "
            "command goes on where it was killed, and 'report' makes any report of a run"
        ),
    ),
    "allow-code": Setting(
        Form.TRUTH, Group.TRUST, default=False,
        help=Message(
            "run the Python beside the cards of folders that synthgate.yaml, or an action about "
            "rules, names"
        ),
    ),
    "untrusted": Setting(
        Form.TRUTH, Group.TRUST, default=False,
        help=Message(
            "the repository is a stranger's: take from its synthgate.yaml, and from its templates, "
            "only what cannot weaken the gate"
        ),
    ),
    "policy": Setting(
        Form.TEXTS, Group.TRUST, metavar="FILE|pack:NAME", default=[],
        help=Message(
            "bounds that the repository's synthgate.yaml cannot loosen, nor any option; "
            "repeatable: all of them bind"
        ),
    ),
    "no-cache": Setting(
        Form.TRUTH, Group.RUNNING, default=False,
        help=Message("keep nothing of this run, and take nothing that was kept"),
    ),
    "tool-command": Setting(
        Form.COMMANDS, Group.TOOLS, metavar="TOOL=FILE", default={},
        help=Message("the program of a tool of --with (default: the one on PATH); repeatable"),
    ),
    "tool-timeout": Setting(
        Form.NUMBER, Group.TOOLS, metavar="SECONDS",
        help=Message("how long one tool of --with may take (default: 600)"),
    ),
    "accepted-from": Setting(
        Form.TEXT, Group.TRUST, metavar="REF|PATH",
        help=Message(
            "take what accepts findings (synthgate.yaml, waivers, baseline, evidence, policy, own "
            "rules) from a revision of git or a checkout, so that a change cannot excuse itself"
        ),
    ),
}  # fmt: skip
"""What only an option or a variable says: no file may say how far it is to be trusted."""
