"""The arguments of ``synthgate rules …``, in English and Korean."""

from __future__ import annotations

from pathlib import Path

from synthgate.settings import Group
from synthgate.settings.options import add_option, add_options
from synthgate.usage import Add, Parser, Spoken


def add_actions(rules: Parser, spoken: Spoken, add_general: Add) -> None:
    """Give ``rules`` its actions; `add_general` gives each of them what all commands have."""
    actions = rules.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, (summary, add_own) in _actions(spoken).items():
        action = actions.add_parser(name, help=summary, description=summary)
        add_own(action, spoken)
        if name in _WITH_CARDS:
            add_option(action, "allow-code")
        if name == "try":
            add_options(action, Group.INPUT)
        add_general(action, spoken)


_WITH_CARDS = ("list", "show", "pages", "test", "try", "lint")
"""The actions that read cards of folders."""


def _actions(spoken: Spoken) -> dict[str, tuple[str, Add]]:
    return {
        "list": (spoken("list the rules"), _list),
        "show": (spoken("show a rule and all that it says"), _show),
        "pages": (
            spoken("write a page for each rule, and an index by service and by tool"),
            _pages,
        ),
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


def _list(action: Parser, spoken: Spoken) -> None:
    from synthgate.model import Severity  # noqa: PLC0415 - the help of the program needs none

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
    for name, metavar, said in (
        ("equivalent", "TOOL:ID", spoken("only rules that say what a rule of another tool says")),
        ("control", "CONTROL", spoken("only rules about a control, as 'FSBP S3.9' or CT.S3.PR.2")),
        ("service", "NAME", spoken("only rules about resources of a service, as s3")),
        ("family", "NAME", spoken("only rules of a family, as unencrypted")),
    ):
        action.add_argument(f"--{name}", action="append", default=[], metavar=metavar, help=said)
    action.add_argument(
        "--in-profile",
        action="store_true",
        help=spoken("only rules of the profile in force, which are marked else"),
    )
    action.add_argument("--format", choices=_FORMS, default="text")
    add_options(action, Group.RULES)


_FORMS = ("text", "json", "markdown")


def add_framework_actions(frameworks: Parser, spoken: Spoken, add_general: Add) -> None:
    """Give ``frameworks`` its actions; `add_general` gives each of them what all commands have."""
    actions = frameworks.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, summary in (
        ("list", spoken("list the frameworks, and how much of each is claimed")),
        ("show", spoken("show a framework: its controls, their rules and evidence")),
        ("coverage", spoken("tell what rules reach of a framework, and what they cannot")),
    ):
        action = actions.add_parser(name, help=summary, description=summary)
        if name == "list":
            add_option(action, "framework")
        else:
            action.add_argument("id", metavar="NAME|FILE", help=spoken("as isms-p, or ./ours.yaml"))
        action.add_argument("--format", choices=_FORMS, default="text")
        add_option(action, "rules")
        add_general(action, spoken)


def _pages(action: Parser, spoken: Spoken) -> None:
    action.add_argument(
        "dir",
        type=Path,
        metavar="DIR",
        help=spoken("the folder of the pages: one that is empty, new, or written by this command"),
    )
    action.add_argument(
        "--in-profile", action="store_true", help=spoken("only rules of the profile in force")
    )
    add_options(action, Group.RULES)


def _show(action: Parser, spoken: Spoken) -> None:
    action.add_argument("id", metavar="ID")
    action.add_argument("--format", choices=_FORMS, default="text")
    add_option(action, "rules")


def _card_files(action: Parser, spoken: Spoken) -> None:
    action.add_argument(
        "paths",
        nargs="*",
        type=Path,
        metavar="DIR",
        help=spoken(
            "a folder of rule cards, or one card (default: the built-in cards)",
        ),
    )


def _test(action: Parser, spoken: Spoken) -> None:
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


def _try(action: Parser, spoken: Spoken) -> None:
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


def _new(action: Parser, spoken: Spoken) -> None:
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


def _nothing(_: Parser, __: Spoken) -> None:
    """Some actions have no arguments of their own."""
