"""The arguments of ``compare`` that ``scan`` has not, in English and Korean."""

from __future__ import annotations

from synthgate.model import Message
from synthgate.usage import Parser, Spoken

FORMS = ("text", "markdown", "json")
EXIT_CODES = Message("""exit codes:
  0  compared, whoever found what
  2  wrong usage, configuration or rule card
  3  not everything could be scanned, or a tool has not answered""")


def add_form(compare: Parser, spoken: Spoken) -> None:
    """How the comparison is written."""
    compare.add_argument(
        "--format",
        dest="form",
        choices=FORMS,
        default="text",
        type=str.lower,
        metavar="NAME",
        help=spoken("text, markdown or json (default: text)"),
    )
