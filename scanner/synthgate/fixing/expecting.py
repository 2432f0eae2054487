"""What becomes of a resource once a program's fix is deployed, as the card's cure lets expect."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

from synthgate.fixing.assigning import assigned, ways
from synthgate.fixing.made import Assembly
from synthgate.fixing.outcomes import NoFixError
from synthgate.fixing.replacing import replaced
from synthgate.fixing.snippets import snippet_of
from synthgate.model import Finding, Text
from synthgate.rule.cards.card import Card

Tells = Callable[[Finding], Text | None]
"""What a person should know of a fix before it is deployed."""


def expects(cards: Mapping[str, Card], assembly: Callable[[], Assembly]) -> Tells:
    """What is expected of the resources of an assembly, which is read when it is asked for."""
    read = cache(assembly)

    def told(finding: Finding) -> Text | None:
        name, card = finding.subject.logical_id, cards.get(finding.rule.id)
        if card is None:
            return None
        body = read().body(finding.subject.template, name)
        data = {"Resources": {name: body}}
        try:
            at = finding.location.property_path
            way = next(ways(data, name, at, snippet_of(card)), ())
        except NoFixError:
            return None
        return replaced(body, assigned(data, way)["Resources"][name])

    return told


def by_cause(seen: Tells, expected: Tells, findings: Sequence[Finding]) -> Tells:
    """What was seen of a resource, on those of its fixes alone that let expect it, if some do."""
    causes = {one.subject for one in findings if expected(one)}

    def told(finding: Finding) -> Text | None:
        is_other = finding.subject in causes and not expected(finding)
        return None if is_other else seen(finding)

    return told
