"""The arguments of ``synth`` that ``scan`` has not, in English and Korean."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from synthgate.model import Message
from synthgate.usage import Parser, Spoken

COMMAND = "synth"
EPILOG = Message("""COMMAND is what runs the app: python app.py, npx tsx bin/app.ts, npx cdk synth
Without it, the app of cdk.json is run.

exit codes:
  0  the gate is open
  1  the gate is closed
  2  wrong usage, configuration or rule card
  3  the app failed, or not everything could be scanned""")
_RUNNING = (COMMAND, "fix")
"""The commands that run an app."""
TIMEOUT = 600.0
"""Seconds; an app that builds its functions in containers takes minutes."""


_Group = argparse._ArgumentGroup  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - has no other name


def told_apart(argv: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words for synthgate, and those after ``--``, which are the app's own."""
    words = [*argv]
    if words[:1] not in ([one] for one in _RUNNING) or "--" not in words:
        return words, []
    at = words.index("--")
    return words[:at], words[at + 1 :]


def add_synth(synth: Parser, spoken: Spoken) -> None:
    """How the app is run, and where its assembly is written."""
    section = synth.add_argument_group(spoken("how the app is run"))
    section.add_argument(
        "--output",
        dest="assembly",
        metavar="DIR",
        help=spoken("the folder of the assembly (default: what cdk.json names, else cdk.out)"),
    )
    _add_running(section, spoken)


def add_running(parser: Parser, spoken: Spoken) -> None:
    """How an app is run, for a command that runs it in a copy."""
    _add_running(parser.add_argument_group(spoken("how the app is run")), spoken)


def _add_running(section: _Group, spoken: Spoken) -> None:
    section.add_argument(
        "--timeout",
        type=_seconds,
        default=TIMEOUT,
        metavar="SECONDS",
        help=spoken("how long the app may take (default: 600)"),
    )
    section.add_argument(
        "-c",
        "--context",
        type=_key_value,
        action="append",
        default=[],
        metavar="KEY=VALUE",
        help=spoken("a value of the app's context, over those of cdk.json; repeatable"),
    )
    section.add_argument(
        "--no-bundling",
        action="store_true",
        help=spoken("build no assets, as in containers: enough to scan, but not to deploy"),
    )
    section.add_argument(
        "--watch",
        action="store_true",
        help=spoken(
            "run it again when its files change, and tell what is new and what is gone "
            "(Ctrl-C ends)"
        ),
    )


def _seconds(text: str) -> float:
    """A number of seconds, of which there are some; not a number is refused as well."""
    seconds = float(text)
    if not 0 < seconds < 1e6:
        raise argparse.ArgumentTypeError(text)
    return seconds


def _key_value(text: str) -> tuple[str, str]:
    key, separator, value = text.partition("=")
    if not separator or not key:
        raise argparse.ArgumentTypeError(text)
    return key, value
