"""The arguments about frameworks and evidence, in English and Korean."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from synthgate.model import Message

Spoken = Callable[..., str]
"""Chooses between an English and a Korean sentence."""
Add = Callable[[argparse.ArgumentParser, Spoken], None]
"""Adds arguments to a parser."""

EXIT_CODES = Message("""exit codes:
  0  no control is known to be not met; some may be unknown or not assessed
  1  a control is not met
  2  wrong usage, configuration, framework, evidence or rule card
  3  not everything could be scanned""")


def add_frameworks(parser: argparse.ArgumentParser, spoken: Spoken) -> None:
    """Which frameworks to assess, and by which evidence."""
    parser.add_argument(
        "--framework",
        action="append",
        metavar="NAME|FILE",
        help=spoken(
            "a framework to assess, as production-checklist; repeatable",
        ),
    )
    parser.add_argument(
        "--evidence",
        metavar="FILE",
        help=spoken(
            "statements about what no rule can tell (default: evidence.yaml beside synthgate.yaml)",
        ),
    )
    add_as_of(parser, spoken)


def add_as_of(parser: argparse.ArgumentParser, spoken: Spoken) -> None:
    """The day that the run is on."""
    parser.add_argument(
        "--as-of",
        metavar="DAY",
        help=spoken("the day for all that depends on one, such as evidence (default: today)"),
    )


def add_evidence_actions(
    evidence: argparse.ArgumentParser, spoken: Spoken, add_config: Add, add_language: Add
) -> None:
    """Give ``evidence`` its actions."""
    actions = evidence.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, summary, add_own in (
        ("add", spoken("state something of a control"), _add),
        ("check", spoken("tell what no longer counts"), None),
    ):
        action = actions.add_parser(name, help=summary, description=summary)
        if add_own:
            add_own(action, spoken)
        add_frameworks(action, spoken)
        add_config(action, spoken)
        add_language(action, spoken)


def _add(action: argparse.ArgumentParser, spoken: Spoken) -> None:
    action.add_argument("--control", required=True, metavar="ID", help=spoken("as OPS-2"))
    action.add_argument(
        "--elsewhere",
        action="store_true",
        help=spoken("it is met outside of this app; needs --valid-until, and --link or --file"),
    )
    action.add_argument("--statement", required=True, metavar="TEXT", help=spoken("what is so"))
    action.add_argument("--by", required=True, metavar="WHO", help=spoken("who says so"))
    action.add_argument("--date", metavar="DATE", help=spoken("as of when (default: today)"))
    action.add_argument(
        "--valid-until",
        metavar="DATE",
        help=spoken(
            "until when (default: as long as the control allows)",
        ),
    )
    proof = action.add_mutually_exclusive_group()
    proof.add_argument(
        "--file",
        metavar="FILE",
        help=spoken(
            "a file below the folder of the evidence; its SHA-256 is noted",
        ),
    )
    proof.add_argument("--link", metavar="URL", help=spoken("where it can be seen"))
