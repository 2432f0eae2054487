"""The parts in which checkov is asked about templates: all at once, but for a kind it dies of.

checkov 3.3.30 dies of a resource whose type is no text (``TypeError: unhashable type``). Such
templates come by the dozen, as what is written for Rain's modules. So each of them is asked about
alone, which takes fewer runs than finding a dozen by halves.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

from synthgate.adapters.asking import Readable
from synthgate.adapters.bisecting import RUNS, Answers, Ask, Budget, T, answers
from synthgate.errors import TemplateError
from synthgate.template.data import is_mapping
from synthgate.template.read import read_template

_MOST = 20
"""How many templates are asked about alone; more are parted by halves, as the others."""


def answers_in_parts(templates: Sequence[Readable], ask: Ask[T], seconds: float) -> Answers[T]:
    """What is said of templates within some seconds: of the deadly ones last."""
    deadline = time.monotonic() + seconds
    parts, killing, unasked = list[T](), list[Readable](), list[Readable]()
    for group in _groups(templates):
        left = max(deadline - time.monotonic(), 0.0)
        found = answers(group, ask, Budget(left, RUNS))
        parts.extend(found.parts)
        killing.extend(found.killing)
        unasked.extend(found.unasked)
    return Answers(tuple(parts), tuple(killing), tuple(unasked))


def _groups(templates: Sequence[Readable]) -> Iterator[Sequence[Readable]]:
    odd, plain = list[Readable](), list[Readable]()
    for one in templates:
        (odd if _is_odd(one) else plain).append(one)
    yield plain
    if len(odd) <= _MOST:
        yield from ([one] for one in odd)
    else:
        yield odd


def _is_odd(template: Readable) -> bool:
    """Whether a template has a resource whose type is no text."""
    return any(not isinstance(one, str) for one in written_types(template))


def written_types(template: Readable) -> list[Any]:
    """The types of resources that stand in a file: no loop is written out, no macro has run.

    Whatever stands where a type ought to; nothing of a file that cannot be read.
    """
    try:
        resources = read_template(template.shown, template.file.read_bytes()).section("Resources")
    except (OSError, TemplateError):
        return []
    return [one["Type"] for one in resources.values() if is_mapping(one) and "Type" in one]
