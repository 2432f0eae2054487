"""The arguments of ``statement``, in English and Korean."""

from __future__ import annotations

from synthgate.model import Message
from synthgate.settings import Group
from synthgate.settings.options import add_option, add_options
from synthgate.usage import Add, Parser, Spoken

FORMS = ("text", "markdown", "json", "csv")
EXIT_CODES = Message("""exit codes:
  0  stated, whatever is met
  2  wrong usage, configuration, framework or evidence; there are no such results
  3  some results are not whole""")


def add_statement(statement: Parser, spoken: Spoken, add_general: Add) -> None:
    """What is stated of which results; `add_general` gives it what all commands have."""
    statement.add_argument(
        "results",
        nargs="+",
        metavar="RESULTS",
        help=spoken(
            "what scan --format results=RESULTS has stored, of each application; NAME=RESULTS says "
            "of which, where the scan has not (--app)"
        ),
    )
    statement.add_argument(
        "--since",
        nargs="+",
        default=[],
        metavar="RESULTS",
        help=spoken("results of before, to tell what has changed since"),
    )
    statement.add_argument(
        "--format",
        dest="form",
        choices=FORMS,
        default="text",
        type=str.lower,
        metavar="NAME",
        help=spoken("text, markdown, json or csv (default: text)"),
    )
    statement.add_argument(
        "--output", metavar="FILE", help=spoken("the file of it (default: standard output)")
    )
    add_option(statement, "waivers")
    add_options(statement, Group.FRAMEWORKS, Group.RULES, Group.TRUST)
    add_general(statement, spoken)
