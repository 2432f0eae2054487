"""The arguments that say how a run looks, in English and Korean."""

from __future__ import annotations

from synthgate.usage import Parser, Spoken


def add_looks(scan: Parser, spoken: Spoken) -> None:
    """How much is told, and in which colours."""
    how_much = scan.add_mutually_exclusive_group()
    how_much.add_argument(
        "-q",
        "--quiet",
        action="store_true",
        help=spoken("a line for each finding that counts and the gate: concise in place of text"),
    )
    how_much.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help=spoken(
            "every resource, links, what passed and what it rests on: text-verbose in place of text"
        ),
    )
    add_colour(scan, spoken)


def add_colour(parser: Parser, spoken: Spoken) -> None:
    """When standard output is in colours."""
    parser.add_argument(
        "--color",
        choices=("auto", "always", "never"),
        default="auto",
        type=str.lower,
        metavar="WHEN",
        help=spoken("auto, always or never on standard output; NO_COLOR and FORCE_COLOR count"),
    )
