"""What surrounds a scan in somebody's program: nothing breaks out."""

from __future__ import annotations

from dataclasses import replace

from synthgate.catalogs import CatalogError
from synthgate.config import Config
from synthgate.config.tools import Tools
from synthgate.errors import CardError, CodeError, UsageError
from synthgate.guard import broken
from synthgate.model import Problem, verbatim
from synthgate.problem_code import ProblemCode


def alone(config: Config) -> Config:
    """A configuration that hears no other tool.

    They would run for longer than the synthesis; and the report that may lie in the folder is of
    the synthesis before, or in the making.
    """
    return replace(config, tools=Tools(reports=False))


def told(error: BaseException) -> Problem:
    """What broke, as the command line would tell it."""
    match error:
        case CodeError():
            return Problem(ProblemCode.CODE_NOT_ALLOWED, error.text)
        case CardError():
            return Problem(ProblemCode.CARD, error.text)
        case UsageError():
            return Problem(ProblemCode.SETTING, error.text)
        case CatalogError():
            return Problem(ProblemCode.SCAN_CRASHED, verbatim(str(error)))
        case _:
            return Problem(ProblemCode.SCAN_CRASHED, broken(error))
