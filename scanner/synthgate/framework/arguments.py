"""The arguments about frameworks and evidence, in English and Korean."""

from __future__ import annotations

from synthgate.model import Message
from synthgate.settings import Group
from synthgate.settings.options import add_options
from synthgate.usage import Add, Parser, Spoken

EXIT_CODES = Message("""exit codes:
  0  no control is known to be not met; some may be excepted, unknown or not assessed
  1  a control is not met
  2  wrong usage, configuration, framework, evidence or rule card
  3  not everything could be scanned""")


def add_evidence_actions(evidence: Parser, spoken: Spoken, add_general: Add) -> None:
    """Give ``evidence`` its actions; `add_general` gives each of them what all commands have."""
    actions = evidence.add_subparsers(dest="action", required=True, metavar="ACTION")
    for name, summary, add_own in (
        ("add", spoken("state something of a control"), _add),
        ("check", spoken("tell what no longer counts"), _check),
    ):
        action = actions.add_parser(name, help=summary, description=summary)
        add_own(action, spoken)
        add_options(action, Group.FRAMEWORKS)
        add_general(action, spoken)


def _check(action: Parser, spoken: Spoken) -> None:
    action.add_argument(
        "--before",
        metavar="DATE",
        help=spoken("tell also what runs out before a day, as that of the next audit"),
    )


def _add(action: Parser, spoken: Spoken) -> None:
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
    action.add_argument(
        "--document",
        metavar="ID",
        help=spoken("the id of a document that it rests on, as your register has it"),
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
