"""What synthgate itself raises over one template is a problem of that template; the rest goes on.

    with Guard(problems, crash(path)):
        …

Inputs are strangers' and rules are anybody's code, so an error is expected anywhere. Guards
stand around what a report can do without: a format's finding, a rule, a resource, a template.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeAlias

from synthgate.clock import OutOfTimeError
from synthgate.model import Message
from synthgate.problem_code import ProblemCode

if TYPE_CHECKING:
    from synthgate.model import Position, Problem, Text

ISSUES = "https://github.com/synthgate/synthgate/issues"
LONGEST = 200
"""How many characters of an error a problem quotes."""
_OURS = "synthgate"
"""How the names of our packages begin."""

Tell: TypeAlias = "Callable[[BaseException], Problem]"
"""Makes a problem of an error."""


class Guard:
    """A block out of which no error comes: it is told as a problem, and what follows goes on.

    The clock is let through (`OutOfTimeError`) unless the guard is the `last`: what was
    stopped may have left anything half done, so that all of its template is given up.
    An interrupt by the user always is.
    """

    __slots__ = ("_caught", "_problems", "_tell", "tripped")

    def __init__(self, problems: list[Problem], tell: Tell, *, last: bool = False) -> None:
        self._problems = problems
        self._tell = tell
        self._caught = (Exception, OutOfTimeError) if last else Exception
        self.tripped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        _: type[BaseException] | None,
        error: BaseException | None,
        __: TracebackType | None,
    ) -> bool:
        # Broad on purpose, and the only such place: see the module's docstring.
        if error is None or not isinstance(error, self._caught):
            return False
        self.tripped = True
        self._problems.append(self._tell(error))
        return True


def crash(
    path: str | None, place: Callable[[], Position] | None = None, rule_id: str | None = None
) -> Tell:
    """Tells of an error of synthgate itself over a template; `place` is looked for only then."""

    def tell(error: BaseException) -> Problem:
        from synthgate.model import Problem  # noqa: PLC0415 - `--help` shall be quick

        at = None if place is None else placed(place)
        if isinstance(error, OutOfTimeError):
            message = _STOPPED.format(seconds=f"{error.seconds:g}")
            return Problem(ProblemCode.TIMED_OUT, message, path, at, rule_id)
        message = _CRASHED.format(error=described(error), where=raised_in(error))
        return Problem(ProblemCode.SCAN_CRASHED, message, path, at, rule_id)

    return tell


def broken(error: BaseException) -> Text:
    """An error that ended a whole run, or a format, as a sentence in place of a traceback."""
    return _BROKEN.format(error=described(error), where=raised_in(error), issues=ISSUES)


def placed(place: Callable[[], Position]) -> Position | None:
    """A place, or None where looking for it fails too: a problem without one is still told."""
    with suppress(Exception):
        return place()
    return None


def described(error: BaseException) -> str:
    """The kind of an error and the start of what it says, which may be anything."""
    kind = type(error).__name__
    with suppress(Exception):
        return f"{kind}: {error}"[:LONGEST] if str(error) else kind
    return kind


def raised_in(error: BaseException) -> str:
    """The innermost line of ours that an error came through: ``synthgate.linking:57``."""
    return next(reversed([*_lines(error.__traceback__)]), _OURS)


def _lines(trace: TracebackType | None) -> Iterator[str]:
    while trace is not None:
        module = str(trace.tb_frame.f_globals.get("__name__", ""))
        if module.startswith(_OURS):
            yield f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next


_BROKEN = Message(
    "synthgate itself broke, so nothing was decided: {error} (at {where}). "
    "Please report it, with the input, at {issues}"
)
_CRASHED = Message(
    "synthgate itself failed here ({error}, in {where}), so that this was not checked whole: "
    "please report it, with the template if you may share it"
)
_STOPPED = Message(
    "this was stopped after {seconds} seconds, so that nothing is said of it: "
    "split the template, and please report it"
)
