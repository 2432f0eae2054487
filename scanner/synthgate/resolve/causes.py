"""Why a value is not known: what decides it, by its name in the template."""

from __future__ import annotations

from enum import Enum
from typing import Final

from synthgate.model import Message, Text
from synthgate.records import dataclass


class Decider(Enum):
    """Who decides what the template leaves open. The member's value says it in a sentence."""

    __hash__ = object.__hash__  # that of Enum is Python, and causes are looked up by the thousand

    PARAMETER = Message("parameter {name} has no known value")
    CONDITION = Message("condition {name} cannot be decided")
    ATTRIBUTE = Message("{name} is known only after deployment")
    PSEUDO = Message("{name} depends on where it is deployed")
    IMPORT = Message("{name} is imported from another stack")
    DYNAMIC = Message("{name} is fetched during deployment")
    IMPOSSIBLE = Message("{name} cannot be deployed")
    LIMIT = Message("more than {name} combinations")
    EFFORT = Message("{name} takes too long to work out")
    LENGTH = Message("a value of more than {name} letters")
    FUNCTION = Message("{name} is not resolved here")
    MISSING = Message("{name} is not in the template")
    OUTSIDE = Message("{name} is not in this app")
    ALLOWED = Message("policies that are not in this app may allow {name} the same")
    ALLOWED_OTHERS = Message("what others in the account {name} are allowed is not in this app")
    TEXT = Message("{name} is text that is no readable JSON")
    RELATION = Message("{name} may refer to this resource")
    ENVIRONMENT = Message("nothing says what the stack is for")
    RULE = Message("the rule leaves {name} for people to judge")
    GIVEN = Message("parameter {name} may be given a wildcard")
    UNREAD = Message("the code that {name} gives is not in the template")
    ORDER = Message("nothing holds {name} back until this stack is deployed, or this one until it")
    HANDLER = Message("the CDK version that {name} is made by decides whether that is refused")
    CONDITIONAL = Message("some changes of {name} replace the resource, and others do not")
    DISPUTED = Message("AWS's own sources differ on whether a change of {name} replaces it")
    UNDOCUMENTED = Message("no schema says what a change of {name} does")
    PREVIOUS = Message("the stack keeps the value that it has of parameter {name}, if it has one")
    PROVIDER = Message("the code behind {name} decides whether it is replaced")


WITHOUT_WILDCARD = frozenset({Decider.ATTRIBUTE, Decider.PSEUDO, Decider.IMPORT})
"""Deciders whose values are names that AWS or another stack gave: never ``*``, never a secret."""
COUNTED = frozenset({Decider.GIVEN, Decider.UNREAD})
"""Deciders of doubts that nobody can act on: a verdict is unknown by them, and no row tells so."""


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """One thing that has to be known first, by its name in the template."""

    decider: Decider
    name: str
    stack: str = ""
    """The stack in which it has that name; empty for the one that is looked at."""

    @property
    def text(self) -> Text:
        """The cause as a sentence without its full stop."""
        return self.decider.value.format(name=self.name)


UNTOLD: Final = Cause(Decider.ENVIRONMENT, "environment")
"""Why it is not known what a stack is for: not the deployment decides it, but whoever tells it."""
