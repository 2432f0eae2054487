"""Outputs that other stacks read by the name of the stack: `Fn::GetStackOutput`.

Such a reference is weak: it is resolved when the stack that has it is created or updated, so that
only one that the head still has is in vain (CloudFormation Template Reference,
"Fn::GetStackOutput").
"""

from __future__ import annotations

from collections.abc import Iterator

from synthgate.change.stacks.calls import Call, output_holds
from synthgate.change.stacks.naming import name_of
from synthgate.change.stacks.sides import Sides
from synthgate.change.stacks.state import State
from synthgate.evaluate import Effect, Stack
from synthgate.model import Message
from synthgate.resolve.kleene import Truth, conjunction, negation
from synthgate.resolve.values import causes_of
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import is_mapping

_READ = ("Fn::GetStackOutput",)


def outputs_gone(sides: Sides) -> Iterator[Effect]:
    """An effect for each output that the head reads, and that only the base has."""
    for stack in sides.head.stacks:
        for call in sides.head.calls(stack, _READ):
            yield from _in_vain(call, sides)


def _in_vain(call: Call, sides: Sides) -> Iterator[Effect]:
    wanted = call.stack.resolver.resolve(call.argument)
    name, output = (wanted.get(key) if is_mapping(wanted) else None for key in _KEYS)
    if not isinstance(name, str) or not isinstance(output, str):
        return
    stack = _called(name, call.stack, sides.head)
    before = sides.before(stack) if stack else None
    if stack is None or before is None or _has(before, output) is not True:
        return
    holds = conjunction((call.holds, negation(_has(stack, output))))
    if holds is not False:
        causes = causes_of(holds)
        note = _GONE.format(stack=name_of(stack), output=output)
        place = Place(call.route, causes=causes, note=note)
        yield Effect("breaks-import", call.stack, place, call.logical_id)


_KEYS = ("StackName", "OutputName")


def _called(name: str, reader: Stack, head: State) -> Stack | None:
    """The stack that a name, or an ARN, means."""
    plain = name.rpartition(":stack/")[2].split("/")[0]
    found = (one for one in head.stacks if one.resolver.placement.stack_name == plain)
    return next((one for one in found if not one.is_nested and one is not reader), None)


def _has(stack: Stack, output: str) -> Truth:
    body = stack.template.section("Outputs").get(output)
    return output_holds(stack.resolver, body) if is_mapping(body) else False


_GONE = Message("stack {stack} has no output {output} any more, which is read by its name")
