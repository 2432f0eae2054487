"""The arguments of ``fix`` that ``scan`` has not, in English and Korean."""

from __future__ import annotations

from synthgate.model import Message, Severity
from synthgate.settings import Group
from synthgate.settings.options import add_option, add_options
from synthgate.usage import Parser, Spoken

COMMAND = "fix"
EPILOG = Message("""COMMAND is what runs the app, with --synth: python app.py, npx tsx bin/app.ts
Without it, --synth runs the app of cdk.json.

exit codes:
  0  there is nothing that can be fixed, or it was written
  1  there are fixes, and nothing was written
  2  wrong usage, configuration or rule card; fixes that may not be written unverified
  3  the app failed, or not everything could be scanned""")
FORMS = ("text", "json")


def add_fix(fix: Parser, spoken: Spoken) -> None:
    """What is fixed, and what becomes of it."""
    section = fix.add_argument_group(spoken("what is fixed"))
    section.add_argument(
        "--write",
        action="store_true",
        help=spoken("write the files; without it, the diff is shown and nothing written"),
    )
    section.add_argument(
        "--rule",
        action="append",
        default=[],
        metavar="RULE",
        help=spoken("fix what this rule finds, and nothing else; repeatable"),
    )
    section.add_argument(
        "--severity",
        choices=tuple(map(str, Severity)),
        default=str(Severity.INFO),
        dest="least",
        type=str.lower,
        metavar="SEVERITY",
        help=spoken("fix what is at least as bad: critical, high, medium, low or info (default)"),
    )
    section.add_argument(
        "--interactive", action="store_true", help=spoken("show each fix, and ask about it")
    )
    section.add_argument(
        "--synth",
        action="store_true",
        help=spoken("run the app in a copy of the project, and keep only fixes that pass there"),
    )
    section.add_argument(
        "--format",
        dest="form",
        choices=FORMS,
        default="text",
        type=str.lower,
        metavar="NAME",
        help=spoken("text or json (default: text)"),
    )
    add_options(fix, Group.PLACES)
    for key in ("waivers", "baseline", "as-of"):
        add_option(fix, key)
    add_options(fix, Group.INPUT, Group.RULES, Group.TRUST, without=("severity",))
