"""Event rules whose functions will not hear of them."""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.rule.api import (
    ABSENT,
    Place,
    Resource,
    Unknown,
    View,
    compile_path,
    conjunction,
    disjunction,
    negation,
)
from synthgate.template.data import is_mapping
from synthgate_rules.cards.events.invoking import may_invoke

TARGETS = compile_path("$.Properties.Targets[*]")


def refused(resource: Resource, view: View) -> Iterator[Place]:
    """Each target that is a function of the app, and that the rule may not invoke."""
    for match in TARGETS.find(resource.body):
        target = match.value
        if not is_mapping(target) or "RoleArn" in target:
            continue
        arn = target.get("Arn", ABSENT)
        functions = view.targets(arn, ["AWS::Lambda::Function"])
        wrong = disjunction(
            conjunction((there, negation(may_invoke(view, function))))
            for function, there in functions
            if not function.is_whole
        )
        if wrong is not False:
            causes = wrong.causes if isinstance(wrong, Unknown) else ()
            yield Place((*match.route, "Arn"), arn, causes)
