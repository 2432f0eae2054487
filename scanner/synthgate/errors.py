"""What may go wrong, as a tree.

    SynthgateError              every error that synthgate raises on purpose
    ├── UsageError              a wrong argument or configuration (exit code 2)
    ├── CardError               a mistake in a rule card (exit code 2)
    │   └── CodeError           Python beside a card that may not run
    ├── SynthError              a CDK program that could not be synthesized (exit code 3)
    └── TemplateError           a template or assembly that cannot be read (exit code 3)
        └── NotATemplateError   readable, but something else

Each carries its sentence in every language and, where there is one, its place;
the one who catches it turns it into a `Problem` of the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from synthgate.model import Position, Text
    from synthgate.problem_code import ProblemCode


class SynthgateError(Exception):
    """An error with a sentence for people and, perhaps, a place in a file."""

    def __init__(self, text: Text, position: Position | None = None) -> None:
        super().__init__(text.en)
        self.text = text
        self.position = position


class UsageError(SynthgateError):
    """The command line or the configuration asks for what cannot be done."""


class CardError(SynthgateError):
    """A rule card that says something a card cannot say; `code` is that of its problem."""

    @property
    def code(self) -> ProblemCode:
        """What kind of problem it is."""
        from synthgate.problem_code import ProblemCode  # noqa: PLC0415 - a long list

        return ProblemCode.CARD


class CodeError(CardError):
    """A rule card whose check is Python, which nobody has allowed to run."""

    @property
    def code(self) -> ProblemCode:
        """That nobody has allowed it."""
        from synthgate.problem_code import ProblemCode  # noqa: PLC0415 - a long list

        return ProblemCode.CODE_NOT_ALLOWED


class SynthError(SynthgateError):
    """A CDK program that failed, took too long, or wrote no assembly."""


class TemplateError(SynthgateError):
    """Text that is not the template, or the manifest, that it ought to be."""


class NotATemplateError(TemplateError):
    """Text that reads well and is no CloudFormation template."""
