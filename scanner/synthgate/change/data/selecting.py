"""What a backup selection named in the base, and none of its stack names in the head.

(AWS Backup API Reference, "BackupSelection": `Resources` lists what is assigned to a plan; "*" is
everything.)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from synthgate.change.data.periods import value_at
from synthgate.change.sides import Matched, Member
from synthgate.change.words import value_text
from synthgate.evaluate import Effect
from synthgate.model import Message
from synthgate.resolve.compare import equal
from synthgate.resolve.kleene import Truth, disjunction
from synthgate.resolve.values import ABSENT, causes_of, references_in
from synthgate.rule.terms.outcome import Place
from synthgate.template.data import is_list

SELECTION = "AWS::Backup::BackupSelection"
_PATH = ("BackupSelection", "Resources")


def left_out(matched: Matched) -> Iterator[Effect]:
    """An effect for each entry that goes, and for a selection that goes with all of its."""
    for one in matched.resources:
        before, after = one.before, one.after
        if before is None or before.type != SELECTION or before.exists is False:
            continue
        home = matched.stack_partners.get(before.where[0])
        if home is not None and (after is None or before.raw != after.raw):
            named = [*_named_in(home, matched)]
            for entry in _entries(before):
                yield from _left_out(entry, before, after, named)


def _entries(member: Member) -> Sequence[Any]:
    """What a selection lists; what is no list stands for its entries, and no word of it is none."""
    found = value_at(member.resource.properties, _PATH)
    return found if is_list(found) else [] if found is ABSENT else [found]


def _named_in(home: str, matched: Matched) -> Iterator[Any]:
    """All that selections of a stack of the head list."""
    for one in matched.resources:
        after = one.after
        if after is None or after.type != SELECTION or after.exists is False:
            continue
        if after.where[0] == home:
            yield from _entries(after)


def _left_out(
    entry: Any, before: Member, after: Member | None, named: Sequence[Any]
) -> Iterator[Effect]:
    same = disjunction(_is_same(entry, one) for one in named)
    if same is True:
        return
    place = Place(
        ("Properties", *_PATH) if after else (),
        value_at(after.resource.properties, _PATH) if after else ABSENT,
        causes_of(same),
        _LEFT_OUT.format(name=value_text(entry)),
        before=value_text(entry),
    )
    member = after or before
    yield Effect("switches-off", member.stack, place, member.logical_id)


def _is_same(entry: Any, other: Any) -> Truth:
    """Whether one entry is another, or everything; what names two resources is two ARNs."""
    if other == "*":
        return True
    these, those = ({one.logical_id for one in references_in(it)} for it in (entry, other))
    return False if these and those and these != those else equal(entry, other)


_LEFT_OUT = Message(
    "{name} is named by no selection of the stack any more, and not backed up by it"
)
