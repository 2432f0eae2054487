"""What other tools say, joined with what synthgate finds.

equivalents  what their ids mean          resources   what they are about
joiner       one fault, once              alone       what only they have found
said         what one says of what        grouping    what several of them say of one matter
excusing     what templates excuse
ranks        how bad that is              counting    who found how much
wanted       what the configuration says of them            once        what cdk-nag says twice
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from synthgate.lazily import lazily

if TYPE_CHECKING:
    from synthgate.judge.joining.counting import counted
    from synthgate.judge.joining.equivalents import Equivalents, snake_case, spelt
    from synthgate.judge.joining.joiner import join
    from synthgate.judge.joining.resources import Resources, heard_in
    from synthgate.judge.joining.wanted import Wanted, bound_in, names_in, wanted_of

__all__ = [
    "Equivalents",
    "Resources",
    "Wanted",
    "bound_in",
    "counted",
    "heard_in",
    "join",
    "names_in",
    "snake_case",
    "spelt",
    "wanted_of",
]

__getattr__ = lazily(
    __name__,
    {
        "counting": "counted",
        "equivalents": "Equivalents snake_case spelt",
        "joiner": "join",
        "resources": "Resources heard_in",
        "wanted": "Wanted bound_in names_in wanted_of",
    },
)
