"""A template in its place in the app, and what the rules said of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from synthgate.evaluate.verdict import forget_worlds
from synthgate.model import (
    NOTHING_ACKNOWLEDGED,
    Acknowledgements,
    Finding,
    Origin,
    Position,
    Problem,
    Subject,
    Verdict,
)
from synthgate.records import dataclass
from synthgate.resolve.resolver import Resolver
from synthgate.rule.cards.outline import STACK_TYPE
from synthgate.template.document import Template


@dataclass(frozen=True, slots=True)
class Stack:
    """A template in its place in the app, ready to be evaluated."""

    resolver: Resolver
    origins: Mapping[str, Origin]
    name: str | None = None
    stage: str | None = None
    construct: str = ""
    acknowledged: Acknowledgements = NOTHING_ACKNOWLEDGED
    needs: tuple[str, ...] | None = None
    """The identities of the stacks that its manifest has deployed before it; None without one."""

    @property
    def template(self) -> Template:
        """The template as read."""
        return self.resolver.template

    @property
    def is_nested(self) -> bool:
        """Whether another stack of the app makes it."""
        return self.resolver.app.parent(self.resolver.identity) is not None

    @property
    def itself(self) -> Subject:
        """The stack as a whole, as reports name it."""
        path = self.template.path
        return Subject(self.name or path, STACK_TYPE, path, None, self.name, self.stage)

    def subject(self, logical_id: str, kind: str) -> Subject:
        """A resource of this stack as reports name it."""
        origin = self.origins.get(logical_id, Origin())
        return Subject(
            logical_id,
            kind,
            self.template.path,
            origin.construct_path,
            self.name,
            self.stage,
            "cdk" if origin.made else "user",
        )


@dataclass(frozen=True, slots=True)
class Results:
    """What the rules said of a stack."""

    verdicts: tuple[Verdict, ...] = ()
    findings: tuple[Finding, ...] = ()
    problems: tuple[Problem, ...] = ()
    untold: tuple[str, ...] = ()
    """The rules of which a verdict is unknown for nothing says what the stack is for."""

    def and_then(self, others: Iterable[Results]) -> Results:
        """These and those of others."""
        every = [self, *others]
        return Results(
            tuple(verdict for one in every for verdict in one.verdicts),
            tuple(finding for one in every for finding in one.findings),
            tuple(problem for one in every for problem in one.problems),
            tuple(dict.fromkeys(rule_id for one in every for rule_id in one.untold)),
        )


def place_of(stack: Stack, logical_id: str) -> Callable[[], Position]:
    """Looks for a resource in the text: only a problem needs that."""
    return lambda: stack.template.locate(("Resources", logical_id)).start


def let_go(stacks: Iterable[Stack]) -> None:
    """Forget what rules found out about the stacks of an app, once nobody asks any more.

    What they found leads back to the stacks. Python frees such circles only after a search through
    all that there is, which takes more time than this does.
    """
    for stack in stacks:
        resolver = stack.resolver
        forget_worlds(resolver)
        resolver.shared.memo.clear()
        resolver.memo.clear()
        resolver.app.let_go()
