"""The arguments of ``synthgate rules …``, in English and Korean."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from synthgate.model import Severity

Spoken = Callable[..., str]
"""Chooses between an English and a Korean sentence."""

Add = Callable[[argparse.ArgumentParser, Spoken], None]
"""Gives an action some of its arguments."""


def add_actions(
    rules: argparse.ArgumentParser, spoken: Spoken, add_language: Add, add_input: Add
) -> None:
    """Give ``rules`` its actions.

    `add_language` gives each of them the ``--lang`` of all, `add_input` those that read templates
    what a scan may be told of these.
    """
    actions = rules.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, (summary, add_own) in _actions(spoken).items():
        action = actions.add_parser(name, help=summary, description=summary)
        add_own(action, spoken)
        if name in _WITH_CARDS:
            add_allow_code(action, spoken)
        if name == "try":
            add_input(action, spoken)
        add_language(action, spoken)


_WITH_CARDS = ("list", "show", "test", "try", "lint")
"""The actions that read cards of folders."""


def _actions(spoken: Spoken) -> dict[str, tuple[str, Add]]:
    return {
        "list": (spoken("list the rules"), _list),
        "show": (spoken("show a rule and all that it says"), _show),
        "test": (
            spoken("run the examples in the cards"),
            _test,
        ),
        "try": (spoken("run one card on one template, while it is being written"), _try),
        "new": (spoken("write a card, or a family of them, to start from"), _new),
        "lint": (spoken("tell every mistake in cards"), _card_files),
        "schema": (
            spoken(
                "write the JSON Schema of cards, for editors",
            ),
            _nothing,
        ),
    }


def add_allow_code(action: argparse.ArgumentParser, spoken: Spoken) -> None:
    """The switch that lets the Python beside cards run."""
    action.add_argument(
        "--allow-code",
        action="store_true",
        default=None,
        help=spoken(
            "run the Python beside the cards of folders that synthgate.yaml, or an action about "
            "rules, names",
        ),
    )


def _list(action: argparse.ArgumentParser, spoken: Spoken) -> None:
    action.add_argument(
        "words",
        nargs="*",
        metavar="WORD",
        help=spoken("only rules with this word in their id, title or resource types (s3, public)"),
    )
    action.add_argument(
        "--at-least",
        choices=[*map(str, Severity)],
        help=spoken("only rules of this severity or worse"),
    )
    action.add_argument("--format", choices=["text", "json", "markdown"], default="text")
    action.add_argument(
        "--profile",
        metavar="NAME|FILE",
        help=spoken(
            "only the rules that this profile chooses (default: every rule)",
        ),
    )
    _own_folders(action, spoken)


def _own_folders(action: argparse.ArgumentParser, spoken: Spoken) -> None:
    action.add_argument(
        "--rules",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help=spoken("a folder of rule cards of your own; repeatable"),
    )


def _show(action: argparse.ArgumentParser, spoken: Spoken) -> None:
    action.add_argument("id", metavar="ID")
    action.add_argument("--format", choices=["text", "json"], default="text")
    _own_folders(action, spoken)


def _card_files(action: argparse.ArgumentParser, spoken: Spoken) -> None:
    action.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="DIR",
        help=spoken(
            "a folder of rule cards, or one card (default: the built-in cards)",
        ),
    )


def _test(action: argparse.ArgumentParser, spoken: Spoken) -> None:
    _card_files(action, spoken)
    action.add_argument(
        "--explain",
        dest="explains",
        action="store_const",
        const="disagreeing",
        default="none",
        help=spoken("show each step of the examples that disagree"),
    )
    action.add_argument(
        "--explain-all",
        dest="explains",
        action="store_const",
        const="all",
        help=spoken("show each step of all examples"),
    )


def _try(action: argparse.ArgumentParser, spoken: Spoken) -> None:
    action.add_argument(
        "card", type=Path, metavar="CARD", help=spoken("a rule card, or a family of rules")
    )
    action.add_argument(
        "template", metavar="TEMPLATE", help=spoken("a template, a folder or a cloud assembly")
    )
    action.add_argument(
        "--explain",
        action="store_true",
        help=spoken("show each step of each verdict, too"),
    )
    action.add_argument(
        "--watch",
        action="store_true",
        help=spoken("do it again whenever one of the files changes, until Ctrl-C"),
    )


def _new(action: argparse.ArgumentParser, spoken: Spoken) -> None:
    action.add_argument(
        "id",
        metavar="ID",
        nargs="?",
        help=spoken(
            "names the fault in lower case, with hyphens: bucket-unencrypted",
        ),
    )
    action.add_argument(
        "--family",
        metavar="NAME",
        help=spoken(
            "write a family of rules instead: one sentence, and a row for each resource type",
        ),
    )
    action.add_argument(
        "--dir",
        type=Path,
        default=Path(),
        metavar="DIR",
        help=spoken("the folder of the card (default: here)"),
    )
    action.add_argument(
        "--type",
        default="AWS::S3::Bucket",
        metavar="TYPE",
        help=spoken(
            "the resource type that the rule is about (default: AWS::S3::Bucket)",
        ),
    )


def _nothing(_: argparse.ArgumentParser, __: Spoken) -> None:
    """Some actions have no arguments of their own."""
