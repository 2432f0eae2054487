"""What cdk-nag says in synth and says again of a template: the report of the assembly counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from synthgate.judge.joining.equivalents import NAG, plain
from synthgate.judge.joining.said import Said


def once(said: Sequence[Said]) -> Iterator[Said]:
    """What tools say, without what cdk-nag says again."""
    return _unless_acknowledged([*_unless_again(said)])


def _unless_again(said: Sequence[Said]) -> Iterator[Said]:
    """Without what cdk-nag, asked of a template, says again of what it said in synth."""
    known = {_about(one) for one in said if _is_of_nag(one) and one.reported.spot.construct}
    for one in said:
        is_again = _is_of_nag(one) and not one.reported.spot.construct and _about(one) in known
        if not is_again:
            yield one


def _is_of_nag(said: Said) -> bool:
    return said.reported.tool == NAG and said.placed is not None


def _about(said: Said) -> tuple[object, ...]:
    return said.placed and said.placed.subject, said.reported.rule_id, said.reported.status


def _unless_acknowledged(said: Sequence[Said]) -> Iterator[Said]:
    """Without what cdk-nag says again of what the program has acknowledged to it.

    The report in an assembly knows what was acknowledged, cdk-nag over its templates does not. An
    acknowledged rule is so in all that it names. Of other tools, one rule may find two faults in
    one resource, of which one is accepted.
    """
    accepted = {
        (one.reported.rule_id, one.placed.subject)
        for one in said
        if one.reported.tool == NAG and one.reported.accepted and one.placed
    }
    for one in said:
        subject = one.placed and one.placed.subject
        ids = {one.reported.rule_id, plain(NAG, one.reported.rule_id)}
        is_again = one.reported.tool == NAG and not one.reported.accepted
        if not is_again or accepted.isdisjoint((id_, subject) for id_ in ids):
            yield one
