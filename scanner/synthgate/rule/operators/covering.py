"""Whether a pattern covers the resource that the rule is asked of.

How ARNs are compared is loaded when the word first asks: most templates are scanned without.
"""

from __future__ import annotations

from typing import Any

from synthgate.model import Message, verbatim
from synthgate.resolve.kleene import Truth
from synthgate.rule.operators.operator import Operator, Row, taken
from synthgate.rule.operators.value_of import THIS
from synthgate.rule.surroundings.view import View


def _covers(value: Any, _: str, view: View) -> Truth:
    from synthgate.rule.iam.covering import covers_first  # noqa: PLC0415 - see above

    return covers_first(value, view)


WORDS = (
    Operator(
        "covers",
        Message("this ARN, name, pattern or reference covers the resource that the rule is about"),
        _covers,
        taken(lambda written: written == THIS, verbatim("this")),
        Message("it does not cover the resource that the rule is about"),
        seeing=True,
        page=Row(
            "`this`",
            "is an ARN, a name, a pattern of these or a reference that covers the resource which "
            "the rule is asked of, or a list with one",
        ),
    ),
)
