"""The arguments of ``baseline`` and ``diff``, in English and Korean."""

from __future__ import annotations

from synthgate.model import Message
from synthgate.settings.options import note
from synthgate.usage import Add, Parser, Spoken

DIFF_EXIT_CODES = Message("""exit codes:
  0  no new finding closes the gate
  1  a new finding closes it
  2  wrong usage, configuration or rule card; BASE or HEAD cannot be had
  3  not everything could be scanned, of BASE or of HEAD""")


def add_sides(diff: Parser, spoken: Spoken) -> None:
    """The two things that are compared."""
    diff.add_argument(
        "against",
        metavar="BASE",
        help=spoken(
            "a cloud assembly, a folder, a template, stored results, a JSON report, or REF:path "
            "at a git revision",
        ),
    )
    note(diff, "against")
    diff.add_argument("head", metavar="HEAD", help=spoken("likewise, but no JSON report"))


def add_stored(action: Parser, spoken: Spoken) -> None:
    """Results that earlier scans have stored."""
    action.add_argument(
        "results",
        nargs="+",
        metavar="RESULTS",
        help=spoken(
            "what scan --format results=RESULTS has stored; several are one, of other repositories "
            "as NAME=RESULTS, with their paths below NAME"
        ),
    )


def add_waiver(waive: Parser, spoken: Spoken) -> None:
    """What is accepted, and on which terms."""
    waive.add_argument(
        "finding",
        metavar="FINGERPRINT|RULE:RESOURCE",
        help=spoken("which finding; RESOURCE is a logical id or a construct path"),
    )
    waive.add_argument("--reason", required=True, metavar="TEXT", help=spoken("why"))
    waive.add_argument("--owner", required=True, metavar="WHO", help=spoken("who answers for it"))
    waive.add_argument(
        "--expires", required=True, metavar="DAY", help=spoken("the last day that it counts on")
    )
    waive.add_argument("--ticket", metavar="WORD", help=spoken("where it is told"))


def add_baseline_actions(baseline: Parser, spoken: Spoken, add_scan: Add) -> None:
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


def _write(action: Parser, spoken: Spoken) -> None:
    action.add_argument("--force", action="store_true", help=spoken("overwrite the file"))
    action.add_argument(
        "--partial",
        action="store_true",
        help=spoken("also where not everything could be scanned"),
    )


def _update(action: Parser, spoken: Spoken) -> None:
    action.add_argument("--add", action="store_true", help=spoken("take in what is new as well"))


_ADD_OWN: dict[str, Add] = {"write": _write, "update": _update, "show": lambda _, __: None}
