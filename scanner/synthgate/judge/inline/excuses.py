"""What suppressions set aside of the findings of the tools in whose words they are written.

A tool may not read them itself (cdk-nag 3 does not read those of release 2). Who wrote one has set
aside what that tool finds, whether a rule of ours says so, too, or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from synthgate.judge.inline.said import OURS, Inline, Lines
from synthgate.judge.inline.shelves import Shelf
from synthgate.model import Acceptance, Excuse, Subject, Text

Excuses: TypeAlias = Mapping[Subject, tuple[Excuse, ...]]


def excuses_on(
    shelves: Iterable[Shelf], hide: Callable[[str], str], hidden: Callable[[Text], Text]
) -> tuple[Excuse, ...]:
    """What some shelves set aside of other tools' findings; `hide` and `hidden` mask secrets."""
    return tuple(dict.fromkeys(_each(shelves, hide, hidden)))


def _each(
    shelves: Iterable[Shelf], hide: Callable[[str], str], hidden: Callable[[Text], Text]
) -> Iterator[Excuse]:
    for inline in (one for shelf in shelves for one in shelf.all):
        said = inline.said
        if said.tool == OURS or said.wrong is not None:
            continue
        accepted = Acceptance(hide(inline.by), hidden(said.reason), said.owner, said.expires)
        yield Excuse(
            said.tool,
            hide(said.id),
            accepted,
            tuple(hide(one.text) for one in said.parts if not one.is_pattern),
            tuple(one.text for one in said.parts if one.is_pattern),
            _lines(inline),
        )


def _lines(inline: Inline) -> tuple[int, int] | None:
    scope = inline.scope
    return (scope.first, scope.last) if isinstance(scope, Lines) else None
