"""``synthgate explain``: the values of a resource, and what they come from."""

from __future__ import annotations

import argparse

from synthgate.apps import find_resource
from synthgate.errors import UsageError
from synthgate.explain import explain
from synthgate.model import Language, Message
from synthgate.output import Streams
from synthgate.telling import complain, printable
from synthgate.trace.naming import resource_meant


def carry_out(arguments: argparse.Namespace, streams: Streams) -> int:
    """Explain each resource that is named, and return the gravest of their exit codes."""
    codes = [_explain_one(name, arguments, streams) for name in dict.fromkeys(arguments.resource)]
    return max(codes)


def _explain_one(name: str, arguments: argparse.Namespace, streams: Streams) -> int:
    language: Language = arguments.lang
    found = find_resource(arguments.config, name, streams.stdin)
    for stack, logical_id in found.resources:
        streams.stdout.write(f"{printable(f'# {stack.template.path}')}\n")
        for line in explain(stack.resolver, logical_id, language, arguments.path):
            streams.stdout.write(f"{printable(line)}\n")
    failed = {problem: None for stack, _ in found.resources for problem in stack.resolver.problems}
    code = complain([*found.problems, *failed], language, streams.stderr)
    if not found.resources and not code:
        raise UsageError(_NO_RESOURCE.format(name=name, meant=resource_meant(name, found.names)))
    return code


_NO_RESOURCE = Message(
    "--resource: no resource has the logical id or construct path {name!r}{meant}"
)
