"""What CloudFormation takes of one template, and the head has more of.

CloudFormation User Guide, "Understand CloudFormation quotas". Of the "1 MB" of a template body in
Amazon S3 the service says itself: "Template may not exceed 1000000 bytes in size."
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from synthgate.change.sides import Matched
from synthgate.evaluate import Effect, Stack
from synthgate.model import Message, verbatim
from synthgate.records import dataclass
from synthgate.rule.terms.outcome import Place
from synthgate.template.document import Route, Template


@dataclass(frozen=True, slots=True)
class _Limit:
    most: int
    counted: Callable[[Template], int]
    route: Route
    said: Message


def _in(section: str) -> Callable[[Template], int]:
    return lambda template: len(template.section(section))


def _size(template: Template) -> int:
    """The bytes of a template; within an answer of CloudFormation it is not as it was sent."""
    return 0 if template.is_fetched else len(template.text.encode())


_LIMITS = (
    _Limit(
        500,
        _in("Resources"),
        ("Resources",),
        Message("{count} resources, and a template may have {most}"),
    ),
    _Limit(
        1_000_000,
        _size,
        (),
        Message("{count} bytes, and a template may have {most}"),
    ),
    _Limit(
        200,
        _in("Parameters"),
        ("Parameters",),
        Message("{count} parameters, and a template may have {most}"),
    ),
    _Limit(
        200,
        _in("Outputs"),
        ("Outputs",),
        Message("{count} outputs, and a template may have {most}"),
    ),
    _Limit(
        200,
        _in("Mappings"),
        ("Mappings",),
        Message("{count} mappings, and a template may have {most}"),
    ),
)


def exceeded(matched: Matched) -> Iterator[Effect]:
    """An effect for each limit that a stack of the head exceeds, and did not in the base."""
    for pair in matched.stacks:
        if pair.after:
            yield from _of_stack(pair.before, pair.after)


def _of_stack(before: Stack | None, after: Stack) -> Iterator[Effect]:
    for limit in _LIMITS:
        count = limit.counted(after.template)
        if count > limit.most:
            old = limit.counted(before.template) if before else None
            if old is None or old <= limit.most:
                yield Effect("exceeds-limit", after, _place(limit, old, count))


def _place(limit: _Limit, before: int | None, after: int) -> Place:
    return Place(
        limit.route,
        after,
        note=limit.said.format(count=f"{after:,}", most=f"{limit.most:,}"),
        before=None if before is None else verbatim(f"{before:,}"),
        after=verbatim(f"{after:,}"),
    )
