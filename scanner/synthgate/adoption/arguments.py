"""The arguments of ``baseline`` and ``diff``, in English and Korean."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from synthgate.model import Message

Spoken = Callable[..., str]
"""Puts an English sentence into the language of the run."""
Add = Callable[[argparse.ArgumentParser, Spoken], None]
"""Adds arguments to a parser."""

DIFF_EXIT_CODES = Message("""exit codes:
  0  no new finding closes the gate
  1  a new finding closes it
  2  wrong usage, configuration or rule card; BASE or HEAD cannot be had
  3  not everything could be scanned, of BASE or of HEAD""")


def add_known(parser: argparse.ArgumentParser, spoken: Spoken) -> None:
    """What is known already, and whether the gate looks at it."""
    parser.add_argument(
        "--baseline",
        metavar="FILE",
        help=spoken(
            "the file of known findings, or none (default: synthgate-baseline.yaml beside "
            "synthgate.yaml, if there is one)",
        ),
    )
    _gate_on(parser, spoken)


def _gate_on(parser: argparse.ArgumentParser, spoken: Spoken) -> None:
    parser.add_argument(
        "--gate-on",
        choices=["new", "all"],
        help=spoken(
            "which findings the gate looks at; --fail-on says from which severity (default: new, "
            "where something says which are new)",
        ),
    )


def add_against(parser: argparse.ArgumentParser, spoken: Spoken) -> None:
    """What the run is compared with."""
    parser.add_argument(
        "--against",
        metavar="BASE",
        help=spoken(
            "tell what is new, fixed and moved beside BASE: a cloud assembly, a folder, a "
            "template, stored results, a JSON report, or REF:path at a git revision",
        ),
    )


def add_policy(parser: argparse.ArgumentParser, spoken: Spoken) -> None:
    """What binds whatever a repository says, and where what it accepts is taken from."""
    parser.add_argument(
        "--policy",
        metavar="FILE|pack:NAME",
        help=spoken("bounds that the repository's synthgate.yaml cannot loosen, nor any option"),
    )
    parser.add_argument(
        "--accepted-from",
        metavar="REF|PATH",
        help=spoken(
            "take what accepts findings (synthgate.yaml, waivers, baseline, evidence, policy, own "
            "rules) from a revision of git or a checkout, so that a change cannot excuse itself"
        ),
    )


def add_sides(diff: argparse.ArgumentParser, spoken: Spoken) -> None:
    """The two things that are compared."""
    diff.add_argument(
        "against",
        metavar="BASE",
        help=spoken(
            "a cloud assembly, a folder, a template, stored results, a JSON report, or REF:path "
            "at a git revision",
        ),
    )
    diff.add_argument("head", metavar="HEAD", help=spoken("likewise, but no JSON report"))


def add_baseline_actions(baseline: argparse.ArgumentParser, spoken: Spoken, add_scan: Add) -> None:
    """Give ``baseline`` its actions; `add_scan` adds what a scan is told."""
    actions = baseline.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, summary in (
        ("write", spoken("write the findings of now into the file of what is known")),
        ("update", spoken("take out of the file what is gone, and keep it readable")),
        ("show", spoken("sum up what the file knows")),
    ):
        action = actions.add_parser(name, help=summary, description=summary)
        _ADD_OWN[name](action, spoken)
        add_scan(action, spoken)


def _write(action: argparse.ArgumentParser, spoken: Spoken) -> None:
    action.add_argument("--force", action="store_true", help=spoken("overwrite the file"))


def _update(action: argparse.ArgumentParser, spoken: Spoken) -> None:
    action.add_argument("--add", action="store_true", help=spoken("take in what is new as well"))


_ADD_OWN: dict[str, Add] = {"write": _write, "update": _update, "show": lambda _, __: None}
