"""What other tools say, joined with what synthgate finds.

equivalents  what their ids mean          resources   what they are about
joiner       one fault, once              alone       what only they have found
ranks        how bad that is              counting    who found how much
wanted       what the configuration says of them
"""

from synthgate.judge.joining.counting import counted
from synthgate.judge.joining.equivalents import Equivalents, snake_case, spelt
from synthgate.judge.joining.joiner import join
from synthgate.judge.joining.resources import Resources, heard_in
from synthgate.judge.joining.wanted import Wanted, wanted_of

__all__ = [
    "Equivalents",
    "Resources",
    "Wanted",
    "counted",
    "heard_in",
    "join",
    "snake_case",
    "spelt",
    "wanted_of",
]
